"""knowledge/truth.toml: what an index cannot show, each with the reason why the record is right all the same."""

from __future__ import annotations

from collections.abc import Mapping

from doctor.knowledge.source import Source
from doctor.knowledge.table import Table
from doctor.knowledge.truth.prove import Allowed

FILE = "truth.toml"


def allowed(source: Source, family: str) -> Allowed:
    """(need, name) → reason, for one family; the name is "" where no file of the need is in any index.

    Raises KnowledgeError for an entry of another shape, or one about a need or a family that does not exist.
    """
    table = Table(FILE, source.tables.get(FILE, {}))
    known = {"need": {need.id for need in source.needs}, "family": set(source.distros.families)}
    entries = [_entry(entry, known) for entry in table.tables("allowed")]
    table.finish()
    return {(need, name): why for of, need, names, why in entries if of == family for name in names}


def _entry(entry: Table, known: Mapping[str, set[str]]) -> tuple[str, str, tuple[str, ...], str]:
    for key, ids in known.items():
        if entry.text(key) not in ids:
            raise entry.error(key, f"there is no {key} `{entry.text(key)}`")
    found = (entry.text("family"), entry.text("need"), entry.texts("names") or ("",), entry.text("why"))
    entry.finish()
    return found
