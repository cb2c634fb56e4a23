"""The contract `doctor.explain/1`: an Explanation as JSON (schema in schemas/explain-1.json)."""

from __future__ import annotations

from typing import Any

from doctor import __version__
from doctor.model import Diagnosis, Evidence, Explanation, Fix
from doctor.report.as_json import as_json


def render(explanation: Explanation) -> str:
    """One JSON document, indented, ended by a newline."""
    return as_json(document(explanation))


def document(explanation: Explanation) -> dict[str, Any]:
    """The document as plain values."""
    context = explanation.context
    return {
        "schema": "doctor.explain/1",
        "version": __version__,
        "outcome": explanation.outcome,
        "context": {
            "distro": str(context.system.release) or None,
            "distro_from": context.system.origin,
            "target": context.target.triple if context.target else None,
            "rustc": context.rustc or None,
            "truncated": context.truncated,
            "passed": explanation.passed,
            "dropped": explanation.dropped,
        },
        "diagnoses": [diagnosis(item) for item in explanation.diagnoses],
        "next": [{"need": item.need, "title": item.title, "crate": item.crate} for item in explanation.upcoming],
        "unknown": [{"line": line.line, "text": line.text} for line in explanation.unknown],
    }


def diagnosis(item: Diagnosis) -> dict[str, Any]:
    """One diagnosis, the same in explain and check."""
    finding = item.finding
    return {
        "rule": finding.rule,
        "confidence": finding.confidence,
        "title": finding.title,
        "cause": finding.cause,
        "captures": dict(finding.captures),
        "crate": {"name": finding.crate.name, "version": finding.crate.version} if finding.crate else None,
        "evidence": [_evidence(line) for line in finding.evidence],
        "fixes": [_fix(fix) for fix in item.fixes],
        "also": list(finding.also),
        "need": finding.need or None,
    }


def _evidence(line: Evidence) -> dict[str, Any]:
    return {"file": line.file, "line": line.line, "text": line.text}


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "commands": list(fix.commands),
        "edits": [{"file": edit.file, "text": edit.text} for edit in fix.edits],
        "why": fix.why,
        "caution": fix.caution,
        "source": fix.source,
    }
