"""TOML table of knowledge/releases.toml → records."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doctor.knowledge.records_releases import Alias, Floor, Release, Releases, Symbols
from doctor.knowledge.table import Table

_DAY = re.compile(r"20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", re.ASCII)
_NUMBER = re.compile(r"\d{1,4}(\.\d{1,4}){0,3}", re.ASCII)
_PROVABLE = ("since", "on", "until", "glibc", "musl", "gcc", "gcc_updated", "kernel")


def read_releases(table: Table) -> Releases:
    """All of the file; raises KnowledgeError with the key of the first that is wrong."""
    table.text("dates", "")
    releases = tuple(_releases(table))
    aliases = table.table("aliases")
    found = Releases(
        all=releases,
        main=_main(table, releases),
        aliases={key: _alias(aliases.table(key)) for key in aliases.keys()},  # noqa: SIM118 (not a dict)
        symbols=tuple(_symbols(row) for row in table.tables("symbols")),
        floors=tuple(_floor(row) for row in table.tables("floor")),
    )
    table.finish()
    _check_aliases(found, aliases)
    return found


def _main(table: Table, releases: Sequence[Release]) -> tuple[str, ...]:
    names = table.texts("main")
    for name in names:
        if name not in {release.distro for release in releases}:
            raise table.error("main", f"there is no distribution `{name}`")
    return names


def _check_aliases(found: Releases, table: Table) -> None:
    known = {f"{release.distro}:{release.version}" for release in found.all}
    for key, alias in found.aliases.items():
        if alias.of not in known:
            raise table.error(key, f"there is no release `{alias.of}`")


def _releases(table: Table) -> Iterator[Release]:
    """In the file's order; two releases of a distribution have two versions."""
    seen: set[tuple[str, str]] = set()
    for distro in table.tables("distro"):
        name, title, foreign = distro.text("id"), distro.text("title"), distro.text("foreign", "")
        rows = distro.tables("releases")
        distro.finish()
        days = [""]
        for row in rows:
            release = _release(row, name, title, foreign)
            if (name, release.version) in seen:
                raise row.error("version", f"`{release.version}` is there twice")
            if release.on < days[-1]:
                raise row.error("on", "comes after a younger release")
            seen.add((name, release.version))
            days.append(release.on)
            yield release


def _release(row: Table, distro: str, group: str, foreign: str) -> Release:
    version = row.text("version", "")
    libc, libc_version = _libc(row)
    release = Release(
        distro=distro,
        group=group,
        version=version,
        title=row.text("title", "") or f"{group} {version}".strip(),
        names=row.texts("names"),
        on=_day(row, "on"),
        until=_day(row, "until", ""),
        libc=libc,
        libc_version=libc_version,
        gcc=_number(row, "gcc", ""),
        gcc_updated=_number(row, "gcc_updated", ""),
        kernel=_number(row, "kernel", ""),
        foreign=foreign,
        source=row.text("from"),
        unproven=_unproven(row),
    )
    row.finish()
    return release


def _libc(row: Table) -> tuple[str, str]:
    """The one of glibc and musl that is there, and its version."""
    found = [(key, value) for key in ("glibc", "musl") if (value := _number(row, key, ""))]
    if len(found) != 1:
        raise row.error("glibc", "a release has glibc or musl, one of them")
    return found[0]


def _unproven(row: Table) -> tuple[str, ...]:
    keys = row.texts("unproven")
    for key in keys:
        if key not in _PROVABLE or not row.has(key):
            raise row.error("unproven", f"`{key}` is nothing that this record says")
    return keys


def _alias(row: Table) -> Alias:
    alias = Alias(title=row.text("title"), of=row.text("of"), source=row.text("from"))
    row.finish()
    return alias


def _symbols(row: Table) -> Symbols:
    symbols = Symbols(**{key: _number(row, key) for key in ("gcc", "glibcxx", "cxxabi", "libgcc")})
    row.finish()
    return symbols


def _floor(row: Table) -> Floor:
    floor = Floor(
        of=row.text("of"),
        since=_number(row, "since", ""),
        targets=row.texts("targets"),
        glibc=_number(row, "glibc", ""),
        musl=_number(row, "musl", ""),
        kernel=_number(row, "kernel", ""),
        source=row.text("from"),
        unproven=_unproven(row),
    )
    row.finish()
    return floor


def _number(row: Table, key: str, default: str | None = None) -> str:
    """A version in dotted numbers; "" only as the default."""
    value = row.text(key, default)
    if value and not _NUMBER.fullmatch(value):
        raise row.error(key, f"`{value}` is no version in dotted numbers")
    return value


def _day(row: Table, key: str, default: str | None = None) -> str:
    value = row.text(key, default)
    if value and not _DAY.fullmatch(value):
        raise row.error(key, f"`{value}` is no day, as 2026-04-23 is")
    return value
