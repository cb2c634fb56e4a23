"""The contract `doctor.check/1`: host and checks as JSON (schema in schemas/check-1.json)."""

from __future__ import annotations

from typing import Any

from doctor import __version__
from doctor.check.combine import AtOnce
from doctor.check.model import CheckResult
from doctor.host.facts import Host
from doctor.report.as_json import as_json
from doctor.report.explain_json import diagnosis

NOTHING = AtOnce()


def render(host: Host, results: tuple[CheckResult, ...], at_once: AtOnce) -> str:
    """Return one JSON document, indented, ended by a newline."""
    return as_json(document(host, results, at_once))


def document(host: Host, results: tuple[CheckResult, ...], at_once: AtOnce = NOTHING) -> dict[str, Any]:
    """Return the document as plain values; `at_once` is what to paste for all that is missing."""
    return {
        "schema": "doctor.check/1",
        "version": __version__,
        "host": _host(host),
        "at_once": {"install": at_once.install or None, "then": list(at_once.then)},
        "checks": [_check(result) for result in results],
    }


def _host(host: Host) -> dict[str, str | None]:
    """Describe the machine or root that was looked at; null where not known."""
    system = host.system.value
    if system is None:
        return dict.fromkeys(("distro", "family", "package_manager", "arch", "libc"))
    return {
        "distro": str(system.release) or None,
        "family": system.family or None,
        "package_manager": system.manager or None,
        "arch": system.arch or None,
        "libc": str(system.libc) if system.libc.kind in {"glibc", "musl"} else None,
    }


def _check(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "status": result.status,
        "title": result.title,
        "detail": result.detail,
        "seconds": round(result.seconds, 4),
        "diagnoses": [diagnosis(item) for item in result.diagnoses],
    }
