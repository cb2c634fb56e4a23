"""What a build will ask the machine for: the crates of Cargo.lock and what is known of them. Pure.

A lock file has no features, and holds what any target and any test could need. An optional dependency is listed under
its crate only where a feature asks for it: that is how a vendored copy shows. Of other features only those are known
that the project's manifests name; a crate hands such a one on under the same name, as a rule (mlua and mlua-sys).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from doctor.host.lock import Lock, LockedCrate
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Crate

SURE, LIKELY = "sure", "likely"
_COMPILERS = {"c-compiler", "cxx-compiler"}
_SYS = re.compile(r"[-_]sys$")  # the Cargo book, "Build Scripts": `*-sys` packages link to the library of that name
_FINDERS = {"pkg-config", "system-deps"}  # a library is looked for by the tool where one of these is used


@dataclass(frozen=True, slots=True)
class Wanted:
    """A need, the crate that has it, and the shortest way to it from a member: `keys` (`openssl 0.10.82`) end with it.

    `how` is sure where the crate's own record says so and no optional or test dependency is in the way, else likely;
    other systems than Linux have no sure ones: a lock file does not say which crate is for which. `looks_for` says that
    it is a library of the system, which the crate's `feature` would build instead and then takes `own`. `why` is the
    reason that the project's manifest gives for a need of its own. `beside` are keys of other crates in the lock file
    that a fix may name.
    """

    need: str
    crate: str
    version: str
    keys: tuple[str, ...]
    how: str
    looks_for: bool = False
    feature: str = ""
    through: str = ""
    own: tuple[str, ...] = ()
    why: str = ""
    beside: tuple[str, ...] = ()

    @property
    def path(self) -> tuple[str, ...]:
        """The names of the crates on the way."""
        return tuple(key.partition(" ")[0] for key in self.keys)


def forecast(lock: Lock, target_os: str, knowledge: Knowledge) -> tuple[Wanted, ...]:
    """The needs of all crates for a target's system, each once: the sure before the likely, the nearest crate first."""
    sure, every = _paths(lock, lock.doubtful), _paths(lock, frozenset())
    wanted = []
    for crate in lock.crates:
        if crate.key in every:
            path = sure.get(crate.key, every[crate.key])
            needs = _of(crate, _as_asked(knowledge.crate(crate.name), path, lock), path, target_os, knowledge)
            is_sure = crate.key in sure and target_os == "linux"
            wanted += [one if is_sure else replace(one, how=LIKELY) for one in needs]
    wanted.sort(key=lambda one: (one.how != SURE, len(one.keys)))
    first: dict[str, Wanted] = {}
    for one in wanted:
        first.setdefault(one.need, one)
    return tuple(first.values())


def _as_asked(record: Crate | None, path: tuple[str, ...], lock: Lock) -> Crate | None:
    """The record with what a feature changes, where a manifest asks it of the crate, of one on the way or of a user."""
    if record is None or not record.with_feature:
        return record
    names = {key.partition(" ")[0] for key in path} | {one.name for one in lock.crates if path[-1] in one.dependencies}
    features = {feature for crate, feature in lock.asked if crate in names}
    variant = next((one for feature, one in record.with_feature.items() if feature in features), None)
    return replace(record, library=variant.library, needs=variant.needs, varies=False) if variant else record


def _of(
    crate: LockedCrate, record: Crate | None, path: tuple[str, ...], target_os: str, knowledge: Knowledge
) -> Iterator[Wanted]:
    """What one crate needs: by its record, or by the helpers that its build script uses."""
    names = {key.partition(" ")[0] for key in crate.dependencies}
    if record is None:
        plain = Wanted("", crate.name, crate.version, path, LIKELY)
        yield from _unrecorded(names, plain, target_os, knowledge)
    elif record.built_for(target_os):
        own = record.optional or not names.isdisjoint(record.shown_by)
        plain = Wanted("", crate.name, crate.version, path, LIKELY if record.optional or record.varies else SURE)
        if record.library and not own and (not record.asked_by or not names.isdisjoint(record.asked_by)):
            yield from _library(record, plain, found_by_tool=not names.isdisjoint(_FINDERS))
        depends = (need for name, needs in record.if_depends.items() if name in names for need in needs)
        for need in dict.fromkeys([*record.needs, *(record.own if own else ()), *depends]):
            yield replace(plain, need=need)


def _unrecorded(names: set[str], plain: Wanted, target_os: str, knowledge: Knowledge) -> Iterator[Wanted]:
    """What the helpers of its build script take; a binding that compiles no C has no copy of its library."""
    helpers = [helper for name in sorted(names) if (helper := knowledge.crate(name)) and helper.built_for(target_os)]
    needs = dict.fromkeys(need for helper in helpers for need in helper.users)
    asks, binds = not names.isdisjoint(_FINDERS), bool(_SYS.search(plain.crate))
    library = knowledge.find("crate", plain.crate) if (asks or binds) and needs.keys().isdisjoint(_COMPILERS) else ""
    # One that does not ask for it may still link it: then its own name must be known, not only made of the library's.
    if library and (asks or plain.crate in knowledge.need(library).names.get("crates", ())):
        yield replace(plain, need=library, looks_for=True)
    yield from (replace(plain, need=need) for need in needs)


def _library(record: Crate, plain: Wanted, *, found_by_tool: bool) -> Iterator[Wanted]:
    """The library that a crate looks for, and the tool that it cannot find it without."""
    yield replace(
        plain,
        need=record.library,
        looks_for=True,
        feature=record.feature,
        through=record.through,
        own=record.own,
    )
    if found_by_tool and not record.unaided:
        yield replace(plain, need="pkg-config")


def _paths(lock: Lock, without: frozenset[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Key of a crate → keys on the shortest way to it from a member of the project, `without` some first steps."""
    crates = {crate.key: crate for crate in lock.crates}
    found: dict[str, tuple[str, ...]] = {crate.key: (crate.key,) for crate in lock.crates if crate.member}
    waiting = deque(found)
    while waiting:
        key = waiting.popleft()
        for dependency in crates[key].dependencies:
            step = (crates[key].name, dependency.partition(" ")[0])
            if dependency in crates and dependency not in found and not (crates[key].member and step in without):
                found[dependency] = (*found[key], dependency)
                waiting.append(dependency)
    return found
