"""A program as the linker left it: sections, comments, symbols. Read by pyelftools, which is imported here alone.

None of it decides whether a program starts; it tells who made it, what of it could be stripped, and which symbols raise
the version of glibc. Sections may be missing, or lie: nothing here raises.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from doctor.elf.source import Pieces

_MOST_SECTIONS = 2000
_MOST_SYMBOLS = 100_000
_MOST_BYTES = 1 << 26
_RUSTC = re.compile(r"^rustc version (?P<version>.{1,80})$")
_LINKER = re.compile(r"^(?:Linker: )?(?P<linker>(?:LLD|mold|wild|GNU gold) \S{1,40})")
_GCC = re.compile(r"^(?P<compiler>GCC: \(.{0,60}\) \S{1,20}|.{0,40}clang version \S{1,20})")


@dataclass(frozen=True, slots=True)
class Imported:
    """A symbol that the program takes from a library: `version` is its number (see NeededVersion.index), 0 for none."""

    name: str
    version: int
    weak: bool


@dataclass(frozen=True, slots=True)
class LinkerView:
    """`rustc`, `linker` and `compilers` are what `.comment` says; `symbols` and `debug` are bytes that strip removes.

    `imports` are in the order of the file. `names` are those of NAMES_OF_INTEREST that its symbol table has.
    """

    rustc: str = ""
    linker: str = ""
    compilers: tuple[str, ...] = ()
    stripped: bool = True
    symbols: int = 0
    debug: int = 0
    imports: tuple[Imported, ...] = ()
    names: frozenset[str] = frozenset()
    problem: str = ""
    sections: Mapping[str, int] = field(default_factory=dict)


# Functions of glibc that open further libraries at run time, even in a static program (glibc manual, "NSS"; dlopen(3)).
NAMES_OF_INTEREST = (
    "dlopen", "getaddrinfo", "gethostbyname", "getpwnam", "getpwnam_r", "getpwuid", "getpwuid_r",
    "getgrnam", "getgrgid", "getgrgid_r", "iconv_open",
)  # fmt: skip


def read_linker_view(pieces: Pieces) -> LinkerView:
    """Read what can be read; `problem` says what could not."""
    from elftools.common.exceptions import ELFError, ELFParseError  # noqa: PLC0415 (only for a whole report)
    from elftools.construct.core import ConstructError  # noqa: PLC0415
    from elftools.elf.elffile import ELFFile  # noqa: PLC0415

    try:
        elf = ELFFile(io.BufferedReader(_Stream(pieces)))
        if elf.num_sections() > _MOST_SECTIONS:
            return LinkerView(problem=f"it has {elf.num_sections()} sections: not looked at")
        return _view(list(elf.iter_sections()))
    except (ELFError, ELFParseError, ConstructError, ValueError, KeyError, IndexError, OverflowError, TypeError,
            AttributeError, OSError, AssertionError, UnicodeError, MemoryError) as error:  # fmt: skip
        return LinkerView(problem=f"its sections cannot be read: {error}"[:200])


def _view(sections: list[Any]) -> LinkerView:
    sizes = {section.name: _size(section) for section in sections}
    comments = tuple(_comments(sections))
    symbols = sizes.get(".symtab", 0) + (sizes.get(".strtab", 0) if ".symtab" in sizes else 0)
    return LinkerView(
        rustc=next(_found(_RUSTC, comments), ""),
        linker=next(_found(_LINKER, comments), "") or _gold(sections),
        compilers=tuple(dict.fromkeys(_found(_GCC, comments))),
        stripped=".symtab" not in sizes,
        symbols=symbols,
        debug=sum(size for name, size in sizes.items() if name.startswith((".debug", ".zdebug"))),
        imports=tuple(_imports(sections)),
        names=frozenset(_interesting(sections)),
        sections=sizes,
    )


def _size(section: Any) -> int:
    return 0 if section["sh_type"] == "SHT_NOBITS" else min(int(section["sh_size"]), 1 << 48)


def _data(sections: list[Any], name: str) -> bytes:
    found = next((one for one in sections if one.name == name), None)
    return found.data() if found is not None and _size(found) <= _MOST_BYTES else b""


def _comments(sections: list[Any]) -> Iterator[str]:
    words = _data(sections, ".comment")[: 1 << 16].split(b"\0")
    return (word.decode("utf-8", "replace") for word in words if word)


def _gold(sections: list[Any]) -> str:
    """GNU gold notes itself in a section of its own."""
    found = re.search(rb"gold \d[\w.]*", _data(sections, ".note.gnu.gold-version"))
    return f"GNU {found[0].decode()}" if found else ""


def _found(pattern: re.Pattern[str], texts: tuple[str, ...]) -> Iterator[str]:
    return (found[1] for text in texts if (found := pattern.match(text)))


def _imports(sections: list[Any]) -> Iterator[Imported]:
    """Undefined symbols of .dynsym with their number in .gnu.version."""
    table = next((one for one in sections if one["sh_type"] == "SHT_DYNSYM"), None)
    if table is None or table.num_symbols() > _MOST_SYMBOLS:
        return
    numbers = memoryview(_data(sections, ".gnu.version")[: 2 * _MOST_SYMBOLS])
    little = table.structs.little_endian
    for place, symbol in enumerate(islice(table.iter_symbols(), _MOST_SYMBOLS)):
        if symbol["st_shndx"] == "SHN_UNDEF" and symbol.name:
            number = int.from_bytes(numbers[2 * place : 2 * place + 2], "little" if little else "big") & 0x7FFF
            yield Imported(symbol.name, number, symbol["st_info"]["bind"] == "STB_WEAK")


def _interesting(sections: list[Any]) -> Iterator[str]:
    """Looked for in the table of strings: tens of thousands of symbols need not be read for a dozen names."""
    text = b"\0" + _data(sections, ".strtab") + b"\0" + _data(sections, ".dynstr")
    return (name for name in NAMES_OF_INTEREST if b"\0" + name.encode() + b"\0" in text)


class _Stream(io.RawIOBase):
    """The pieces as a file object."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._place = 0

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def seekable(self) -> bool:
        """Whether it can be moved: always."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a place; raises ValueError for one before the start."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._pieces.size}[whence]
        if start + offset < 0:
            raise ValueError("a place before the start")
        self._place = start + offset
        return self._place

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as there are bytes."""
        left = max(0, min(len(buffer), self._pieces.size - self._place))
        data = self._pieces.at(self._place, left) if left else b""
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)
