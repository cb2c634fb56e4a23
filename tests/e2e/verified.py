"""Programs of every kind, built in a clean Debian, and what `doctor verify` says of each: static or not, and every trap.

usage: python tests/e2e/verified.py --lab DIR [--rust machine|musl] [NAME…]

Rust is the machine's own where it has the standard library for x86_64-unknown-linux-musl, else (or with `--rust musl`)
Debian's with the one that musl_std.py builds. Each program that this machine can start is started in the end, so that
"static" and "it crashes" are not only words. Prints a table; exit status 1 when an answer is not the expected one.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab import Root, base, layer, machine_rust, missing_parts, new_root
from musl_std import toolchain

_PACKAGES = "gcc g++ libc6-dev musl-tools gcc-aarch64-linux-gnu libc6-dev-arm64-cross"
_INSTALL = f"apt-get update -qq && apt-get install -y -qq --no-install-recommends {_PACKAGES} >/dev/null"
_RUST = (
    "use std::net::ToSocketAddrs;\n"
    'fn main() { println!("{}", "127.0.0.1:80".to_socket_addrs().unwrap().count()); '
    "std::thread::spawn(|| {}).join().unwrap(); }\n"
)
_MIXED = 'extern "C" { fn words() -> i32; }\nfn main() { println!("{}", unsafe { words() }); }\n'
_CXX = (
    '#include <string>\n#include <sstream>\nextern "C" int words() { std::ostringstream o; o << 4.5; '
    "return (int)o.str().size(); }\n"
)
_MUSL = "rustc --target x86_64-unknown-linux-musl main.rs -o app"
_CROSS_FLAGS = "-C linker=musl-gcc"


@dataclass(frozen=True, slots=True)
class Row:
    """A program: how it is built, and what has to be said. `starts` is None where this machine cannot start it."""

    name: str
    build: str
    kind: str
    libc: str
    rules: tuple[str, ...] = ()
    options: str = ""
    starts: bool | None = True
    words: str = ""


ROWS = (
    Row("gnu", "rustc main.rs -o app", "pie", "glibc", words="dynamic: needs glibc 2."),
    Row("gnu-too-new", "rustc main.rs -o app", "pie", "glibc", ("too-new",), "--runs-on ubuntu:20.04"),
    Row("gnu-expected-static", "rustc main.rs -o app", "pie", "glibc", ("not-static",), "--expect static"),
    Row("gnu-no-pie", "rustc -C relocation-model=static main.rs -o app", "executable", "glibc"),
    Row("gnu-crt-static", "rustc -C target-feature=+crt-static main.rs -o app", "static-pie", "glibc", words="kernel 3.2"),
    Row("musl", _MUSL, "static-pie", "musl", options="--expect static --runs-on ubuntu:14.04", words="starts on any x86-64"),
    Row("musl-no-pie", f"{_MUSL} -C relocation-model=static", "static", "musl", options="--expect static"),
    Row("musl-stripped", f"{_MUSL} -C strip=symbols", "static-pie", "musl", options="--expect static"),
    Row("musl-in-its-folder", f"mkdir -p x86_64-unknown-linux-musl && {_MUSL} && mv app x86_64-unknown-linux-musl/app", "static-pie", "musl"),
    Row("musl-dynamic", "musl-gcc main.c -o app", "pie", "musl", ("not-static",), "--expect static", words="musl's loader"),
    Row("musl-gcc-linked", f"{_MUSL} {_CROSS_FLAGS}", "pie", "musl", ("static-with-interpreter",), starts=False),
    Row("musl-links-glibc", f"mkdir -p x86_64-unknown-linux-musl && {_MUSL} -C target-feature=-crt-static && mv app x86_64-unknown-linux-musl/app", "pie", "glibc", ("musl-target-links-glibc",), starts=None),
    Row("aarch64", "aarch64-linux-gnu-gcc main.c -o app", "pie", "glibc", starts=None, words="needs glibc 2."),
    Row("aarch64-in-another-folder", "mkdir -p x86_64-unknown-linux-gnu && aarch64-linux-gnu-gcc -static main.c -o x86_64-unknown-linux-gnu/app", "static", "glibc", ("wrong-architecture",), starts=None),
    Row("c-by-musl-gcc", "musl-gcc -static main.c -o app", "static", "musl", options="--expect static"),
    Row("cxx-mix", "g++ -O1 -c words.cc && rustc mixed.rs -C link-arg=words.o -l stdc++ -o app", "pie", "glibc", words="GLIBCXX 3.4."),
    Row("cxx-mix-too-new", "g++ -O1 -c words.cc && rustc mixed.rs -C link-arg=words.o -l stdc++ -o app", "pie", "glibc", ("too-new",), "--runs-on rhel:7"),
    Row("executable-stack", "gcc -z execstack main.c -o app", "pie", "glibc", words="Its stack is executable"),
    Row("missing-library", "gcc -shared -o libfrob.so.1 -Wl,-soname,libfrob.so.1 frob.c && gcc main.c -Wl,--no-as-needed ./libfrob.so.1 -o app && rm libfrob.so.1", "pie", "glibc", ("library-missing",), starts=False, words="libfrob.so.1 is missing here"),
)  # fmt: skip


def verify(row: Row, root: Root) -> str:
    """Build a row's program and look at it; returns what is wrong with the answer, or ""."""
    root.put({
        "main.rs": _RUST, "mixed.rs": _MIXED, "words.cc": _CXX, "frob.c": "int frob(void) { return 1; }\n",
        "main.c": '#include <stdio.h>\nint main(void) { puts("1"); return 0; }\n',
    })  # fmt: skip
    built = root.run(row.build)
    if built.returncode != 0:
        return f"not built: {built.stdout.decode(errors='replace')[-300:]}"
    path = "x86_64-unknown-linux-*/app" if "mkdir" in row.build else "app"
    asked = root.run(f"python3 -m doctor verify --format json {row.options} {path}")
    try:
        found = json.loads(asked.stdout)["files"][0]
    except (ValueError, LookupError):
        return f"no answer: {asked.stdout.decode(errors='replace')[-300:]}"
    return _wrong(row, found, asked.returncode) or _started(row, root, path)


