"""A cause in the middle of a long log, and one at its end, is the cause that it is in a short one: for each rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from doctor.explain import explain_bytes, explain_log
from doctor.host.system import system_for
from doctor.knowledge.load import Knowledge, load
from doctor.knowledge.records_rules import Example, Rule
from doctor.knowledge.source import folder, read
from doctor.log.sieve import LIMITS, WORDS, Sieve, Sifted

# The same sieve for smaller logs: what is far away in a log of megabytes is far away here.
SMALL = replace(LIMITS, whole=1 << 14, head=1 << 10, tail=1 << 12)
NOISE = b"   Compiling unicode-ident v1.0.24\n  Downloaded serde_derive v1.0.228\n" * 300
RULES = read(folder()).rules


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def sifted(*parts: bytes) -> Sifted:
    sieve = Sieve(SMALL)
    for part in parts:
        sieve.take(part)
    return sieve.sifted()


def first_with_a_word(rule: Rule) -> Example | None:
    """The first example that says a word of failure, and is no longer than what is kept around it."""
    texts = [(example, example.text.encode()) for example in rule.examples]
    fitting = (one for one, text in texts if len(text) < LIMITS.before and any(word in text for word in WORDS))
    return next(fitting, None)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_verdict_is_the_same_in_a_long_log(rule: Rule, knowledge: Knowledge) -> None:
    example = first_with_a_word(rule)
    if example is None:
        pytest.skip("no short example says a word of failure: such causes stand at the end of a log")
    text = example.text.strip("\n").encode() + b"\n"
    system = system_for(example.distro or "debian:12", knowledge)
    short = explain_bytes(
        NOISE[:700] + b"\n" + text + b"\n" + NOISE[:700], knowledge, system, target=example.target or None
    )
    middle = sifted(NOISE, b"\n", text, b"\n", NOISE)
    found = explain_log(middle, knowledge, system, target=example.target or None)
    assert middle.passed > 0
    assert [one.finding.rule for one in found.diagnoses] == [one.finding.rule for one in short.diagnoses]


def test_nearly_all_examples_say_a_word_of_failure() -> None:
    texts = [example.text.encode() for rule in RULES for example in rule.examples]
    assert sum(any(word in text for word in WORDS) for text in texts) > 0.94 * len(texts)
