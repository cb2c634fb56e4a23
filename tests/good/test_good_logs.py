"""doctor stays silent on healthy builds and on the reader's own errors: hundreds of logs of real rustc and cargo."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import explained
import projects
import pytest
import quoted
from tools import Job, outputs

from doctor.knowledge.lint.examples import run
from doctor.knowledge.load import load

pytestmark = pytest.mark.skipif(not shutil.which("rustc") or not shutil.which("cargo"), reason="needs rustc and cargo")
KINDS = {"compile errors by code": explained.jobs, "quoted errors": quoted.jobs, "cargo projects": projects.jobs}
FEWEST = 500


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Every log by kind and name."""
    folder: Path = tmp_path_factory.mktemp("good")
    made: dict[str, dict[str, str]] = {}
    for kind, jobs in KINDS.items():
        rows: Iterator[Job] = jobs()
        made[kind] = {name: data.decode(errors="replace") for name, data in outputs(rows, folder).items()}
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_said_of(kind: str, logs: dict[str, dict[str, str]]) -> None:
    knowledge = load()
    said = {}
    for name, text in logs[kind].items():
        explanation = run(text, "debian:12", "", knowledge)
        if explanation.diagnoses:
            finding = explanation.diagnoses[0].finding
            said[name] = f"{finding.rule}: {finding.evidence[0].text[:150] if finding.evidence else finding.title}"
    assert said == {}


def test_there_are_enough_of_them_and_each_says_something(logs: dict[str, dict[str, str]]) -> None:
    texts = [text for kind in logs.values() for text in kind.values() if text.strip()]
    assert len(texts) >= FEWEST
    errors = [text for text in logs["compile errors by code"].values() if "error" in text]
    assert len(errors) * 2 > len(logs["compile errors by code"])
