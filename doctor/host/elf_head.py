"""The head of an ELF file: architecture and interpreter. Enough to tell which C library a program uses."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_PT_INTERP = 3
_CLASS_64 = 2
_MAGIC = b"\x7fELF"
_MOST_HEADERS = 64
# Values of e_machine (elf(5), elf.h) → the architecture in Rust's words.
_MACHINES = {3: "i686", 8: "mips", 20: "powerpc", 21: "powerpc64", 22: "s390x", 40: "arm", 62: "x86_64",
             183: "aarch64", 243: "riscv64gc", 258: "loongarch64"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """Architecture in Rust's words ("" if not known) and interpreter ("" if static or a library)."""

    arch: str
    interpreter: str


def read_head(path: Path) -> Head | None:
    """Read an ELF file's machine and PT_INTERP (elf(5)); None for anything else."""
    try:
        with path.open("rb") as file:
            return _head(file)
    except (OSError, struct.error, ValueError):
        return None


def _head(file: BinaryIO) -> Head | None:
    ident = file.read(64)
    if ident[:4] != _MAGIC:
        return None
    order = "<" if ident[5] == 1 else ">"
    wide = ident[4] == _CLASS_64
    machine = struct.unpack_from(f"{order}H", ident, 18)[0]
    offset = struct.unpack_from(f"{order}Q" if wide else f"{order}I", ident, 32 if wide else 28)[0]
    size, count = struct.unpack_from(f"{order}HH", ident, 54 if wide else 42)
    for number in range(min(count, _MOST_HEADERS)):
        file.seek(offset + number * size)
        interpreter = _interpreter(file, file.read(size), order, wide=wide)
        if interpreter:
            return Head(_MACHINES.get(machine, ""), interpreter)
    return Head(_MACHINES.get(machine, ""), "")


def _interpreter(file: BinaryIO, header: bytes, order: str, *, wide: bool) -> str:
    """Return the path that a PT_INTERP program header points at, "" for other headers."""
    if struct.unpack_from(f"{order}I", header)[0] != _PT_INTERP:
        return ""
    start, length = struct.unpack_from(f"{order}8xQ16xQ" if wide else f"{order}4xI8xI", header)
    file.seek(start)
    return file.read(min(length, 4096)).rstrip(b"\0").decode("utf-8", "replace")
