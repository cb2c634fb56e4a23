"""A log of any length → the bytes of it that an answer needs. Memory is bounded, whatever comes.

Of a short log that is all; of a long one the head, the tail, and what lies around the words of failure. A few words
stand for all: a build that fails says one of them near the cause, in 19 of 20 examples of the rules; the others are
what a shell or a loader says in the last lines. Looking for more words would take longer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from dataclasses import dataclass

WORDS = (b"rror", b"ERROR", b"annot", b"ot found", b"ailed", b"ndefined")
_BLOCK = 1 << 16  # what comes in smaller pieces is put together before it is looked at
_LONGEST = max(len(word) for word in WORDS)


@dataclass(frozen=True, slots=True)
class Limits:
    """Bytes: a log up to `whole` is taken as it is; of a longer one `head` and `tail`, and what lies around words.

    That is `before` and `after` each word: a block's first lines, and those that follow; of all that the `first` bytes
    and the `last`, where there is too much.
    """

    whole: int = 1 << 19
    head: int = 1 << 16
    tail: int = 1 << 18
    before: int = 1 << 12
    after: int = 1 << 14
    first: int = 1 << 18
    last: int = 1 << 18


LIMITS = Limits()


class Sifted:
    """What was kept: `data`, and how many bytes of how many were not (`passed` of `size`).

    `dropped` are bytes around words of failure for which there was no room.
    """

    def __init__(self, pieces: list[tuple[int, int, bytes]], size: int, dropped: int = 0) -> None:
        """Join pieces (offset, number of the first line, bytes), which may overlap."""
        self._kept: list[int] = []  # line numbers where a piece begins: in the data, and in the log
        self._real: list[int] = []
        parts: list[bytes] = []
        line, end = 1, 0
        for offset, first, data in sorted(pieces):
            skip = max(0, end - offset)
            if skip >= len(data):
                continue
            number = first + data.count(b"\n", 0, skip)
            if parts and offset > end and not parts[-1].endswith(b"\n"):
                parts.append(b"\n")
                line += 1
            self._kept.append(line)
            self._real.append(number)
            parts.append(data[skip:])
            line += parts[-1].count(b"\n")
            end = offset + len(data)
        self.data = b"".join(parts)
        self.size, self.dropped = size, dropped
        self.passed = max(0, size - len(self.data))

    def number(self, line: int) -> int:
        """Return the number that a line of the data has in the log; both count from 1."""
        place = bisect_right(self._kept, line) - 1
        return line - self._kept[place] + self._real[place] if place >= 0 else line


class Sieve:
    """Takes a log in chunks of any size, and gives what is to be kept in the end."""

    def __init__(self, limits: Limits = LIMITS) -> None:
        """Begin a log."""
        self._limits = limits
        self._waiting = bytearray()
        self._size = 0
        self._lines = 1  # the number of the line that the next byte stands in
        self._whole: list[tuple[int, int, bytes]] | None = []
        self._head: list[tuple[int, int, bytes]] = []
        self._recent: deque[tuple[int, int, bytes]] = deque()
        self._first: list[tuple[int, int, bytes]] = []
        self._last: deque[tuple[int, int, bytes]] = deque()
        self._room, self._later, self._dropped = limits.first, 0, 0
        self._until = 0  # what comes before this offset lies around a word
        self._kept = 0  # all that lies around words is kept up to here

    def take(self, chunk: bytes) -> None:
        """Take the next bytes: a line of a pipe, or a block of a file."""
        if not self._waiting and len(chunk) >= _BLOCK:
            self._take(chunk)
            return
        self._waiting += chunk
        if len(self._waiting) >= _BLOCK:
            self._take(bytes(self._waiting))
            self._waiting.clear()

    def _take(self, chunk: bytes) -> None:
        piece = (self._size, self._lines, chunk)
        if self._whole is not None:
            self._whole.append(piece)
        if self._size < self._limits.head:
            self._head.append((self._size, self._lines, chunk[: self._limits.head - self._size]))
        self._sift(piece)
        self._remember(piece)
        self._size += len(chunk)
        self._lines += chunk.count(b"\n")
        if self._size > self._limits.whole:
            self._whole = None

    def sifted(self) -> Sifted:
        """Return what was kept."""
        if self._waiting:
            self._take(bytes(self._waiting))
            self._waiting.clear()
        if self._whole is not None:
            return Sifted(self._whole, self._size)
        tail = [_last_bytes(piece, self._size - self._limits.tail) for piece in self._recent]
        return Sifted([*self._head, *self._first, *self._last, *tail], self._size, self._dropped)

    def _remember(self, piece: tuple[int, int, bytes]) -> None:
        """Keep the chunks that may be the end of the log, and what lies before a word of the next one."""
        self._recent.append(piece)
        end = piece[0] + len(piece[2])
        while self._recent[0][0] + len(self._recent[0][2]) <= end - self._limits.tail:
            self._recent.popleft()

    def _sift(self, piece: tuple[int, int, bytes]) -> None:
        """Keep what lies around words: a word may stand across the end of the chunk before."""
        offset, _, chunk = piece
        seam = self._before(offset, _LONGEST - 1)
        found, base, end = _Words(seam + chunk), offset - len(seam), offset + len(chunk)
        self._keep(piece, offset, min(self._until, end))
        place = found.next(0)
        while place >= 0:
            start, self._until = base + place, base + place + self._limits.after
            self._keep_before(start, offset)
            self._keep(piece, max(offset, start - self._limits.before), min(self._until, end))
            last = found.last(place + 1, place + self._limits.after)
            place = last if last >= 0 else found.next(place + self._limits.after)

    def _keep_before(self, start: int, offset: int) -> None:
        """Keep what lies before a word and came in chunks before this one."""
        for piece in self._recent:
            begin, end = max(piece[0], start - self._limits.before), min(piece[0] + len(piece[2]), offset)
            if begin < end:
                self._keep(piece, begin, end)

    def _before(self, offset: int, length: int) -> bytes:
        """The last bytes before an offset, as far as they are remembered."""
        return self._recent[-1][2][-length:] if offset else b""

    def _keep(self, piece: tuple[int, int, bytes], start: int, end: int) -> None:
        """Keep a part of a chunk, but for what is kept already."""
        start = max(start, self._kept)
        if start < end:
            self._kept = end
            self._put(_cut(piece, start, end))

    def _put(self, piece: tuple[int, int, bytes]) -> None:
        size = len(piece[2])
        if self._room >= size:
            self._first.append(piece)
            self._room -= size
            return
        self._room = 0
        self._last.append(piece)
        self._later += size
        while self._later > self._limits.last:
            gone = self._last.popleft()
            self._later -= len(gone[2])
            self._dropped += len(gone[2])


class _Words:
    """Places of the words in a piece of a log; each word is looked for no more than once from each place on."""

    def __init__(self, text: bytes) -> None:
        self._text = text
        self._next = [text.find(word) for word in WORDS]

    def next(self, start: int) -> int:
        """Return the first place of any word from `start` on, -1 for none."""
        for number, place in enumerate(self._next):
            if 0 <= place < start:
                self._next[number] = self._text.find(WORDS[number], start)
        return min((place for place in self._next if place >= 0), default=-1)

    def last(self, start: int, end: int) -> int:
        """Return the last place of any word between two places, -1 for none."""
        return max(self._text.rfind(word, start, end) for word in WORDS)


def _cut(piece: tuple[int, int, bytes], start: int, end: int) -> tuple[int, int, bytes]:
    offset, number, data = piece
    return start, number + data.count(b"\n", 0, start - offset), data[start - offset : end - offset]


def _last_bytes(piece: tuple[int, int, bytes], start: int) -> tuple[int, int, bytes]:
    return _cut(piece, max(piece[0], start), piece[0] + len(piece[2]))
