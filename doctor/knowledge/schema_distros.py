"""Tables of distros.toml → records, beside the families of schema.py."""

from __future__ import annotations

from doctor.knowledge.immutable import Immutable
from doctor.knowledge.table import Table


def read_immutables(table: Table) -> tuple[Immutable, ...]:
    """`[immutable.ID]`, in the order of the file; raises KnowledgeError with file and key."""
    return tuple(_immutable(key, table.table(key)) for key in table.keys())  # noqa: SIM118 (not a dict)


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
