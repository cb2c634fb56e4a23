"""How to build a program that starts elsewhere: static musl, an Alpine image, or gnu with a slim image. Pure.

What decides is which C libraries of the system the crates use: a static program needs an archive of each for musl. No
package of a glibc distribution has one, a crate's own copy is one, and Alpine packages many (`[static]` of a need).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from doctor.forecast import Wanted
from doctor.knowledge.load import Knowledge

MUSL, OWN_COPIES, ALPINE, SLIM = "static-musl", "static-musl-own-copies", "alpine-image", "slim-image"
_BASE = "alpine"  # the family whose archives are meant
_CXX = "cxx-compiler"


@dataclass(frozen=True, slots=True)
class Strategy:
    """`kind` is one of the words above, `title` says what suits, `why` are sentences: reasons, and other ways."""

    kind: str
    title: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Library:
    """A library of the system that a crate looks for; `archive` says whether Alpine has it for static programs."""

    title: str
    crate: str
    feature: str
    archive: bool
    through: str


def strategy(wanted: Iterable[Wanted], glibc: str, knowledge: Knowledge) -> Strategy:
    """Choose by what the crates ask for; `glibc` is the version that a gnu build made here would need ("" for none)."""
    needs = tuple(wanted)
    libraries = [_library(one, knowledge) for one in needs if one.looks_for]
    stuck = [one for one in libraries if not one.feature]
    found = _static(libraries) if not stuck else _image(stuck)
    cxx = next((one.crate for one in needs if one.need == _CXX), "")
    return Strategy(found.kind, found.title, (*found.why, *_cxx(cxx, found), *_floor(glibc, alone=not libraries)))


def _library(wanted: Wanted, knowledge: Knowledge) -> _Library:
    need = knowledge.need(wanted.need)
    archive = need.static.get(_BASE)
    there = archive is not None and archive.names is not None
    own = need.vendored
    crate = own.crate if own and own.feature == wanted.feature else wanted.crate
    return _Library(need.title, crate, wanted.feature, there, wanted.through)


def _static(libraries: list[_Library]) -> Strategy:
    """No library of the system, or only such as the crates can build themselves."""
    if not libraries:
        why = "As far as Cargo.lock tells, no crate uses a C library of the system: one file then starts on any Linux."
        return Strategy(MUSL, "static musl suits this project", (why,))
    features = ", ".join(dict.fromkeys(f"{one.title} (feature `{one.feature}` of {one.crate})" for one in libraries))
    why = f"Each library of the system can be built by its crate: {features}."
    without = (f"Or do without {one.title}: {one.through}." for one in libraries if one.through)
    title = "static musl suits this project, with its libraries built by the crates"
    return Strategy(OWN_COPIES, title, (why, *dict.fromkeys(without)))


def _image(stuck: list[_Library]) -> Strategy:
    """A library that no crate builds: Alpine has it for static programs, or it stays a shared one."""
    shared = [one for one in stuck if not one.archive]
    if not shared:
        why = f"No crate builds {_names(stuck)} itself; Alpine has packages of static archives, Debian's are for glibc."
        return Strategy(ALPINE, "a static build in an Alpine image suits this project", (why,))
    why = f"{_names(shared)} cannot be linked statically: no crate builds it, and no archive for musl is known."
    more = "Ship the program in an image of the distribution it was built on, with the run-time packages of these."
    return Strategy(SLIM, "a gnu build in a slim image suits this project", (why, more))


def _cxx(crate: str, found: Strategy) -> Iterable[str]:
    """C++ for musl: musl-gcc has no C++ half."""
    if crate and found.kind in {MUSL, OWN_COPIES}:
        yield f"{crate} compiles C++, and there is no musl-g++: take `cargo zigbuild`, cross, or an Alpine image."


def _floor(glibc: str, *, alone: bool) -> Iterable[str]:
    """What a program needs that is linked with the glibc of this system, and how it can need less."""
    if glibc:
        older = "build in a container of the oldest system that it is for"
        older += ", or with `cargo zigbuild --target x86_64-unknown-linux-gnu.2.17`" if alone else ""
        yield f"A gnu build made here may need glibc {glibc}, and does not start on older systems: {older}."


def _names(libraries: list[_Library]) -> str:
    titles = list(dict.fromkeys(one.title for one in libraries))
    return ", ".join(titles[:-1]) + (f" and {titles[-1]}" if titles[1:] else titles[-1])
