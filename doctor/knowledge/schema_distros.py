"""Tables of distros.toml → records: families, and systems that cannot install into themselves."""

from __future__ import annotations

import re

from doctor.knowledge.immutable import Immutable
from doctor.knowledge.records import Distros, Family, Older, Repository
from doctor.knowledge.schema_values import read_argvs, read_version
from doctor.knowledge.table import Table


def read_immutables(table: Table) -> tuple[Immutable, ...]:
    """`[immutable.ID]`, in the order of the file; raises KnowledgeError with file and key."""
    return tuple(_immutable(key, table.table(key)) for key in table.keys())  # noqa: SIM118 (not a dict)


def read_distros(table: Table) -> Distros:
    """The distros record: [family.ID] tables, [like] and [not_family]."""
    families = table.table("family")
    like, not_family, release_of = table.table("like"), table.table("not_family"), table.table("release_of")
    distros = Distros(
        families={key: _family(key, families.table(key)) for key in families.keys()},  # noqa: SIM118 (not a dict)
        like={key: like.text(key) for key in like.keys()},  # noqa: SIM118
        release_of={key: release_of.text(key) for key in release_of.keys()},  # noqa: SIM118
        not_family={key: not_family.text(key) for key in not_family.keys()},  # noqa: SIM118
        immutables=read_immutables(table.table("immutable")),
    )
    table.finish()
    return distros


def _immutable(key: str, table: Table) -> Immutable:
    immutable = Immutable(
        id=key,
        title=table.text("title"),
        families=table.texts("families"),
        ids=table.texts("ids"),
        variants=table.texts("variants"),
        marks=table.texts("marks"),
        make=read_argvs(table, "make"),
        inside=table.texts("inside"),
        install=table.texts("install"),
        then=read_argvs(table, "then"),
        note=table.text("note", ""),
    )
    _check(immutable, table)
    table.finish()
    return immutable


def _check(immutable: Immutable, table: Table) -> None:
    """A way that leads nowhere, or to no one, is a slip of the pen."""
    if not (immutable.ids or immutable.variants or immutable.marks):
        raise table.error("ids", "a system needs an id, a variant or a mark to be known by")
    if immutable.make and not immutable.inside:
        raise table.error("inside", "how a command is run in the container that `make` creates")
    if immutable.install and immutable.install.count("{packages}") != 1:
        raise table.error("install", "must have {packages} once, as a word of its own")
    if not (immutable.inside or immutable.install or immutable.note):
        raise table.error("note", "without a command it has to say what to do")


def _family(key: str, table: Table) -> Family:
    capability = table.table("capability")
    family = Family(
        id=key,
        title=table.text("title"),
        ids=table.texts("ids"),
        manager=table.text("manager"),
        install=table.texts("install"),
        refresh=table.texts("refresh"),
        root=table.flag("root", default=True),
        base=table.text("base", ""),
        base_version=table.text("base_version", ""),
        other=table.texts("other"),
        libc=table.text("libc", "gnu"),
        os=table.text("os", "linux"),
        capability={kind: capability.text(kind) for kind in capability.keys()},  # noqa: SIM118 (not a dict)
        note=table.text("note", ""),
        older=tuple(_older(item) for item in table.tables("older")),
        repositories=tuple(_repository(item) for item in table.tables("repository")),
    )
    table.finish()
    return family


def _repository(table: Table) -> Repository:
    """`[[family.ID.repository]]`: how one is switched on."""
    repository = Repository(
        name=table.text("name"),
        ids=table.texts("ids"),
        version=read_version(table),
        commands=read_argvs(table, "commands"),
        note=table.text("note", ""),
    )
    table.finish()
    return repository


def _older(table: Table) -> Older:
    """`[[family.ID.older]]`: the package manager of earlier releases."""
    before = table.text("before", "")
    if not re.fullmatch(r"(?:\d+(?:\.\d+)*)?", before):
        raise table.error("before", f"`{before}` is not a version such as 8 or 7.4")
    older = Older(
        manager=table.text("manager"),
        install=table.texts("install", None),
        refresh=table.texts("refresh"),
        before=before,
        ids=table.texts("ids"),
    )
    table.finish()
    return older
