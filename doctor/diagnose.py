"""Blocks x rules → findings, root cause first. Pure: the same log, context and knowledge give the same findings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, islice

from doctor.captured import derived, need_facts
from doctor.facts import block_facts
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records_rules import Condition, Rule
from doctor.log.grammar import DEPENDENCY
from doctor.model import LINK, RUSTC, TEST, Block, Context, Evidence, Finding
from doctor.template import fill
from doctor.versions import numbers

_MOST_MATCHES = 200
_MOST_ALSO = 20
_RANKS = {"certain": 0, "likely": 1, "hint": 2}
_QUOTE = "[`'\"]?"


@dataclass(frozen=True, slots=True)
class _Hit:
    """A finding on the way: which block and line it came from, and the need its name stands for."""

    rule: Rule
    finding: Finding
    block: int
    line: int


def diagnose(blocks: tuple[Block, ...], context: Context, knowledge: Knowledge, file: str = "-") -> tuple[Finding, ...]:
    """All causes in the blocks, root first: certain ones before hints, then in the order of the log."""
    hits = _without_fallbacks(
        _superseded(
            [hit for number, block in enumerate(blocks) for hit in _in_block(number, block, context, knowledge, file)]
        )
    )
    ordered = sorted(_merged(hits), key=lambda hit: (_RANKS[hit.finding.confidence] == 2, hit.block, hit.line))  # noqa: PLR2004
    return tuple(hit.finding for hit in ordered)


def in_own_code(block: Block) -> bool:
    """A rustc diagnostic that points into the reader's own sources, not into a dependency."""
    return block.kind == RUSTC and bool(block.place) and not DEPENDENCY.search(block.place)


def _in_block(number: int, block: Block, context: Context, knowledge: Knowledge, file: str) -> Iterator[_Hit]:
    if block.survived or block.kind == TEST:
        return
    text = block.text
    facts = block_facts(block, context, knowledge)
    starts = list(accumulate((len(line.text) + 1 for line in block.lines), initial=0))
    for rule, spoken in _candidates(block, text, knowledge):
        if not _speaks(rule, block, text):
            continue
        for found in _matches(rule, spoken):
            captures = {key: value.strip() for key, value in found.groupdict().items() if value is not None}
            place, last = (0, 0) if rule.match.command else _lines_of(found, starts)
            evidence = tuple(
                Evidence(file, line.number, line.text.strip())
                for line in block.lines[place : last + 1][:4]
                if line.text.strip()
            )
            finding = _finding(rule, captures, facts, knowledge)
            if finding is not None:
                yield _Hit(rule, replace(finding, crate=block.crate, evidence=evidence), number, place)


def _candidates(block: Block, text: str, knowledge: Knowledge) -> Iterator[tuple[Rule, str]]:
    """The rules that may speak, each with what it reads: the block's text, or the linker's command line."""
    yield from ((rule, text) for rule in knowledge.rules_in(text) if not rule.match.command)
    if block.command:
        yield from ((rule, block.command) for rule in knowledge.rules_in(block.command) if rule.match.command)


def _lines_of(found: re.Match[str], starts: list[int]) -> tuple[int, int]:
    """The first and the last line of a match, counted from 0."""
    return bisect_right(starts, found.start()) - 1, bisect_right(starts, max(found.start(), found.end() - 1)) - 1


def _speaks(rule: Rule, block: Block, text: str) -> bool:
    match = rule.match
    if match.blocks and block.kind not in match.blocks:
        return False
    if block.kind in {RUSTC, LINK} and not block.fatal and not match.warnings:
        return False
    if in_own_code(block) and not any(condition.fact == "origin" for condition in rule.when):
        return False
    return not any(compiled(pattern).search(text) for pattern in match.unless)


def _matches(rule: Rule, text: str) -> Iterator[re.Match[str]]:
    return islice(
        (found for pattern in rule.match.patterns for found in compiled(pattern).finditer(text)), _MOST_MATCHES
    )


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> re.Pattern[str]:
    """A rule's pattern; « and » stand for a quote mark of any kind, or none: retyped logs lose them."""
    return re.compile(pattern.replace("«", _QUOTE).replace("»", _QUOTE), re.MULTILINE)


