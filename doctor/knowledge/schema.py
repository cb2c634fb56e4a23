"""TOML tables of needs and symbol groups → records. The last place that sees a dict; errors name file and key."""

from __future__ import annotations

import re

from doctor.knowledge.records import (
    NAME_KINDS,
    VERIFIED_BY,
    Also,
    Need,
    Packages,
    PackagesIf,
    RepositoryIf,
    SymbolGroup,
    Vendored,
    Verified,
)
from doctor.knowledge.schema_values import one_of, read_id, read_version
from doctor.knowledge.table import Table

NEED_KINDS = ("library", "tool", "compiler", "linker", "libc")


def read_need(table: Table) -> Need:
    """A need record; raises KnowledgeError with file and key."""
    need = Need(
        id=read_id(table),
        title=table.text("title"),
        kind=one_of(table, "kind", NEED_KINDS),
        names=_names(table.table("names")),
        packages=_by_family(table.table("packages")),
        packages_if=tuple(_packages_if(item) for item in table.tables("packages_if")),
        static=_by_family(table.table("static")),
        static_if=tuple(_packages_if(item) for item in table.tables("static_if")),
        runtime=_by_family(table.table("runtime")),
        vendored=_vendored(table.table("vendored")) if table.has("vendored") else None,
        note=table.text("note", ""),
        link=table.text("link", ""),
        proof=table.texts("proof"),
        verified=_verified(table.table("verified")),
        repositories=tuple(_repository_if(item) for item in table.tables("repository")),
        covered_by=table.texts("covered_by"),
        also=tuple(_also(item) for item in table.tables("also")),
    )
    table.finish()
    return need


def read_group(table: Table) -> SymbolGroup:
    """A group of symbols that glibc has and musl lacks."""
    group = SymbolGroup(
        id=read_id(table),
        title=table.text("title"),
        cause=table.text("cause").strip(),
        advice=table.text("advice").strip(),
        names=table.texts("names"),
        globs=table.texts("globs"),
    )
    table.texts("generated")
    table.finish()
    return group


def _names(table: Table) -> dict[str, tuple[str, ...]]:
    names = {kind: table.texts(kind) for kind in NAME_KINDS if table.has(kind)}
    for kind, values in names.items():
        for value in values:
            if not value or value != value.strip() or "\t" in value:
                raise table.error(kind, f"`{value}` has white space around it or is empty")
    table.finish()
    return names


def _packages(table: Table, key: str) -> Packages:
    value = table.raw(key)
    if value is False:
        return Packages(None)
    names = table.texts(key)
    for name in names:
        if not re.fullmatch(r"[A-Za-z0-9@_][\w+.:/@*()=-]*", name, re.ASCII):
            raise table.error(key, f"`{name}` is not a package name")
    return Packages(names)


def _by_family(table: Table) -> dict[str, Packages]:
    return {key: _packages(table, key) for key in table.keys()}  # noqa: SIM118 (not a dict)


def _packages_if(table: Table) -> PackagesIf:
    found = PackagesIf(distro=table.text("distro"), version=read_version(table), packages=_packages(table, "packages"))
    table.finish()
    return found


def _vendored(table: Table) -> Vendored:
    vendored = Vendored(
        crate=table.text("crate"),
        feature=table.text("feature"),
        needs=table.texts("needs"),
        avoid=table.text("avoid", ""),
    )
    table.finish()
    return vendored


def _repository_if(table: Table) -> RepositoryIf:
    found = RepositoryIf(family=table.text("family"), version=read_version(table), name=table.text("name"))
    table.finish()
    return found


def _also(table: Table) -> Also:
    also = Also(family=table.text("family"), libc=table.text("libc"), needs=table.texts("needs"))
    table.finish()
    return also


def _verified(table: Table) -> dict[str, Verified]:
    return {key: _proof(table.table(key)) for key in table.keys()}  # noqa: SIM118 (not a dict)


def _proof(table: Table) -> Verified:
    verified = Verified(on=table.text("on"), by=one_of(table, "by", VERIFIED_BY), of=table.text("of", ""))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", verified.on):
        raise table.error("on", f"`{verified.on}` is not a day such as 2026-11-25")
    table.finish()
    return verified
