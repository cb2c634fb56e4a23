"""knowledge/truth.toml: what an index cannot show, each with the reason why the record is right all the same."""

from __future__ import annotations

from doctor.knowledge.source import Source
from doctor.knowledge.table import Table
from doctor.knowledge.truth.prove import Allowed

FILE = "truth.toml"


def allowed(source: Source, family: str) -> Allowed:
    """(need, name) → reason, for one family; the name is "" where no file of the need is in any index.

    Raises KnowledgeError for an entry of another shape, or one about a need that does not exist.
    """
    table = Table(FILE, source.tables.get(FILE, {}))
    known = {need.id for need in source.needs}
    found: dict[tuple[str, str], str] = {}
    for entry in table.tables("allowed"):
        need, why, names = entry.text("need"), entry.text("why"), entry.texts("names") or ("",)
        if need not in known:
            raise entry.error("need", f"there is no need `{need}`")
        if entry.text("family") == family:
            found |= {(need, name): why for name in names}
        entry.finish()
    table.finish()
    return found
