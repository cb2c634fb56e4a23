"""On which kind of file system a folder lies, and whether that one tells upper case from lower."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from doctor.host.cgroup import read_text
from doctor.host.inside import HERE

_OCTAL = re.compile(r"\\([0-7]{3})")
_MOST_NAMES = 50


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder of the build: the kind of its file system ("" for not known) and where that is mounted.

    `ignores_case` is None where no name was there to try.
    """

    role: str
    path: str
    kind: str
    mount: str
    ignores_case: bool | None


def read_disk(role: str, folder: Path, root: Path = HERE) -> Disk:
    """Look at the folder, or the nearest one above it that exists."""
    here = next((path for path in (folder, *folder.parents) if path.exists()), HERE)
    real = os.path.realpath(here)
    kind, mount = kind_of(real, read_text(root / "proc/self/mountinfo"))
    return Disk(role, str(folder), kind, mount, ignores_case(Path(real)))


def kind_of(path: str, mountinfo: str) -> tuple[str, str]:
    """Return (kind, mount point) of the mount that holds an absolute path: the last of the longest (proc(5)).

    Windows drives under WSL are called drvfs: version 2 mounts them as 9p and says so in the options.
    """
    found = ("", "")
    for kind, mount in _mounts(mountinfo):
        if len(mount) >= len(found[1]) and Path(path).is_relative_to(mount):
            found = (kind, mount)
    return found


def ignores_case(folder: Path) -> bool | None:
    """Whether a name in the folder is found in the other case too, as the same file; None without a name to try."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry in islice(entries, _MOST_NAMES)]
        name = next((name for name in names if name.swapcase() != name and name.swapcase() not in names), None)
        return None if name is None else _same(folder / name, folder / name.swapcase())
    except OSError:  # not ours to read
        return None


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except FileNotFoundError:
        return False


def _mounts(mountinfo: str) -> Iterator[tuple[str, str]]:
    """Take the lines apart: … root mount-point options … - kind source options; odd characters are octal."""
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        head, tail = left.split(" "), right.split(" ")
        if head[4:] and tail[0]:
            kind = "drvfs" if tail[0] == "9p" and "drvfs" in right else tail[0]
            yield kind, _OCTAL.sub(lambda found: chr(int(found[1], 8)), head[4])
