"""A path → what is known of the file: its loader's view, its linker's view, or why it has none."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from doctor.elf.archive import members
from doctor.elf.binary import LIBRARY, MUSL, OBJECT, PROGRAMS, STATIC, STATIC_PIE, Binary, read_binary
from doctor.elf.linker_view import MUSLS_OWN, LinkerView, read_linker_view
from doctor.elf.objects import undefined
from doctor.elf.source import MalformedError, Pieces, open_pieces
from doctor.errors import InputError
from doctor.verify.formats import format_of, not_elf

_MARK = b"No error information\0"  # musl's strerror(0) (src/errno/__strerror.h): in every program that prints an error
_CHUNK = 1 << 20
_MOST_MARKED = 1 << 28
_START = 64
_WANTED = ("ELF", "archive")


@dataclass(frozen=True, slots=True)
class Inspection:
    """A file: `format` is ELF, archive, another name or ""; `problem` is one line that says why there is no binary.

    `linked` is read only where a single file is asked about, and so is what its objects want from elsewhere, `wanted`.
    `members` counts an archive's objects by processor.
    """

    path: Path
    format: str = ""
    binary: Binary | None = None
    linked: LinkerView | None = None
    size: int = 0
    problem: str = ""
    members: tuple[tuple[str, int], ...] = ()
    wanted: frozenset[str] = frozenset()


def inspect(path: Path, *, whole: bool = True) -> Inspection:
    """Look at one file; with `whole` at its sections too. Nothing raises: what cannot be read is said."""
    try:
        pieces = open_pieces(path)
    except InputError as error:
        return Inspection(path, problem=str(error).removeprefix(f"{path}: "))
    try:
        return _inspect(path, pieces, whole=whole)
    except MalformedError as error:
        return Inspection(path, _format(pieces), size=pieces.size, problem=str(error))
    finally:
        os.close(pieces.descriptor)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield what may be an ELF file or an archive below a folder, sorted; links and other kinds are passed over."""
    for where, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            path = Path(where, name)
            if _is_plain(path) and _first(path, 8) in _WANTED:
                yield path


def _inspect(path: Path, pieces: Pieces, *, whole: bool) -> Inspection:
    start = pieces.up_to(0, _START)
    name = format_of(start)
    if name == "archive":
        return _archive(path, pieces, whole=whole)
    if name != "ELF":
        return Inspection(path, name, size=pieces.size, problem=not_elf(start))
    binary = read_binary(pieces)
    if whole and binary.kind in {STATIC, STATIC_PIE} and not binary.libc and _holds(pieces, _MARK):
        binary = replace(binary, libc=MUSL)
    linked = read_linker_view(pieces) if whole and binary.kind in {*PROGRAMS, LIBRARY} else None
    if not binary.libc and linked is not None and MUSLS_OWN in linked.names:
        binary = replace(binary, libc=MUSL)
    wanted = undefined(pieces) if whole and binary.kind == OBJECT else frozenset()
    return Inspection(path, name, binary, linked, pieces.size, wanted=wanted)


def _archive(path: Path, pieces: Pieces, *, whole: bool) -> Inspection:
    """Count the objects by processor; the metadata of an .rlib is no object."""
    counts: Counter[str] = Counter()
    wanted: set[str] = set()
    for member in members(pieces):
        try:
            counts[read_binary(member.pieces).machine] += 1
        except MalformedError:
            continue
        wanted |= undefined(member.pieces) if whole else set()
    return Inspection(
        path, "archive", size=pieces.size, members=tuple(sorted(counts.items())), wanted=frozenset(wanted)
    )


def _holds(pieces: Pieces, mark: bytes) -> bool:
    """Whether the bytes occur in the file; pieces overlap by the mark's length."""
    places: Sequence[int] = range(0, min(pieces.size, _MOST_MARKED), _CHUNK)
    return any(mark in pieces.up_to(place, _CHUNK + len(mark)) for place in places)


def _format(pieces: Pieces) -> str:
    try:
        return format_of(pieces.up_to(0, _START))
    except MalformedError:
        return ""


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError:
        return False


def _first(path: Path, length: int) -> str:
    try:
        with path.open("rb") as file:
            return format_of(file.read(length))
    except OSError:
        return ""
