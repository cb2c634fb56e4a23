"""A wrong record is refused with its file and key."""

from __future__ import annotations

from typing import Any

import pytest

from doctor.errors import KnowledgeError
from doctor.knowledge.schema import read_need
from doctor.knowledge.schema_rules import read_rule
from doctor.knowledge.table import Table

NEED: dict[str, Any] = {
    "id": "zlib",
    "title": "zlib",
    "kind": "library",
    "names": {"libs": ["z"]},
    "packages": {"debian": ["zlib1g-dev"], "suse": False},
}
RULE: dict[str, Any] = {
    "id": "a-rule",
    "title": "T",
    "confidence": "certain",
    "match": {"literal": "x", "pattern": "x(?P<a>y)", "blocks": ["link"]},
    "cause": {"text": "c"},
    "fix": [{"title": "f", "commands": [["a", "{a}"]]}],
}


def need(**changes: Any) -> None:
    read_need(Table("needs/zlib.toml", NEED | changes))


def rule(**changes: Any) -> None:
    read_rule(Table("rules/a-rule.toml", RULE | changes))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"id": "Zlib"}, r"needs/zlib.toml: id: `Zlib` must be lower-case", id="an id with capitals"),
        pytest.param({"kind": "thing"}, r"kind: `thing` is not one of library", id="an unknown kind"),
        pytest.param(
            {"titel": "x"}, r"titel: unknown key; did you mean `title`", id="a misspelt key names the nearest"
        ),
        pytest.param({"names": {"libs": ["z "]}}, r"names.libs: `z ` has white space", id="white space around a name"),
        pytest.param(
            {"packages": {"debian": ["zlib1g-dev; rm -rf /"]}},
            r"packages.debian: .* is not a package name",
            id="shell text as a package",
        ),
        pytest.param({"packages": {"debian": ["-o"]}}, r"is not a package name", id="an option as a package"),
        pytest.param(
            {"packages_if": [{"distro": "fedora", "version": "40+", "packages": ["x"]}]},
            r"packages_if\[0\].version: `40\+` is not a comparison",
            id="a version that is no comparison",
        ),
        pytest.param({"packages": []}, r"packages: must be a table", id="a list for a table"),
        pytest.param({"title": ""}, r"title: must be a non-empty string", id="an empty title"),
    ],
)
def test_wrong_needs_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        need(**changes)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        pytest.param({"confidence": "sure"}, r"confidence: `sure` is not one of certain", id="an unknown confidence"),
        pytest.param(
            {"match": {"pattern": "x"}}, r"needs at least one `pattern` and one plain-text `literal`", id="no literal"
        ),
        pytest.param(
            {"match": {"literal": "x", "pattern": "x", "blocks": ["loader"]}},
            r"match.blocks: `loader`",
            id="an unknown kind of block",
        ),
        pytest.param({"fix": [{"commands": [["a"]]}]}, r"fix\[0\].title: a fix needs", id="a fix without a title"),
        pytest.param(
            {"fix": [{"title": "x", "commands": ["rm -rf /"]}]},
            r"fix\[0\].commands: must be a list of argv",
            id="a command that is no argv",
        ),
        pytest.param({"when": {"family": ["debian", "!arch"]}}, r"when.family: either all", id="mixed negation"),
        pytest.param(
            {"look_up": {"by": ["name"], "name": "{a}"}}, r"look_up.by: `name` is not one of", id="an unknown look-up"
        ),
    ],
)
def test_wrong_rules_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        rule(**changes)


def test_right_records_are_read() -> None:
    need()
    rule()
