"""What is kept of a long log: all around the words of failure, its head and tail, with the numbers of its lines."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from doctor.log.sieve import LIMITS, WORDS, Sieve, Sifted

WHOLE = LIMITS.whole
NOISE = b"   Compiling unicode-ident v1.0.24\n"
ERROR = b"error: could not find native library\n"


def sifted(data: bytes, size: int = 1 << 17) -> Sifted:
    sieve = Sieve()
    for start in range(0, len(data), size):
        sieve.take(data[start : start + size])
    return sieve.sifted()


def lines_of(log: bytes, found: Sifted) -> None:
    """Every line that was kept whole is, by its number, the same line of the log."""
    real = log.split(b"\n")
    wrong = [
        (number, line)
        for number, line in enumerate(found.data.split(b"\n"), 1)
        if line and line not in real[found.number(number) - 1]
    ]
    assert wrong == []


@pytest.mark.parametrize("size", [1, 7, 4096, 1 << 17])
def test_a_short_log_is_taken_whole(size: int) -> None:
    log = NOISE * 100 + ERROR + b"last"
    found = sifted(log, size)
    assert (found.data, found.passed, found.dropped) == (log, 0, 0)
    assert found.number(101) == 101


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("size", [1000, 65_536, 1 << 17])
def test_a_word_in_the_middle_is_kept_with_what_lies_around_it(word: bytes, size: int) -> None:
    around = b"".join(b"line %d\n" % number for number in range(200))
    log = NOISE * 30_000 + around + b"here " + word + b" stands\n" + around + NOISE * 30_000
    found = sifted(log, size)
    assert around + b"here " + word + b" stands\n" + around in found.data
    assert found.passed == len(log) - len(found.data)
    assert found.data.startswith(NOISE * 1000)
    assert found.data.endswith(NOISE * 5000)
    lines_of(log, found)


@pytest.mark.parametrize("place", range(0, 40, 3))
def test_a_word_across_two_chunks_is_seen(place: int) -> None:
    log = NOISE * 20_000 + b"x" * place + b"\nFAILED: error here\n" + NOISE * 20_000
    for size in range(4000, 4011):
        assert b"FAILED: error here" in sifted(log, size).data


def test_too_much_of_it_keeps_the_first_and_the_last() -> None:
    log = b"".join(b"error number %d\n" % number for number in range(400_000))
    found = sifted(log)
    assert b"error number 0\n" in found.data
    assert b"error number 399999\n" in found.data
    assert b"error number 200000\n" not in found.data
    assert len(found.data) < 2 * WHOLE
    assert found.dropped > len(log) // 2
    assert found.dropped <= len(log)
    lines_of(log, found)


@pytest.mark.parametrize(
    "log",
    [
        pytest.param(b"x" * (8 * WHOLE), id="one line"),
        pytest.param(b"error " * WHOLE, id="one line of errors"),
        pytest.param(b"\n" * (8 * WHOLE), id="only ends of lines"),
        pytest.param(b"\x1b[31m" * WHOLE, id="only colours"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_whatever_comes_little_is_kept(log: bytes) -> None:
    found = sifted(log)
    assert len(found.data) < 2 * WHOLE
    assert found.size == len(log)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([NOISE * 3000, ERROR, b"x" * 5000, b"\n", b"note: cannot\n"]), max_size=25), st.data())
def test_however_it_is_cut_into_chunks_the_same_is_kept(parts: list[bytes], data: st.DataObject) -> None:
    log = b"".join(parts)
    sizes = data.draw(st.lists(st.integers(1, 200_000), min_size=1, max_size=5))
    sieve, place, turn = Sieve(), 0, 0
    while place < len(log):
        size = sizes[turn % len(sizes)]
        sieve.take(log[place : place + size])
        place, turn = place + size, turn + 1
    found, whole = sieve.sifted(), sifted(log)
    assert (found.data, found.dropped) == (whole.data, whole.dropped)
    lines_of(log, found)
