"""Values that several kinds of records have: command lines, comparisons of versions."""

from __future__ import annotations

import re

from doctor.knowledge.table import Table

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")

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


def read_id(table: Table) -> str:
    """The record's id; raises KnowledgeError for one that is no plain word."""
    value = table.text("id")
    if not _ID.fullmatch(value):
        raise table.error("id", f"`{value}` must be lower-case letters, digits, dots and hyphens")
    return value


def one_of(table: Table, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    """A text that has to be one of these; raises KnowledgeError."""
    value = table.text(key, default)
    if value not in allowed:
        raise table.error(key, f"`{value}` is not one of {', '.join(allowed)}")
    return value


def all_of(table: Table, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    """Texts that all have to be among these; raises KnowledgeError."""
    values = table.texts(key)
    for value in values:
        if value not in allowed:
            raise table.error(key, f"`{value}` is not one of {', '.join(allowed)}")
    return values
