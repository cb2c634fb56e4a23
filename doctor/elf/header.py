"""The ELF header and the program headers (elf(5)): class, byte order, machine, and what is mapped where."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from doctor.elf.source import MalformedError, Pieces

MAGIC = b"\x7fELF"
# e_type (elf(5)).
REL, EXEC, DYN, CORE = 1, 2, 3, 4
# p_type.
LOAD, DYNAMIC, INTERP, GNU_STACK, GNU_RELRO = 1, 2, 3, 0x6474E551, 0x6474E552
EXECUTABLE = 1  # p_flags, PF_X
_CLASSES = {1: 32, 2: 64}
_ORDERS = {1: "<", 2: ">"}
_LONGEST = 4096
_MOST_SEGMENTS = 4096  # the kernel takes at most 64 KiB of them (fs/binfmt_elf.c, load_elf_phdrs)


@dataclass(frozen=True, slots=True)
class Segment:
    """A program header: `offset` and `size` in the file, `address` and `memory` when mapped."""

    kind: int
    flags: int
    offset: int
    address: int
    size: int
    memory: int


@dataclass(frozen=True, slots=True)
class Header:
    """What an ELF file says of itself first; `bits` is 32 or 64, `order` is "<" or ">" as for struct."""

    bits: int
    order: str
    os_abi: int
    kind: int
    machine: int
    flags: int
    entry: int
    segments: tuple[Segment, ...]

    @property
    def word(self) -> str:
        """The struct code of an address."""
        return "Q" if self.bits == 64 else "I"  # noqa: PLR2004 (the class)

    def offset_of(self, address: int) -> int:
        """Return where in the file a mapped address lies; raises MalformedError where nothing is mapped there."""
        for one in self.segments:
            if one.kind == LOAD and one.address <= address < one.address + one.size:
                return address - one.address + one.offset
        raise MalformedError(f"it names an address that is not in it: {address:#x}")


def read_header(pieces: Pieces) -> Header:
    """Read both; raises MalformedError for what is no ELF file or cannot be."""
    ident = pieces.up_to(0, 16)
    if ident[:4] != MAGIC:
        raise MalformedError("not an ELF file")
    bits, order = _CLASSES.get(ident[4] if ident[4:] else 0), _ORDERS.get(ident[5] if ident[5:] else 0)
    if bits is None or order is None:
        raise MalformedError("an ELF file of no known class or byte order")
    word = "Q" if bits == 64 else "I"  # noqa: PLR2004 (the class)
    form = f"{order}HHI{word}{word}{word}IHHHHHH"
    kind, machine, _, entry, offset, _, flags, _, size, count, *_ = struct.unpack(
        form, pieces.at(16, struct.calcsize(form))
    )
    segments = _segments(pieces, (offset, size, count), bits, order) if count else ()
    return Header(bits, order, ident[7], kind, machine, flags, entry, segments)


def interpreter_of(pieces: Pieces, header: Header) -> str:
    """Return the loader that a program asks for (PT_INTERP), "" for none; raises MalformedError where it is cut off."""
    segment = next((one for one in header.segments if one.kind == INTERP), None)
    if segment is None:
        return ""
    data = pieces.at(segment.offset, min(segment.size, _LONGEST))
    return data.partition(b"\0")[0].decode("utf-8", "replace")


def _segments(pieces: Pieces, table: tuple[int, int, int], bits: int, order: str) -> tuple[Segment, ...]:
    offset, size, count = table
    form = struct.Struct(f"{order}IIQQQQQQ" if bits == 64 else f"{order}IIIIIIII")  # noqa: PLR2004 (the class)
    if size < form.size:
        raise MalformedError(f"its program headers are too small: {size} bytes")
    if count > _MOST_SEGMENTS:
        raise MalformedError(f"it claims {count} program headers")
    data = pieces.at(offset, size * count)
    return tuple(_segment(form.unpack_from(data, number * size), bits) for number in range(count))


def _segment(values: tuple[int, ...], bits: int) -> Segment:
    if bits == 64:  # noqa: PLR2004 (the class)
        kind, flags, offset, address, _, size, memory, _ = values
    else:
        kind, offset, address, _, size, memory, flags, _ = values
    return Segment(kind, flags, offset, address, size, memory)
