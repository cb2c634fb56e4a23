"""Findings that no build prints, with fixes that are commands to paste and not packages."""

from __future__ import annotations

from doctor.check.model import CheckResult, fail, warn
from doctor.model import Diagnosis, Finding, Fix


def warned(rule: str, title: str, cause: str, *fixes: Fix) -> CheckResult:
    """Say that something may hurt, and what to do about it."""
    return warn(title, cause, _diagnosis(rule, title, cause, fixes))


def failed(rule: str, title: str, cause: str, *fixes: Fix) -> CheckResult:
    """Say that something is broken, and what to do about it."""
    return fail(title, cause, _diagnosis(rule, title, cause, fixes))


def _diagnosis(rule: str, title: str, cause: str, fixes: tuple[Fix, ...]) -> Diagnosis:
    return Diagnosis(Finding(rule=rule, confidence="certain", title=title, cause=cause), fixes)
