"""The version of a lock file's format, from its first lines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from doctor.host.lock import lock_path

_MOST_BYTES = 4096
_VERSION = re.compile(rb"^version\s*=\s*(\d{1,3})\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LockVersion:
    """A lock file and its `version`; cargo wrote none into those before version 3 (cargo: resolver/encode.rs)."""

    file: str
    version: int


def lock_version(project: Path) -> LockVersion | None:
    """Return the version of the Cargo.lock of the project, or of the workspace above it; None where it says none."""
    path = lock_path(project)
    if path is None:
        return None
    try:
        with path.open("rb") as opened:
            head = opened.read(_MOST_BYTES).partition(b"[[package]]")[0]
    except OSError:  # the check of crates says so
        return None
    found = _VERSION.search(head)
    return LockVersion(str(path), int(found[1])) if found else None
