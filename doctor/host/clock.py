"""The clock against the files of the project: cargo decides by their times what it builds again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

_MOST_FILES = 400
_NAMES = ("Cargo.toml", "Cargo.lock", "build.rs")


@dataclass(frozen=True, slots=True)
class Clock:
    """How many seconds the newest file of the project is ahead of now (negative for the past), and which file it is."""

    ahead: float
    file: str
    files: int


def read_clock(project: Path) -> Clock | None:
    """Compare the manifest, the lock file and the sources with now; None for a folder without any of them."""
    times = dict(_times(project))
    newest = max(times, key=lambda path: times[path], default="")
    return Clock(times[newest] - time.time(), newest, len(times)) if newest else None


def _times(project: Path) -> Iterator[tuple[str, float]]:
    for path in islice(_files(project), _MOST_FILES):
        try:
            yield path, os.stat(path).st_mtime  # noqa: PTH116 (hundreds of them, in milliseconds)
        except OSError:  # gone since, or a link to nowhere
            continue


def _files(project: Path) -> Iterator[str]:
    yield from (str(project / name) for name in _NAMES)
    for folder, folders, names in os.walk(project / "src"):
        folders.sort()
        yield from (f"{folder}/{name}" for name in sorted(names) if name.endswith(".rs"))
