"""The answer first: one line about a file, and the reasons for it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from doctor.elf.binary import BIONIC, GLIBC, LIBRARY, MUSL, OBJECT, PROGRAMS, Binary, is_static
from doctor.elf.machines import machine_title
from doctor.knowledge.raised import Raised
from doctor.releases import Reach
from doctor.verify.floor import Floor
from doctor.verify.inspect import Inspection

_MOST_SYMBOLS = 3
_MOST_SYSTEMS = 8


def title(found: Inspection, floors: tuple[Floor, ...], kernel: str = "") -> str:
    """What the file is, and where it starts; `kernel` is the oldest that Rust's standard library accepts there."""
    binary = found.binary
    if found.problem:
        return found.problem
    if binary is None:
        return _archive(found)
    if is_static(binary):
        return f"static, starts on any {machine_title(binary.machine)} Linux{_from_kernel(binary, kernel)}"
    if binary.kind in PROGRAMS:
        return f"dynamic: {_needs(binary, floors)}"
    if binary.kind == LIBRARY:
        return f"a shared library for {machine_title(binary.machine)}: {_needs(binary, floors)}"
    what = "an object file" if binary.kind == OBJECT else "neither a program nor a library"
    return f"{what}, for {machine_title(binary.machine)}"


def reasons(
    binary: Binary, floors: tuple[Floor, ...], reach: Reach | None, raised: tuple[Raised, ...]
) -> Iterator[str]:
    """Why: who asks for the version, where it starts and where not, what it loads."""
    first = floors[0] if floors else None
    if first is not None and first.symbols:
        yield f"{_symbols(first)}: {why(first, raised)}" if why(first, raised) else f"{_symbols(first)}."
    if reach is not None and reach.starts:
        yield f"Starts on {_some(reach.starts)}."
    if reach is not None and reach.fails:
        yield f"Not on {_some(reach.fails)}."
    if binary.needed:
        yield f"It loads {', '.join(binary.needed)}."


def why(floor: Floor, raised: tuple[Raised, ...]) -> str:
    """What made a program ask for this version, as far as its symbols tell; "" where nothing is known of them."""
    fitting = (one for one in raised if one.glibc == floor.version and floor.family == "GLIBC")
    found = (
        one.why for one in fitting if any(fnmatchcase(name, glob) for name in floor.symbols for glob in one.symbols)
    )
    text = next(found, "")
    return f"{text[:1].lower()}{text[1:]}." if text else ""


def _needs(binary: Binary, floors: tuple[Floor, ...]) -> str:
    if binary.libc == GLIBC:
        asked = [
            f"{_NAMES.get(one.family, one.family)} {one.version} or newer" for one in floors if one.family in _NAMES
        ]
        return f"needs {' and '.join(asked)}" if asked else "needs glibc, of any version"
    if binary.libc == MUSL:
        return "needs musl's loader: it starts on Alpine and other systems of musl only"
    if binary.libc == BIONIC:
        return "needs Android"
    return f"needs {binary.interpreter}" if binary.interpreter else "needs no C library that is known"


_NAMES = {"GLIBC": "glibc", "GLIBCXX": "libstdc++ with GLIBCXX"}


def _symbols(floor: Floor) -> str:
    """`pthread_create@GLIBC_2.34` and 10 more."""
    version = f"{floor.family}_{floor.version}"
    named = [f"`{name}@{version}`" for name in floor.symbols[:_MOST_SYMBOLS]]
    rest = len(floor.symbols) - len(named)
    return ", ".join(named) + (f" and {rest} more" if rest else "")


def _some(names: tuple[str, ...]) -> str:
    """The first of them, which are the best known."""
    rest = len(names) - _MOST_SYSTEMS
    return ", ".join(names[:_MOST_SYSTEMS]) + (f" and {rest} more" if rest > 0 else "")


def _from_kernel(binary: Binary, kernel: str) -> str:
    """Glibc's start files say it themselves; musl's ask for none, and Rust's standard library for its own."""
    oldest = binary.notes.kernel.removesuffix(".0") if binary.libc == GLIBC else kernel if binary.libc == MUSL else ""
    level = f", on processors of level {binary.notes.level}" if binary.notes.level else ""
    return f" with kernel {oldest} or newer{level}" if oldest else level


def _archive(found: Inspection) -> str:
    if not found.members:
        return "an archive without object files"
    parts = [f"{count} for {machine_title(name)}" for name, count in found.members]
    return f"an archive of object files: {', '.join(parts)}"
