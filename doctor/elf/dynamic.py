"""The dynamic section as the loader reads it: by program headers and addresses, not by sections (gABI, chapter 5)."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from doctor.elf.header import DYNAMIC, Header
from doctor.elf.source import MalformedError, Pieces

# d_tag (elf(5); glibc's elf/elf.h).
NEEDED, STRTAB, STRSZ, SYMTAB, SONAME, RPATH, TEXTREL, BIND_NOW, RUNPATH, FLAGS = 1, 5, 10, 6, 14, 15, 22, 24, 29, 30
VERSYM, VERNEED, VERNEEDNUM, FLAGS_1 = 0x6FFFFFF0, 0x6FFFFFFE, 0x6FFFFFFF, 0x6FFFFFFB
_F_BIND_NOW, _F1_NOW, _F1_PIE = 0x8, 0x1, 0x08000000
_MOST_BYTES = 1 << 20  # of the dynamic section: 65,536 entries
_MOST_STRINGS = 1 << 26
_LONGEST = 4096
_MOST_VERSIONS = 1 << 14
_WEAK = 0x2  # vna_flags, VER_FLG_WEAK


@dataclass(frozen=True, slots=True)
class NeededVersion:
    """A version that a library has to have: (`libc.so.6`, `GLIBC_2.34`); `index` is its number in versym."""

    file: str
    version: str
    index: int
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Dynamic:
    """What the loader is told; `values` are all entries by tag, the last of each."""

    needed: tuple[str, ...]
    soname: str
    rpath: str
    runpath: str
    versions: tuple[NeededVersion, ...]
    values: Mapping[int, int]

    @property
    def now(self) -> bool:
        """Whether all symbols are bound at the start (-z now)."""
        flags = self.values.get(FLAGS, 0) & _F_BIND_NOW or self.values.get(FLAGS_1, 0) & _F1_NOW
        return bool(flags) or BIND_NOW in self.values

    @property
    def pie(self) -> bool:
        """Whether the linker marked it as a program (DF_1_PIE), and not as a library."""
        return bool(self.values.get(FLAGS_1, 0) & _F1_PIE)


def read_dynamic(pieces: Pieces, header: Header) -> Dynamic | None:
    """Read the section; None where there is none. Raises MalformedError."""
    segment = next((one for one in header.segments if one.kind == DYNAMIC), None)
    if segment is None or not segment.size:
        return None
    entries = tuple(_entries(pieces, header, segment.offset, segment.size))
    values = dict(entries)
    strings = Strings(pieces, header.offset_of(values[STRTAB]), values.get(STRSZ, 0)) if STRTAB in values else None
    if strings is None:
        return Dynamic((), "", "", "", (), values)
    return Dynamic(
        needed=tuple(strings.at(value) for tag, value in entries if tag == NEEDED),
        soname=strings.at(values[SONAME]) if SONAME in values else "",
        rpath=strings.at(values[RPATH]) if RPATH in values else "",
        runpath=strings.at(values[RUNPATH]) if RUNPATH in values else "",
        versions=tuple(_versions(pieces, header, values, strings)),
        values=values,
    )


class Strings:
    """A table of strings that end with a zero byte."""

    def __init__(self, pieces: Pieces, offset: int, size: int) -> None:
        self._data = pieces.up_to(offset, min(size, _MOST_STRINGS))

    def at(self, offset: int) -> str:
        """Return the string at an offset of the table; raises MalformedError for one outside of it."""
        if not 0 <= offset < len(self._data):
            raise MalformedError(f"it names a string outside of its table: {offset}")
        end = self._data.find(b"\0", offset, offset + _LONGEST)
        return self._data[offset : end if end >= 0 else offset + _LONGEST].decode("utf-8", "replace")


def _entries(pieces: Pieces, header: Header, offset: int, size: int) -> Iterator[tuple[int, int]]:
    form = struct.Struct(f"{header.order}{header.word}{header.word}")
    data = pieces.up_to(offset, min(size, _MOST_BYTES))
    for tag, value in form.iter_unpack(data[: len(data) // form.size * form.size]):
        if tag == 0:
            return
        yield tag, value


def _versions(pieces: Pieces, header: Header, values: Mapping[int, int], strings: Strings) -> Iterator[NeededVersion]:
    """The list of lists of `.gnu.version_r` (LSB core, "Symbol Version Requirements"); a cycle ends by its length."""
    if VERNEED not in values:
        return
    need, version = struct.Struct(f"{header.order}HHIII"), struct.Struct(f"{header.order}IHHII")
    offset, left = header.offset_of(values[VERNEED]), _MOST_VERSIONS
    for _ in range(min(values.get(VERNEEDNUM, 0), _MOST_VERSIONS)):
        _, count, file, first, step = need.unpack(pieces.at(offset, need.size))
        name, place = strings.at(file), offset + first
        for _ in range(min(count, left)):
            left -= 1
            _, flags, index, text, further = version.unpack(pieces.at(place, version.size))
            yield NeededVersion(name, strings.at(text), index & 0x7FFF, bool(flags & _WEAK))
            place += further
            if not further:
                break
        offset += step
        if not step or not left:
            return
