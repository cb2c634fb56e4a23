"""A program as the linker left it: sections, comments, symbols. Read by pyelftools, which is imported here alone.

None of it decides whether a program starts; it tells who made it, what of it could be stripped, and which symbols raise
the version of glibc. Sections may be missing, or lie: nothing here raises.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

from doctor.elf.source import MalformedError, Pieces
from doctor.elf.stream import Stream

_MOST_SECTIONS = 2000
_LONGEST = 4096
_COMPRESSED, _WEAK = 0x800, 2  # SHF_COMPRESSED, STB_WEAK
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


MUSLS_OWN = "__init_libc"  # of musl's start (src/env/__libc_start_main.c), in every program of its that is not stripped
# Functions of glibc that open further libraries at run time, even in a static program (glibc manual, "NSS"; dlopen(3)).
NAMES_OF_INTEREST = (
    "dlopen", "getaddrinfo", "gethostbyname", "getpwnam", "getpwnam_r", "getpwuid", "getpwuid_r",
    "getgrnam", "getgrgid", "getgrgid_r", MUSLS_OWN,
)  # fmt: skip


def read_linker_view(pieces: Pieces) -> LinkerView:
    """Read what can be read; `problem` says what could not."""
    from elftools.elf.elffile import ELFFile  # noqa: PLC0415 (only for a whole report)

    try:
        elf = ELFFile(cast("IO[bytes]", Stream(pieces)))
        if elf.num_sections() > _MOST_SECTIONS:
            return LinkerView(problem=f"it has {elf.num_sections()} sections: not looked at")
        return _view(list(elf.iter_sections()))
    except refusals() as error:
        return LinkerView(problem=f"its sections cannot be read: {error}"[:200])


def refusals() -> tuple[type[Exception], ...]:
    """Return what pyelftools raises for broken files: its own errors, and those of the Python below them."""
    from elftools.common.exceptions import ELFError  # noqa: PLC0415 (loaded by then)
    from elftools.construct.core import ConstructError  # noqa: PLC0415

    slips = (ValueError, LookupError, ArithmeticError, TypeError, AttributeError, OSError, AssertionError, MemoryError)
    return (ELFError, ConstructError, MalformedError, RecursionError, *slips)


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
    )


def _size(section: Any) -> int:
    return 0 if section["sh_type"] == "SHT_NOBITS" else min(int(section["sh_size"]), 1 << 48)


def _data(sections: list[Any], name: str) -> bytes:
    return next((contents(one) for one in sections if one.name == name), b"")


def contents(section: Any) -> bytes:
    """Return a section's bytes; nothing for one that is too large, has none, or is compressed: that can be a bomb."""
    plain = not section["sh_flags"] & _COMPRESSED and _size(section) <= _MOST_BYTES
    return bytes(section.data()) if plain and _size(section) else b""


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
    if table is None:
        return
    order = "<" if table.structs.little_endian else ">"
    numbers = _data(sections, ".gnu.version")
    for place, name, weak in undefined_in(contents(table), _data(sections, ".dynstr"), table.structs.elfclass, order):
        number = struct.unpack_from(f"{order}H", numbers, 2 * place)[0] if numbers[2 * place + 1 :] else 0
        yield Imported(name, number & 0x7FFF, weak)


_FORMS = {64: ("IBBHQQ", 1, 3), 32: ("IIIBBH", 3, 5)}  # elf(5), Elf64_Sym and Elf32_Sym; where st_info, st_shndx are


def undefined_in(data: bytes, strings: bytes, bits: int, order: str) -> Iterator[tuple[int, str, bool]]:
    """Yield (place, name, whether it may be absent) of the symbols that a table takes from elsewhere.

    Bare structs, since an archive has hundreds of thousands of symbols.
    """
    codes, info, section = _FORMS[bits]
    form = struct.Struct(order + codes)
    for place, row in enumerate(form.iter_unpack(data[: len(data) // form.size * form.size])):
        if row[section] == 0 and 0 < row[0] < len(strings):
            end = strings.find(b"\0", row[0], row[0] + _LONGEST)
            yield place, strings[row[0] : end].decode("utf-8", "replace"), row[info] >> 4 == _WEAK


def _interesting(sections: list[Any]) -> Iterator[str]:
    """Looked for in the table of strings: tens of thousands of symbols need not be read for a dozen names."""
    text = b"\0" + _data(sections, ".strtab") + b"\0" + _data(sections, ".dynstr")
    return (name for name in NAMES_OF_INTEREST if b"\0" + name.encode() + b"\0" in text)
