"""The shipped records are right, and the lint would say so if they were not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from doctor.errors import UsageError
from doctor.knowledge.lint.run import lint
from doctor.knowledge.source import folder


def test_all_records_are_right() -> None:
    assert [str(problem) for problem in lint(folder())] == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        pytest.param(
            "rules/link/linker-missing.toml",
            "not found'''",
            "is gone'''",
            "example",
            id="a pattern that matches no more",
        ),
        pytest.param(
            "rules/link/linker-missing.toml", "{linker}", "{linkr}", "neither a capture", id="a misspelt placeholder"
        ),
        pytest.param(
            "rules/link/linker-missing.toml",
            '"tool-missing"',
            '"tool-mising"',
            "there is no rule",
            id="a rule that is not there",
        ),
        pytest.param(
            "rules/link/linker-missing.toml",
            "(?P<linker>[^`'\"\\n]{1,200}?)» not",
            "(?P<linker>(?:[^`'\"\\n]+)+)» not",
            "linear",
            id="a pattern that explodes",
        ),
        pytest.param(
            "needs/openssl.toml", '"c-compiler"', '"c-compilr"', "there is no need", id="a need that is not there"
        ),
        pytest.param(
            "needs/openssl.toml", 'libs = ["ssl"', 'libs = ["z"', "belongs to the need", id="a name of another need"
        ),
    ],
)
def test_a_spoilt_record_is_found(tmp_path: Path, file: str, old: str, new: str, message: str) -> None:
    root = tmp_path / "knowledge"
    shutil.copytree(folder(), root)
    spoilt = root / file
    text = spoilt.read_text(encoding="utf-8")
    assert old in text
    spoilt.write_text(text.replace(old, new), encoding="utf-8")
    assert any(message in str(problem) for problem in lint(root, ["linker-missing"]))


def test_a_rule_that_is_not_there_cannot_be_proven() -> None:
    with pytest.raises(UsageError, match="there is no rule `linkr-missing`"):
        lint(folder(), ["linkr-missing"])
