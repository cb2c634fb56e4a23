"""The control groups of this process, from its own up to the top: where a container's limits are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from doctor.host.inside import HERE


@dataclass(frozen=True, slots=True)
class Group:
    """The folder of a control group; version 1 and 2 name their files differently."""

    version: int
    folder: Path

    def text(self, name: str) -> str:
        """Return what one of its files says, "" where there is none that can be read."""
        return read_text(self.folder / name).strip()


def groups(controller: str, root: Path = HERE) -> Iterator[Group]:
    """Yield the groups that limit this process for a controller, its own first (cgroups(7)).

    In a container the path of /proc/self/cgroup may not exist below the mount: the groups above it, up to the mount
    itself, are read all the same.
    """
    mounts = root / "sys/fs/cgroup"
    lines = [line.split(":", 2) for line in read_text(root / "proc/self/cgroup").splitlines()]
    for number, controllers, path in (line for line in lines if line[2:]):
        if number == "0":
            yield from (Group(2, folder) for folder in _upwards(mounts, path))
        elif controller in controllers.split(","):
            yield from (Group(1, folder) for folder in _upwards(mounts / controller, path))


def read_text(path: Path) -> str:
    """Read a file of the kernel; "" where there is none that can be read."""
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _upwards(mount: Path, path: str) -> Iterator[Path]:
    folder = mount / path.strip("/")
    yield from (one for one in (folder, *folder.parents) if one.is_relative_to(mount))
