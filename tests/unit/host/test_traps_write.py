"""What is to be written instead is TOML that says what stood there, whatever that was."""

from __future__ import annotations

import tomllib

import pytest

from doctor.host.traps.write import line, table

ODD = ["", "a", 'a"b', "a\\b", "a\nb", "\0\x1b\x7f", "a b", "a'b", "é", "[x]", "# x", "='"]


@pytest.mark.parametrize("value", ODD)
def test_a_string_says_the_same_when_it_is_read(value: str) -> None:
    assert tomllib.loads(line("a", (value,), "string")) == {"a": value}
    assert tomllib.loads(line("a", (value, "x"), "array")) == {"a": [value, "x"]}


@pytest.mark.parametrize("key", [key for key in ODD if key])
def test_a_key_is_one_key(key: str) -> None:
    assert tomllib.loads(line(key, ("x",), "string")) == {key: "x"}


@pytest.mark.parametrize("name", ["x86_64-unknown-linux-musl", "cfg(unix)", *(name for name in ODD if name)])
def test_a_table_is_one_table(name: str) -> None:
    assert tomllib.loads(table(name)) == {"target": {name: {}}}


@pytest.mark.parametrize(
    ("text", "header"),
    [("x86_64-unknown-linux-musl", "[target.x86_64-unknown-linux-musl]"), ("cfg(unix)", "[target.'cfg(unix)']")],
)
def test_a_table_is_written_as_people_write_it(text: str, header: str) -> None:
    assert table(text) == header
