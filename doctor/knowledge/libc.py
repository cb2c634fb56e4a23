"""Writes the names of knowledge/libc: what glibc exports and musl lacks, read from the archives themselves.

    python -m doctor.knowledge.libc FILE… --musl libc.a --older-musl libc.a --bits32 … --write knowledge/libc

FILE is a shared library or archive of glibc, of as many releases as wanted: libc.so.6, libm.so.6, libmvec.so.1,
libanl.so.1, libresolv.so.2, librt.so.1, libpthread.so.0, ld-linux-*.so.2 and libc_nonshared.a. On Debian they come from
the packages libc6 and libc6-dev (`apt-get download`, `dpkg-deb -x`). musl has to be upstream's of the releases that
Rust bundles, not a distribution's (Debian's adds fts): its unpatched .orig.tar.gz from `apt-get source musl`, built by
`./configure --disable-shared && make`. Rust bundles musl 1.2.3 since 1.71 and 1.2.5 since 1.93
(rust-lang/rust pull requests 107129 and 142682).

Both of --bits32 are built for a 32-bit processor (libc6-i386; CC="gcc -m32" ./configure --target=i386 && make AR=ar
RANLIB=ranlib): only there glibc has a second name for every function that takes a time.

A group's title, cause, advice and globs are written by hand; `names` and `generated` of every group are this command's.
Names that both libraries have, GLIBC_PRIVATE names and words that any program may use for itself are left out. A name
that glibc only keeps for old programs is taken where a group asks for it by name, never for the rest (`glibc-only`).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REST = "glibc-only"
NEWER = "newer-musl"
TIME64 = "time64"

# A group, then patterns: the first that fits a whole name decides. `libm:` takes what else that library exports.
_GROUPS = r"""
fortify           __\w+_chk __chk_fail __fdelt_warn __open(at)?(64)?_2 __mq_open_2
isoc23            __isoc23_\w+
math-finite       __\w+_finite
lfs64             lockf64 n?ftw64 llseek
float-n           \w*f(32|64|128)x?(_[lr])? __\w+f128
vector-math       _ZGV\w+
fts               fts(64)?_\w+
io-internals      _IO_\w+ __w?(under|over)flow __wuflow
lfs64             \w+64(v2|_r)?
math-classify     (__)?is(inf|nan)[fl]? (__)?finite[fl]?
ucontext          (get|set|make|swap)context
execinfo          (__)?backtrace(_symbols(_fd)?)?
gnu-libc-version  gnu_get_libc_\w+
device-numbers    gnu_dev_\w+
obstack           _?obstack\w*
argp              argp_\w+
argz              (__)?(argz|envz)_\w+
arc4random        arc4random\w*
printf-hooks      register_printf_\w+ printf_size\w* parse_printf_format __printf_fp
malloc-internals  mallinfo2? malloc_(info|stats|trim) mallopt mcheck\w* mprobe mu?ntrace mtrace cfree pvalloc mallwatch
malloc-internals  tr_break __libc_(memalign|p?valloc|mallinfo|mallopt|freeres) __(malloc|free|realloc|memalign)_hook
malloc-internals  __(malloc_initialize|after_morecore)_hook __(default_)?morecore
secure-getenv     __secure_getenv
single-threaded   __libc_single_threaded
dl-extensions     dlvsym dlmopen dladdr1 _dl_find_object
gnu-error         error error_(at_line|message_count|one_per_line|print_progname) canonicalize_file_name
gnu-regex         re_(search|match|compile|set|syntax|max|comp|exec)\w*
random-r          \w+48_r (init|set)state_r s?random_r
locale-functions  (__)?(strto|wcsto)\w+_l strptime_l (__)?(strto|wcsto)\w+_internal (strto|wcsto)u?q strfrom[dfl]
locale-functions  __strfmon_l __(isascii|toascii)_l __wcsn?casecmp_l
ctype-internals   __ctype\w+ (__)?isctype _to(low|upp)er __iswctype __towctrans
gnu-string        rawmemchr str(errordesc|errorname)_np sig(abbrev|descr)_np strfry memfrob wmempcpy wcschrnul
gnu-string        _?sys_(errlist|nerr|siglist|sigabbrev) __(stp|mem)\w+ __str\w+ __rawmemchr __bzero __ffs
rpc               xdr\w* __xdr\w* _?svc\w+ clnt\w*_\w+ pmap_\w+ auth(none|unix|des)_\w+ callrpc registerrpc xprt_\w+
rpc               (__)?key_\w+ (host|user)2netname netname2(host|user) get_?my\w+ getrpcport getnetname
rpc               (get|set)(public|secret)key __rpc_\w+ rpc_createerr _rpc_dtablesize _seterr_reply _authenticate
rpc               _null_auth passwd2des x(de|en)crypt (cbc|ecb)_crypt des_setparity rtime bindresvport
resolver          _?_?(res|ns|dn)_\w+ _res __(p|fp|loc|sym)_\w+ __b64_\w+ __hostalias __put(long|short) _get(long|short)
resolver          getaddrinfo_a gai_\w+ inet_(net_\w+|nsap_\w+|neta) _[gs]etht\w+
nss               __nss_\w+ (get|set|end)(alias|rpc|sg|fs|tty|netgr)(ent|by\w+|nam|spec|file)(_r)? innetgr putsgent
nss               get(net|proto|serv|host|gr|pw|sp|sg)(ent|by\w+|nam)_r [fs]?get(gr|pw|sp|sg)ent_r [fs]getsgent
nss               sgetspent getut(ent|id|line)_r getutmpx?
linux-syscalls    close_range closefrom execveat fs(config|mount|open|pick) getcpu tgkill mount_setattr move_mount mseal
linux-syscalls    open_tree openat2 pidfd_\w+ pkey_\w+ process_m\w+ renameat2 sched_[gs]etattr epoll_pwait2 (__)?sysctl
linux-syscalls    __arch_prctl modify_ldt (create|query)_module get_kernel_syms bdflush nfsservctl uselib ustat ntp_\w+
pthread-extensions  pthread_\w+ sem_clockwait
profiling         _?_?mcount __fentry__ _mcleanup (__)?monstartup moncontrol sprofil __cyg_profile_\w+
c23               stdc_\w+ memset_explicit free_(aligned_)?sized memalignment mbrtoc8 c8rtomb timespec_getres
c23               wcslc(at|py) u(max|l|ll|imax)?abs
glibc-internals   __cxa_\w+ __libc_\w+ __pthread_\w+ _pthread_\w+ __?dl_\w+ __rseq_\w+ _r_debug __x86_\w+ _nl_\w+
glibc-internals   __\w+
math-extensions   libm:
"""

# Old objects ask for these, which today's files no longer show (or only as GLIBC_PRIVATE).
_OLD: Mapping[str, tuple[str, ...]] = {
    "glibc-internals": (
        "__libc_csu_init",
        "__libc_csu_fini",
        "__libc_dlopen_mode",
        "__libc_dlsym",
        "__libc_enable_secure",
    ),
}

# Plain words that a program's own missing object may define just as well.
_WORDS = frozenset(
    [
        "step",
        "advance",
        "locs",
        "login",
        "logout",
        "revoke",
        "stty",
        "gtty",
        "profil",
        "canonicalize",
        "gamma",
        "fadd",
        "fsub",
        "fmul",
        "fdiv",
        "ffma",
        "fsqrt",
        "rsqrt",
        "pown",
        "powr",
        "rootn",
    ]
)

_VERSION = re.compile(r"GLIBC_(\d+)\.(\d+)")
_MUSL_VERSION = re.compile(rb"(?<![\w.])1\.[12]\.\d{1,2}(?![\w.])")
_TIME64 = re.compile(r"__\w+64(_r|_time64)?")
_WIDTH = 116


@dataclass(frozen=True)
class Export:
    """A name that a library of glibc exports; `linkable` tells it from one kept for old programs only."""

    name: str
    library: str
    linkable: bool


def nm(path: Path) -> list[str]:
    """The defined global names of a library or archive, with versions; raises OSError, CalledProcessError."""
    with path.open("rb") as file:
        archive = file.read(8) == b"!<arch>\n"
    argv = ["nm", "-P", "--defined-only", *(["-g"] if archive else ["-D"]), str(path)]
    done = subprocess.run(argv, check=True, capture_output=True, text=True)  # noqa: S603 (the caller's own files)
    return [fields[0] for line in done.stdout.splitlines() if len(fields := line.split()) > 1]


def exports(path: Path) -> list[Export]:
    """What a program can ask of this file of glibc; private names and the names of versions are left out."""
    found = []
    for symbol in nm(path):
        name, _, version = symbol.partition("@")
        if not version.lstrip("@").startswith(("GLIBC_PRIVATE", "GLIBC_ABI_")) and not name.startswith("GLIBC_"):
            linkable = version.startswith("@") or path.suffix == ".a"
            found.append(Export(name, path.name.partition(".")[0], linkable))
    return [export for export in found if not export.name.endswith("_version_placeholder")]


def glibc_version(path: Path) -> tuple[int, int]:
    """The newest version that this file's symbols carry, as (2, 36)."""
    numbers = [(int(found[1]), int(found[2])) for name in nm(path) if (found := _VERSION.search(name))]
    return max(numbers, default=(0, 0))


