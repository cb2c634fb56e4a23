"""A program, library or object as a value: what kind it is, whose C library it is made for, what it needs to start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from doctor.elf.dynamic import Dynamic, NeededVersion, read_dynamic
from doctor.elf.header import DYN, EXEC, EXECUTABLE, GNU_RELRO, GNU_STACK, REL, Header, interpreter_of, read_header
from doctor.elf.machines import machine_name
from doctor.elf.notes import Notes, read_notes
from doctor.elf.source import Pieces, open_pieces

STATIC, STATIC_PIE, DYNAMIC_PIE, DYNAMIC_EXEC = "static", "static-pie", "pie", "executable"
LIBRARY, OBJECT, CORE, OTHER = "library", "object", "core", "other"
PROGRAMS = frozenset({STATIC, STATIC_PIE, DYNAMIC_PIE, DYNAMIC_EXEC})
GLIBC, MUSL, BIONIC, UCLIBC = "glibc", "musl", "bionic", "uClibc"
# How a loader, or the C library among NEEDED, is called by each C library.
_BY_NAME = (("ld-musl", MUSL), ("libc.musl-", MUSL), ("ld-linux", GLIBC), ("ld64.so", GLIBC), ("ld.so.1", GLIBC),
            ("libc.so.6", GLIBC), ("linker", BIONIC), ("ld-uClibc", UCLIBC), ("libc.so.0", UCLIBC))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Binary:
    """What the loader sees of a file.

    `kind` is one of the words above; `machine` is Rust's word for the processor; `libc` is "" where nothing in the
    headers tells, as in a static program without glibc's mark. `relro` is full, partial or none.
    """

    kind: str
    bits: int
    machine: str
    interpreter: str
    libc: str
    notes: Notes
    dynamic: Dynamic | None
    executable_stack: bool
    relro: str

    @property
    def needed(self) -> tuple[str, ...]:
        """The libraries that the loader has to find."""
        return self.dynamic.needed if self.dynamic else ()

    @property
    def versions(self) -> tuple[NeededVersion, ...]:
        """The versions of symbols that it has to find in them."""
        return self.dynamic.versions if self.dynamic else ()


def read_binary(pieces: Pieces) -> Binary:
    """Read the loader's view; raises MalformedError for anything that is no ELF file, or a broken one."""
    header = read_header(pieces)
    interpreter = interpreter_of(pieces, header)
    dynamic = read_dynamic(pieces, header)
    notes = read_notes(pieces, header)
    return Binary(
        kind=_kind(header, interpreter, dynamic),
        bits=header.bits,
        machine=machine_name(header.machine, header.bits, header.order),
        interpreter=interpreter,
        libc=_libc(interpreter, dynamic, notes),
        notes=notes,
        dynamic=dynamic,
        executable_stack=_executable_stack(header),
        relro=_relro(header, dynamic),
    )


def read_file(path: Path) -> Binary:
    """Read a file's loader's view; raises InputError where it cannot be read, MalformedError for no ELF file."""
    pieces = open_pieces(path)
    try:
        return read_binary(pieces)
    finally:
        os.close(pieces.descriptor)


def is_static(binary: Binary) -> bool:
    """Whether nothing else has to be there when it starts: no loader, no library."""
    return binary.kind in {STATIC, STATIC_PIE} and not binary.needed


def _kind(header: Header, interpreter: str, dynamic: Dynamic | None) -> str:
    """A program has a start; a library has a name, or at least no mark of a program (glibc marks with DF_1_PIE)."""
    if header.kind == EXEC:
        return DYNAMIC_EXEC if interpreter or (dynamic and dynamic.needed) else STATIC
    if header.kind != DYN:
        return OBJECT if header.kind == REL else CORE if header.kind == 4 else OTHER  # noqa: PLR2004 (ET_CORE)
    marked = dynamic is not None and dynamic.pie
    named = dynamic is not None and bool(dynamic.soname)
    if interpreter and not (named and not marked):
        return DYNAMIC_PIE
    if named or not (marked or _starts(header, dynamic)):
        return LIBRARY
    return STATIC_PIE


def _starts(header: Header, dynamic: Dynamic | None) -> bool:
    """Older linkers set no mark: what has an entry point, no name and needs nothing is a program."""
    return bool(header.entry) and (dynamic is None or not dynamic.needed)


def _libc(interpreter: str, dynamic: Dynamic | None, notes: Notes) -> str:
    """By the loader it asks for, the C library it needs, the versions it wants, or glibc's mark (NT_GNU_ABI_TAG)."""
    if notes.android:
        return BIONIC
    found = next(_by_name(interpreter, dynamic), "")
    if found:
        return found
    versions = dynamic.versions if dynamic else ()
    if notes.kernel or any(one.version.startswith("GLIBC_") for one in versions):
        return GLIBC
    return MUSL if dynamic and "libc.so" in dynamic.needed else ""


def _by_name(interpreter: str, dynamic: Dynamic | None) -> Iterator[str]:
    names = [PurePosixPath(interpreter).name, *(dynamic.needed if dynamic else ())]
    for name in names:
        yield from (libc for start, libc in _BY_NAME if name.startswith(start))


def _executable_stack(header: Header) -> bool:
    """Whether the program wants it (PT_GNU_STACK); without the segment the kernel decides by the processor's custom."""
    stack = next((one for one in header.segments if one.kind == GNU_STACK), None)
    return stack is not None and bool(stack.flags & EXECUTABLE)


def _relro(header: Header, dynamic: Dynamic | None) -> str:
    if not any(one.kind == GNU_RELRO for one in header.segments):
        return "none"
    return "full" if dynamic is None or dynamic.now else "partial"
