"""Every pattern compiles, holds its literal, and stays linear on text built to hurt it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence

from doctor.diagnose import compiled
from doctor.knowledge.lint.model import Problem
from doctor.knowledge.lint.references import rule_file
from doctor.knowledge.records_rules import Rule
from doctor.knowledge.source import Source

# First small steps, at which a pattern of exponential cost shows itself within a second; then eight times the text,
# which may cost eight times the time: a quadratic pattern costs 64 times. Wide margins, because machines are noisy.
_STEPS = range(10, 44, 2)
_STEP_TOO_SLOW = 0.05
_SMALL, _LARGE = 2_000, 16_000
_SIZES = (4_000, 8_000, _LARGE)  # a pattern that is slow already is not tried on more
_GROWTH = 30.0
_TOO_SLOW = 0.25
_SHORTEST_LITERAL = 2
_FEW = 2  # of the literals, where a pattern spells none of them out


def check(source: Source, rules: Iterable[Rule]) -> Iterator[Problem]:
    """All problems of the patterns of these rules."""
    for rule in rules:
        for key, pattern in [
            *(("match.pattern", text) for text in rule.match.patterns),
            *(("match.unless", text) for text in rule.match.unless),
        ]:
            yield from _one(rule, key, pattern, rule_file(rule, source))
        for literal in rule.match.literals:
            if len(literal) < _SHORTEST_LITERAL:
                yield Problem(rule_file(rule, source), "match.literal", f"`{literal}` is too short to filter anything")


def _one(rule: Rule, key: str, pattern: str, file: str) -> Iterator[Problem]:
    try:
        expression = compiled(pattern)
    except re.error as error:
        yield Problem(file, key, f"does not compile: {error}: {pattern}")
        return
    if any(not name for name in expression.groupindex) or expression.groups != len(expression.groupindex):
        yield Problem(file, key, f"has a group without a name; write (?:…) or (?P<name>…): {pattern}")
    for start, unit in _seeds(pattern, rule.match.literals):
        if grows(expression, start, unit):
            words = f"`{start}` and then many {unit!r}"
            yield Problem(file, key, f"takes more than linear time on {words}; bound or guard it: {pattern}")
            return


def grows(expression: re.Pattern[str], start: str, unit: str) -> bool:
    """Whether the time grows much faster than a text of `start` and many `unit`s does."""

    def cost(size: int) -> float:
        return _cost(expression, start + unit * (size // len(unit) + 1))

    if any(cost(size) > _STEP_TOO_SLOW for size in _STEPS):
        return True
    small = cost(_SMALL)
    return any(
        large > _TOO_SLOW and large > small * _GROWTH * size / _LARGE for size in _SIZES if (large := cost(size))
    )


def _cost(expression: re.Pattern[str], text: str) -> float:
    begun = time.perf_counter()
    for _ in expression.finditer(text):
        pass
    return time.perf_counter() - begun


def _seeds(pattern: str, literals: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(start, what is repeated after it): plain letters and the pattern's own words, alone and led in by them."""
    units = ("a", " ", "a ", "a/", '"a" ', "\n", "a\n", "-l", ": ")
    yield from (("", unit) for unit in units)
    for literal in [word for word in literals if word in pattern] or literals[:_FEW]:
        yield from (("", literal), ("", f"{literal} x"))
        yield from ((f"{literal} ", unit) for unit in units)
