"""Jobs that ran side by side are told apart by their labels; everything else keeps its place."""

from __future__ import annotations

import pytest

from doctor.log.clean import clean
from doctor.log.jobs import untangle


def _numbered(texts: list[str]) -> list[tuple[int, str]]:
    return list(enumerate(texts, start=1))


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        pytest.param(["#4 1.0 a", "#5 1.1 x", "#4 1.2 b", "#5 1.3 y"], [1, 3, 2, 4], id="two steps of buildkit"),
        pytest.param(["web-1  | a", "db-1   | x", "web-1  | b"], [1, 3, 2], id="two containers of compose"),
        pytest.param(
            ["#4 1.0 a", "", "#5 1.1 x", "#4 1.2 b"], [1, 2, 4, 3], id="a blank line belongs to the line before it"
        ),
        pytest.param(
            ["#4 1.0 a", "------", "#5 1.1 x", "#4 1.2 b"], [1, 2, 3, 4], id="a line without a label ends a run"
        ),
        pytest.param(
            ["see #12 in the tracker", "a", "see #13 too"], [1, 2, 3], id="a number in a sentence is no label"
        ),
        pytest.param([], [], id="nothing"),
    ],
)
def test_lines_of_one_job_stand_together(texts: list[str], order: list[int]) -> None:
    assert [number for number, _ in untangle(_numbered(texts))] == order


@pytest.mark.parametrize(
    ("data", "texts"),
    [
        pytest.param(b"a\na\nb\n", ["a", "b", ""], id="a line that only repeats the one before goes"),
        pytest.param(b"\n\na\n", ["", "", "a", ""], id="blank lines may repeat"),
        pytest.param(
            b"say &quot;x&quot; &lt;y&gt; &amp;amp;\n", ['say "x" <y> &amp;', ""], id="entities of HTML come back once"
        ),
        pytest.param(b"\x1b_bk;t=1700000000000\x07error: a\n", ["error: a", ""], id="Buildkite ends its marks by BEL"),
        pytest.param(b":info:build error: a\n", ["error: a", ""], id="MacPorts"),
        pytest.param(b"[  +27 ms] SEVERE: error: a\n", ["error: a", ""], id="flutter -v around cargokit"),
        pytest.param(b"Error (Xcode): error: a\n", ["error: a", ""], id="flutter around Xcode"),
        pytest.param(b"20:52:05.025 | error: a\n", ["error: a", ""], id="Vercel"),
    ],
)
def test_what_a_runner_adds_is_taken_off(data: bytes, texts: list[str]) -> None:
    assert [line.text for line in clean(data)] == texts
