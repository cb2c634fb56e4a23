"""Every pattern compiles, holds its literal, and stays linear on text built to hurt it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

from doctor.diagnose import compiled
from doctor.knowledge.lint.model import Problem
from doctor.knowledge.lint.references import rule_file
from doctor.knowledge.records import Rule
from doctor.knowledge.source import Source

_SMALL, _LARGE = 2_000, 16_000
# Eight times the text may cost eight times the time; a quadratic pattern costs 64 times. Wide: machines are noisy.
_GROWTH = 30.0
_TOO_SLOW = 0.25
_SHORTEST_LITERAL = 2


def check(source: Source) -> Iterator[Problem]:
    """All problems of patterns."""
    for rule in source.rules:
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
    for seed in _seeds(rule):
        if grows(expression, seed):
            yield Problem(
                file, key, f"takes more than linear time on repeated {seed[:30]!r}; bound or guard it: {pattern}"
            )
            return


def grows(expression: re.Pattern[str], seed: str) -> bool:
    """Whether eight times the text takes far more than eight times the time."""
    small, large = (_cost(expression, (seed * (size // len(seed) + 1))[:size]) for size in (_SMALL, _LARGE))
    return large > _TOO_SLOW and large > small * _GROWTH


def _cost(expression: re.Pattern[str], text: str) -> float:
    begun = time.perf_counter()
    for _ in expression.finditer(text):
        pass
    return time.perf_counter() - begun


def _seeds(rule: Rule) -> Iterator[str]:
    yield from ("a", " ", "a ", "a/", '"a" ', "\n", "a\n", "-l", ": ")
    yield from rule.match.literals
    yield from (f"{literal} x" for literal in rule.match.literals)
