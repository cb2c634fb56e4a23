"""Object files and the members of archives: which symbols they want from elsewhere. By pyelftools, for its sections."""

from __future__ import annotations

from typing import IO, cast

from doctor.elf.linker_view import contents, refusals, undefined_in
from doctor.elf.source import Pieces
from doctor.elf.stream import Stream

_MOST_SECTIONS = 100_000


def undefined(pieces: Pieces) -> frozenset[str]:
    """Return the names of the symbols that an object uses and does not define; nothing where it cannot be read."""
    from elftools.elf.elffile import ELFFile  # noqa: PLC0415 (only for objects)

    try:
        elf = ELFFile(cast("IO[bytes]", Stream(pieces)))
        if elf.num_sections() > _MOST_SECTIONS:
            return frozenset()
        table = next((one for one in elf.iter_sections() if one["sh_type"] == "SHT_SYMTAB"), None)
        if table is None:
            return frozenset()
        strings = contents(elf.get_section(table["sh_link"]))
        order = "<" if elf.little_endian else ">"
        return frozenset(name for _, name, _ in undefined_in(contents(table), strings, elf.elfclass, order))
    except refusals():
        return frozenset()
