"""The character set that programs are told to use, and whether folders of the build need more than ASCII."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """The locale for characters, the variable that decides it ("" when none is set), and the folders beyond ASCII."""

    variable: str
    value: str
    folders: tuple[str, ...]

    @property
    def utf8(self) -> bool:
        """Whether the locale's name says UTF-8: after the dot, before the @ (locale(7), setlocale(3))."""
        charset = self.value.partition("@")[0].partition(".")[2]
        return charset.lower().replace("-", "") == "utf8"


def read_language(environment: Mapping[str, str], folders: Iterable[str]) -> Language:
    """Return what decides on characters: LC_ALL, LC_CTYPE, LANG, the first that is not empty (locale(7))."""
    variable = next((name for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")
    odd = tuple(dict.fromkeys(folder for folder in folders if not folder.isascii()))
    return Language(variable, environment.get(variable, ""), odd)