def musl_version(path: Path) -> str:
    """The version that musl's archive carries in __libc_version; raises ValueError without one."""
    found = set(_MUSL_VERSION.findall(path.read_bytes()))
    if len(found) != 1:
        raise ValueError(f"{path} does not tell one version of musl")
    return str(found.pop(), "ascii")


def patterns() -> list[tuple[str, str]]:
    """Group and pattern, in the order in which they are tried."""
    rows = (line.split() for line in _GROUPS.strip().splitlines())
    return [(group, pattern) for group, *found in rows for pattern in found]


def group_of(export: Export) -> str:
    """The group that a missing name belongs to, or "" for one that is left out."""
    for group, pattern in patterns():
        if pattern == f"{export.library}:" or re.fullmatch(pattern, export.name):
            return group
    return REST if export.linkable else ""


def sort_names(glibc: Iterable[Export], musl: set[str], older: set[str]) -> dict[str, set[str]]:
    """Group → names that glibc has and musl lacks; what only the older musl lacks is a group of its own."""
    groups: dict[str, set[str]] = {group: set() for group in (*(group for group, _ in patterns()), REST, NEWER)}
    linkable: dict[str, Export] = {}
    for export in glibc:
        if export.name not in linkable or export.linkable:
            linkable[export.name] = export
    for name, export in linkable.items():
        group = "" if name in _WORDS else NEWER if name in musl and name not in older else group_of(export)
        if group and (group == NEWER or name not in musl):
            groups[group].add(name)
    for group, names in _OLD.items():
        groups[group].update(names)
    return groups


