"""Paths below another root: a symbolic link of an unpacked image points into the image, not into this machine."""

from __future__ import annotations

import errno
import os
from pathlib import Path, PurePosixPath

HERE = Path("/")
_MOST_LINKS = 40  # as the kernel (path_resolution(7))
_MOST_BYTES = 1 << 16


def inside(root: Path, path: str) -> Path:
    """Resolve `path` as a process whose root folder is `root` would see it; it need not exist.

    Raises OSError (ELOOP) for a loop of links.
    """
    waiting = _parts(path)
    here, links = root, 0
    while waiting:
        part = waiting.pop()
        step = here.parent if part == ".." else here / part
        if part == "..":
            here = here if here == root else step
        elif step.is_symlink():
            links += 1
            if links > _MOST_LINKS:
                raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(root / path.lstrip("/")))
            target = str(step.readlink())
            here = root if target.startswith("/") else here
            waiting += _parts(target)
        else:
            here = step
    return here


def read_inside(root: Path, path: str) -> str:
    """Read the first 64 KiB of a text file below `root`; "" where there is none that can be read."""
    try:
        with inside(root, path).open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""


def exists_inside(root: Path, path: str) -> bool:
    """Whether something is there; what cannot be looked at is not."""
    if root == HERE:
        return os.path.exists(path)  # noqa: PTH110 (hundreds of them in a check)
    try:
        return inside(root, path).exists()
    except (OSError, ValueError):
        return False


def _parts(path: str) -> list[str]:
    """Take a path apart, the first part last."""
    return [part for part in reversed(PurePosixPath(path).parts) if part not in {"/", "//"}]
