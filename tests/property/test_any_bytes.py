"""Any bytes in, an answer out: no exception, evidence that exists, the same answer twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as some

from doctor.explain import explain_bytes
from doctor.knowledge.load import load
from doctor.log.blocks import blocks
from doctor.log.clean import clean
from doctor.log.read import harmless
from doctor.model import Explanation, Release, System

KNOWLEDGE = load()
SYSTEM = System(Release("debian", "12"), "debian", "option")
# Pieces of real output, so that the grammar and the rules are reached, not only noise.
PIECES = some.sampled_from(
    [
        b"error: linker `cc` not found\n", b"error: linking with `cc` failed: exit status: 1\n", b"  = note: ", b"/usr/bin/ld: cannot find -lpq\n",
        b"error: failed to run custom build command for `a v1`\n", b"  --- stderr\n", b"Package x was not found in the pkg-config search path\n",
        b"\x1b[31m", b"\r", b"\r\n", b"\n", b"\\n", b'"', b"error[E0463]: can't find crate for `std`\n", b"warning: a@1.0.0: x\n", b"running 1 test\n",
        b"test result: ok\n", b"    Finished `dev` profile in 1s\n", b"thread 'main' panicked at build.rs:1:1:\n", b"#12 3.4 ", b"> ", b"\xff\xfe",
        b"undefined reference to `SSL_new'\n", b"fatal error: zlib.h: No such file or directory\n", b'{"reason":"compiler-message"',
    ]
)  # fmt: skip
LOGS = some.lists(some.one_of(PIECES, some.binary(max_size=40)), max_size=30).map(b"".join)


def explain(data: bytes) -> Explanation:
    return explain_bytes(data, KNOWLEDGE, lambda _seen: SYSTEM)


@given(LOGS)
@settings(max_examples=300, deadline=None)
def test_any_log_gets_an_answer_whose_evidence_exists(data: bytes) -> None:
    explanation = explain(data)
    lines = data.count(b"\n") + 1
    assert explanation.outcome in {"diagnosed", "unknown-failure", "no-failure"}
    for diagnosis in explanation.diagnoses:
        assert diagnosis.finding.title
        assert all(
            1 <= evidence.line <= lines or data[:2] in (b"\xff\xfe", b"\xfe\xff")
            for evidence in diagnosis.finding.evidence
        )


@given(LOGS)
@settings(max_examples=100, deadline=None)
def test_the_same_log_gets_the_same_answer(data: bytes) -> None:
    first, second = explain(data), explain(data)
    assert [one.finding.title for one in first.diagnoses] == [one.finding.title for one in second.diagnoses]


@given(LOGS)
@settings(max_examples=200, deadline=None)
def test_blocks_hold_lines_in_the_order_of_the_log(data: bytes) -> None:
    numbers = [line.number for block in blocks(clean(data)) for line in block.lines]
    assert numbers == sorted(numbers)


@given(some.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_the_echo_lets_no_dangerous_byte_through(data: bytes) -> None:
    passed = harmless(harmless(data))
    assert b"\x07" not in passed
    assert b"\x1b]" not in passed