def time64_names(glibc: Iterable[Export], musl: set[str], known: Iterable[Export]) -> set[str]:
    """The names for 64-bit time that only a 32-bit glibc has."""
    wide = {export.name for export in known}
    return {export.name for export in glibc if _TIME64.fullmatch(export.name)} - musl - wide


def render(table: Mapping[str, Any], names: Iterable[str], generated: Sequence[str]) -> str:
    """A group's file: the hand-written keys as they were, then the names."""
    lines = [f"{key} = {json.dumps(table[key], ensure_ascii=False)}" for key in ("id", "title", "cause", "advice")]
    if table.get("globs"):
        lines.append(f"globs = {json.dumps(table['globs'])}")
    lines += [f"generated = {json.dumps(list(generated))}", "names = [", *_wrapped(sorted(names)), "]"]
    return "\n".join(lines) + "\n"


def _wrapped(names: Iterable[str]) -> list[str]:
    lines = ["  "]
    for name in names:
        word = f'"{name}", '
        if len(lines[-1]) + len(word) > _WIDTH:
            lines.append("  ")
        lines[-1] += word
    return [line.rstrip() for line in lines if line.strip()]


def write(folder: Path, groups: Mapping[str, set[str]], generated: Sequence[str]) -> None:
    """Put the names into the groups' files; raises FileNotFoundError for a group that nobody has described yet."""
    for group, names in groups.items():
        path = folder / f"{group}.toml"
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        path.write_text(render(table, names, generated), encoding="utf-8")


def main(argv: Sequence[str] | None = None) -> int:
    """Read the archives, show how many names each group has, and write them with --write."""
    parser = argparse.ArgumentParser(prog="python -m doctor.knowledge.libc", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("glibc", nargs="+", type=Path, metavar="FILE", help="a library or archive of glibc")
    parser.add_argument("--musl", required=True, type=Path, help="libc.a of the musl that the current Rust bundles")
    parser.add_argument("--older-musl", required=True, type=Path, help="libc.a of the musl that Rust bundled before")
    parser.add_argument("--bits32", nargs=2, type=Path, metavar=("LIBC.SO", "LIBC.A"), help="32-bit glibc and musl")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="the folder of groups, knowledge/libc")
    arguments = parser.parse_args(argv)
    found = [export for path in arguments.glibc for export in exports(path)]
    groups = sort_names(found, set(nm(arguments.musl)), set(nm(arguments.older_musl)))
    if arguments.bits32:
        glibc32, musl32 = arguments.bits32
        groups[TIME64] = time64_names(exports(glibc32), set(nm(musl32)), found)
    versions = {glibc_version(path) for path in arguments.glibc if path.name.startswith("libc.so")}
    generated = [f"glibc {'.'.join(map(str, version))}" for version in sorted(versions)]
    generated += [f"musl {musl_version(path)}" for path in (arguments.older_musl, arguments.musl)]
    for group, names in sorted(groups.items()):
        sys.stdout.write(f"{len(names):5} {group}\n")
    sys.stdout.write(f"{sum(map(len, groups.values())):5} names from {', '.join(generated)}\n")
    if arguments.write:
        write(arguments.write, groups, generated)
    return 0


if __name__ == "__main__":
    sys.exit(main())
