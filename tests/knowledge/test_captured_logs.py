"""Every captured log (tests/logs) is understood: the missing thing is named, and nothing is said of healthy ones."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from doctor.knowledge.lint.examples import run
from doctor.knowledge.load import load

KNOWLEDGE = load()
FOLDERS = sorted(path.parent for path in (Path(__file__).parents[1] / "logs").rglob("case.toml"))
USUAL_TARGET = "x86_64-unknown-linux-gnu"
# Failures of which nothing on the machine is the cause, and those that only more words would explain.
SILENT = ("healthy/", "own-code/", "symbols/own-", "native/header-own")


def name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


@pytest.mark.parametrize("folder", FOLDERS, ids=name)
def test_the_first_diagnosis_names_what_is_missing(folder: Path) -> None:
    case = tomllib.loads((folder / "case.toml").read_text(encoding="utf-8"))
    distro = "debian:12" if case["distro"] == "host" else case["distro"]
    target = "" if case["target"] == USUAL_TARGET else case["target"]
    explanation = run((folder / "log.txt").read_text(encoding="utf-8", errors="replace"), distro, target, KNOWLEDGE)
    if name(folder).startswith(SILENT):
        assert explanation.diagnoses == ()
        return
    assert explanation.outcome == "diagnosed"
    first = explanation.diagnoses[0].finding
    said = f"{first.title} {first.cause} {first.need} {dict(first.facts)}".lower()
    assert not case["missing"] or any(_known_as(thing) in said for thing in case["missing"])


def _known_as(thing: str) -> str:
    """The first word of what is missing: `openssl for musl` is openssl, `glibc 2.38` is glibc."""
    return thing.lower().split(" ")[0]


def test_there_are_logs_of_every_kind() -> None:
    assert {folder.parent.name for folder in FOLDERS} >= {
        "linker", "crt", "target", "rustup", "native", "symbols", "musl", "tools", "runtime", "healthy", "own-code",
    }  # fmt: skip
