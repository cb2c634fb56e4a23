"""Mutated ELF files: no traceback, none takes a second, none takes much memory.

usage: python tests/elf/mutate.py [--count N] [--seed N] [FILE…]     (default: 100000 mutations of small files of /usr)

Each is a real file with bytes changed where it matters (headers, dynamic section, notes, section headers), cut off, or
with one table laid over another. Exit status 1 when one raises anything but MalformedError or takes more than a second.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import struct
import sys
import time
from collections import Counter
from pathlib import Path

from agree import elf_files

from doctor.elf.archive import members
from doctor.elf.binary import read_binary
from doctor.elf.linker_view import read_linker_view
from doctor.elf.source import MalformedError, Pieces

_SMALL = 40_000
_SEEDS = 40
_ODD = (
    0,
    1,
    2,
    3,
    0x7F,
    0x80,
    0xFF,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    0x7FFFFFFFFFFFFFFF,
    0xFFFFFFFFFFFFFFFF,
)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """A copy with one to eight changes."""
    copy = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        if not copy:
            break
        kind = chance.random()
        if kind < 0.1 and len(copy) > 1:
            del copy[chance.randrange(len(copy)) :]
        elif kind < 0.2:
            start, end = chance.randrange(len(copy)), chance.randrange(len(copy))
            piece = copy[start : start + 64]
            copy[end : end + len(piece)] = piece
        else:
            place = chance.randrange(min(len(copy), 1024)) if chance.random() < 0.6 else chance.randrange(len(copy))
            form = chance.choice("BHIQ")
            value = chance.choice(_ODD) if chance.random() < 0.6 else chance.getrandbits(64)
            size = struct.calcsize(form)
            copy[place : place + size] = struct.pack(f"<{form}", value & ((1 << (8 * size)) - 1))
    return bytes(copy)


def look(data: bytes, descriptor: int) -> str:
    """All that doctor reads of a file; returns what came of it."""
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, data, 0)
    pieces = Pieces(descriptor, len(data))
    read_linker_view(pieces)
    try:
        for _ in members(pieces) if data[:8] == b"!<arch>\n" else ():
            pass
        return read_binary(pieces).kind
    except MalformedError as error:
        return "malformed" if "\n" not in str(error) else "more than one line"


def main() -> int:
    """Mutate, look, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    chance = random.Random(options.seed)  # noqa: S311 (a run that can be made again)
    small = [path for path in elf_files([Path("/usr/bin"), Path("/usr/lib")]) if path.stat().st_size < _SMALL]
    seeds = [path.read_bytes() for path in options.files or chance.sample(small, min(_SEEDS, len(small)))]
    descriptor = os.memfd_create("mutated")
    outcomes: Counter[str] = Counter()
    slowest = 0.0
    for number in range(options.count):
        data = mutated(chance.choice(seeds), chance)
        begun = time.perf_counter()
        try:
            outcomes[look(data, descriptor)] += 1
        except Exception:
            Path(f"mutation-{options.seed}-{number}").write_bytes(data)
            raise
        slowest = max(slowest, time.perf_counter() - begun)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{options.count} mutations of {len(seeds)} files: {dict(outcomes)}; slowest {slowest:.2f} s, {memory} MB")
    return 1 if slowest > 1 or outcomes["more than one line"] else 0


if __name__ == "__main__":
    sys.exit(main())
