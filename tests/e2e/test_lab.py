"""The acceptance scenarios in clean Debian roots: red, explained, fixed as printed, green."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from heal import SCENARIOS, heal, read
from lab import missing_parts

LAB = os.environ.get("DOCTOR_LAB", "")
pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(not LAB, reason="set DOCTOR_LAB to a folder with room for some gigabytes"),
    pytest.mark.skipif(bool(LAB) and bool(missing_parts()), reason=missing_parts() or "the lab is ready"),
]


@pytest.mark.parametrize("slug", sorted(path.name for path in SCENARIOS.iterdir() if path.is_dir()))
def test_the_printed_commands_heal_the_build(slug: str) -> None:
    healing = heal(read(SCENARIOS / slug), Path(LAB))
    assert healing.green, healing.said
