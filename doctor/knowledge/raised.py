"""Why a program asks for a release of glibc: records of knowledge/raised.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass

from doctor.knowledge.table import Table

_VERSION = re.compile(r"\d+(?:\.\d+)+", re.ASCII)


@dataclass(frozen=True, eq=False, repr=False)
class Raised:
    """Symbols (shell wildcards) that got a new version in this release of glibc, and what that says of a program."""

    glibc: str
    symbols: tuple[str, ...]
    why: str


def read_raised(table: Table) -> tuple[Raised, ...]:
    """All records, in the order of the file; raises KnowledgeError."""
    found = tuple(_raised(one) for one in table.tables("raised"))
    table.finish()
    return found


def _raised(table: Table) -> Raised:
    one = Raised(table.text("glibc"), table.texts("symbols"), table.text("why"))
    if not _VERSION.fullmatch(one.glibc):
        raise table.error("glibc", f"`{one.glibc}` is no version")
    if not one.symbols:
        raise table.error("symbols", "names none")
    table.finish()
    return one
