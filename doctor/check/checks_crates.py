"""What the project's crates will ask for, and what of it is there: the forecast from Cargo.lock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from doctor.check.model import CannotLookError, CheckResult, View, fail, known, ok, skipped, warn
from doctor.forecast import SURE, Wanted
from doctor.host.lock import Lock
from doctor.host.presence import where
from doctor.host.target import gnu_prefix, parse_target
from doctor.model import Diagnosis, Target

_COMPILERS = {"c-compiler", "cxx-compiler"}


@dataclass(frozen=True, slots=True)
class _Forecast:
    """What is wanted for one target: where it was found, "" for what is missing."""

    wanted: Wanted
    found: str
    triple: str


def crates(view: View) -> CheckResult:
    """Whether all is there that the crates of Cargo.lock look for, for the targets at hand."""
    project = known(view.host.project)
    if project.choices.problem:
        raise CannotLookError(project.choices.problem)
    if project.lock is None and not project.choices.needs:
        return skipped("there is no Cargo.lock to read: the first build, or `cargo generate-lockfile`, makes it")
    lock = project.lock or Lock("")
    if lock.problem:
        return fail("Cargo.lock cannot be read", f"{lock.path}: {lock.problem}. cargo stops at it.")
    if lock.newer:
        raise CannotLookError(f"{lock.path}: {lock.newer}; a newer doctor may know it")
    found = (*_look(view, lock), *_said(view, project.choices.needs))
    missing = {one.wanted.need: one for one in found if not one.found}
    if not missing:
        return ok(_all_there(found), "; ".join(f"{one.wanted.need}: {one.found}" for one in found))
    diagnoses = [_missing(view, one) for one in missing.values()]
    sure = any(one.wanted.how == SURE for one in missing.values())
    count = "one thing is" if len(missing) == 1 else f"{len(missing)} things are"
    title = f"{count} missing that the project's crates need: {', '.join(missing)}"
    return (fail if sure else warn)(title, "", *diagnoses)


def _look(view: View, lock: Lock) -> Iterator[_Forecast]:
    for triple in view.host.targets or (view.host.triple,):
        target = parse_target(triple)
        for wanted in view.adviser.wanted(lock, target.os):
            for one in (wanted, *_instead(view, wanted, target)):
                if one.need not in _COMPILERS or triple == view.host.triple:
                    yield _Forecast(one, _found(view, one, target), triple)


def _instead(view: View, wanted: Wanted, target: Target) -> Iterator[Wanted]:
    """What the crate's own copy takes, where no library of this system can be used; and what a tool then takes."""
    if _is_foreign(view, target):
        needs = (*(wanted.own if wanted.looks_for else ()), *view.adviser.also(wanted.need, target.libc))
        yield from (replace(wanted, need=need, looks_for=False, through="") for need in needs)


def _is_foreign(view: View, target: Target) -> bool:
    host = parse_target(view.host.triple) if view.host.triple else target
    return (host.os, host.libc) != (target.os, target.libc)


def _said(view: View, needs: tuple[tuple[str, str], ...]) -> Iterator[_Forecast]:
    """What the project itself says that it needs, each with its reason; a need that nobody knows is missing."""
    host = parse_target(view.host.triple)
    for need, why in needs:
        wanted = Wanted(need, "the project", "", (), SURE, why=why)
        yield _Forecast(wanted, _found(view, wanted, host), view.host.triple)


def _found(view: View, wanted: Wanted, target: Target) -> str:
    """A library of this system is of no use to a target with another libc, whatever lies around."""
    host = parse_target(view.host.triple) if view.host.triple else target
    if wanted.looks_for and _is_foreign(view, target):
        return ""
    gnu = gnu_prefix(target if wanted.looks_for else host) or f"{host.arch}-linux-gnu"
    names = view.adviser.names(wanted.need)
    return _told(view, names, target) or where(names, view.access, gnu)


def _told(view: View, names: Mapping[str, tuple[str, ...]], target: Target) -> str:
    """The variable that hands the tool its arguments, by its own name or with the target's (as bindgen reads it)."""
    plain = [name for name in names.get("env", ()) if name.endswith("_ARGS")]
    ends = ("", f"_{target.triple}", f"_{target.triple.replace('-', '_')}")
    environment = view.access.environment if view.access.live else {}
    told = {name for name, value in environment.items() if value} | _configured(view)
    return next((f"{name}{end}" for name in plain for end in ends if f"{name}{end}" in told), "")


def _configured(view: View) -> set[str]:
    """The variables that cargo's configs set."""
    return {entry.name for entry in known(view.host.project).settings.entries}


def _missing(view: View, one: _Forecast) -> Diagnosis:
    return view.adviser.missing(one.wanted, one.triple)


def _all_there(found: tuple[_Forecast, ...]) -> str:
    needs = ", ".join(dict.fromkeys(one.wanted.need for one in found))
    return f"the project's crates need {needs}: all there" if needs else "the project's crates need nothing more"
