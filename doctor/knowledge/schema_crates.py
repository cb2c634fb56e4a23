"""TOML tables of knowledge/crates → records."""

from __future__ import annotations

import re

from doctor.knowledge.records import Crate, Variant
from doctor.knowledge.table import Table

_NAME = re.compile(r"[A-Za-z0-9][\w-]{0,63}", re.ASCII)


def read_crate(table: Table) -> Crate:
    """A crate's record; raises KnowledgeError with file and key."""
    depends, variants = table.table("if_depends"), table.table("with_feature")
    crate = Crate(
        id=table.text("id"),
        library=table.text("library", ""),
        optional=table.flag("optional", default=False),
        own=table.texts("own"),
        shown_by=table.texts("shown_by"),
        feature=table.text("feature", ""),
        asked_by=table.texts("asked_by"),
        unaided=table.flag("unaided", default=False),
        varies=table.flag("varies", default=False),
        needs=table.texts("needs"),
        users=table.texts("users"),
        if_depends={key: depends.texts(key) for key in depends.keys()},  # noqa: SIM118 (not a dict)
        with_feature={key: _variant(variants.table(key)) for key in variants.keys()},  # noqa: SIM118 (same)
        os=table.texts("os"),
        through=table.text("through", ""),
        source=table.text("from"),
    )
    if not _NAME.fullmatch(crate.id):
        raise table.error("id", f"`{crate.id}` is no name of a crate")
    table.finish()
    return crate


def _variant(table: Table) -> Variant:
    variant = Variant(library=table.text("library", ""), needs=table.texts("needs"))
    table.finish()
    return variant
