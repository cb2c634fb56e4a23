"""doctor check for people: two lines when all is well; else what, why, the commands, and one for all packages."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from doctor.check.checks_rust import described
from doctor.check.combine import AtOnce
from doctor.check.model import CRASHED, FAIL, OK, SKIPPED, WARN, CheckResult
from doctor.host.facts import Host
from doctor.host.run import Outcome
from doctor.model import Diagnosis
from doctor.report.explain_text import fix_rows
from doctor.report.layout import COMMAND, ERROR, FAINT, GOOD, NORMAL, TITLE, Row, Span, safe, verbatim, wrapped
from doctor.report.layout import WARN as YELLOW

_MARKS = {
    OK: ("ok", GOOD),
    WARN: ("warn", YELLOW),
    FAIL: ("FAIL", ERROR),
    SKIPPED: ("skip", FAINT),
    CRASHED: ("CRASH", ERROR),
}
_INDENT = " " * 7
_MOST_FIXES = 3
_MOST_DIAGNOSES = 12  # of one check: what is to be pasted holds them all


@dataclass(frozen=True, slots=True)
class Shown:
    """How much is shown, in lines of `width`: `verbose` shows all, `named` that the reader chose the checks."""

    width: int = 80
    verbose: bool = False
    named: bool = False


def rows(
    host: Host,
    results: tuple[CheckResult, ...],
    at_once: AtOnce,
    started: tuple[Outcome, ...] = (),
    shown: Shown = Shown(),
) -> Iterator[Row]:
    """Return the report as rows; `at_once` is all that is to be pasted; `started` what was run."""
    told: set[tuple[str, ...]] = set()
    missing = any(result.status == FAIL for result in results)
    for result in results:
        wanted = result.status in {WARN, FAIL, CRASHED} or (result.advice and missing)
        if shown.verbose or shown.named or wanted:
            yield from _result(result, told, shown.width, verbose=shown.verbose)
    if shown.verbose:
        yield from _started(started)
    yield from _at_once(at_once)
    yield _verdict(results)
    yield (Span(safe(_summary(host)), FAINT),)


def _at_once(at_once: AtOnce) -> Iterator[Row]:
    """Everything once more, to be pasted."""
    if at_once.install:
        yield (Span("all missing packages at once:", GOOD),)
        yield (Span(_INDENT), Span(verbatim(at_once.install), COMMAND))
    if at_once.then:
        yield (Span("and then:" if at_once.install else "all at once:", GOOD),)
        yield from ((Span(_INDENT), Span(verbatim(command), COMMAND)) for command in at_once.then)
    if at_once:
        yield (Span(""),)


def _started(outcomes: tuple[Outcome, ...]) -> Iterator[Row]:
    """Each program that was started, with its time and how it ended."""
    if outcomes:
        yield (Span(f"programs started: {len(outcomes)}", TITLE),)
    for outcome in outcomes:
        ended = outcome.problem or ("" if outcome.ok else f"exit status {outcome.status}")
        words = verbatim(shlex.join(outcome.argv))
        yield (
            Span(f"{outcome.seconds * 1000:>8.0f} ms  ", FAINT),
            Span(words, NORMAL),
            Span(f"  {safe(ended)}" if ended else "", YELLOW),
        )


def _result(result: CheckResult, told: set[tuple[str, ...]], width: int, *, verbose: bool) -> Iterator[Row]:
    mark, style = _MARKS[result.status]
    spent = f"  {result.seconds * 1000:.0f} ms" if verbose else ""
    yield (Span(f"{mark:<7}", style), Span(safe(result.title), TITLE), Span(safe(f"  [{result.id}]{spent}"), FAINT))
    for line in result.detail.splitlines():
        yield from wrapped(line, width, indent=_INDENT, style=FAINT)
    for number, diagnosis in enumerate(result.diagnoses[:_MOST_DIAGNOSES]):
        if result.diagnoses[1:]:
            yield from [(Span(""),)] if number else []
            yield (Span("     - ", FAINT), Span(safe(diagnosis.finding.title), TITLE))
        yield from _diagnosis(result, diagnosis, told, width)
    if (more := len(result.diagnoses) - _MOST_DIAGNOSES) > 0:
        yield from ((Span(""),), (Span(f"     - and {more} more, named in the first line", FAINT),))
    if not verbose or result.diagnoses:
        yield (Span(""),)


def _diagnosis(result: CheckResult, diagnosis: Diagnosis, told: set[tuple[str, ...]], width: int) -> Iterator[Row]:
    """Why, and what to do; fixes that an earlier check has shown are not repeated."""
    cause = diagnosis.finding.cause
    if cause and cause != result.detail:
        yield from wrapped(cause, width, indent=_INDENT)
    fixes = [fix for fix in diagnosis.fixes[:_MOST_FIXES] if not fix.commands or fix.commands not in told]
    for number, fix in enumerate(fixes):
        yield from fix_rows(fix, "or" if number else "fix", width)
        told.add(fix.commands)
    if diagnosis.fixes and not fixes:
        yield (Span(f"{_INDENT}The fix is the same as above.", FAINT),)


def _verdict(results: tuple[CheckResult, ...]) -> Row:
    count = {status: sum(result.status == status for result in results) for status in _MARKS}
    extras = [f"{count[WARN]} to think about"] if count[WARN] else []
    extras += [f"{count[CRASHED]} could not be done"] if count[CRASHED] else []
    extras += [f"{count[SKIPPED]} skipped"] if count[SKIPPED] else []
    rest = "".join(f", {extra}" for extra in extras)
    if count[FAIL]:
        return (Span(f"doctor: {count[FAIL]} of {len(results)} checks found something missing or broken{rest}", ERROR),)
    if count[CRASHED]:
        return (Span(f"doctor: nothing missing as far as could be seen{rest}", YELLOW),)
    return (Span(f"doctor: nothing is missing ({count[OK]} {_checks(count[OK])}{rest})", GOOD),)


def _checks(number: int) -> str:
    return "check" if number == 1 else "checks"


def _summary(host: Host) -> str:
    """Say on one line what was looked at."""
    system, rust = host.system.value, host.rust.value
    parts = [str(system.release) or "unknown system", system.arch, str(system.libc)] if system else []
    if rust is not None and rust.rustc is not None:
        parts.append(described(rust))
    if host.targets:
        parts.append(f"for {' '.join(host.targets)}")
    return ", ".join(part for part in parts if part)
