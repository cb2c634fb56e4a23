"""The acceptance scenarios in clean Debian roots: red, explained, fixed as printed, green."""

from __future__ import annotations

import os
from pathlib import Path

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


@pytest.mark.lab
@pytest.mark.skipif(not LAB, reason="set DOCTOR_LAB to a folder with room for some gigabytes")
@pytest.mark.skipif(bool(LAB) and bool(missing_parts()), reason=missing_parts() or "the lab is ready")
@pytest.mark.parametrize("slug", ACCEPTANCE)
def test_the_printed_commands_heal_the_build(slug: str) -> None:
    healing = heal(read(SCENARIOS / slug), Path(LAB))
    assert healing.green, healing.said