def _wrong(row: Row, found: dict[str, Any], status: int) -> str:
    binary = found["binary"] or {}
    rules = tuple(one["rule"] for one in found["problems"])
    if (binary.get("kind"), binary.get("libc"), rules, status) != (row.kind, row.libc, row.rules, int(bool(row.rules))):
        return f"{binary.get('kind')}, {binary.get('libc')}, {rules}, exit {status}: {found['title']}"
    said = " ".join(
        [found["title"], *found["reasons"], *found["cautions"], *(one["title"] for one in found["problems"])]
    )
    return "" if row.words in said else f"not said: {row.words!r} in {said!r}"


def _started(row: Row, root: Root, path: str) -> str:
    if row.starts is None:
        return ""
    done = root.run(f"./{path}")
    return (
        "" if (done.returncode == 0) == row.starts else f"started with status {done.returncode}: {done.stdout[-200:]!r}"
    )


def rust_for(choice: str, lab: Path) -> Path:
    """The toolchain: the machine's where it has musl's standard library, else the one that the lab builds."""
    machine = machine_rust()
    has = (machine / "lib/rustlib/x86_64-unknown-linux-musl").is_dir()
    return machine if choice == "machine" or (not choice and has) else toolchain(lab)


def main() -> int:
    """Run the rows and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lab", type=Path, help="where the roots are kept (default: a temporary folder)")
    parser.add_argument("--rust", choices=("machine", "musl"), default="")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    if lacking := missing_parts():
        print(lacking)
        return 1
    lab = options.lab or Path(tempfile.mkdtemp(prefix="doctor-lab-"))
    rust = rust_for(options.rust, lab)
    lower = layer(lab, "verified", base(lab), _INSTALL, rust)
    bad = 0
    for row in (one for one in ROWS if not options.names or one.name in options.names):
        root = new_root(lab, f"verified-{row.name}", lower, rust)
        wrong = verify(row, root)
        bad += bool(wrong)
        print(f"{'WRONG' if wrong else 'right':<6} {row.name:<26} {wrong}", flush=True)
        root.drop()
    print(f"{len(ROWS)} programs, {bad} wrong answers")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
