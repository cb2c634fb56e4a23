"""TOML table of knowledge/targets.toml → records: what rustc says of the targets that it has built in."""

from __future__ import annotations

from collections.abc import Mapping

from doctor.knowledge.records import TargetSpec
from doctor.knowledge.table import Table

_TIERS = (1, 2, 3)


def read_targets(table: Table) -> Mapping[str, TargetSpec]:
    """All targets by their triple; raises KnowledgeError with the key of the first that is wrong."""
    table.text("rustc")
    entries = table.table("targets")
    table.finish()
    return {triple: read_target(triple, entries.table(triple)) for triple in entries.keys()}  # noqa: SIM118 (not a dict)


def read_target(triple: str, table: Table) -> TargetSpec:
    """One target; raises KnowledgeError."""
    tier = table.raw("tier")
    if tier not in _TIERS:
        raise table.error("tier", "must be 1, 2 or 3")
    flags = {name: table.flag(name, default=False) for name in ("std", "host", "static")}
    table.finish()
    return TargetSpec(triple, int(str(tier)), **flags)
