"""The versions of libraries that a dynamic program asks for, and the symbols that raise them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doctor.elf.binary import Binary
from doctor.elf.dynamic import NeededVersion
from doctor.elf.linker_view import LinkerView
from doctor.versions import numbers

# Families of versions whose numbers grow with releases; GLIBC_PRIVATE and GLIBC_ABI_… are others.
_NUMBERED = re.compile(r"(?P<family>GLIBC|GLIBCXX|CXXABI|GCC|GOMP|OPENSSL|LIBXML2)_(?P<number>\d+(?:\.\d+)*)")
GLIBC, GLIBCXX = "GLIBC", "GLIBCXX"
# Features of the loader that stand among the versions (glibc's NEWS): DT_RELR needs 2.36, the x86 marker 2.42.
_ABI = {"GLIBC_ABI_DT_RELR": "2.36"}


@dataclass(frozen=True, slots=True)
class Floor:
    """The highest version of a family that is asked for, in which library, and by which symbols (none: not known)."""

    family: str
    version: str
    library: str
    symbols: tuple[str, ...] = ()


def floors(binary: Binary, linked: LinkerView | None) -> tuple[Floor, ...]:
    """Return the highest version of each family, glibc's first; versions that may be absent (weak) do not count."""
    highest: dict[str, tuple[NeededVersion, str]] = {}
    for need, family, number in _numbered(binary.versions):
        known = highest.get(family)
        if not need.weak and (known is None or numbers(number) > numbers(known[1])):
            highest[family] = (need, number)
    found = (
        Floor(family, number, need.file, tuple(_symbols(family, number, binary, linked)))
        for family, (need, number) in highest.items()
    )
    return tuple(sorted(found, key=lambda one: (one.family != GLIBC, one.family != GLIBCXX, one.family)))


def _numbered(versions: Iterable[NeededVersion]) -> Iterator[tuple[NeededVersion, str, str]]:
    for need in versions:
        found = _NUMBERED.fullmatch(need.version)
        if found:
            yield need, found["family"], found["number"]
        elif need.version in _ABI:
            yield need, GLIBC, _ABI[need.version]


def _symbols(family: str, number: str, binary: Binary, linked: LinkerView | None) -> Iterator[str]:
    """The symbols that ask for exactly this version, in whatever library."""
    wanted = {need.index for need, of, version in _numbered(binary.versions) if (of, version) == (family, number)}
    found = (one for one in linked.imports if one.version in wanted) if linked else ()
    yield from dict.fromkeys(one.name for one in found)
