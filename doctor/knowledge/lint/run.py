"""All proofs, cheapest first; behaviour is only looked at when the shape is right."""

from __future__ import annotations

from pathlib import Path

from doctor.errors import KnowledgeError
from doctor.knowledge.compiled import compile_source
from doctor.knowledge.lint import examples, patterns, references
from doctor.knowledge.lint.model import Problem
from doctor.knowledge.load import Knowledge
from doctor.knowledge.source import Source, read


def lint(root: Path) -> tuple[Problem, ...]:
    """Every problem of the records below `root`; none means that all of it was proven."""
    try:
        source = read(root)
    except KnowledgeError as error:
        return (Problem(error.file, error.key, error.problem),)
    shape = (*references.check(source), *patterns.check(source))
    return shape or tuple(examples.check(source, Knowledge(compile_source(source))))


def figures(source: Source) -> dict[str, int]:
    """How much there is: the table of knowledge/README.md."""
    return {
        "rules": len(source.rules),
        "needs": len(source.needs),
        "symbol groups": len(source.groups),
        "examples": sum(len(rule.examples) for rule in source.rules),
        "counterexamples": sum(len(rule.counterexamples) for rule in source.rules),
    }
