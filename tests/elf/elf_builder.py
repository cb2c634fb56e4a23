"""ELF files made by hand, of both classes and byte orders: what no compiler here would make."""

from __future__ import annotations

import os
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from doctor.elf.source import Pieces

X86_64, ARM, MIPS, RISCV = 62, 40, 8, 243


@dataclass
class Elf:
    """What is to be in the file; `versions` are (file, (version, …))."""

    kind: int = 3
    machine: int = X86_64
    bits: int = 64
    order: str = "<"
    entry: int = 0x1000
    interpreter: str = ""
    dynamic: bool = True
    needed: Sequence[str] = ()
    soname: str = ""
    runpath: str = ""
    rpath: str = ""
    flags_1: int = 0
    versions: Sequence[tuple[str, Sequence[str]]] = ()
    notes: bytes = b""
    stack: int | None = 6
    relro: bool = False
    entries: Sequence[tuple[int, int]] = field(default_factory=tuple)

    def data(self) -> bytes:
        """The file's bytes: everything is mapped at its own offset."""
        strings = b"\0"
        places: dict[str, int] = {}
        for text in (*self.needed, self.soname, self.runpath, self.rpath, *_texts(self.versions)):
            if text and text not in places:
                places[text] = len(strings)
                strings += text.encode() + b"\0"
        start = 0x1000
        verneed = self._verneed(places)
        body = self.interpreter.encode() + b"\0"
        spots = {"interp": (start, len(body))}
        for name, piece in (("strings", strings), ("verneed", verneed), ("notes", self.notes)):
            body += b"\0" * (-len(body) % 8)
            spots[name] = (start + len(body), len(piece))
            body += piece
        body += b"\0" * (-len(body) % 8)
        dynamic = self._dynamic(places, spots)
        spots["dynamic"] = (start + len(body), len(dynamic))
        body += dynamic
        return self._head(spots, start + len(body)).ljust(start, b"\0") + body

    @property
    def word(self) -> str:
        """The struct code of an address."""
        return "Q" if self.bits == 64 else "I"

    def _verneed(self, places: dict[str, int]) -> bytes:
        made, index = b"", 2
        for number, (file, versions) in enumerate(self.versions):
            step = 0 if number == len(self.versions) - 1 else 16 + 16 * len(versions)
            made += struct.pack(f"{self.order}HHIII", 1, len(versions), places[file], 16, step)
            for place, version in enumerate(versions):
                further = 0 if place == len(versions) - 1 else 16
                made += struct.pack(f"{self.order}IHHII", 0, 0, index, places[version], further)
                index += 1
        return made

    def _dynamic(self, places: dict[str, int], spots: dict[str, tuple[int, int]]) -> bytes:
        entries = [(1, places[name]) for name in self.needed]
        entries += [
            (tag, places[text]) for tag, text in ((14, self.soname), (29, self.runpath), (15, self.rpath)) if text
        ]
        entries += [(5, spots["strings"][0]), (10, spots["strings"][1])]
        if self.versions:
            entries += [(0x6FFFFFFE, spots["verneed"][0]), (0x6FFFFFFF, len(self.versions))]
        if self.flags_1:
            entries.append((0x6FFFFFFB, self.flags_1))
        entries += [*self.entries, (0, 0)]
        return b"".join(struct.pack(f"{self.order}{self.word}{self.word}", *entry) for entry in entries)

    def _head(self, spots: dict[str, tuple[int, int]], end: int) -> bytes:
        segments = [(1, 5, 0, end)]
        segments += [(3, 4, *spots["interp"])] if self.interpreter else []
        segments += [(2, 6, *spots["dynamic"])] if self.dynamic else []
        segments += [(4, 4, *spots["notes"])] if self.notes else []
        segments += [(0x6474E551, self.stack, 0, 0)] if self.stack is not None else []
        segments += [(0x6474E552, 4, 0, 0)] if self.relro else []
        wide = self.bits == 64
        size, table = (56, 64) if wide else (32, 52)
        ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if self.order == "<" else 2, 1, 0]) + b"\0" * 8
        form = f"{self.order}HHI{self.word * 3}IHHHHHH"
        head = struct.pack(
            form, self.kind, self.machine, 1, self.entry, table, 0, 0, table, size, len(segments), 0, 0, 0
        )
        return ident + head + b"".join(self._segment(*one) for one in segments)

    def _segment(self, kind: int, flags: int, offset: int, size: int) -> bytes:
        if self.bits == 64:
            return struct.pack(f"{self.order}IIQQQQQQ", kind, flags, offset, offset, offset, size, size, 8)
        return struct.pack(f"{self.order}IIIIIIII", kind, offset, offset, offset, size, size, flags, 8)


def pieces_of(data: bytes) -> Pieces:
    """The bytes as an open file."""
    descriptor = os.memfd_create("elf")
    os.pwrite(descriptor, data, 0)
    return Pieces(descriptor, len(data))


def note(kind: int, text: bytes, name: bytes = b"GNU\0", order: str = "<") -> bytes:
    """A note as it lies in PT_NOTE."""
    head = struct.pack(f"{order}III", len(name), len(text), kind)
    return head + name.ljust(-(-len(name) // 4) * 4, b"\0") + text.ljust(-(-len(text) // 4) * 4, b"\0")


def _texts(versions: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    return [text for file, names in versions for text in (file, *names)]
