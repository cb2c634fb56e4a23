"""Settings for C code that mix two C libraries: the host's gcc or its headers in a build for musl."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from doctor.host.target import gnu_prefix, parse_target
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.variables import for_target
from doctor.host.traps.write import export, line

_HOSTS_GCC = re.compile(r"(?:(?P<arch>\w+)-(?:\w+-)?linux-gnu-)?(?:cc|gcc|g\+\+|c\+\+)(?:-\d+)?")
_X86 = {"i686": "x86", "i586": "x86"}
_HOSTS_HEADERS = re.compile(r"(?:-I|-isystem)?/usr/(?:local/)?include(?:/[\w-]+-linux-gnu)?/?")


def c_code(case: Case) -> Iterator[Trap]:
    """Find the traps of CC, CFLAGS and CPATH for each foreign target that is built on a glibc machine."""
    for triple in case.targets:
        if parse_target(triple).os == "linux" and not case.on_musl and case.site.host != triple:
            yield from _compiler(case, triple)
            yield from _headers(case, triple)


def _compiler(case: Case, triple: str) -> Iterator[Trap]:
    """The host's headers give names that musl lacks: `__snprintf_chk` (fortified), `fopen64` (seen with gcc 12)."""
    for base in ("CC", "CXX"):
        setting = for_target(case, base, triple)
        harm = _harm(case, triple) if setting and _is_hosts(case, setting.value) else ""
        if setting is None or not harm:
            continue
        variable, right = f"{base}_{triple.replace('-', '_')}", _right(base, triple)
        what = f"{setting.value} compiles the C code for {triple} too: it {harm}"
        away = "" if setting.where == variable else f"unset {setting.where}; "
        command = export(variable, right) and f"{away}{export(variable, right)}"
        lines = f"[env]\n{line(variable, (right,), 'string')}" if setting.line else command
        yield trap(setting, "hosts-compiler", what, f"name a compiler for that target only, by {variable}", lines)


def _is_hosts(case: Case, value: str) -> bool:
    """Whether it is gcc by its plain name or the machine's, behind a compiler cache or not; and is there."""
    words = [word for word in value.split() if PurePosixPath(word).name not in {"ccache", "sccache"}]
    named = _HOSTS_GCC.fullmatch(PurePosixPath(words[0]).name) if words else None
    host = parse_target(case.site.host).arch
    return named is not None and named["arch"] in {None, host} and case.has(words[0])


def _harm(case: Case, triple: str) -> str:
    """What the host's gcc does for a foreign target, "" for nothing bad: with -m32 it serves both x86."""
    target, host = parse_target(triple), parse_target(case.site.host or triple)
    if target.arch != host.arch and (_X86.get(target.arch), host.arch) != ("x86", "x86_64"):
        return "compiles for the host"
    return "takes glibc's headers, and the link lacks names such as `__snprintf_chk`" if target.libc == "musl" else ""


def _right(base: str, triple: str) -> str:
    """There is no musl-g++ in musl's own wrapper: a musl cross toolchain has the longer name."""
    if base == "CC" and triple == "x86_64-unknown-linux-musl":
        return "musl-gcc"
    return f"{gnu_prefix(parse_target(triple))}-{'gcc' if base == 'CC' else 'g++'}"


def _headers(case: Case, triple: str) -> Iterator[Trap]:
    """musl-gcc then says `bits/libc-header-start.h: No such file`; C_INCLUDE_PATH does no harm (seen with gcc 12)."""
    if "musl" not in triple:
        return
    for base in ("CFLAGS", "CXXFLAGS", "CPATH"):
        setting = for_target(case, base, triple) if base != "CPATH" else for_target(case, base, "")
        words = re.split(r"[:\s]+", setting.value) if setting else []
        found = next((word for word in words if _HOSTS_HEADERS.fullmatch(word)), "")
        if setting and found:
            what = f"{found} puts glibc's headers before musl's: `bits/libc-header-start.h: No such file or directory`"
            yield trap(setting, "host-headers", what, f"remove {found}: compilers know their own folders")
