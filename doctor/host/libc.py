"""Which C library do programs of this machine use? Asked of a program's own interpreter, never of a file's presence."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from doctor.host.elf_head import Head, read_head
from doctor.host.inside import HERE, inside
from doctor.host.run import Runner

_GLIBC = re.compile(rb"GNU C Library [^\n]{0,80}?version (\d+\.\d+)")
_MUSL = re.compile(r"^Version (\d+\.\d+(?:\.\d+)?)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Libc:
    """A C library: `kind` is glibc, musl, other or "" for unknown; `version` may be empty; `loader` is its path."""

    kind: str
    version: str = ""
    loader: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.version}".strip()


def libc_here(runner: Runner, programs: Sequence[str] = ()) -> Libc:
    """Return the C library of this machine: of the running Python, or of /bin/sh where Python is static.

    `programs` are others to ask instead, in this order.

    glibc tells its version by confstr(3); musl's loader says it when it is started without arguments.
    """
    if sys.platform == "darwin":
        return Libc("other", "", "")
    asked = programs or (sys.executable, "/bin/sh", "/usr/bin/env")
    loader = next((head.interpreter for path in asked if (head := read_head(Path(path))) and head.interpreter), "")
    kind = _kind(loader)
    if kind == "glibc" or not loader:
        version = _confstr()
        return Libc("glibc" if version else kind, version, loader)
    if kind == "musl":
        said = _MUSL.search(runner([loader], cwd=HERE, environment={}).stderr.decode("ascii", "replace"))
        return Libc(kind, said.group(1) if said else "", loader)
    return Libc(kind, "", loader)


def libc_inside(root: Path) -> tuple[Libc, str]:
    """Return (C library, architecture) of another root, read from its shell; nothing of it is started."""
    head = next((found for path in ("/bin/sh", "/usr/bin/env") if (found := _head_inside(root, path))), None)
    if head is None:
        return Libc(""), ""
    kind = _kind(head.interpreter)
    return Libc(kind, _version_inside(root, head) if kind == "glibc" else "", head.interpreter), head.arch


def _kind(loader: str) -> str:
    name = Path(loader).name
    if name.startswith("ld-musl-"):
        return "musl"
    return "glibc" if re.match(r"ld(?:-linux|64|-\d|\.so)", name) else "other" if name else ""


def _confstr() -> str:
    """Return glibc's version such as 2.36; "" under any other C library."""
    try:
        said = os.confstr("CS_GNU_LIBC_VERSION") or ""
    except (ValueError, OSError, AttributeError):
        return ""
    return said.removeprefix("glibc ").strip()


def _head_inside(root: Path, path: str) -> Head | None:
    try:
        return read_head(inside(root, path))
    except OSError:
        return None


def _version_inside(root: Path, head: Head) -> str:
    """Read the version that libc.so.6 carries in its text, beside the loader or in Debian's folder."""
    for folder in (
        "lib64",
        "usr/lib64",
        f"lib/{head.arch}-linux-gnu",
        f"usr/lib/{head.arch}-linux-gnu",
        "lib",
        "usr/lib",
    ):
        try:
            found = _GLIBC.search(inside(root, f"/{folder}/libc.so.6").read_bytes())
        except OSError:
            continue
        if found:
            return found.group(1).decode()
    return ""
