"""An Explanation for people: the cause, the line that shows it, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from doctor.model import Diagnosis, Evidence, Explanation, Finding, Fix
from doctor.report.layout import COMMAND, ERROR, FAINT, GOOD, NORMAL, TITLE, WARN, Row, Span, safe, verbatim, wrapped

_MOST_SHOWN = 5
_MB = 1 << 20
_WORDS = {"certain": "error", "likely": "error (likely)", "hint": "hint"}


def rows(explanation: Explanation, width: int = 80) -> Iterator[Row]:
    """The report as rows; nothing but one line where there is nothing to say."""
    if explanation.outcome == "no-failure":
        yield (Span("doctor: no failure in this output", GOOD),)
    elif explanation.outcome == "unknown-failure":
        yield from _unknown(explanation, width)
    else:
        for diagnosis in explanation.diagnoses[:_MOST_SHOWN]:
            yield from diagnosis_rows(diagnosis, width)
        yield from _closing(explanation, width)
    if explanation.passed:
        yield from wrapped(_passed(explanation), width, indent="", style=FAINT)


def _passed(explanation: Explanation) -> str:
    """How much of a long log was not read line by line."""
    passed, dropped = f"{explanation.passed / _MB:,.1f} MB", f"{explanation.dropped / _MB:,.1f} MB"
    if not explanation.dropped:
        return f"A long log: {passed} without words of failure were passed over."
    around = f"{dropped} of them around words of failure: the first and the last of those were read"
    return f"A long log: {passed} were passed over, {around}."


def diagnosis_rows(diagnosis: Diagnosis, width: int) -> Iterator[Row]:
    """One diagnosis: headline, place, cause, evidence, fixes."""
    finding = diagnosis.finding
    style = WARN if finding.confidence == "hint" else ERROR
    yield (
        Span(f"{_WORDS[finding.confidence]}: ", style),
        Span(safe(finding.title), TITLE),
        Span(f"  [{finding.rule}]", FAINT),
    )
    yield from _where(finding)
    yield from wrapped(finding.cause, width)
    for number, fix in enumerate(diagnosis.fixes):
        yield from fix_rows(fix, "fix" if number == 0 else "or", width)
    yield (Span(""),)


def fix_rows(fix: Fix, word: str, width: int) -> Iterator[Row]:
    """One fix: commands stand alone on their lines, so that they can be copied."""
    label = f"  {word + ':':<5}"
    title = fix.title.removeprefix("Or ")  # the label says it
    heading = list(wrapped(title[:1].upper() + title[1:], width, indent=" " * len(label)))
    for number, row in enumerate(heading):
        yield (Span(label, GOOD), Span(row[0].text[len(label) :])) if number == 0 else row
    for command in fix.commands:
        yield (Span("         "), Span(verbatim(command), COMMAND))
    for edit in fix.edits:
        yield (Span(f"         in {safe(edit.file)}:", FAINT),)
        yield from ((Span("           "), Span(verbatim(line), COMMAND)) for line in edit.text.split("\n"))
    yield from wrapped(fix.why, width, indent=" " * 9, style=FAINT)
    if fix.caution:
        yield from wrapped(f"mind: {fix.caution}", width, indent=" " * 9, style=WARN)


def _where(finding: Finding) -> Iterator[Row]:
    crate = f"{finding.crate.name} {finding.crate.version}".strip() if finding.crate else ""
    for evidence in finding.evidence[:2]:
        yield (Span(f"  {_place(evidence)}  ", FAINT), Span(safe(evidence.text)[:160], FAINT))
    if crate:
        yield (Span(f"  while building {safe(crate)}", FAINT),)


def _place(evidence: Evidence) -> str:
    return f"line {evidence.line}" if evidence.file == "-" else f"{safe(evidence.file)}:{evidence.line}"


def _unknown(explanation: Explanation, width: int) -> Iterator[Row]:
    if explanation.own_code:
        yield (
            Span("doctor: ", NORMAL),
            Span("nothing is missing; the failure is in the code or the tests themselves", TITLE),
        )
    else:
        yield (Span("doctor: ", NORMAL), Span("this failure is not known; the decisive lines are", TITLE))
    for evidence in explanation.unknown:
        yield (Span(f"  {_place(evidence)}  ", FAINT), Span(safe(evidence.text)[: max(width, 60)]))
    if not explanation.own_code:
        yield from wrapped(
            "Was the whole output captured? `cargo build --verbose 2>&1 | doctor explain` shows more.",
            width,
            style=FAINT,
        )


def _closing(explanation: Explanation, width: int) -> Iterator[Row]:
    more = len(explanation.diagnoses) - _MOST_SHOWN
    if more > 0:
        yield (Span(f"and {more} more, all in --format json", FAINT),)
    if explanation.upcoming:
        names = ", ".join(f"{item.title} (for {item.crate})" for item in explanation.upcoming)
        yield from wrapped(f"After this the build will also need: {safe(names)}.", width, indent="")
    system = explanation.context.system
    said = {"log": "as the log shows", "option": "as you said", "host": "this machine"}[system.origin]
    target = f", target {explanation.context.target.triple}" if explanation.context.target else ""
    yield from wrapped(
        f"Advice for {str(system.release) or 'an unknown system'} ({said}{target}).", width, indent="", style=FAINT
    )
