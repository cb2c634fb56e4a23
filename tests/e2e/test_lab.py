"""The acceptance scenarios in clean Debian roots: red, explained, fixed as printed, green."""

from __future__ import annotations

import os
from pathlib import Path

import checked
import pytest
from heal import SCENARIOS, heal, read
from lab import CHECKOUT, missing_parts

LAB = os.environ.get("DOCTOR_LAB", "")
ALL = sorted(path.name for path in SCENARIOS.iterdir() if path.is_dir())
ACCEPTANCE = ("no-compiler", "gcc-removed", "wrong-linker", "lld-missing", "lpq-missing", "pq-sys-missing", "musl-c")


@pytest.mark.parametrize("slug", ALL)
def test_a_scenario_can_be_read_and_names_rules_that_exist(slug: str) -> None:
    scenario = read(SCENARIOS / slug)
    known = {path.stem for path in (CHECKOUT / "knowledge" / "rules").rglob("*.toml")}
    assert scenario.rules
    assert set(scenario.rules) <= known


@pytest.mark.parametrize("slug", sorted(path.name for path in checked.SCENARIOS.iterdir()))
def test_a_checked_project_can_be_read_and_has_a_program(slug: str) -> None:
    scenario = checked.read(checked.SCENARIOS / slug)
    assert {"Cargo.toml", "src/main.rs"} <= scenario.stage.files.keys()
    assert (scenario.stage.rust == "musl") == scenario.target.endswith("-musl")


def test_what_a_person_pastes_is_the_end_of_the_report() -> None:
    fix = {"status": "fail", "diagnoses": [{"fixes": [{"commands": ["one"]}, {"commands": ["never"]}]}]}
    answer = {"checks": [fix, fix, {"status": "ok", "diagnoses": [{"fixes": [{"commands": ["not asked for"]}]}]}]}
    text = "FAIL\n       one\n\nall missing packages at once:\n       install a b\nand then:\n       export 'x=y'\n\ndoctor: 1\n"
    assert checked.to_run(text, answer) == ["install a b", "export 'x=y'"]
    assert checked.to_run("FAIL\n       one\n\ndoctor: 1\n", answer) == ["one"]


@pytest.mark.lab
@pytest.mark.skipif(not LAB, reason="set DOCTOR_LAB to a folder with room for some gigabytes")
@pytest.mark.skipif(bool(LAB) and bool(missing_parts()), reason=missing_parts() or "the lab is ready")
@pytest.mark.parametrize("slug", ACCEPTANCE)
def test_the_printed_commands_heal_the_build(slug: str) -> None:
    healing = heal(read(SCENARIOS / slug), Path(LAB))
    assert healing.green, healing.said
