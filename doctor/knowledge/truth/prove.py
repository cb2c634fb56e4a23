"""Needs x a package index → what is dead, what is proven, and what is held by others.

A name is proven when the packages that the record installs, with all they pull in, hold its file. A name of which the
whole index holds no file is another system's name for the thing, and no matter here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Need, Packages
from doctor.knowledge.truth.package_index import PackageIndex
from doctor.model import System
from doctor.packages import resolve

CHECKED = ("pkg_config", "libs", "sonames", "objects", "headers", "tools", "modules")
Allowed = Mapping[tuple[str, str], str]  # (need, name) → why it is right all the same


FAULTS = (
    "dead",  # no package of that name
    "elsewhere",  # other packages hold the file
    "not-base",  # it is not part of the base system
    "packaged",  # said not to be packaged, and it is
    "no-archive",  # what [static] says of archives
    "unseen",  # nothing of it is in the index
)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a record says and the index denies: `kind` is one of FAULTS, `name` what it is about."""

    need: str
    kind: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an index says of one need; `packages` is None where the record says nothing of this family.

    `excused` are the faults that knowledge/truth.toml explains.
    """

    need: str
    packages: Packages | None
    faults: tuple[Fault, ...] = ()
    excused: tuple[Fault, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether the index proves all that the record says."""
        return self.packages is not None and not self.faults and not self.excused

    @property
    def names(self) -> tuple[str, ...]:
        """The packages that it installs."""
        return (self.packages.names or ()) if self.packages else ()


def prove(knowledge: Knowledge, family: str, index: PackageIndex, allowed: Allowed) -> tuple[Verdict, ...]:
    """The verdict on every need, as a system of this family has it."""
    system = System(index.release, family, "option")
    return tuple(_verdict(need, system, knowledge, index, allowed) for need in knowledge.needs())


def _verdict(need: Need, system: System, knowledge: Knowledge, index: PackageIndex, allowed: Allowed) -> Verdict:
    packages = resolve(need.packages, need.packages_if, system, knowledge)
    if packages is None:
        return Verdict(need.id, None)
    static = resolve(need.static, need.static_if, system, knowledge)
    runtime = resolve(need.runtime, (), system, knowledge)
    found = (
        *_dead(need, (packages, static, runtime), index),
        *(_unpackaged(need, index) if packages.names is None else _misplaced(need, packages, index)),
        *_archives(need, packages, static, index),
    )
    excused = tuple(fault for fault in found if (need.id, fault.name) in allowed)
    return Verdict(need.id, packages, tuple(fault for fault in found if fault not in excused), excused)


def _files(need: Need, index: PackageIndex) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The names that are files somewhere in this index, with their holders."""
    for kind in CHECKED:
        for name in need.names.get(kind, ()) if kind in index.kinds else ():
            holders = index.holding(kind, name)
            if holders:
                yield kind, name, holders


def _dead(need: Need, cells: Iterable[Packages | None], index: PackageIndex) -> Iterator[Fault]:
    for cell in cells:
        for name in (cell.names or ()) if cell else ():
            if not index.knows(name):
                yield Fault(need.id, "dead", name, f"{name} is no package of {index.title}")


def _misplaced(need: Need, packages: Packages, index: PackageIndex) -> Iterator[Fault]:
    """Every file must come with the packages, and at least one must; of a base system that is not told, nothing."""
    if not packages.names and not index.base:
        return
    installed = index.base | index.closure(packages.names or ())
    wrong = "elsewhere" if packages.names else "not-base"
    which = " ".join(packages.names or ()) or "the base system"
    files = tuple(_files(need, index))
    for kind, name, holders in files:
        if not holders & installed:
            where = ", ".join(sorted(holders)[:5])
            yield Fault(need.id, wrong, name, f"{kind} {name} is not in {which}, but in {where}")
    if not files and index.kinds and packages.names:
        yield Fault(need.id, "unseen", "", f"no file of it is in {index.title}")


def _unpackaged(need: Need, index: PackageIndex) -> Iterator[Fault]:
    for kind, name, holders in _files(need, index):
        if kind != "headers":
            yield Fault(need.id, "packaged", name, f"{kind} {name} is in {', '.join(sorted(holders)[:5])}")


def _archives(need: Need, packages: Packages, static: Packages | None, index: PackageIndex) -> Iterator[Fault]:
    """`[static]` says where the archives are: its packages must hold one, or none where it says false."""
    libs = tuple(lib for lib in need.names.get("libs", ()) if index.holding("libs", lib))
    if static is None or not libs or "archives" not in index.kinds or not packages.names:
        return
    holders = frozenset(owner for lib in libs for owner in index.holding("archives", lib))
    installed = index.closure((*packages.names, *(static.names or ())))
    if static.names is None and holders & installed:
        yield Fault(need.id, "no-archive", "static", "static is false, but its packages hold an archive")
    if static.names is not None and not holders & installed:
        yield Fault(need.id, "no-archive", "static", "static is said to be had, but no package of it holds an archive")
