"""The members of an archive (.a, .rlib): ar(5) with the names of GNU and BSD. Bounded, since its sizes are claims."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from doctor.elf.source import MalformedError, Pieces

MAGIC, THIN = b"!<arch>\n", b"!<thin>\n"
_HEADER = 60
_MOST_MEMBERS = 100_000
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the archive."""

    name: str
    pieces: Pieces


def members(pieces: Pieces) -> Iterator[Member]:
    """Yield the members but for the tables of symbols and names; raises MalformedError where it is broken."""
    names, place = b"", len(MAGIC)
    for _ in range(_MOST_MEMBERS):
        if place + _HEADER > pieces.size:
            return
        name, size = _header(pieces.at(place, _HEADER))
        place += _HEADER
        part = pieces.part(place, size)
        if name == "//":
            names = part.up_to(0, 1 << 24)
        elif name.startswith("#1/"):
            length = _number(name[3:])
            yield Member(
                part.up_to(0, length).rstrip(b"\0").decode("utf-8", "replace"), part.part(length, size - length)
            )
        elif name not in {"/", "/SYM64/", "__.SYMDEF"}:
            yield Member(_long_name(name, names), part)
        place += size + size % 2


def _header(data: bytes) -> tuple[str, int]:
    """Name and size; both are padded with blanks."""
    if data[58:60] != b"`\n":
        raise MalformedError("a broken archive: a member's header has no end")
    return data[:16].decode("latin-1").rstrip(), _number(data[48:58].decode("latin-1"))


def _number(text: str) -> int:
    text = text.strip()
    if not text.isascii() or not text.isdigit():
        raise MalformedError(f"a broken archive: {text[:20]!r} is no number")
    return int(text)


def _long_name(name: str, names: bytes) -> str:
    """GNU's `/123` is a place in the table of names, where a name ends with a slash and a newline."""
    if name[1:].isdecimal() and name[0] == "/":
        start = int(name[1:])
        text = names[start : start + _LONGEST_NAME].partition(b"/\n")[0]  # never the whole rest: 100,000 may ask
        return text.decode("utf-8", "replace")
    return name.removesuffix("/")