def _finding(rule: Rule, captures: Mapping[str, str], facts: Mapping[str, str], knowledge: Knowledge) -> Finding | None:
    known = {**facts, **captures, **derived(rule.id, captures, facts, knowledge)}
    need = ""
    if rule.look_up is not None:
        name = fill(rule.look_up.name, known)
        known |= need_facts(rule.look_up.by, name, knowledge)
        need = known["need_id"]
        if (rule.look_up.resolve == "must" and known["need"] != "known") or (
            rule.look_up.resolve == "never" and known["need"] == "known"
        ):
            return None
    if not holds(rule.when, known):
        return None
    return Finding(
        rule=rule.id,
        confidence=rule.confidence,
        title=fill(rule.title, known),
        cause=" ".join(fill(rule.cause, known).split()),
        captures=captures,
        need=need,
        facts=known,
    )


def holds(conditions: Iterable[Condition], facts: Mapping[str, str]) -> bool:
    """Whether all conditions are met; a fact that is not known is the empty string."""
    return all((facts.get(condition.fact, "") in condition.values) != condition.negate for condition in conditions)


def _superseded(hits: list[_Hit]) -> list[_Hit]:
    """Drop a finding when a rule that supersedes it speaks in the same block, of the same need or crate."""
    gone = {(old, key) for hit in hits for old in hit.rule.supersedes for key in _places(hit)}
    return [hit for hit in hits if not any((hit.rule.id, key) in gone for key in _places(hit))]


def _without_fallbacks(hits: list[_Hit]) -> list[_Hit]:
    """What is only guessed from a name goes where a rule knows better: about the block, the need or the crate."""
    known = {place for hit in hits if not hit.rule.match.fallback for place in _places(hit)}
    return [hit for hit in hits if not hit.rule.match.fallback or known.isdisjoint(_places(hit))]


def _places(hit: _Hit) -> Iterator[tuple[str, object]]:
    """What two findings may share: the block, the need, the crate."""
    yield "block", hit.block
    if hit.finding.need:
        yield "need", hit.finding.need
    if hit.finding.crate:
        yield "crate", hit.finding.crate.name


def _merged(hits: list[_Hit]) -> list[_Hit]:
    """One finding per cause: the first hit stays, later ones add their names and lines to `also`."""
    first: dict[tuple[str, ...], _Hit] = {}
    also: dict[tuple[str, ...], list[str]] = {}
    for hit in hits:
        key = _identity(hit)
        if key not in first:
            first[key], also[key] = hit, []
            continue
        if _higher(hit, first[key]):
            first[key], hit = replace(hit, block=first[key].block, line=first[key].line), first[key]  # noqa: PLW2901 (they swap)
        also[key] += [evidence.text for evidence in hit.finding.evidence[:1]]
    return [
        replace(hit, finding=replace(hit.finding, also=_unique(also[key], hit.finding))) for key, hit in first.items()
    ]


def _higher(new: _Hit, old: _Hit) -> bool:
    """Whether a rule that wants the highest number finds a higher one in the new hit."""
    name = new.rule.match.highest
    return bool(name) and numbers(new.finding.captures.get(name, "")) > numbers(old.finding.captures.get(name, ""))


def _identity(hit: _Hit) -> tuple[str, ...]:
    finding = hit.finding
    if hit.rule.match.each:
        return (finding.rule, *(finding.facts.get(name, "") for name in hit.rule.match.each))
    if finding.need:
        return (finding.rule, finding.need)
    return (finding.rule, *finding.captures.values())


def _unique(texts: list[str], finding: Finding) -> tuple[str, ...]:
    shown = {evidence.text for evidence in finding.evidence}
    return tuple(dict.fromkeys(text for text in texts if text not in shown))[:_MOST_ALSO]
