"""What a check is, what it may look at, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from doctor.forecast import Wanted
from doctor.host.facts import Host, Request
from doctor.host.guard import Result
from doctor.host.lock import Lock
from doctor.host.programs import Access
from doctor.knowledge.records import TargetSpec
from doctor.model import Diagnosis
from doctor.strategy import Strategy

OK, WARN, FAIL, SKIPPED, CRASHED = "ok", "warn", "fail", "skipped", "crashed"
T = TypeVar("T")


class CannotLookError(Exception):
    """A part of the machine could not be read: the check that needs it is shown as crashed, with this line."""


class Adviser(Protocol):
    """Turns what is wrong into diagnoses for the machine at hand, by the same rules as a log."""

    def diagnose(self, text: bytes, target: str = "", *, source: str = "") -> tuple[Diagnosis, ...]:
        """Explain a tool's words. With `source` they were really printed and stay as evidence from there."""

    def need(self, key: str, rule: str, title: str, cause: str) -> Diagnosis:
        """Say that something is missing which goes by this id, or any of its tools' names, among the needs."""

    def wanted(self, lock: Lock, target_os: str) -> tuple[Wanted, ...]:
        """Forecast what the crates of a lock file need, for targets of this system."""

    def names(self, need: str) -> Mapping[str, tuple[str, ...]]:
        """Return the names that a need goes by, by their kind."""

    def also(self, need: str, libc: str) -> tuple[str, ...]:
        """Return what else it takes on this system for a target with this libc, which is not the machine's."""

    def missing(self, wanted: Wanted, triple: str) -> Diagnosis:
        """Say that a crate's need is missing for this target, who wants it, and how it comes here or is avoided."""

    def strategy(self, lock: Lock, glibc: str) -> Strategy:
        """Return how a program is best built to start elsewhere; `glibc` is the version here ("" for another libc)."""

    def target(self, triple: str) -> TargetSpec | None:
        """Return what rustc says of a target that it has built in, as far as the knowledge goes; None for others."""


@dataclass(frozen=True, slots=True)
class View:
    """All that a check may look at: the facts, the question, the adviser; for trials the machine and a folder."""

    host: Host
    request: Request
    adviser: Adviser
    access: Access
    scratch: Path


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check's answer: `title` is the sentence to show, `detail` why and where; `seconds` is what it took.

    With `advice` it is also shown where all is well with it and something else is missing.
    """

    id: str
    status: str
    title: str
    detail: str = ""
    seconds: float = 0.0
    diagnoses: tuple[Diagnosis, ...] = ()
    advice: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A check by id: `parts` of the Host that it reads, `title` for --list, `seconds` it may take."""

    id: str
    title: str
    parts: frozenset[str]
    look: Callable[[View], CheckResult]
    seconds: float = 5.0


def ok(title: str, detail: str = "", *diagnoses: Diagnosis) -> CheckResult:
    """Say that all is well; diagnoses are then advice for whoever wants more."""
    return CheckResult("", OK, title, detail, diagnoses=diagnoses)


def warn(title: str, detail: str = "", *diagnoses: Diagnosis) -> CheckResult:
    """Say that something may hurt; it does not decide the exit status."""
    return CheckResult("", WARN, title, detail, diagnoses=diagnoses)


def fail(title: str, detail: str = "", *diagnoses: Diagnosis) -> CheckResult:
    """Say that something is missing or broken."""
    return CheckResult("", FAIL, title, detail, diagnoses=diagnoses)


def skipped(title: str) -> CheckResult:
    """Say why nothing was looked at."""
    return CheckResult("", SKIPPED, title)


def known(part: Result[T]) -> T:
    """Return a part of the Host; raises CannotLookError where it could not be read."""
    if part.value is None:
        raise CannotLookError(part.problem)
    return part.value
