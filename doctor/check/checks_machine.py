"""Checks of what a machine gives a build: memory for its jobs, the time, limits, characters."""

from __future__ import annotations

from doctor.check.by_hand import warned
from doctor.check.checks_space import GB, LITTLE_MEMORY
from doctor.check.model import CheckResult, View, known, ok, skipped
from doctor.host.limits import Limit
from doctor.host.machine import Machine
from doctor.model import Fix

LITTLE_FOR_A_JOB = 700 << 20
FOR_A_JOB = GB + GB // 2
AHEAD = 60.0
# By ulimit's option: what is too little, what is enough, what it counts, and what happens then (errno(3), signal(7)).
_LEAST = {
    "n": (256, 4096, "open files", "the link of a larger program stops with `Too many open files`"),
    "u": (256, 4096, "processes", "cargo, rustc or the linker cannot start a thread (EAGAIN)"),
    "v": (4 << 20, None, "KiB of address space", "rustc stops with `memory allocation failed`"),
    "f": (100 << 10, None, "KiB for a file", "the linker is killed by signal 25 (SIGXFSZ)"),
}  # fmt: skip
_HERE = "another root has no {} of its own"


def memory_per_job(view: View) -> CheckResult:
    """Whether the memory is enough for all jobs at once: a rustc or linker takes up to 1.5 GB in a middling program."""
    if not view.request.live:
        return skipped(_HERE.format("memory"))
    usable, jobs = known(view.host.resources).memory.usable, known(_machine(view).jobs)
    if usable < LITTLE_MEMORY:
        return skipped("the check `memory` says it: there is little for even one job")
    each = f"{jobs.count} jobs ({jobs.chosen_by}), {usable / jobs.count / GB:.1f} GB for each"
    if usable // jobs.count >= LITTLE_FOR_A_JOB:
        return ok("enough memory for all jobs", each)
    fewer = max(1, usable // FOR_A_JOB)
    cause = f"{each}: when several link or optimise at once, the kernel kills one (signal 9)."
    fix = Fix("Build with fewer jobs at once", (f"cargo build -j {fewer}",), why=f"For good: CARGO_BUILD_JOBS={fewer}.")
    return warned("memory-per-job", "little memory for so many jobs", cause, fix)


def clock(view: View) -> CheckResult:
    """Whether files of the project are newer than now: cargo then builds them again, each time or never."""
    if not view.request.live:
        return skipped(_HERE.format("clock"))
    clocks = known(_machine(view).clock)
    if not clocks:
        return skipped("no manifest or source whose time could be compared")
    found = clocks[0]
    if found.ahead <= AHEAD:
        return ok("no file of the project is newer than the clock", f"{found.files} files, the newest is {found.file}")
    cause = (
        f"{found.file} is {_span(found.ahead)} ahead of the clock. cargo compares times to see what has to be built."
    )
    fixes = (
        Fix("Set the clock", ("sudo timedatectl set-ntp true",), why="Under WSL: sudo hwclock -s"),
        Fix("Or give the files today's time", ("find . -newermt now -not -path './target/*' -exec touch {} +",)),
    )
    return warned("clock", "files of the project are newer than the clock", cause, *fixes)


def limits(view: View) -> CheckResult:
    """Whether ulimit or a container allows enough files, processes and memory."""
    if not view.request.live:
        return skipped(_HERE.format("limits"))
    found = known(_machine(view).limits)
    low = [one for one in found.limits if one.soft is not None and one.soft < _LEAST[one.option][0]]
    if low:
        cause = "; ".join(f"ulimit -{one.option} allows {one.soft} {_LEAST[one.option][2]}" for one in low)
        said = f"{cause}: {_LEAST[low[0].option][3]}."
        return warned("limits", "a limit of this shell is low", said, *(_raised(one) for one in low))
    if found.processes is not None and found.processes < _LEAST["u"][0]:
        cause = f"The container allows {found.processes} processes and threads: {_LEAST['u'][3]}."
        fix = Fix(
            "Build with fewer at once", ("cargo build -j 1",), why="Or raise it: docker run --pids-limit, TasksMax="
        )
        return warned("limits", "the container allows few processes", cause, fix)
    if not found.limits:
        return skipped("this system has no such limits")
    all_of_them = (f"-{one.option} {'unlimited' if one.soft is None else one.soft}" for one in found.limits)
    return ok("no limit is low", ", ".join(all_of_them))


def locale(view: View) -> CheckResult:
    """Whether tools can read the names of the build's folders."""
    if not view.request.live:
        return skipped(_HERE.format("locale"))
    found = known(_machine(view).language)
    name = f"{found.variable}={found.value}" if found.variable else "no locale"
    if found.utf8 or not found.folders:
        return ok("names of folders can be read in this locale", name)
    cause = (
        f"{found.folders[0]} needs UTF-8, and {name} promises less: scripts of perl, python or cmake may not find it."
    )
    fix = Fix("Choose UTF-8", ("export LC_ALL=C.UTF-8",))
    return warned("locale", "the locale cannot write the name of a folder of the build", cause, fix)


def _machine(view: View) -> Machine:
    return known(view.host.machine)


def _raised(limit: Limit) -> Fix:
    """Return the command that raises a limit as far as this user may; beyond that only root can."""
    enough = _LEAST[limit.option][1]
    reach = enough if limit.hard is None or (enough is not None and limit.hard >= enough) else limit.hard
    if reach == limit.soft:
        return Fix("Only root can raise it: /etc/security/limits.conf, docker run --ulimit, LimitNOFILE= of a service")
    why = "" if reach == enough else "Only root can raise it further: /etc/security/limits.conf, docker run --ulimit"
    return Fix(
        "Raise it in this shell", (f"ulimit -{limit.option} {'unlimited' if reach is None else reach}",), why=why
    )


def _span(seconds: float) -> str:
    minutes = int(seconds // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"  # noqa: PLR2004 (as one says it)
