"""TOML that no one means: it is refused with a sentence, and nothing behind the reader has to mind."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.errors import KnowledgeError
from doctor.host.manifests import read_manifests
from doctor.knowledge.source import read
from doctor.toml_file import read_toml

DEEP, LONG = "it is nested too deeply", "it has an integer of more than 64 bits"
REFUSED = [
    pytest.param("a = " + "[" * 2000 + "]" * 2000, DEEP, id="arrays that tomllib cannot follow"),
    pytest.param("a = " + "[" * 100 + "]" * 100, DEEP, id="arrays that it can"),
    pytest.param("a." * 2000 + "a = 1", DEEP, id="dotted keys"),
    pytest.param("[" + "a." * 2000 + "a]", DEEP, id="a table of dotted keys"),
    pytest.param("a = 0x" + "f" * 4000, LONG, id="an integer that Python does not write"),
    pytest.param("a = [{ b = 9223372036854775808 }]", LONG, id="an integer of 65 bits"),
    pytest.param("a = -9223372036854775809", LONG, id="a negative one"),
    pytest.param("a = " + "9" * 5000, "Exceeds the limit", id="an integer that Python does not read"),
]


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_what_no_one_means_is_refused(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text(text)
    with pytest.raises(ValueError, match=words):
        read_toml(tmp_path / "Cargo.toml")


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_a_record_of_that_kind_is_a_wrong_record(text: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(KnowledgeError, match=words):
        read(tmp_path)


@pytest.mark.parametrize(
    ("text", "table"),
    [
        pytest.param("a = [-9223372036854775808, 9223372036854775807]", {"a": [-(2**63), 2**63 - 1]}, id="64 bits"),
        pytest.param("a.b.c = [[[{ d = true }]]]", {"a": {"b": {"c": [[[{"d": True}]]]}}}, id="nested as people do"),
    ],
)
def test_what_they_do_mean_is_read(text: str, table: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text(text)
    assert read_toml(tmp_path / "Cargo.toml") == table


def test_a_member_with_a_name_that_no_file_can_have_is_none(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text(f'[workspace]\nmembers = ["{"a" * 5000}"]\nresolver = "2"\n')
    assert [one.resolver for one in read_manifests(tmp_path)] == ["2"]
