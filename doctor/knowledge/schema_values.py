"""Values that several kinds of records have: command lines, comparisons of versions."""

from __future__ import annotations

import re

from doctor.knowledge.table import Table

_VERSION = re.compile(r"(?:(?:>=|<=|<|>|==)\d+(?:\.\d+)*)?")


def read_argvs(table: Table, key: str) -> tuple[tuple[str, ...], ...]:
    """A list of argv lists, such as [["rustup", "update"]]; empty when absent."""
    value = table.raw(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(argv, list) and argv for argv in value):
        raise table.error(key, 'must be a list of argv lists: [["rustup", "update"]]')
    if not all(isinstance(word, str) for argv in value for word in argv):
        raise table.error(key, "every word of an argv must be a string")
    return tuple(tuple(argv) for argv in value)


def read_version(table: Table) -> str:
    """The key `version`: a comparison such as >=40, or "" for all; raises KnowledgeError for anything else."""
    version = table.text("version", "")
    if not _VERSION.fullmatch(version):
        raise table.error("version", f"`{version}` is not a comparison such as >=40 or <9.2")
    return version
