"""Memory and disk as the build will meet them: the cgroup's limit counts, not the machine's size."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from doctor.host.cgroup import groups, read_text
from doctor.host.inside import HERE

_LIMIT_FILES = {1: "memory.limit_in_bytes", 2: "memory.max"}
_NO_LIMIT = 1 << 60  # cgroup v1 writes "no limit" as a number near 2**63


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes: `total` of the machine, `available` now, `limit` of the cgroup (None without one)."""

    total: int
    available: int
    limit: int | None

    @property
    def usable(self) -> int:
        """What a build can really take."""
        return min(self.available, self.limit) if self.limit else self.available


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that a build writes to. `free` are bytes for an ordinary user, `inodes` None where there is no count.

    `noexec` means that no program may be started from there, `writable` that this user may create files.
    """

    role: str
    path: str
    free: int
    inodes: int | None
    noexec: bool
    writable: bool


@dataclass(frozen=True, slots=True)
class Resources:
    """Memory, and the folders that a build writes to."""

    memory: Memory
    places: tuple[Place, ...]


def read_resources(environment: Mapping[str, str], target_folder: Path | None, root: Path = HERE) -> Resources:
    """Read memory and the folders of a build; `target_folder` is the project's, None without a project."""
    roles = {
        "target folder": target_folder,
        "CARGO_HOME": cargo_home(environment),
        "temporary folder": temporary(environment),
    }
    places = [place(role, folder) for role, folder in roles.items() if folder is not None]
    return Resources(read_memory(root), tuple(places))


def read_memory(root: Path = HERE) -> Memory:
    """Read memory as Linux tells it, else by psutil, and the limit of this process' cgroup."""
    total, available = _meminfo(read_text(root / "proc/meminfo"))
    if not total or not available:
        import psutil  # noqa: PLC0415 (3.4 times a bare start of Python: for other systems, and old kernels)

        found = psutil.virtual_memory()
        total, available = found.total, found.available
    return Memory(total, available, cgroup_limit(root))


def _meminfo(text: str) -> tuple[int, int]:
    """Total and available bytes, 0 for what is not there (proc(5); MemAvailable is there since Linux 3.14)."""
    values = dict(line.split(":", 1) for line in text.splitlines() if ":" in line)
    found = (values.get(key, "").split() for key in ("MemTotal", "MemAvailable"))
    total, available = (int(words[0]) * 1024 if words and words[0].isdigit() else 0 for words in found)
    return total, available


def cgroup_limit(root: Path = HERE) -> int | None:
    """Return the lowest memory limit on the way up from this process' cgroup, in bytes, or None.

    cgroup v2 writes memory.max, v1 memory/…/memory.limit_in_bytes (kernel documentation, cgroup-v2 and memory).
    """
    found = groups("memory", root)
    texts = (group.text(_LIMIT_FILES[group.version]) for group in found)
    return min((int(text) for text in texts if text.isdigit() and int(text) < _NO_LIMIT), default=None)


def place(role: str, folder: Path) -> Place:
    """Describe the folder, or the nearest one above it that exists; raises OSError where the system gives no answer."""
    here = next((path for path in (folder, *folder.parents) if path.exists()), HERE)
    found = os.statvfs(here)
    return Place(
        role=role,
        path=str(folder),
        free=found.f_bavail * found.f_frsize,
        inodes=found.f_favail if found.f_files else None,
        noexec=bool(found.f_flag & getattr(os, "ST_NOEXEC", 0)),
        writable=os.access(here, os.W_OK),
    )


def cargo_home(environment: Mapping[str, str]) -> Path | None:
    """Return CARGO_HOME or ~/.cargo (the Cargo book, "Cargo Home"); None without a home."""
    if environment.get("CARGO_HOME"):
        return Path(environment["CARGO_HOME"]).absolute()
    return Path(environment["HOME"]).absolute() / ".cargo" if environment.get("HOME") else None


def temporary(environment: Mapping[str, str]) -> Path:
    """Return the folder where rustc and cc write what they throw away (TMPDIR, else /tmp)."""
    return Path(environment.get("TMPDIR") or "/tmp")  # noqa: S108 (where they write, not we)
