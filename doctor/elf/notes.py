"""The notes in a program's segments: which C library's start files are in it, what processor it needs."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from doctor.elf.header import Header
from doctor.elf.source import Pieces

_NOTE = 4  # p_type, PT_NOTE
_ABI_TAG, _BUILD_ID, _PROPERTY = 1, 3, 5  # glibc's elf/elf.h, NT_GNU_…
_X86_ISA_NEEDED = 0xC0008002  # x86-64 psABI, "Program Property"
_LEVELS = ("", "x86-64-v2", "x86-64-v3", "x86-64-v4")
_MOST_BYTES = 1 << 16
_ANDROID = b"Android"


@dataclass(frozen=True, slots=True)
class Notes:
    """`kernel` is the oldest Linux that glibc's start files accept, such as 3.2.0: without glibc there is none.

    `level` is the processor level that the linker recorded, such as x86-64-v3 ("" for any), `build_id` in hex.
    """

    kernel: str = ""
    level: str = ""
    build_id: str = ""
    android: bool = False


def read_notes(pieces: Pieces, header: Header) -> Notes:
    """Read all PT_NOTE segments; what is broken in them is passed over, since nothing else depends on it."""
    kernel, level, build_id, android = "", "", "", False
    for name, kind, text in _all(pieces, header):
        android = android or name == _ANDROID
        if name != b"GNU":
            continue
        if kind == _ABI_TAG:
            kernel = _kernel(text, header.order)
        elif kind == _BUILD_ID:
            build_id = text[:64].hex()
        elif kind == _PROPERTY:
            level = _level(text, header)
    return Notes(kernel, level, build_id, android)


def _all(pieces: Pieces, header: Header) -> Iterator[tuple[bytes, int, bytes]]:
    for segment in header.segments:
        if segment.kind == _NOTE and 0 <= segment.offset < pieces.size:
            yield from _notes(pieces.up_to(segment.offset, min(segment.size, _MOST_BYTES)), header.order)


def _notes(data: bytes, order: str) -> Iterator[tuple[bytes, int, bytes]]:
    """(name, type, description) of each note: three words, then name and description, each padded to four bytes."""
    place = 0
    while place + 12 <= len(data):
        names, size, kind = struct.unpack_from(f"{order}III", data, place)
        place += 12
        start = place + (names + 3) // 4 * 4
        yield data[place : place + names].rstrip(b"\0"), kind, data[start : start + size]
        place = start + (size + 3) // 4 * 4


def _kernel(text: bytes, order: str) -> str:
    """(system, major, minor, patch); system 0 is Linux (LSB core, "ABI note")."""
    if len(text) < 16:  # noqa: PLR2004 (four words)
        return ""
    system, *version = struct.unpack_from(f"{order}IIII", text)
    return ".".join(str(number) for number in version) if system == 0 else ""


def _level(text: bytes, header: Header) -> str:
    """The highest of the levels that are needed; a property is (type, size) and its bytes, padded to a word."""
    place, padding = 0, header.bits // 8
    while place + 8 <= len(text):
        kind, size = struct.unpack_from(f"{header.order}II", text, place)
        if kind == _X86_ISA_NEEDED and size == 4:  # noqa: PLR2004 (one word)
            needed = int.from_bytes(text[place + 8 : place + 12], "little" if header.order == "<" else "big")
            return next((_LEVELS[bit] for bit in (3, 2, 1) if needed >> bit & 1), "")
        place += 8 + (size + padding - 1) // padding * padding
    return ""
