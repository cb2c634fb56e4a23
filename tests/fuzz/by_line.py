"""Mutations of text line by line: bytes changed at random seldom leave a log a log, or a TOML file one that parses."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence

_MOST_STEPS = 4
Mutate = Callable[[bytes, int], bytes]


class ByLine:
    """A mutator for libFuzzer: lines are moved, doubled, left out, cut, stretched, taken from a seed.

    `values` are what
    may follow a `=`. Half of the time it is libFuzzer's own mutator, `bytewise`.
    """

    def __init__(self, seeds: Iterable[bytes], values: Sequence[bytes], bytewise: Mutate) -> None:
        self._pool = sorted({line for seed in seeds for line in seed.split(b"\n")})
        self._values = values
        self._bytewise = bytewise

    def __call__(self, data: bytes, most: int, seed: int) -> bytes:
        """Return changed data of at most `most` bytes, the same for the same `seed`."""
        chance = random.Random(seed)  # noqa: S311 (a run that can be made again)
        if chance.random() < 0.5:
            return self._bytewise(data, most)
        lines = data.split(b"\n")
        for _ in range(chance.randint(1, _MOST_STEPS)):
            self._step(lines, chance)
        return b"\n".join(lines)[:most]

    def _step(self, lines: list[bytes], chance: random.Random) -> None:
        place = chance.randrange(len(lines))
        kind = chance.choice(("add", "add", "move", "double", "drop", "cut", "repeat", "value", "value"))
        if kind == "add":
            lines.insert(place, chance.choice(self._pool))
        elif kind == "move":
            lines.insert(chance.randrange(len(lines)), lines[place])
        elif kind == "double":
            lines.insert(place, lines[place])
        elif kind == "drop" and len(lines) > 1:
            del lines[place]
        elif kind == "cut" and lines[place]:
            lines[place] = lines[place][: chance.randrange(len(lines[place]))]
        elif kind == "repeat" and lines[place]:
            lines[place] = _stretched(lines[place], chance)
        elif kind == "value" and self._values:
            lines[place] = lines[place].partition(b"=")[0] + b"= " + chance.choice(self._values)


def _stretched(line: bytes, chance: random.Random) -> bytes:
    """A piece of the line many times over: what a pattern that goes back and forth takes long for."""
    start = chance.randrange(len(line))
    piece = line[start : start + chance.choice((1, 1, 2, 3, 8, 30))]
    return line[:start] + piece * (chance.choice((20, 200, 2000)) // len(piece)) + line[start + len(piece) :]
