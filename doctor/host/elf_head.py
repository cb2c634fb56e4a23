"""The head of an ELF file: architecture and interpreter. Enough to tell which C library a program uses."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from doctor.elf.header import interpreter_of, read_header
from doctor.elf.machines import NAMES, machine_name
from doctor.elf.source import MalformedError, open_pieces
from doctor.errors import InputError


@dataclass(frozen=True, slots=True)
class Head:
    """Architecture as doctor.elf names it ("" if not known) and interpreter ("" if static or a library)."""

    arch: str
    interpreter: str


def read_head(path: Path) -> Head | None:
    """Read an ELF file's machine and PT_INTERP; None for anything else, and for a broken one."""
    try:
        pieces = open_pieces(path)
    except InputError:
        return None
    try:
        header = read_header(pieces)
        arch = machine_name(header.machine, header.bits, header.order) if header.machine in NAMES else ""
        return Head(arch, interpreter_of(pieces, header))
    except MalformedError:
        return None
    finally:
        os.close(pieces.descriptor)
