"""A trial build: one line of Rust, and one of C or C++, compiled, linked and started. A found tool may not work.

rustc is started itself, not cargo: cargo would write into CARGO_HOME and obey a project's config. What cargo would add
from the user's own variables and config, linker and flags, is added here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from doctor.host.compilers import CXX, C, compiler
from doctor.host.programs import Access, find, first_line
from doctor.host.run import Outcome
from doctor.host.settings import Settings
from doctor.host.target import in_variables
from doctor.model import Target

_SECONDS = 30.0
_START_SECONDS = 5.0
_RUST = 'fn main() { println!("seven is {}", 7); }\n'
_RUST_WITH_C = (
    'extern "C" { fn doctor_seven() -> i32; }\nfn main() { println!("seven is {}", unsafe { doctor_seven() }); }\n'
)
# A header and a call of the C library: a compiler that finds neither is no use.
_C = """#include <stdlib.h>
#include <string.h>
int doctor_seven(void) { return (int)strlen(getenv("PATH") ? "1234567" : "7654321"); }
"""
# The library itself is wanted too: a class that is in it and a stream that has to be set up before main.
_CXX = """#include <iostream>
#include <string>
extern "C" int doctor_seven(void) { std::string said("1234567"); std::cout.flush(); return (int)said.size(); }
"""
_SOURCES = {C: ("seven.c", _C), CXX: ("seven.cc", _CXX)}
# Systems where cc-rs links libc++ in place of libstdc++ (cc-rs, `get_cpp_link_stdlib`).
_LIBCXX = frozenset({"macos", "ios", "freebsd", "openbsd", "android", "wasi"})
_SAID = "seven is 7"


@dataclass(frozen=True, slots=True)
class Trial:
    """How far it came: `stage` is c-compiler (not there), c, link, start or done; `log` is what the tools printed.

    `program` is the C compiler, or rustc; `started` says whether the result could be started here at all, `built` what
    was built, where something was.
    """

    stage: str
    program: str
    log: bytes = b""
    problem: str = ""
    started: bool = False
    built: Path | None = None


@dataclass(frozen=True, slots=True)
class Bench:
    """What trials are made with: rustc's path, its own triple, this machine, and the user's own cargo settings."""

    rustc: str
    host: str
    access: Access
    settings: Settings

    def has(self, program: str) -> bool:
        """Whether a program of this name or path is there."""
        return bool(find(program, self.access))


def try_rust(bench: Bench, target: Target, folder: Path) -> Trial:
    """Compile, link and start a one-line program in the empty `folder`."""
    return _link(bench, target, folder, _RUST, [])


def try_c(bench: Bench, target: Target, folder: Path, language: str = C) -> Trial:
    """Compile C (or CXX) as cc-rs would for the target, link it to a Rust program in the empty `folder`, start that."""
    argv = compiler(target, bench.host, bench.access.environment, bench.has, language)
    if not bench.has(argv[0]):
        return Trial("c-compiler", argv[0], problem=f"{argv[0]} is not installed")
    name, source = _SOURCES[language]
    (folder / name).write_text(source, encoding="utf-8")
    path = find(argv[0], bench.access)
    compiled = _run(bench, folder, [path, *argv[1:], "-O1", "-fPIC", "-c", name, "-o", "seven.o"])
    if not compiled.ok:
        return Trial("c", argv[0], _log(compiled), _problem(compiled))
    return _link(bench, target, folder, _RUST_WITH_C, ["-C", "link-arg=seven.o", *_library(target, language)])


def _library(target: Target, language: str) -> list[str]:
    """The standard library that cc-rs has linked for C++; none for a compiler of Microsoft's, which names its own."""
    if language == C or target.libc == "msvc":
        return []
    return ["-l", "c++" if target.os in _LIBCXX else "stdc++"]


def linker_of(target: Target, environment: Mapping[str, str], settings: Settings) -> str:
    """Return the linker that the user's own settings choose, as cargo would: variable first; "" for rustc's default."""
    named = environment.get(f"CARGO_TARGET_{in_variables(target.triple)}_LINKER")
    return named or next(iter(settings.own(f"target.{target.triple}.linker")), "")


def flags_of(target: Target, environment: Mapping[str, str], settings: Settings) -> tuple[str, ...]:
    """Return the flags that cargo would pass: the first of its four sources wins (the Cargo book, build.rustflags)."""
    if environment.get("CARGO_ENCODED_RUSTFLAGS"):
        return tuple(environment["CARGO_ENCODED_RUSTFLAGS"].split("\x1f"))
    if environment.get("RUSTFLAGS"):
        return tuple(environment["RUSTFLAGS"].split())
    ours = environment.get(f"CARGO_TARGET_{in_variables(target.triple)}_RUSTFLAGS", "").split()
    ours += [word for value in settings.own(f"target.{target.triple}.rustflags") for word in value.split()]
    theirs = environment.get("CARGO_BUILD_RUSTFLAGS", "").split() or [
        word for value in settings.own("build.rustflags") for word in value.split()
    ]
    return tuple(ours or theirs)


def _link(bench: Bench, target: Target, folder: Path, source: str, extra: list[str]) -> Trial:
    (folder / "seven.rs").write_text(source, encoding="utf-8")
    environment = bench.access.environment
    linker = linker_of(target, environment, bench.settings)
    chosen = ["-C", f"linker={linker}"] if linker else []
    flags = flags_of(target, environment, bench.settings)
    argv = [
        bench.rustc,
        "--edition=2021",
        "--target",
        target.triple,
        *chosen,
        *flags,
        *extra,
        "-o",
        "seven",
        "seven.rs",
    ]
    built = _run(bench, folder, argv)
    if not built.ok:
        return Trial("link", "rustc", _log(built), _problem(built))
    return _start(bench, target, folder)


def _start(bench: Bench, target: Target, folder: Path) -> Trial:
    """Start the program where this machine can: its own architecture and system; static musl runs on any Linux."""
    host = bench.host
    here = target.triple == host or (
        target.arch == host.partition("-")[0] and target.libc == "musl" and "linux" in host
    )
    program = folder / "seven"
    if not here:
        return Trial("done", "rustc", built=program)
    ran = bench.access.runner([str(program)], cwd=folder, environment=bench.access.environment, seconds=_START_SECONDS)
    if ran.ok and _SAID in ran.text:
        return Trial("done", "rustc", started=True, built=program)
    return Trial("start", str(program), _log(ran), _problem(ran), started=True)


def _run(bench: Bench, folder: Path, argv: list[str]) -> Outcome:
    return bench.access.runner(argv, cwd=folder, environment=bench.access.environment, seconds=_SECONDS)


def _log(outcome: Outcome) -> bytes:
    return outcome.stdout + outcome.stderr


def _problem(outcome: Outcome) -> str:
    ended = (
        f"exit status {outcome.status}" if (outcome.status or 0) >= 0 else f"killed by signal {-(outcome.status or 0)}"
    )
    return outcome.problem or first_line(outcome.stderr) or ended
