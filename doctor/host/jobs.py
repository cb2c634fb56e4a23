"""How many rustc processes cargo will run at the same time."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from doctor.host.cgroup import Group, groups
from doctor.host.inside import HERE
from doctor.host.settings import Settings


@dataclass(frozen=True, slots=True)
class Jobs:
    """A number of jobs, and who chose it."""

    count: int
    chosen_by: str


def read_jobs(environment: Mapping[str, str], settings: Settings, root: Path = HERE) -> Jobs:
    """Return cargo's choice: variable, config, else one for each processor (the Cargo book, build.jobs).

    A negative number is counted from the number of processors; `default` and what is no number count as not set.
    """
    variable, config = environment.get("CARGO_BUILD_JOBS", ""), next(iter(settings.of("build.jobs")), "")
    processors = usable_processors(root)
    for text, name in ((variable, "CARGO_BUILD_JOBS"), (config, "build.jobs of cargo's config")):
        count = _number(text)
        if count:
            return Jobs(count if count > 0 else max(1, processors + count), name)
    return Jobs(processors, "one for each processor")


def usable_processors(root: Path = HERE) -> int:
    """Return what Rust's available_parallelism() returns: the processors of this process, less by a cgroup's quota."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quotas = (quota for group in groups("cpu", root) if (quota := _quota(group)))
    return min(ours, *quotas, ours)


def _quota(group: Group) -> int:
    """Return the whole processors that a group may use, 0 for no limit (kernel documentation, cgroup-v2, sched-bwc)."""
    if group.version == 1:
        words = [group.text("cpu.cfs_quota_us"), group.text("cpu.cfs_period_us")]
    else:
        words = group.text("cpu.max").split()
    quota, period = [int(word) if word.isdigit() else 0 for word in (*words, "", "")[:2]]
    return max(1, quota // period) if quota and period else 0


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0
