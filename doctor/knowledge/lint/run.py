"""All proofs, cheapest first; behaviour is only looked at when the shape is right."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from doctor.errors import KnowledgeError, UsageError
from doctor.knowledge.compiled import compile_source
from doctor.knowledge.lint import examples, patterns, references
from doctor.knowledge.lint.model import Problem
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records_rules import Rule
from doctor.knowledge.source import Source, read


def lint(root: Path, only: Collection[str] = ()) -> tuple[Problem, ...]:
    """Every problem of the records below `root`; none means that all of it was proven.

    With ids in `only`, patterns and examples of these rules alone are tried. Raises UsageError for an unknown id.
    """
    try:
        source = read(root)
    except KnowledgeError as error:
        return (Problem(error.file, error.key, error.problem),)
    rules = _chosen(source, only)
    shape = (*references.check(source), *patterns.check(source, rules))
    return shape or tuple(examples.check(source, rules, Knowledge(compile_source(source))))


def _chosen(source: Source, only: Collection[str]) -> tuple[Rule, ...]:
    unknown = set(only) - {rule.id for rule in source.rules}
    if unknown:
        raise UsageError(f"there is no rule `{min(unknown)}`; `doctor knowledge list` shows all")
    return tuple(rule for rule in source.rules if not only or rule.id in only)


def figures(source: Source) -> dict[str, int]:
    """How much there is: the table of knowledge/README.md."""
    return {
        "rules": len(source.rules),
        "needs": len(source.needs),
        "symbol groups": len(source.groups),
        "examples": sum(len(rule.examples) for rule in source.rules),
        "counterexamples": sum(len(rule.counterexamples) for rule in source.rules),
    }
