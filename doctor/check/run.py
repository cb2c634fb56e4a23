"""Chooses the checks and runs each within its own time limit and crash boundary."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from doctor.check.checks import general_checks, target_checks
from doctor.check.model import CRASHED, FAIL, SKIPPED, CannotLookError, Check, CheckResult, View
from doctor.errors import UsageError
from doctor.host.facts import Host
from doctor.host.guard import Job, Result

_SOME_HOST = "unknown"  # stands for the machine's triple before it is known


@dataclass(frozen=True, slots=True)
class Selection:
    """Which checks: `only` these ids (none for all), and not those of `skip`; `trial` names every `trial:TRIPLE`."""

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    def takes(self, key: str) -> bool:
        """Whether the check of this id is to be run."""
        return (not self.only or _named(key, self.only)) and not _named(key, self.skip)


def parts_for(selection: Selection) -> frozenset[str]:
    """Return the parts of the Host that the selected checks read: no others need to be probed."""
    checks = (*general_checks(), *target_checks(_triples(selection), _SOME_HOST))
    return frozenset(part for check in checks if selection.takes(check.id) for part in check.parts)


def all_checks(host: Host) -> tuple[Check, ...]:
    """Return every check there is for this host, in the order of the report."""
    return (*general_checks(), *target_checks(host.targets, host.triple))


def run_checks(view: View, selection: Selection) -> tuple[CheckResult, ...]:
    """Run the selected checks side by side; raises UsageError for an id that does not exist."""
    checks = all_checks(view.host)
    _refuse_unknown(checks, selection)
    asked = [check for check in checks if not selection.only or _named(check.id, selection.only)]
    jobs = [(check, _start(check, view, selection)) for check in asked]
    started = time.monotonic()
    return tuple(_result(check, job, view, started) for check, job in jobs)


def exit_status(results: Iterable[CheckResult]) -> int:
    """Return 1 when something is missing, 3 when a check could not be done and nothing is missing, else 0."""
    states = {result.status for result in results}
    return 1 if FAIL in states else 3 if CRASHED in states else 0


def _start(check: Check, view: View, selection: Selection) -> Job[CheckResult] | None:
    return Job(lambda: check.look(view)) if selection.takes(check.id) else None


def _result(check: Check, job: Job[CheckResult] | None, view: View, started: float) -> CheckResult:
    if job is None:
        return CheckResult(check.id, SKIPPED, "by --skip")
    done = job.result(started + check.seconds)
    if done.value is None:
        return CheckResult(check.id, CRASHED, f"could not look: {check.title}", _reason(done), done.seconds)
    return replace(done.value, id=check.id, seconds=done.seconds + _probing(check, view.host))


def _reason(done: Result[CheckResult]) -> str:
    return done.problem.removeprefix(f"{CannotLookError.__name__}: ")


def _probing(check: Check, host: Host) -> float:
    """Return the seconds that the one part took which this check is about."""
    parts = [part for name in check.parts if isinstance(part := getattr(host, name), Result)]
    return parts[0].seconds if len(parts) == 1 else 0.0


def _refuse_unknown(checks: tuple[Check, ...], selection: Selection) -> None:
    for wanted in (*selection.only, *selection.skip):
        if not any(_named(check.id, (wanted,)) for check in checks):
            raise UsageError(f"there is no check `{wanted}`; `doctor check --list` shows all")


def _named(key: str, words: tuple[str, ...]) -> bool:
    return key in words or key.partition(":")[0] in words


def _triples(selection: Selection) -> tuple[str, ...]:
    """Return triples that stand in for those not yet known, and those that the selection names."""
    named = [word.partition(":")[2] for word in selection.only if ":" in word]
    return tuple(named) or ("x86_64-unknown-linux-musl",)
