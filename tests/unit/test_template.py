"""Nothing from a log becomes part of a command unless it is one whole safe name."""

from __future__ import annotations

import pytest

from doctor.template import fill, fill_argv, is_safe_word


@pytest.mark.parametrize(
    "word", ["x86_64-unknown-linux-musl", "1.60.0", "nightly-2024-01-01", "openssl-sys@0.9.104", "/usr/bin/cc", "g++"]
)
def test_names_are_safe(word: str) -> None:
    assert is_safe_word(word)


@pytest.mark.parametrize(
    "word",
    [
        "",
        "-rf",
        "a b",
        "a;b",
        "$(x)",
        "`x`",
        "a\nb",
        "../../etc",
        "a|b",
        "a&b",
        "x" * 200,
        "ä",
        "a'b",
        'a"b',
        "a*",
        "a>b",
    ],
)
def test_everything_else_is_not(word: str) -> None:
    assert not is_safe_word(word)


def test_an_unsafe_value_gives_no_command_at_all() -> None:
    assert fill_argv(("rustup", "target", "add", "{target}"), {"target": "x; rm -rf ~"}) is None
    assert fill_argv(("rustup", "target", "add", "{target}"), {}) is None
    assert fill_argv(("rustup", "target", "add", "{target}"), {"target": "wasm32-wasip1"}) == (
        "rustup",
        "target",
        "add",
        "wasm32-wasip1",
    )


def test_texts_are_filled_and_long_values_cut() -> None:
    assert fill("no {a}, no {b}", {"a": "x" * 1000}) == "no " + "x" * 200 + ", no "
