"""Rustflags that make another program than was meant, or reach further. Each was seen with rustc 1.95."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctor.host.target import parse_target
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import Flags, reaching
from doctor.host.traps.write import command

_LIBRARIES = re.compile(r"/(?:usr/)?(?:local/)?lib(?:64|32)?(?:/[\w-]+-linux-gnu)?/?")
_TO_START = 'rustflags = ["-C", "target-cpu=x86-64-v2"]'


def effects(case: Case) -> Iterator[Trap]:
    """Find the traps of rustflags in force that rustc takes without a word."""
    for one in reaching(case):
        for finder in (_proc_macros, _dynamic_musl, _processor, _prefer_dynamic, _host_libraries):
            yield from finder(case, one)


def _proc_macros(case: Case, one: Flags) -> Iterator[Trap]:
    """Without --target flags reach procedural macros too: rust-lang/rust#78210 (closed as not planned)."""
    if "+crt-static" in one.features and not case.named and parse_target(one.triple).libc == "gnu":
        what = (
            "+crt-static reaches procedural macros too as no target is named: cargo then says `cannot produce"
            " proc-macro … does not support these crate types` (rust-lang/rust#78210)"
        )
        instead = "name the target, even the host's own: flags then spare macros and build scripts"
        yield trap(one.setting, "crt-static-proc-macro", what, instead, run=command("cargo build --target", one.triple))


def _dynamic_musl(case: Case, one: Flags) -> Iterator[Trap]:
    """On a glibc machine the link then takes glibc's loader and libc: rust-lang/rust#135244."""
    if "-crt-static" in one.features and "musl" in one.triple and not case.on_musl:
        what = "-C target-feature=-crt-static on a musl target can pull glibc into the program (rust-lang/rust#135244)"
        yield trap(one.setting, "crt-static-off", what, "remove it: static is what the musl target is for")


def _processor(case: Case, one: Flags) -> Iterator[Trap]:
    """A file made to start elsewhere must not ask for this machine's processor: SIGILL."""
    if one.value("target-cpu") != "native" or one.triple == case.site.host:
        return
    if parse_target(one.triple).arch != parse_target(case.site.host).arch and case.site.host:
        what = f"target-cpu=native is this machine's processor, which is none of {one.triple}"
    elif "musl" in one.triple:
        what = "target-cpu=native: the program stops with `Illegal instruction` on every older processor"
    else:
        return
    instead = "name the oldest processor that it must start on, or remove it"
    yield trap(one.setting, "target-cpu-native", what, instead, _TO_START if one.setting.line else "")


def _prefer_dynamic(_case: Case, one: Flags) -> Iterator[Trap]:
    """Without effect on musl, whose standard library is static only."""
    if (
        any(name == "prefer-dynamic" and value not in {"no", "n", "off"} for name, value in one.codegen)
        and "musl" not in one.triple
    ):
        what = "with -C prefer-dynamic the program needs the toolchain's own libstd-….so to start, here and elsewhere"
        yield trap(one.setting, "prefer-dynamic", what, "remove it")


def _host_libraries(case: Case, one: Flags) -> Iterator[Trap]:
    """`-L` outranks what rustc brings: glibc's libc.a is then linked for musl's, and the link fails."""
    if "musl" not in one.triple or case.on_musl or not case.site.host:
        return
    for folder in _searched(one.words):
        if _LIBRARIES.fullmatch(folder) and case.site.there(f"{folder.rstrip('/')}/libc.a"):
            what = f"-L {folder} puts glibc's libc.a before musl's: the link fails with glibc's symbols undefined"
            yield trap(
                one.setting, "host-libraries", what, f"remove it: {folder} has no library for {one.triple}", breaks=True
            )


def _searched(words: tuple[str, ...]) -> Iterator[str]:
    """The folders of -L, without their kind (`native=`)."""
    waiting = iter(words)
    for word in waiting:
        if word.startswith("-L"):
            yield re.sub(r"^\w+=", "", word[2:] or next(waiting, ""))
