"""The loaded knowledge: rules by what a text holds, needs by any of their names. Records are read when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from doctor.errors import UsageError
from doctor.knowledge.records import Crate, Distros, Need, SymbolGroup, TargetSpec
from doctor.knowledge.schema import read_group, read_need
from doctor.knowledge.schema_crates import read_crate
from doctor.knowledge.schema_distros import read_distros
from doctor.knowledge.schema_targets import read_target
from doctor.knowledge.sections import packed
from doctor.knowledge.table import Table

if TYPE_CHECKING:
    from doctor.knowledge.raised import Raised
    from doctor.knowledge.records_releases import Releases
    from doctor.knowledge.records_rules import Rule


class Knowledge:
    """A view on one compiled table (see doctor/knowledge/compiled.py)."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table
        self._rules: dict[str, Rule] = {}
        self._needs: dict[str, Need] = {}
        self._crates: dict[str, Crate | None] = {}

    def rules_in(self, text: str) -> tuple[Rule, ...]:
        """The rules of which a literal occurs in the text: all that can match."""
        return tuple(
            self.rule(key) for key, literals in self._table["hot"].items() if any(word in text for word in literals)
        )

    def rule_ids(self) -> tuple[str, ...]:
        """All rule ids, sorted."""
        return tuple(sorted(self._table["rules"]))

    def need_ids(self) -> tuple[str, ...]:
        """All need ids, sorted."""
        return tuple(sorted(self._table["needs"]))

    def has_need(self, key: str) -> bool:
        """Whether there is a need of this id."""
        return key in self._table["needs"]

    def rule(self, key: str) -> Rule:
        """One rule; raises UsageError for an id that does not exist."""
        if key not in self._rules:
            from doctor.knowledge.schema_rules import read_rule  # noqa: PLC0415 (`check` of a healthy machine has none)

            self._rules[key] = read_rule(self._record("rules", key))
        return self._rules[key]

    def need(self, key: str) -> Need:
        """One need; raises UsageError for an id that does not exist."""
        if key not in self._needs:
            self._needs[key] = read_need(self._record("needs", key))
        return self._needs[key]

    def crate(self, name: str) -> Crate | None:
        """What a crate asks for, by its name on crates.io; None for one that asks nothing or that nobody recorded."""
        if name not in self._crates:
            table = self._table.get("crates", {}).get(name)
            self._crates[name] = read_crate(Table(f"crates/{name}.toml", table)) if table is not None else None
        return self._crates[name]

    def find(self, by: str, name: str) -> str:
        """The id of the need that goes by this name, or ""; `by` is one of schema.LOOK_UPS."""
        from doctor.knowledge.index import find  # noqa: PLC0415 (only where something is missing)

        return find(self._table["index"], by, name) if name else ""

    def group(self, symbol: str) -> SymbolGroup | None:
        """The group of glibc-only symbols that holds this name."""
        from doctor.knowledge.index import find_group  # noqa: PLC0415 (only for symbols)

        return find_group(self.groups, symbol)

    @cached_property
    def groups(self) -> tuple[SymbolGroup, ...]:
        """All groups of symbols that glibc has and musl lacks."""
        return tuple(read_group(Table(f"libc/{key}.toml", table)) for key, table in self._table["groups"].items())

    @cached_property
    def distros(self) -> Distros:
        """Families and which system belongs to which."""
        return read_distros(Table("distros.toml", self._table["distros"]))

    @cached_property
    def targets(self) -> frozenset[str]:
        """All target triples that rustc has built in (knowledge/targets.toml)."""
        return frozenset(self._table["targets"])

    def target(self, triple: str) -> TargetSpec | None:
        """What rustc says of one of its targets; None for one that it does not know."""
        table = self._table["targets"].get(triple)
        return read_target(triple, Table("targets.toml", table, f"targets.{triple}")) if table is not None else None

    @cached_property
    def releases(self) -> Releases:
        """The releases of Linux distributions, with their C library and libstdc++ (knowledge/releases.toml)."""
        from doctor.knowledge.schema_releases import read_releases  # noqa: PLC0415 (only `verify` asks)

        return read_releases(Table("releases.toml", self._table["releases"]))

    @cached_property
    def raised(self) -> tuple[Raised, ...]:
        """Why a program asks for a release of glibc (knowledge/raised.toml)."""
        from doctor.knowledge.raised import read_raised  # noqa: PLC0415 (only `verify` asks)

        return read_raised(Table("raised.toml", self._table["raised"]))

    def needs(self) -> Iterator[Need]:
        """All needs in order of id."""
        return (self.need(key) for key in self.need_ids())

    def _record(self, kind: str, key: str) -> Table:
        if key not in self._table[kind]:
            raise UsageError(f"there is no {kind[:-1]} `{key}`; `doctor knowledge list` shows all")
        return Table(f"{kind}/{key}.toml", self._table[kind][key])


def load() -> Knowledge:
    """The knowledge that this doctor was installed with; raises KnowledgeError when a record is wrong."""
    table = packed()
    if table is None:
        from doctor.knowledge.cache import load_table  # noqa: PLC0415 (only a checkout reads the records)

        return Knowledge(load_table())
    return Knowledge(table)
