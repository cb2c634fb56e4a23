"""Nothing of a log, or of a project, becomes part of a command unless it is one whole name."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pytest

from doctor.advise import advise
from doctor.explain import explain_bytes
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records_rules import Example, FixTemplate, Rule
from doctor.knowledge.source import folder, read
from doctor.model import Context, Finding, Fix, Release, System
from doctor.template import fill, placeholders

MARK = "ev1l"
HOSTILE = [
    f"{MARK}; touch pwned", f"$(touch {MARK})", f"`touch {MARK}`", f"{MARK}\ntouch pwned", f"--config={MARK}", f"-{MARK}",
    f"'{MARK}", f'"{MARK}', f"{MARK}' ; x '", f"{MARK}*", f"~{MARK}", f"{MARK}?", f"{{{MARK},b}}", f"{MARK}&&x", f"{MARK}|x",
    f"{MARK}>x", f"${{{MARK}}}", f"\u2018{MARK}\u2019", f"{MARK}\u037e", f"\u0435{MARK}", f"\u2010{MARK}", f"../{MARK}",
    f"{MARK}\\", f"{MARK}\x00x", f"{MARK}\x1b[2J", f"#{MARK}", f"!{MARK}", f"{MARK} --root", f"&#39;{MARK}", f"{MARK}{'x' * 200}", "",
]  # fmt: skip
# Whole names, and yet something else to a program that fetches by name: a path, an address, apt's minus for "remove".
ADDRESSES = [
    f"https://{MARK}.example/x",
    f"/opt/{MARK}",
    f"@{MARK}/x",
    f"git+https://{MARK}.example",
    f"{MARK}-",
    f"+{MARK}",
    f"./{MARK}",
]
GOOD = "good-name_2.0"
SYSTEMS = [System(Release("debian", "12"), "debian", "option"), System(Release("alpine", "3.20"), "alpine", "option", root=True),
           System(Release("fedora", "42"), "fedora", "option"), System(Release("arch"), "arch", "option")]  # fmt: skip
Doctor = Callable[..., "subprocess.CompletedProcess[bytes]"]
OPERATORS = set(";|&<>()")
NAME = re.compile(r"[A-Za-z0-9_@+./][A-Za-z0-9_.+:/@=~(){},-]*", re.ASCII)
# Programs that fetch what a word names: a path, an address, or apt's minus for "remove", would be another thing.
FETCHERS = {"apk", "apt-get", "cargo", "dnf", "npm", "pacman", "pip", "vcpkg", "yum", "zypper"}
ADDRESS = re.compile(r"^[a-z+]+://|^[/@.]")


def templates(knowledge: Knowledge) -> Iterator[tuple[Rule, FixTemplate, frozenset[str]]]:
    """Every fix of every rule whose own commands ask for a value, with the names of the values."""
    for rule in map(knowledge.rule, knowledge.rule_ids()):
        for template in rule.fixes:
            names = placeholders(" ".join(word for argv in template.commands for word in argv))
            if names and not template.offer:
                yield rule, template, names


def facts_for(template: FixTemplate, values: Mapping[str, str]) -> dict[str, str]:
    """Facts with which the fix applies, and these values where its conditions leave it open."""
    facts = dict(values)
    for condition in template.when:
        wanted = next(iter(condition.values), "")
        if not condition.negate and facts.get(condition.fact) not in condition.values:
            facts[condition.fact] = wanted
    return facts


def commands(fixes: tuple[Fix, ...]) -> list[str]:
    return [command for fix in fixes for command in fix.commands]


def words_of(command: str) -> list[str]:
    """The words that a shell makes of a command; operators are words of their own."""
    reader = shlex.shlex(command, posix=True, punctuation_chars=True)
    reader.whitespace_split, reader.commenters = True, ""
    return list(reader)


def advised(rule: Rule, facts: Mapping[str, str], knowledge: Knowledge) -> list[str]:
    finding = Finding(rule.id, rule.confidence, "", "", facts=facts)
    return [one for system in SYSTEMS for one in commands(advise(finding, Context(system), knowledge))]


@pytest.mark.parametrize("value", HOSTILE, ids=ascii)
def test_no_command_of_any_rule_takes_a_value_that_is_not_one_name(value: str, knowledge: Knowledge) -> None:
    for rule, template, names in templates(knowledge):
        for hostile in names:
            facts = facts_for(template, {name: value if name == hostile else GOOD for name in names})
            if facts[hostile] == value:
                argvs = [argv for argv in template.commands if hostile in placeholders(" ".join(argv))]
                unwanted = [shlex.join(fill(word, facts) for word in argv) for argv in argvs]
                printed = advised(rule, facts, knowledge)
                assert not set(unwanted) & set(printed), (rule.id, hostile, printed)
                assert not [one for one in printed if MARK in one], (rule.id, hostile, printed)


def test_a_whole_name_is_taken_as_it_is_by_every_command_of_every_rule(knowledge: Knowledge) -> None:
    seen = 0
    for rule, template, names in templates(knowledge):
        facts = facts_for(template, dict.fromkeys(names, GOOD))
        expected = [[fill(word, facts) for word in argv] for argv in template.commands]
        printed = [words_of(one) for one in advised(rule, facts, knowledge)]
        assert all(argv in printed for argv in expected if argv[0] not in {"sudo", "export"}), (rule.id, printed)
        seen += 1
    assert seen > 40


def hostile_logs() -> Iterator[tuple[str, Example, str]]:
    """Each rule's own examples with each captured name made hostile wherever it stands; the values take turns."""
    turn = 0
    for rule in read(folder()).rules:
        for example in rule.examples:
            names = {name for captures in example.captures for name in captures.values() if len(name) > 1}
            for name in sorted(names):
                for values in (HOSTILE, ADDRESSES):
                    turn += 1
                    yield rule.id, example, example.text.replace(name, values[turn % len(values)])


