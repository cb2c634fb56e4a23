"""Logs are cut around the lines that decide, never inside them."""

from __future__ import annotations

import pytest

from doctor.knowledge.lint.cuts import cut
from doctor.model import Evidence

_TEXT = "\n".join(f"line {number} of the log" for number in range(1, 21))


def _evidence(*numbers: int) -> tuple[Evidence, ...]:
    return tuple(Evidence("-", number, "") for number in numbers)


@pytest.mark.parametrize(
    ("evidence", "head", "tail"),
    [
        pytest.param((9, 10), "f the log", "line 17 o", id="evidence in the middle"),
        pytest.param((1,), "line 1 of the log", "line 8 o", id="evidence in the first line: nothing to cut before it"),
        pytest.param(
            (20,), "f the log", "line 20 of the log", id="evidence in the last line: nothing to cut behind it"
        ),
    ],
)
def test_the_evidence_stays_whole(evidence: tuple[int, ...], head: str, tail: str) -> None:
    texts = cut(_TEXT, _evidence(*evidence))
    assert texts["its head cut off"].split("\n")[0].strip() == head
    assert texts["its tail cut off"].split("\n")[-1] == tail
    assert all(f"line {number} of the log" in text for number in evidence for text in texts.values())


def test_without_evidence_nothing_is_cut() -> None:
    assert cut(_TEXT, ()) == {}
