"""What the project's crates will ask for, and what of it is there: the forecast from Cargo.lock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doctor.check.model import CheckResult, View, fail, known, ok, skipped, warn
from doctor.forecast import SURE, Wanted
from doctor.host.lock import Lock
from doctor.host.presence import where
from doctor.host.target import gnu_prefix, parse_target
from doctor.model import Diagnosis, Target

_COMPILERS = {"c-compiler", "cxx-compiler"}
_MOST = 12


@dataclass(frozen=True, slots=True)
class _Forecast:
    """What is wanted for one target: where it was found, "" for what is missing."""

    wanted: Wanted
    found: str
    triple: str


def crates(view: View) -> CheckResult:
    """Whether all is there that the crates of Cargo.lock look for, for the targets at hand."""
    lock = known(view.host.project).lock
    if lock is None:
        return skipped("there is no Cargo.lock to read: the first build, or `cargo generate-lockfile`, makes it")
    if lock.problem:
        return warn("Cargo.lock cannot be read", f"{lock.path}: {lock.problem}")
    found = tuple(_look(view, lock))
    missing = {one.wanted.need: one for one in found if not one.found}
    if not missing:
        return ok(_all_there(found), "; ".join(f"{one.wanted.need}: {one.found}" for one in found))
    diagnoses = [_missing(view, one) for one in missing.values()][:_MOST]
    sure = any(one.wanted.how == SURE for one in missing.values())
    count = "one thing is" if len(missing) == 1 else f"{len(missing)} things are"
    title = f"{count} missing that the project's crates need: {', '.join(missing)}"
    return (fail if sure else warn)(title, _ways(missing.values()), *diagnoses)


def _look(view: View, lock: Lock) -> Iterator[_Forecast]:
    for triple in view.host.targets or (view.host.triple,):
        target = parse_target(triple)
        for wanted in view.adviser.wanted(lock, target.os):
            if wanted.need not in _COMPILERS or triple == view.host.triple:
                yield _Forecast(wanted, _found(view, wanted, target), triple)


def _found(view: View, wanted: Wanted, target: Target) -> str:
    """A library of this system is of no use to a target with another libc, whatever lies around."""
    host = parse_target(view.host.triple) if view.host.triple else target
    if wanted.looks_for and (host.os, host.libc) != (target.os, target.libc):
        return ""
    gnu = gnu_prefix(target if wanted.looks_for else host) or f"{host.arch}-linux-gnu"
    return where(view.adviser.names(wanted.need), view.access, gnu)


def _missing(view: View, one: _Forecast) -> Diagnosis:
    return view.adviser.missing(one.wanted, one.triple)


def _all_there(found: tuple[_Forecast, ...]) -> str:
    needs = ", ".join(dict.fromkeys(one.wanted.need for one in found))
    return f"the project's crates need {needs}: all there" if needs else "the project's crates need nothing more"


def _ways(missing: Iterable[_Forecast]) -> str:
    """Who pulls each in: the shortest way from the project to the crate."""
    return "; ".join(f"{one.wanted.need}: {' → '.join(one.wanted.path)}" for one in missing)
