"""Arguments for the linker that make a program which cannot start, by the target's C library. Seen with rustc 1.95."""

from __future__ import annotations

from collections.abc import Iterator

from doctor.host.target import parse_target
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import Flags, reaching

_CRASH = "the link passes and the program crashes at its start (signal 11)"
_STATIC = 'use the musl target, or rustflags = ["-C", "target-feature=+crt-static"] with --target'
_FIXED = 'for a program at a fixed address write rustflags = ["-C", "relocation-model=static"]'
# (C library, argument) → (what happens, what to write instead). rustc makes a static-pie for musl and a pie for glibc,
# and tells the linker so; an argument says otherwise behind its back, and the start files no longer fit.
_WRONG = {
    ("gnu", "-static"): (f"-static without crt-static: {_CRASH}, or the link fails", _STATIC),
    ("gnu", "-nostartfiles"): (f"nothing starts the program: {_CRASH}", "leave it to programs that have no main"),
    ("gnu", "-nostdlib"): (f"nothing starts the program: {_CRASH}", "leave it to programs that have no main"),
    ("musl", "-pie"): (f"-pie undoes rustc's -static-pie: {_CRASH}", "remove it: the program is a static-pie already"),
    ("musl", "-no-pie"): (f"rustc links the start file of a static-pie: {_CRASH}", _FIXED),
}


def link_args(case: Case) -> Iterator[Trap]:
    """Find arguments and options that the start files or libraries of the target do not go with."""
    for one in reaching(case):
        libc = parse_target(one.triple).libc
        for argument in dict.fromkeys(one.link_args):
            if (libc, argument) in _WRONG and not _bare_metal(one):
                what, instead = _WRONG[libc, argument]
                yield trap(one.setting, "link-argument", f"{argument} for {one.triple}: {what}", instead)
        yield from _self_contained(case, one)


def _bare_metal(one: Flags) -> bool:
    """Whether the flags say that there is no usual start: another entry point, or a linker script."""
    return any(word.startswith(("-e", "-Wl,-e", "-Wl,--entry", "--entry", "-T", "-Wl,-T")) for word in one.link_args)


def _self_contained(case: Case, one: Flags) -> Iterator[Trap]:
    """Whether start files and libc come from rustc or from the machine (rustc book, link-self-contained)."""
    chosen = one.value("link-self-contained")
    libc = parse_target(one.triple).libc
    if libc == "musl" and chosen in {"no", "n", "off"} and not case.on_musl:
        what = "link-self-contained=no on musl takes the machine's libc and its libunwind, and glibc's are no use"
        yield trap(one.setting, "self-contained", what, "remove it: rustc brings musl itself", breaks=True)
    if libc == "gnu" and chosen in {"yes", "y", "on"}:
        what = f"link-self-contained=yes, but rustc brings no glibc: {_CRASH}"
        yield trap(one.setting, "self-contained", what, "remove it: it is for targets whose libc rustc brings")
