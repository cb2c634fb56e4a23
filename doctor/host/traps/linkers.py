"""Linkers that make a program which crashes, that are no drivers, that are not there, or that are chosen twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from doctor.host.settings import Setting
from doctor.host.target import gnu_prefix, parse_target
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import Flags, for_triple, is_for, reaching, settings, table_of
from doctor.host.traps.write import command, export, line, table

_CRASHES = "a program linked by musl-gcc calls itself static and crashes at its start (rust-lang/rust#95926, #85543)"
_FOR_C = "remove it: rustc brings musl itself; for C code set CC_x86_64_unknown_linux_musl=musl-gcc"
# Linkers proper: they know neither gcc's folders nor its start files.
_BARE = re.compile(r"(?:ld|rust-lld|lld|ld\.(?:lld|bfd|gold|mold)|mold|gold|wild)")
_DRIVER = re.compile(r"(?:.*-)?(?:cc|gcc|g\+\+|c\+\+|clang|clang\+\+)(?:-\d+)?")
_CLANG = re.compile(r"(?:.*-)?clang(?:\+\+)?(?:-\d+)?")
_BROUGHT = "x86_64-unknown-linux-gnu"  # rustc brings lld for it, since 1.90
_GCC_ARCH = re.compile(r"(?P<arch>\w+)-(?:\w+-)?linux-(?:gnu|musl)\w*-(?:gcc|g\+\+|cc)(?:-\d+)?")


def linkers(case: Case) -> Iterator[Trap]:
    """Find the traps of the linkers that the build will start."""
    for triple in dict.fromkeys((*case.built, *((case.site.host,) if case.site.host else ()))):
        chosen = linker_of(case, triple)
        if chosen is not None:
            setting, program = chosen
            yield from _musl_gcc(case, setting, program, triple)
            yield from _bare(setting, program, triple)
            yield from _zig(setting, program, triple)
            yield from _other_machine(setting, program, triple)
        yield from _twice(case, triple)
    for flags in reaching(case):
        yield from _fuse_ld(case, flags)


def linker_of(case: Case, triple: str) -> tuple[Setting, str] | None:
    """Return the linker of a triple and who chose it: -C linker, the variable, [target.TRIPLE], one [target.'cfg(…)'].

    A linker of the host's table is used for build scripts whatever the target is (seen with cargo 1.95).
    """
    for flags in for_triple(case, triple) if triple in case.built else ():
        if flags.value("linker"):
            return flags.setting, flags.value("linker")
    found = [one for one in settings(case) if table_of(one)[1] == "linker" and is_for(one, triple) and one.value]
    exact = [one for one in found if not table_of(one)[0].startswith("cfg(")]
    return next(((one, one.value) for one in exact or found), None)


def _musl_gcc(case: Case, setting: Setting, program: str, triple: str) -> Iterator[Trap]:
    """With -C relocation-model=static rustc and musl-gcc agree, and the program starts (seen with rustc 1.95)."""
    fixed = any(flags.value("relocation-model") == "static" for flags in for_triple(case, triple))
    if "musl" in triple and PurePosixPath(program).name == "musl-gcc" and not fixed:
        yield trap(setting, "musl-gcc-linker", f"musl-gcc as the linker: {_CRASHES}", _FOR_C)


def _bare(setting: Setting, program: str, triple: str) -> Iterator[Trap]:
    """Works for musl, where rustc brings all that is linked; for glibc: `cannot find -lgcc_s`."""
    target = parse_target(triple)
    if target.os == "linux" and target.libc == "gnu" and _BARE.fullmatch(PurePosixPath(program).name):
        what = f"{program} finds neither libgcc nor glibc by itself: the link stops with `cannot find -lgcc_s`"
        name = PurePosixPath(program).name.removeprefix("rust-").removeprefix("ld.")
        instead = "remove it" if name in {"ld", "bfd"} else "remove it, and tell the compiler to call it"
        flag = f'rustflags = ["-C", "link-arg=-fuse-ld={name}"]'
        write = flag if setting.line and name not in {"ld", "bfd"} else ""
        yield trap(setting, "bare-linker", what, instead, write, breaks=True)


def _zig(setting: Setting, program: str, triple: str) -> Iterator[Trap]:
    """It prints its usage: a linker has no room for the word `cc` (seen with zig 0.17)."""
    if PurePosixPath(program).name == "zig":
        what = "zig links as `zig cc` only, and cargo passes no word of its own: the link stops with zig's usage"
        run = command("cargo zigbuild --target", triple)
        yield trap(setting, "zig-linker", what, "remove it and let cargo-zigbuild call zig", run=run, breaks=True)


def _other_machine(setting: Setting, program: str, triple: str) -> Iterator[Trap]:
    """A table copied for another target, with the old one's gcc."""
    named = _GCC_ARCH.fullmatch(PurePosixPath(program).name)
    target = parse_target(triple)
    prefix = gnu_prefix(target)
    if named and prefix and named["arch"] != prefix.partition("-")[0] and not target.arch.startswith(("i", "arm")):
        what = f"{program} links for {named['arch']}, and the target is {triple}"
        write = f'linker = "{prefix}-gcc"' if setting.line else export(setting.where, f"{prefix}-gcc")
        yield trap(setting, "linker-machine", what, "name the linker of this target", write, breaks=True)


