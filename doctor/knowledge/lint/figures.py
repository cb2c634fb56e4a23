"""How good the records are, in figures: each rule on the examples of all the others, for knowledge/README.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from doctor.knowledge.lint.examples import run
from doctor.knowledge.lint.references import rule_file
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records_rules import Example, Rule
from doctor.knowledge.source import Source

_HEAD = "| area | rules | examples | counterexamples | right | wrong | silent |\n|---|---:|---:|---:|---:|---:|---:|\n"


@dataclass(frozen=True, slots=True)
class Area:
    """One folder of rules: what it holds, and how often its rules spoke on the examples of other rules.

    `right`: behind the example's own rule, as a further cause; `wrong`: in front of it; `silent`: not at all.
    """

    name: str
    rules: int
    examples: int
    counterexamples: int
    right: int
    wrong: int
    silent: int


def measure(source: Source, knowledge: Knowledge) -> tuple[Area, ...]:
    """Every area of rules, by name; the time goes into running every example once."""
    first: Counter[str] = Counter()
    behind: Counter[str] = Counter()
    examples = [(rule.id, example) for rule in source.rules for example in rule.examples]
    for owner, example in examples:
        spoken = _spoken(example, knowledge)
        before = spoken[: spoken.index(owner)] if owner in spoken else spoken
        first.update(set(before) - {owner})
        behind.update(set(spoken) - set(before) - {owner})
    return tuple(_areas(source, len(examples), first, behind))


def table(source: Source, knowledge: Knowledge) -> str:
    """The figures in Markdown, ended by a line of sums."""
    areas = measure(source, knowledge)
    sums = [sum(int(getattr(area, key)) for area in areas) for key in Area.__slots__[1:]]
    rows = [[area.name, *(getattr(area, key) for key in Area.__slots__[1:])] for area in areas]
    lines = [f"| {' | '.join(str(cell) for cell in row)} |\n" for row in [*rows, ["all", *sums]]]
    return f"{_HEAD}{''.join(lines)}\n{len(source.needs)} needs, {len(source.groups)} groups of symbols.\n"


def _spoken(example: Example, knowledge: Knowledge) -> list[str]:
    explanation = run(example.text, example.distro, example.target, knowledge)
    return [diagnosis.finding.rule for diagnosis in explanation.diagnoses]


def _areas(source: Source, examples: int, first: Counter[str], behind: Counter[str]) -> Iterator[Area]:
    folders: dict[str, list[Rule]] = {}
    for rule in source.rules:
        folders.setdefault(rule_file(rule, source).split("/")[1], []).append(rule)
    for name in sorted(folders):
        rules = folders[name]
        own = sum(len(rule.examples) for rule in rules)
        right, wrong = sum(behind[rule.id] for rule in rules), sum(first[rule.id] for rule in rules)
        others = sum(examples - len(rule.examples) for rule in rules)
        yield Area(
            name=name,
            rules=len(rules),
            examples=own,
            counterexamples=sum(len(rule.counterexamples) for rule in rules),
            right=right,
            wrong=wrong,
            silent=others - right - wrong,
        )
