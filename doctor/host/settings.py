"""Cargo's settings with their place: the configs up the tree and in CARGO_HOME, with line numbers for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from doctor.host.inside import HERE, read_inside
from doctor.host.toml_place import line_of
from doctor.project import ConfigEntry, cargo_config

# A dotted key in a target's table: the triple may have a dot (thumbv8m.main-none-eabi), the cfg one within quote marks.
TARGET_KEY = re.compile(
    r"""target\.(?P<triple>cfg(?:[^."]|"[^"]*")*|[\w-]+(?:\.(?:main|base)-[\w-]+)?)\.(?P<key>[\w-]+)"""
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a config (`key` is dotted, `where` the file) or a variable (`line` 0, `key` is env.NAME).

    `shape` is the value's type in TOML's words: string, array, integer, boolean, …
    """

    where: str
    line: int
    key: str
    values: tuple[str, ...]
    shape: str = "string"

    @property
    def value(self) -> str:
        """The first value."""
        return self.values[0] if self.values else ""

    @property
    def name(self) -> str:
        """The variable that it sets, "" for other keys and for `force` and `relative` beside a variable's `value`."""
        if not self.key.startswith("env.") or self.key.endswith((".force", ".relative")):
            return ""
        return self.key.removeprefix("env.").removesuffix(".value")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that cargo would read for a project, the nearest file first; `home` is CARGO_HOME ("" without a home).

    `problems` say which file could not be read, and why: cargo stops at such a file. `unread` are files that cargo
    passes over, as one of the older name is beside them.
    """

    entries: tuple[Setting, ...] = ()
    problems: tuple[str, ...] = ()
    home: str = ""
    unread: tuple[str, ...] = ()

    def of(self, key: str) -> tuple[str, ...]:
        """Return the values of the nearest entry with this key."""
        return next((entry.values for entry in self.entries if entry.key == key), ())

    def own(self, key: str) -> tuple[str, ...]:
        """Return the values that the user's own config has for this key: no project wrote them."""
        ours = (entry for entry in self.entries if self.home and Path(entry.where).parent == Path(self.home))
        return next((entry.values for entry in ours if entry.key == key), ())


def read_settings(project: Path, environment: Mapping[str, str]) -> Settings:
    """Read cargo's configs for `project` (the Cargo book, "Hierarchical structure")."""
    config = cargo_config(project, environment)
    home = environment.get("CARGO_HOME") or (f"{environment['HOME']}/.cargo" if environment.get("HOME") else "")
    return Settings(placed(config.entries), config.problems, home, config.unread)


def placed(entries: Iterable[ConfigEntry]) -> tuple[Setting, ...]:
    """Give each entry its line."""
    texts: dict[str, str] = {}
    found = []
    for entry in entries:
        text = texts.setdefault(entry.file, read_inside(HERE, entry.file) if entry.file not in texts else "")
        found.append(Setting(entry.file, line_of(text, entry.key), entry.key, entry.values, entry.shape))
    return tuple(found)