def _twice(case: Case, triple: str) -> Iterator[Trap]:
    """cargo: "several matching instances of `target.'cfg(..)'.linker` in configurations"."""
    found = [one for one in settings(case) if table_of(one)[1] == "linker" and is_for(one, triple)]
    several = {table_of(one)[0]: one for one in found if table_of(one)[0].startswith("cfg(")}
    if len(several) > 1 and not any(not table_of(one)[0].startswith("cfg(") for one in found):
        first, second = list(several.values())[:2]
        what = f"{table_of(first)[0]} and {table_of(second)[0]} both choose a linker for {triple}: cargo stops"
        write = f"{table(triple)}\n{line('linker', first.values, 'string')}"
        yield trap(second, "linker-twice", what, "choose it in one table, by the triple", write, breaks=True)


def _fuse_ld(case: Case, flags: Flags) -> Iterator[Trap]:
    """Both gcc and clang start `ld.NAME`; clang also looks for lld beside itself."""
    chosen = linker_of(case, flags.triple)
    if chosen is not None and not _DRIVER.fullmatch(PurePosixPath(chosen[1]).name):
        return
    clang = chosen is not None and _CLANG.fullmatch(PurePosixPath(chosen[1]).name) is not None
    for argument in flags.link_args:
        option, _, name = argument.partition("=")
        if option not in {"-fuse-ld", "--ld-path"} or not name:
            continue
        if "/" in name or option == "--ld-path":
            yield from _by_path(case, flags, argument, clang=clang)
        elif not case.has(f"ld.{name}") and not (name == "lld" and (clang or flags.triple == _BROUGHT)):
            what = f"{argument}, and there is no ld.{name}: gcc says `cannot find 'ld'`"
            yield trap(flags.setting, "fuse-ld", what, f"install {name}, or remove the flag", breaks=True)


def _by_path(case: Case, flags: Flags, argument: str, *, clang: bool) -> Iterator[Trap]:
    """Only clang takes a path: gcc says "unrecognized command-line option" (gcc 12)."""
    name = PurePosixPath(argument.partition("=")[2]).name.removeprefix("ld.")
    if not clang and case.has("gcc"):
        what = f"gcc does not know {argument}: it takes bfd, gold, lld or mold, and no path"
        write = f'rustflags = ["-C", "link-arg=-fuse-ld={name}"]' if flags.setting.line else ""
        yield trap(flags.setting, "fuse-ld-path", what, f"write -fuse-ld={name}, or link by clang", write, breaks=True)
