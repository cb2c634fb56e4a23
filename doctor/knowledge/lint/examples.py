"""Every example goes through the whole pipeline, in all the disguises in which people paste logs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from doctor.explain import explain_lines
from doctor.host.family import family_of
from doctor.host.release import release_argument
from doctor.knowledge.lint.cuts import cut
from doctor.knowledge.lint.disguises import DISGUISES
from doctor.knowledge.lint.model import Problem
from doctor.knowledge.lint.references import rule_file
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records_rules import Example, Rule
from doctor.knowledge.source import Source
from doctor.log.clean import clean
from doctor.model import Explanation, Line, System

_FEWEST_EXAMPLES = 2
_PLAIN = "debian:12"
# Facts that stand elsewhere in the log than the evidence: a cut may take them away.
_ELSEWHERE = {"plugin", "installs", "rust_of"}


def check(source: Source, rules: Iterable[Rule], knowledge: Knowledge) -> Iterator[Problem]:
    """All problems of the examples and counterexamples of these rules, read by the whole set."""
    for rule in rules:
        file = rule_file(rule, source)
        if len(rule.examples) < _FEWEST_EXAMPLES:
            yield Problem(
                file,
                "example",
                f"a rule needs {_FEWEST_EXAMPLES} examples of real output, this has {len(rule.examples)}",
            )
        if not rule.counterexamples:
            yield Problem(file, "counterexample", "a rule needs a counterexample of real output")
        yield from _examples(rule, file, knowledge)
        yield from _counterexamples(rule, file, knowledge)
        yield from _unused(rule, file)


def run(text: str, distro: str, target: str, knowledge: Knowledge) -> Explanation:
    """One text through the whole pipeline, for a system given as ID:VERSION."""
    return _explained(clean(text.encode()), distro, target, knowledge)


def _explained(lines: tuple[Line, ...], distro: str, target: str, knowledge: Knowledge) -> Explanation:
    release = release_argument(distro or _PLAIN)
    system = System(release, family_of(release, knowledge.distros)[0], "option")

    def system_of(_seen: object) -> System:
        return system

    return explain_lines(lines, knowledge, system_of, target=target or None)


def _examples(rule: Rule, file: str, knowledge: Knowledge) -> Iterator[Problem]:
    for example in rule.examples:
        for name, lines in _readings(example, rule, knowledge):
            problem = _wrong(example, lines, rule.id, knowledge)
            if problem:
                yield Problem(file, f"example `{example.name}`", f"{name}: {problem}")
                break
        yield from _commands(example, file, knowledge)


def _readings(example: Example, rule: Rule, knowledge: Knowledge) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The example as each disguise is read; what is read alike is answered alike, so it comes once."""
    seen: set[tuple[str, ...]] = set()
    for name, text in _pasted(example, rule, knowledge):
        lines = clean(text.encode())
        texts = tuple(line.text for line in lines)
        if texts not in seen:
            seen.add(texts)
            yield name, lines


def _pasted(example: Example, rule: Rule, knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """The example in every disguise, and cut around what the plain reading takes for evidence."""
    for name, disguise in DISGUISES.items():
        yield name, disguise(example.text)
    if any(condition.fact in _ELSEWHERE for condition in rule.when):
        return
    plain = run(example.text, example.distro, example.target, knowledge)
    for diagnosis in plain.diagnoses[:1]:
        yield from cut(example.text, diagnosis.finding.evidence).items()


def _wrong(example: Example, lines: tuple[Line, ...], rule: str, knowledge: Knowledge) -> str:
    """What is wrong with the answer to these lines, or ""."""
    explanation = _explained(lines, example.distro, example.target, knowledge)
    found = [diagnosis.finding for diagnosis in explanation.diagnoses]
    if not found or found[0].rule != rule:
        return f"the first diagnosis is {found[0].rule if found else explanation.outcome}"
    for wanted in example.captures:
        if not any(wanted.items() <= finding.captures.items() for finding in found):
            return f"no finding has the captures {dict(wanted)}"
    return ""


def _commands(example: Example, file: str, knowledge: Knowledge) -> Iterator[Problem]:
    for distro, command in example.expect.items():
        explanation = run(example.text, distro, example.target, knowledge)
        commands = [line for diagnosis in explanation.diagnoses for fix in diagnosis.fixes for line in fix.commands]
        if command not in commands:
            yield Problem(file, f"example `{example.name}`", f"on {distro} no fix says `{command}`, but {commands[:3]}")


def _counterexamples(rule: Rule, file: str, knowledge: Knowledge) -> Iterator[Problem]:
    for example in rule.counterexamples:
        found = [
            diagnosis.finding.rule
            for diagnosis in run(example.text, example.distro, example.target, knowledge).diagnoses
        ]
        if rule.id in found:
            yield Problem(file, f"counterexample `{example.name}`", "the rule speaks where it must be silent")
        elif example.match and found[:1] != [example.match]:
            yield Problem(
                file,
                f"counterexample `{example.name}`",
                f"`{example.match}` must win, but {found[:1] or 'nothing'} does",
            )
        elif not example.match and found:
            yield Problem(file, f"counterexample `{example.name}`", f"nothing must be found, but {found[0]} is")


def _unused(rule: Rule, file: str) -> Iterator[Problem]:
    """A literal that no example holds filters nothing that anybody has seen."""
    if rule.examples and not any(
        literal in example.text for literal in rule.match.literals for example in rule.examples
    ):
        yield Problem(file, "match.literal", "no example holds any of the literals")
