"""The table in knowledge/README.md is what the command prints (`pytest --bless` writes it anew)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from doctor.knowledge.compiled import compile_source
from doctor.knowledge.lint.figures import measure, table
from doctor.knowledge.load import Knowledge
from doctor.knowledge.source import folder, read

README = Path(__file__).parents[2] / "knowledge" / "README.md"
SOURCE = read(folder())
KNOWLEDGE = Knowledge(compile_source(SOURCE))
_PLACE = re.compile(r"(?<=<!-- table -->\n).*(?=<!-- end of table -->)", re.DOTALL)


def test_the_readme_holds_the_figures_of_today(request: pytest.FixtureRequest) -> None:
    text = README.read_text(encoding="utf-8")
    today = f"\n{table(SOURCE, KNOWLEDGE)}\n"
    if request.config.getoption("--bless"):
        README.write_text(_PLACE.sub(lambda _: today, text), encoding="utf-8")
        return
    assert _PLACE.findall(text) == [today], "run `pytest --bless tests/knowledge/test_table.py`"


def test_no_rule_speaks_before_the_one_whose_example_it_is() -> None:
    assert [area.name for area in measure(SOURCE, KNOWLEDGE) if area.wrong] == []
