"""Rules and needs as people and tools read them."""

from __future__ import annotations

from doctor import __version__
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Need, Packages, PackagesIf
from doctor.knowledge.records_rules import Rule
from doctor.model import Block, Explanation
from doctor.report.as_json import as_json
from doctor.report.layout import safe


def listing_json(knowledge: Knowledge) -> str:
    """The contract `doctor.knowledge/1` (schema in schemas/knowledge-1.json)."""
    document = {
        "schema": "doctor.knowledge/1",
        "version": __version__,
        "rules": [
            {"id": rule.id, "title": rule.title, "confidence": rule.confidence}
            for rule in map(knowledge.rule, knowledge.rule_ids())
        ],
        "needs": [_need(need) for need in knowledge.needs()],
    }
    return as_json(document)


def _need(need: Need) -> dict[str, object]:
    return {
        "id": need.id,
        "title": need.title,
        "kind": need.kind,
        "names": {kind: list(names) for kind, names in need.names.items()},
        "packages": {family: _cell(packages) for family, packages in need.packages.items()},
        "packages_if": [_exception(item) for item in need.packages_if],
        "static": {family: _cell(packages) for family, packages in need.static.items()},
        "static_if": [_exception(item) for item in need.static_if],
        "runtime": {family: _cell(packages) for family, packages in need.runtime.items()},
        "repositories": [
            {"family": item.family, "version": item.version, "name": item.name} for item in need.repositories
        ],
        "vendored": {"crate": need.vendored.crate, "feature": need.vendored.feature} if need.vendored else None,
        "verified": {
            family: {"on": proof.on, "by": proof.by, "of": proof.of} for family, proof in need.verified.items()
        },
    }


def listing_text(knowledge: Knowledge) -> str:
    """Ids and titles, rules first."""
    rules = [f"  {rule.id:<28}{rule.title}" for rule in map(knowledge.rule, knowledge.rule_ids())]
    needs = [f"  {need.id:<28}{need.title}" for need in knowledge.needs()]
    return "\n".join([f"{len(rules)} rules", *rules, "", f"{len(needs)} needs", *needs]) + "\n"


def rule_text(rule: Rule) -> str:
    """A rule for reading."""
    lines = [f"{rule.id} ({rule.confidence})", f"  {rule.title}", "", f"  {rule.cause}", "", "  looks like"]
    lines += [f"    {pattern}" for pattern in rule.match.patterns]
    lines += ["", "  sources", *(f"    {reference}" for reference in rule.references)] if rule.references else []
    return "\n".join(lines) + "\n"


def try_text(blocks: tuple[Block, ...], explanation: Explanation) -> str:
    """The blocks of a log, and what the rules say of it: for rule authors."""
    lines = []
    for block in blocks:
        crate = f" {block.crate.name}" if block.crate else ""
        marks = f"{'' if block.fatal else ' warning'}{' survived' if block.survived else ''}"
        first, last = block.lines[0], block.lines[-1]
        lines.append(f"{first.number}-{last.number} {block.kind}{crate}{marks}: {safe(first.text.strip())[:100]}")
    lines.append(f"outcome: {explanation.outcome}")
    for diagnosis in explanation.diagnoses:
        finding = diagnosis.finding
        where = ", ".join(str(evidence.line) for evidence in finding.evidence)
        lines.append(
            f"  {finding.rule} ({finding.confidence}) at {where}: {safe(finding.title)}  {dict(finding.captures)}"
        )
    return "\n".join(lines) + "\n"


def _exception(item: PackagesIf) -> dict[str, object]:
    return {"distro": item.distro, "version": item.version, "packages": _cell(item.packages)}


def _cell(packages: Packages) -> list[str] | bool:
    return False if packages.names is None else list(packages.names)
