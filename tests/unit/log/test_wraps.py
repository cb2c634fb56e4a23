"""Lines that a terminal broke are put together, whole lines are not."""

from __future__ import annotations

import pytest

from doctor.log.wraps import unwrap

LONG = "  = note: " + " ".join(f'"/home/user/app/target/debug/deps/app.{number:02}.rcgu.o"' for number in range(9))


def _cut(text: str, width: int) -> list[tuple[int, str]]:
    return list(enumerate((text[start : start + width] for start in range(0, len(text), width)), start=1))


@pytest.mark.parametrize("width", [60, 80, 100, 190], ids=lambda width: f"broken at {width} columns")
def test_a_broken_line_is_whole_again(width: int) -> None:
    assert unwrap(_cut(LONG, width)) == [(1, LONG)]


def test_the_first_parts_number_stays() -> None:
    lines = [(7, "error: linking failed"), *((number + 7, text) for number, text in _cut(LONG, 80)), (99, "end")]
    assert [number for number, _ in unwrap(lines)] == [7, 8, 99]


def test_a_message_of_its_own_after_a_full_line_is_not_joined() -> None:
    full = "x" * 80
    lines = [(1, full), (2, "error: linker `cc` not found"), (3, full), (4, "   Compiling app v0.1.0")]
    assert unwrap(lines) == lines


@pytest.mark.parametrize(
    "texts",
    [["x" * 59, "y" * 59, "z"], ["x" * 400, "y" * 400, "z"], ["short", "shorter"], [], [""]],
    ids=["too narrow for a terminal", "too wide for one", "short lines", "no line", "an empty line"],
)
def test_what_no_terminal_broke_stays(texts: list[str]) -> None:
    lines = list(enumerate(texts))
    assert unwrap(lines) == lines


def test_the_padding_of_a_resized_terminal_goes() -> None:
    pad = " " * 60
    lines = [(1, f"build/webview{pad}-sys-0123"), (2, f"Failure{pad}{{ command")]
    assert [text for _, text in unwrap(lines)] == ["build/webview-sys-0123", "Failure{ command"]


def test_one_wide_gap_is_a_table_and_stays() -> None:
    lines = [(1, "name" + " " * 60 + "value")]
    assert unwrap(lines) == lines
