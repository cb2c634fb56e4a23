"""Any bytes as a log: an answer whose evidence is in the log, as text and as JSON, the same for both kinds of line ends.

usage: python tests/fuzz/fuzz_explain.py [CORPUS] [-max_total_time=S …]     (needs atheris; options are libFuzzer's)
"""

from __future__ import annotations

import json
import shlex
import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from fuzzing import files, fuzz, instrumented, literals, raw_in

with instrumented(__name__):
    from doctor.explain import explain_bytes
    from doctor.host.system import system_named
    from doctor.knowledge.load import load
    from doctor.log.clean import clean
    from doctor.model import Evidence, Explanation, Release, System
    from doctor.report.explain_json import document, render
    from doctor.report.explain_text import rows
    from doctor.report.layout import draw_plain

KNOWLEDGE = load()
DEBIAN = Release("debian", "12")
_BOMS = (b"\xff\xfe", b"\xfe\xff")


def run(data: bytes) -> None:
    """Explain, render, check."""
    explanation = explain(data)
    _check_evidence(data, explanation)
    _check_fixes(explanation)
    text = draw_plain(rows(explanation, 80))
    assert not raw_in(text), f"raw in the report: {raw_in(text)!r}"
    written = render(explanation)
    assert not raw_in(written), f"raw in the JSON: {raw_in(written)!r}"
    assert json.loads(written).keys() == document(explanation).keys()
    if b"\r" not in data and b"\0" not in data and not data.startswith(_BOMS):
        _check_same(document(explanation), document(explain(data.replace(b"\n", b"\r\n"))))


def explain(data: bytes) -> Explanation:
    """Explain for Debian 12, or the system that the log shows."""
    return explain_bytes(data, KNOWLEDGE, _system)


def _system(seen: Callable[[], Release | None]) -> System:
    return system_named(seen() or DEBIAN, "log", KNOWLEDGE)


def seeds() -> Iterator[bytes]:
    """The logs of the tests."""
    return files("tests/logs", "log.txt")


def words() -> Iterator[bytes]:
    """The rules' literals and what the grammar reads."""
    yield from literals()
    yield from (
        b"error: ",
        b"error[E0463]: ",
        b"warning: ",
        b"  = note: ",
        b"  --- stderr\n",
        b"Caused by:\n",
        b"\x1b[31m",
    )
    yield from (b'{"reason":"compiler-message","message":{"rendered":"', b"\\n", b"#12 3.4 ", b"web-1  | ", b"\xff\xfe")


def _check_evidence(data: bytes, explanation: Explanation) -> None:
    """Each line of evidence is one of the log, as cleaned, with its number."""
    told = [*explanation.unknown, *(one for diagnosis in explanation.diagnoses for one in diagnosis.finding.evidence)]
    texts: dict[int, list[str]] = defaultdict(list)
    for line in clean(data) if told else ():
        texts[line.number].append(line.text)
    for one in told:
        assert _is_in(one, texts), f"no such line: {one}"


def _check_fixes(explanation: Explanation) -> None:
    """Commands are one line each that a shell can take apart, and what goes into a TOML file is TOML."""
    for fix in (fix for diagnosis in explanation.diagnoses for fix in diagnosis.fixes):
        assert all(shlex.split(command) and "\n" not in command for command in fix.commands)
        for edit in fix.edits:
            tomllib.loads(edit.text if edit.file.endswith(".toml") else "")


def _is_in(evidence: Evidence, texts: dict[int, list[str]]) -> bool:
    return any(evidence.text in text for text in texts.get(evidence.line, ()))


def _check_same(one: dict[str, Any], other: dict[str, Any]) -> None:
    for key, value in one.items():
        assert other[key] == value, f"line ends change {key}: {value!r}, {other[key]!r}"


if __name__ == "__main__":
    fuzz(run, list(seeds()), words(), ())
