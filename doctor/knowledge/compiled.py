"""Records → the compiled table: hot literals, tables without examples, and the reverse index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from doctor.knowledge import index
from doctor.knowledge.sections import FORMAT
from doctor.knowledge.source import Source

_ONLY_LINT = ("example", "counterexample", "references", "proof", "generated")


def compile_source(source: Source) -> dict[str, Any]:
    """Records → the table: hot literals, tables without examples, and the reverse index."""
    return {
        "format": FORMAT,
        "hot": {rule.id: list(rule.match.literals) for rule in source.rules},
        "rules": _tables(source, "rules/"),
        "needs": _tables(source, "needs/"),
        "crates": _tables(source, "crates/"),
        "groups": _tables(source, "libc/"),
        "distros": source.tables.get("distros.toml", {}),
        "raised": source.tables.get("raised.toml", {}),
        "releases": source.tables.get("releases.toml", {}),
        "targets": source.tables.get("targets.toml", {}).get("targets", {}),
        "index": index.build(source.needs),
    }


def _tables(source: Source, start: str) -> dict[str, Any]:
    return {
        Path(file).stem: {key: value for key, value in table.items() if key not in _ONLY_LINT}
        for file, table in source.tables.items()
        if file.startswith(start)
    }
