"""What the package indexes say of the needs, as text and as JSON."""

from __future__ import annotations

from collections import Counter

from doctor import __version__
from doctor.knowledge.truth.prove import FAULTS
from doctor.knowledge.truth.survey import Release, Survey
from doctor.report.as_json import as_json


def truth_text(survey: Survey) -> str:
    """Each fault on a line, and a release's figures at its end."""
    lines = [
        f"{release.title}: needs/{fault.need}.toml: {fault.kind}: {fault.text}"
        for release in survey.releases
        for fault in release.faults
    ]
    lines += [f"knowledge/truth.toml: the entry `{name}` is not needed" for name in survey.unused]
    return "\n".join([*lines, *map(_figures, survey.releases)]) + "\n"


def truth_json(survey: Survey) -> str:
    """The contract `doctor.truth/1` (schema in schemas/truth-1.json)."""
    document = {
        "schema": "doctor.truth/1",
        "version": __version__,
        "family": survey.family,
        "unused": list(survey.unused),
        "releases": [
            {
                "title": release.title,
                "files": release.files,
                "proven": sum(verdict.proven for verdict in release.verdicts),
                "excused": [verdict.need for verdict in release.verdicts if verdict.excused],
                "faults": [
                    {"need": fault.need, "kind": fault.kind, "name": fault.name, "text": fault.text}
                    for fault in release.faults
                ],
            }
            for release in survey.releases
        ],
    }
    return as_json(document)


def _figures(release: Release) -> str:
    said = [verdict for verdict in release.verdicts if verdict.packages is not None]
    packages = {name for verdict in said for name in verdict.names}
    counts = Counter(fault.kind for fault in release.faults)
    wrong = ", ".join(f"{counts[kind]} {kind}" for kind in FAULTS)
    proven, listed = sum(verdict.proven for verdict in said), sum(bool(verdict.excused) for verdict in said)
    return (
        f"{release.title} ({'packages and files' if release.files else 'names of packages only'}): "
        f"{len(said)} needs with {len(packages)} packages, {proven} proven, {listed} by knowledge/truth.toml; {wrong}; "
        f"{len(release.verdicts) - len(said)} say nothing of it"
    )
