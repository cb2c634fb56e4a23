"""All that is to be pasted: one command for the packages, then the others."""

from __future__ import annotations

from typing import Any

import pytest

from doctor.check.combine import AtOnce, combined
from doctor.check.model import CheckResult, fail, ok, warn
from doctor.host.facts import Host
from doctor.host.guard import Result
from doctor.knowledge.records import Family
from doctor.model import Diagnosis, Finding, Fix
from doctor.report.check_text import rows
from doctor.report.layout import draw_plain

NOTHING: Result[Any] = Result(None, "not asked")
NO_HOST = Host(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)
APT = Family("debian", "Debian", (), "apt-get", ("apt-get", "install", "-y", "{packages}"))
UPDATE, A, B = "apt-get update", "apt-get install -y a", "apt-get install -y b"
ADD, EXPORT = "cargo add openssl@1 --features vendored", "export 'ARGS=-isystem /x'"


def missing(*commands: str, need: str = "some") -> Diagnosis:
    fixes = (Fix("Install", commands), Fix("or", ("apt-get install -y never",)))
    return Diagnosis(Finding("r", "certain", "x", "", need=need), fixes)


def one(*commands: str) -> CheckResult:
    return fail("x", "", missing(*commands))


@pytest.mark.parametrize(
    ("results", "install", "then"),
    [
        pytest.param([ok("x")], "", (), id="nothing missing"),
        pytest.param([fail("x", "", Diagnosis(Finding("r", "certain", "x", ""), ()))], "", (), id="nothing known to do"),
        pytest.param([one(A)], "", (), id="one command needs no other"),
        pytest.param([one(A), one(A)], "", (), id="nor does the same twice"),
        pytest.param([one(A, EXPORT)], "", (), id="nor one fix of two commands"),
        pytest.param([one(A), one(B)], f"{A} b", (), id="two"),
        pytest.param([fail("x", "", missing(A), missing(B))], f"{A} b", (), id="two in one check"),
        pytest.param(
            [one("sudo apt-get install -y a b"), one("sudo apt-get install -y b c")], "sudo apt-get install -y a b c", (),
            id="by sudo, each package once",
        ),
        pytest.param([one(UPDATE, A), one(UPDATE, B)], f"{UPDATE} && {A} b", (), id="after the lists are fetched, once"),
        pytest.param([one(A), one("enable repository", B)], f"enable repository && {A} b", (), id="after a repository is on"),
        pytest.param(
            [one(A), one("apt-get install -y plugin", "enable repository", B)],
            f"apt-get install -y plugin && enable repository && {A} b", (), id="after what switches the repository on",
        ),
        pytest.param([one(ADD), one(A, EXPORT), one(B)], f"{A} b", (ADD, EXPORT), id="what is no package comes after"),
        pytest.param([one(A), one(ADD)], A, (ADD,), id="one package and another command"),
        pytest.param([one(ADD), one(EXPORT), one(ADD)], "", (ADD, EXPORT), id="no package at all"),
        pytest.param([warn("x", "", missing(A)), one(B)], f"{A} b", (), id="a warning of something missing"),
        pytest.param([warn("x", "", missing(EXPORT, need="")), one(A), one(B)], f"{A} b", (), id="not any warning's advice"),
        pytest.param([ok("x", "", missing(EXPORT)), one(A), one(B)], f"{A} b", (), id="not advice where all is well"),
    ],
)  # fmt: skip
def test_all_at_once(results: list[CheckResult], install: str, then: tuple[str, ...]) -> None:
    assert combined(results, APT) == AtOnce(install, then)
    assert combined(results, None) == AtOnce()


@pytest.mark.parametrize(
    ("at_once", "lines"),
    [
        pytest.param(AtOnce(), [], id="nothing"),
        pytest.param(AtOnce(A), ["all missing packages at once:", f"       {A}", ""], id="packages"),
        pytest.param(
            AtOnce(A, (ADD,)), ["all missing packages at once:", f"       {A}", "and then:", f"       {ADD}", ""], id="both"
        ),
        pytest.param(AtOnce("", (ADD, EXPORT)), ["all at once:", f"       {ADD}", f"       {EXPORT}", ""], id="no package"),
    ],
)  # fmt: skip
def test_how_it_is_shown(at_once: AtOnce, lines: list[str]) -> None:
    assert draw_plain(rows(NO_HOST, (), at_once)).split("\n")[: len(lines)] == lines


def test_a_long_list_is_cut_for_the_eye_and_not_for_the_command() -> None:
    results = [fail("x", "", *(missing(f"apt-get install -y lib{number}") for number in range(20)))]
    at_once = combined(results, APT)
    shown = draw_plain(rows(NO_HOST, tuple(results), at_once))
    assert at_once.install.endswith(" lib18 lib19")
    assert "     - and 8 more, named in the first line\n" in shown
    assert "install -y lib12\n" not in shown
