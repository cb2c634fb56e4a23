"""Marks of CI systems go; the same characters in a message of their own stay."""

from __future__ import annotations

import pytest

from doctor.knowledge.lint.disguises import PREFIXES
from doctor.log.clean import clean

LINES = ["   Compiling app v0.1.0 (/home/user/app)", "error: linker `cc` not found", "  |", "  = note: No such file"]


def _texts(lines: list[str]) -> list[str]:
    return [line.text for line in clean("\n".join(lines).encode())]


@pytest.mark.parametrize("name", PREFIXES)
def test_the_mark_of_a_system_goes(name: str) -> None:
    assert _texts([PREFIXES[name] + line for line in LINES])[1].strip() == LINES[1]


@pytest.mark.parametrize("label", ["app:build: ", "hello> ", "web.1  | ", "[app] ", "@scope/app: "])
def test_a_label_is_learned_from_cargos_verbs(label: str) -> None:
    assert _texts([label + line for line in LINES])[1] == LINES[1]


def test_a_mark_in_a_part_of_the_log_goes_there_only() -> None:
    excerpt = [f"12.3{digit} {line}" for digit, line in enumerate(LINES)]
    assert _texts(["healthy", "text", "of", "a", "build", "step", *excerpt, "------"])[7] == LINES[1]


@pytest.mark.parametrize(
    "lines",
    [
        ["ld: error: unable to find library -lpq", "ld: error: unable to find library -lssl", "ld: error: x"],
        [">>> referenced by main.o", "done"],
        ["| one column", "and a line", "| another"],
        ["1.5 times as long", "as before", "it was"],
        ["2026 was the year", "#[derive(Debug)]", "## heading"],
        ["a: b", "c: d", "e: f"],
    ],
    ids=["the linker's name", "lld's arrow", "single bars", "one number", "near misses", "three names"],
)
def test_a_message_keeps_what_only_looks_like_a_mark(lines: list[str]) -> None:
    assert _texts(lines) == lines


def test_llds_three_arrows_stay_whole() -> None:
    lines = ["ld.lld: error: duplicate symbol: f", ">>> defined at a.c", ">>> defined at b.c", ">>> and more"]
    assert _texts(lines) == lines
