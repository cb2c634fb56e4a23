"""The whole way from the bytes of a log to its explanation. Pure but for what the caller hands in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from doctor.advise import advise
from doctor.context import builds_in_nix, read_context, release_in, versions_in
from doctor.diagnose import diagnose, in_own_code
from doctor.knowledge.load import Knowledge
from doctor.log import grammar
from doctor.log.blocks import blocks as blocks_of
from doctor.log.clean import clean
from doctor.log.sieve import Sifted
from doctor.model import (
    BUILD_SCRIPT,
    CARGO,
    LINK,
    OUTPUT,
    RUSTC,
    SUMMARY,
    TEST,
    Block,
    Diagnosis,
    Evidence,
    Explanation,
    Line,
    Release,
    System,
)
from doctor.upcoming import upcoming

_MOST_UNKNOWN = 8
SystemOf = Callable[[Callable[[], Release | None]], System]


def explain_bytes(
    data: bytes, knowledge: Knowledge, system_of: SystemOf, *, target: str | None = None, file: str = "-"
) -> Explanation:
    """Explain one captured output.

    `system_of` gives the machine to advise for; it may ask its argument for the release that the log shows;
    `target` is a triple that outranks the log; `file` names the input in evidence.
    """
    return explain_lines(clean(data), knowledge, system_of, target=target, file=file)


def explain_log(
    log: Sifted, knowledge: Knowledge, system_of: SystemOf, *, target: str | None = None, file: str = "-"
) -> Explanation:
    """Explain a log that may have been too long to be kept; the numbers of its lines are those of the whole."""
    lines = clean(log.data)
    if log.passed:
        lines = tuple(replace(line, number=log.number(line.number)) for line in lines)
    found = explain_lines(lines, knowledge, system_of, target=target, file=file)
    return replace(found, passed=log.passed, dropped=log.dropped)


def explain_lines(
    lines: tuple[Line, ...],
    knowledge: Knowledge,
    system_of: SystemOf,
    *,
    target: str | None = None,
    file: str = "-",
) -> Explanation:
    """Explain cleaned lines; the answer depends on their texts alone, evidence also on their numbers."""
    parts = blocks_of(lines)
    text = "\n".join(line.text for line in lines)
    context = read_context(parts, text, _system(text, system_of), target)
    findings = diagnose(parts, context, knowledge, file)
    context = replace(context, versions=versions_in(text)) if findings else context
    diagnoses = tuple(Diagnosis(finding, advise(finding, context, knowledge)) for finding in findings)
    failed = tuple(block for block in parts if _failed(block))
    outcome = "diagnosed" if diagnoses else "unknown-failure" if failed else "no-failure"
    return Explanation(
        outcome=outcome,
        context=context,
        diagnoses=diagnoses,
        unknown=() if diagnoses else _excerpt(failed, file),
        upcoming=upcoming(text, findings, context, knowledge),
        own_code=bool(failed) and not diagnoses and _is_own(failed),
    )


def _system(text: str, system_of: SystemOf) -> System:
    system = system_of(lambda: release_in(text))
    return System(Release("nixos"), "nix", "log") if builds_in_nix(text) else system


def _failed(block: Block) -> bool:
    """Whether a block shows that something failed, known or not."""
    if block.survived:
        return False
    if block.kind in {LINK, BUILD_SCRIPT, RUSTC, CARGO, SUMMARY}:
        return block.fatal
    return any(grammar.FAILURE.search(line.text) for line in block.lines)


def _is_own(failed: tuple[Block, ...]) -> bool:
    """Whether all that failed is the reader's own code or tests."""
    causes = [block for block in failed if block.kind != SUMMARY]
    return bool(causes) and all(block.kind == TEST or in_own_code(block) for block in causes)


def _excerpt(failed: tuple[Block, ...], file: str) -> tuple[Evidence, ...]:
    """The lines that decide, when no rule knows them: the first block's own words before any summary."""
    ranked = sorted(failed, key=lambda block: (block.kind == SUMMARY, block.kind == OUTPUT))
    for block in ranked[:1]:
        telling = [line for line in block.lines if grammar.FAILURE.search(line.text)] or [
            line for line in block.lines if line.text.strip()
        ]
        first = [line for line in block.lines if line.text.strip()][:1]
        chosen = sorted({line.number: line for line in [*first, *telling]}.values(), key=lambda line: line.number)
        return tuple(Evidence(file, line.number, line.text.strip()[:300]) for line in chosen[:_MOST_UNKNOWN])
    return ()