def _given(system: System, _seen: object) -> System:
    return system


def unsafe(command: str) -> list[str]:
    """The words of a command that came of the log and are not one whole name, or that a shell would act on."""
    words = words_of(command)
    fetches, minus = bool(FETCHERS & set(words[:2])), "apt-get" in words[:2]
    bad = [word for word in words if set(word) <= OPERATORS or any(sign in word for sign in ("$", "`", "\n"))]
    bad += [word for word in words if MARK in word and not NAME.fullmatch(word)]
    bad += [word for word in words if MARK in word and fetches and ADDRESS.search(word)]
    return bad + [word for word in words if MARK in word and minus and word.endswith("-")]


def test_no_hostile_name_in_the_log_of_any_rule_leaves_its_word(knowledge: Knowledge) -> None:
    printed = 0
    for rule, example, text in hostile_logs():
        system = SYSTEMS[len(text) % len(SYSTEMS)]
        data = text.encode("utf-8", "replace")
        answer = explain_bytes(data, knowledge, partial(_given, system), target=example.target)
        for command in (one for diagnosis in answer.diagnoses for one in commands(diagnosis.fixes)):
            assert not unsafe(command), (rule, command)
            printed += MARK in command
    assert printed > 20, "no name of a log came as far as a command: the test proves nothing"


VALUES = ["\u2018; touch pwned; \u2019", "&#39;; touch pwned; &#39;", "$(touch pwned)", "'; touch pwned; '", "--config=pwned",
          "x\\ny", "\u202epwned", "\x1b]0;pwned\x07", "`touch pwned`", "a b"]  # fmt: skip
KEYS = ["env.CARGO_BUILD_JOBS", "env.CARGO_HOME", "env.CARGO_NET_OFFLINE", "build.rustflags", "build.target", "build.rustc",
        "build.rustc-wrapper", "build.target-dir", "build.jobs", "http.proxy", "net.offline", "net.git-fetch-with-cli",
        "source.vendored.directory", "target.x86_64-unknown-linux-musl.linker", "target.x86_64-unknown-linux-musl.runner",
        "target.x86_64-unknown-linux-musl.rustflags", "profile.release.lto", "registries.x.index", "alias.b"]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=ascii)
def test_a_config_of_a_project_gives_no_command_but_whole_words(doctor: Doctor, tmp_path: Path, value: str) -> None:
    (tmp_path / ".cargo").mkdir()
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "x"\nversion = "0.1.0"\n')
    lines = [f"{key} = {json.dumps(value)}" for key in KEYS] + ['source.crates-io.replace-with = "vendored"']
    (tmp_path / ".cargo/config.toml").write_text("\n".join(lines))
    document = json.loads(doctor("check", "--no-trial", "--only", "traps", "--format", "json").stdout)
    (check,) = document["checks"]
    printed = {command for one in check["diagnoses"] for fix in one["fixes"] for command in fix["commands"]}
    assert check["status"] == "fail"
    assert printed or not value.isprintable()
    for command in printed:
        first, *words = words_of(command)
        assert first in {"export", "unset", "cargo"}, command
        assert all(word in {value, f"{word.partition('=')[0]}={value}"} for word in words if "pwned" in word), command
        assert not any(word.startswith("-") and "pwned" in word for word in words), command
    text = doctor("check", "--no-trial", "--only", "traps").stdout.decode()
    shown = {line.strip() for line in text.splitlines() if re.match(r"\s+(?:export|unset) ", line)}
    assert shown <= printed | set(document["at_once"]["then"]), "what is shown is not what is meant"
    assert bool(shown) == bool(printed)
