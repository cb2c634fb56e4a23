"""Pieces as a file object for a library that trusts what a file says: reads are bounded in size and in time."""

from __future__ import annotations

import os
import time

from doctor.elf.source import Pieces

_SECONDS = 0.5
_MOST_AT_ONCE = 1 << 26
_BLOCK = 1 << 13


class TooMuchError(OSError):
    """The file makes a reader go on for ever, or asks for more than anybody would keep."""


class Stream:
    """A file object that can be read and moved; raises TooMuchError after half a second, or for a piece of 64 MB."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        self._place = 0
        self._deadline = time.monotonic() + _SECONDS
        self._block, self._block_at = b"", 0

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a place; raises ValueError for one before the start."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._pieces.size}[whence]
        if start + offset < 0:
            raise ValueError("a place before the start")
        self._place = start + offset
        return self._place

    def tell(self) -> int:
        """Return the place."""
        return self._place

    def close(self) -> None:
        """Do nothing: the file belongs to who opened it."""

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes (all that is left for a negative one), fewer at the end."""
        left = max(0, self._pieces.size - self._place)
        length = left if size < 0 else min(size, left)
        if length > _MOST_AT_ONCE or time.monotonic() > self._deadline:
            raise TooMuchError("too much of it would have to be read")
        data = self._buffered(length) if length < _BLOCK else self._pieces.at(self._place, length)
        self._place += length
        return data

    def _buffered(self, length: int) -> bytes:
        start = self._place - self._block_at
        if not 0 <= start <= len(self._block) - length:
            self._block, self._block_at, start = self._pieces.up_to(self._place, _BLOCK), self._place, 0
        return self._block[start : start + length]
