"""Checks of memory and disk."""

from __future__ import annotations

from collections.abc import Iterator

from doctor.check.model import CheckResult, View, fail, known, ok, skipped, warn
from doctor.host.resources import Place

GB = 1 << 30
LITTLE_MEMORY = GB + GB // 2  # a release link of a middling program
LITTLE_DISK, NO_DISK = 2 * GB, 200 << 20
NO_INODES = 1000


def memory(view: View) -> CheckResult:
    """Whether a linker will be killed for want of memory: a container's limit counts, not the machine's size."""
    if not view.request.live:
        return skipped("another root has no memory of its own")
    found = known(view.host.resources).memory
    limit = f"; this container may use {_size(found.limit)}" if found.limit else ""
    detail = f"{_size(found.available)} of {_size(found.total)} free{limit}"
    if found.usable < LITTLE_MEMORY:
        return warn(
            "little memory: rustc or the linker may be killed (signal 9)",
            f"{detail}. `cargo build -j 1` and less debug information need less.",
        )
    return ok("enough memory", detail)


def disk(view: View) -> CheckResult:
    """Whether there is room where the build writes, and whether programs may be started there."""
    if not view.request.live:
        return skipped("another root is not built in")
    places = known(view.host.resources).places
    detail = ", ".join(f"{_size(place.free)} free for the {place.role} {place.path}" for place in places)
    bad = [problem for place in places for problem in _broken(place)]
    if bad:
        return fail(bad[0], "; ".join([*bad[1:], detail]))
    little = [place for place in places if place.free < LITTLE_DISK]
    if little:
        return warn(f"little room for the {little[0].role} {little[0].path}", detail)
    return ok("enough room on the disk", detail)


def _broken(place: Place) -> Iterator[str]:
    name = f"the {place.role} {place.path}"
    if place.free < NO_DISK:
        yield f"no room for {name}: linkers then die with signal 7, or blame themselves"
    if place.inodes is not None and place.inodes < NO_INODES:
        yield f"no inodes left for {name}: new files fail although there is room"
    if not place.writable:
        yield f"{name} cannot be written to"
    if place.noexec and place.role == "target folder":
        yield f"{name} is mounted noexec, so that no build script can run: set CARGO_TARGET_DIR to another disk"


def _size(amount: int) -> str:
    return f"{amount / GB:.1f} GB"
