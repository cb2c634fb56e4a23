"""The contract `doctor.verify/1`: files, what they are, what is not as it has to be (schemas/verify-1.json)."""

from __future__ import annotations

from typing import Any

from doctor import __version__
from doctor.elf.binary import Binary, is_static
from doctor.elf.linker_view import LinkerView
from doctor.report.as_json import as_json
from doctor.report.explain_json import diagnosis
from doctor.verify.verdict import Verdict


def render(verdicts: tuple[Verdict, ...]) -> str:
    """Return one JSON document, indented, ended by a newline."""
    return as_json(document(verdicts))


def document(verdicts: tuple[Verdict, ...]) -> dict[str, Any]:
    """Return the document as plain values."""
    return {
        "schema": "doctor.verify/1",
        "version": __version__,
        "good": all(verdict.good for verdict in verdicts),
        "files": [_file(verdict) for verdict in verdicts],
    }


def _file(verdict: Verdict) -> dict[str, Any]:
    found = verdict.found
    return {
        "path": str(found.path),
        "format": found.format or None,
        "size": found.size,
        "good": verdict.good,
        "title": verdict.title,
        "reasons": list(verdict.reasons),
        "target": verdict.target.triple if verdict.target else None,
        "problem": found.problem or None,
        "problems": [diagnosis(one) for one in verdict.problems],
        "cautions": list(verdict.cautions),
        "binary": _binary(verdict, found.binary) if found.binary else None,
        "linked": _linked(found.linked) if found.linked else None,
        "members": dict(found.members),
    }


def _binary(verdict: Verdict, binary: Binary) -> dict[str, Any]:
    dynamic, reach = binary.dynamic, verdict.reach
    return {
        "kind": binary.kind,
        "static": is_static(binary),
        "bits": binary.bits,
        "machine": binary.machine,
        "libc": binary.libc or None,
        "interpreter": binary.interpreter or None,
        "needed": list(binary.needed),
        "soname": dynamic.soname if dynamic else "",
        "rpath": dynamic.rpath if dynamic else "",
        "runpath": dynamic.runpath if dynamic else "",
        "versions": [{"library": one.file, "version": one.version, "weak": one.weak} for one in binary.versions],
        "floors": [
            {"family": one.family, "version": one.version, "library": one.library, "symbols": list(one.symbols)}
            for one in verdict.floors
        ],
        "starts_on": list(reach.starts) if reach else None,
        "fails_on": list(reach.fails) if reach else None,
        "missing": [{"name": one.name, "by": one.by} for one in verdict.missing],
        "kernel": binary.notes.kernel or None,
        "level": binary.notes.level or None,
        "build_id": binary.notes.build_id or None,
        "executable_stack": binary.executable_stack,
        "relro": binary.relro,
    }


def _linked(linked: LinkerView) -> dict[str, Any]:
    return {
        "rustc": linked.rustc or None,
        "linker": linked.linker or None,
        "compilers": list(linked.compilers),
        "stripped": linked.stripped,
        "symbols": linked.symbols,
        "debug": linked.debug,
        "problem": linked.problem or None,
    }
