"""A folder of TOML records → checked records: the full read, used to compile, to lint and for overlays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from doctor.errors import KnowledgeError
from doctor.knowledge.raised import Raised, read_raised
from doctor.knowledge.records import Crate, Distros, Need, SymbolGroup, TargetSpec
from doctor.knowledge.records_releases import Releases
from doctor.knowledge.records_rules import Rule
from doctor.knowledge.schema import read_group, read_need
from doctor.knowledge.schema_crates import read_crate
from doctor.knowledge.schema_distros import read_distros
from doctor.knowledge.schema_releases import read_releases
from doctor.knowledge.schema_rules import read_rule
from doctor.knowledge.schema_targets import read_targets
from doctor.knowledge.table import Table
from doctor.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class Source:
    """All records of a folder, checked, with the raw tables they were read from (relative file → table)."""

    rules: tuple[Rule, ...]
    needs: tuple[Need, ...]
    groups: tuple[SymbolGroup, ...]
    distros: Distros
    targets: Mapping[str, TargetSpec]
    tables: Mapping[str, Mapping[str, Any]]
    crates: tuple[Crate, ...] = ()
    releases: Releases = field(default_factory=Releases)
    raised: tuple[Raised, ...] = ()


def folder() -> Path:
    """Where the records lie: beside the package in a checkout, inside it in a wheel."""
    packed = Path(__file__).parent.parent / "_knowledge"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "knowledge"


def files(root: Path) -> list[Path]:
    """The record files below `root`, in a fixed order."""
    return sorted(path for path in root.rglob("*.toml") if path.is_file())


def read(root: Path) -> Source:
    """Read and check every record; raises KnowledgeError with file and key for the first that is wrong."""
    if not root.is_dir():
        raise KnowledgeError(str(root), "", "is not a folder of knowledge records")
    tables = {path.relative_to(root).as_posix(): _toml(path) for path in files(root)}
    distros = [read_distros(Table(file, table)) for file, table in tables.items() if file == "distros.toml"]
    return Source(
        rules=tuple(sorted((_named(read_rule, *item) for item in _below(tables, "rules/")), key=_id)),
        needs=tuple(sorted((_named(read_need, *item) for item in _below(tables, "needs/")), key=_id)),
        groups=tuple(sorted((_named(read_group, *item) for item in _below(tables, "libc/")), key=_id)),
        distros=distros[0] if distros else Distros({}),
        targets=_targets(tables),
        releases=read_releases(Table("releases.toml", tables.get("releases.toml", {}))),
        raised=read_raised(Table("raised.toml", tables.get("raised.toml", {}))),
        crates=tuple(sorted((_named(read_crate, *item) for item in _below(tables, "crates/")), key=_id)),
        tables=tables,
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except ValueError as error:
        raise KnowledgeError(str(path), "", str(error)) from error


def _targets(tables: Mapping[str, Mapping[str, Any]]) -> Mapping[str, TargetSpec]:
    return read_targets(Table("targets.toml", tables.get("targets.toml", {"rustc": "none"})))


def _below(tables: Mapping[str, Mapping[str, Any]], start: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((file, table) for file, table in tables.items() if file.startswith(start))


def _named(read_record: Any, file: str, table: Mapping[str, Any]) -> Any:
    record = read_record(Table(file, table))
    if record.id != Path(file).stem:
        raise KnowledgeError(file, "id", f"`{record.id}` is not the file's name")
    return record


def _id(record: Rule | Need | SymbolGroup | Crate) -> str:
    return record.id
