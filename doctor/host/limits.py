"""The limits of this process (ulimit), which every compiler it starts inherits."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from doctor.host.cgroup import groups
from doctor.host.inside import HERE

# The option of ulimit, the constant of getrlimit(2), and how many bytes ulimit counts as one (bash(1), ulimit).
_KINDS = (("n", "RLIMIT_NOFILE", 1), ("u", "RLIMIT_NPROC", 1), ("v", "RLIMIT_AS", 1024), ("f", "RLIMIT_FSIZE", 1024))


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit by ulimit's option, in ulimit's unit; None means unlimited. `hard` is as far as it can be raised."""

    option: str
    soft: int | None
    hard: int | None


@dataclass(frozen=True, slots=True)
class Limits:
    """All limits; `processes` is the cgroup's limit of processes and threads, None without one."""

    limits: tuple[Limit, ...]
    processes: int | None = None


def read_limits(root: Path = HERE) -> Limits:
    """Read the limits; a system without them (Windows) has none."""
    counts = [int(text) for group in groups("pids", root) if (text := group.text("pids.max")).isdigit()]
    return Limits(_rlimits(), min(counts, default=None))


def _rlimits() -> tuple[Limit, ...]:
    try:
        import resource  # noqa: PLC0415 (not everywhere)
    except ImportError:
        return ()
    root = os.geteuid() == 0  # whom no limit of processes stops (getrlimit(2))
    names = [one for one in _KINDS if hasattr(resource, one[1]) and not (root and one[0] == "u")]
    kinds = [(option, getattr(resource, name), unit) for option, name, unit in names]
    found = ((option, resource.getrlimit(kind), unit) for option, kind, unit in kinds)
    none = resource.RLIM_INFINITY
    return tuple(Limit(option, *(None if one == none else one // unit for one in pair)) for option, pair, unit in found)
