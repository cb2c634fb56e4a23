"""A file to read pieces of, whatever it claims about itself: none is larger than asked for, none is past its end."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from doctor.errors import InputError


class MalformedError(Exception):
    """A file that is no ELF file, or a broken one; its text is one line for people."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Bytes of an open file from `start`, `size` of them (an archive's member is a part of its file)."""

    descriptor: int
    size: int
    start: int = 0

    def at(self, offset: int, length: int) -> bytes:
        """Read `length` bytes at `offset`; raises MalformedError where the file has fewer."""
        if offset < 0 or length < 0 or offset + length > self.size:
            raise MalformedError(f"it is cut off: {length} bytes at {offset} are wanted, and it has {self.size}")
        data = os.pread(self.descriptor, length, self.start + offset)
        if len(data) < length:
            raise MalformedError("it became shorter while it was read")
        return data

    def up_to(self, offset: int, length: int) -> bytes:
        """Read at most `length` bytes at `offset`, fewer at the end."""
        return self.at(offset, max(0, min(length, self.size - offset)))

    def part(self, offset: int, size: int) -> Pieces:
        """Return a part as a file of its own; raises MalformedError where it goes past the end."""
        if offset < 0 or size < 0 or offset + size > self.size:
            raise MalformedError(f"it is cut off: a member of {size} bytes at {offset}, and it has {self.size}")
        return Pieces(self.descriptor, size, self.start + offset)


def open_pieces(path: Path) -> Pieces:
    """Open a regular file for reading; raises InputError. Close its descriptor by os.close()."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (OSError, ValueError) as error:
        raise InputError(f"{path}: {getattr(error, 'strerror', '') or error}") from error
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise InputError(f"{path}: {'a folder' if stat.S_ISDIR(found.st_mode) else 'not a regular file'}")
    return Pieces(descriptor, found.st_size)
