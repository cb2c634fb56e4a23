"""Variables of needs: judged where a crate of Cargo.lock has the need, by the real knowledge, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from doctor.check.adviser import KnowledgeAdviser
from doctor.check.model import View
from doctor.check.need_variables import need_variables
from doctor.host.facts import Host, Project, Request
from doctor.host.guard import Result
from doctor.host.lock import Lock, LockedCrate
from doctor.host.programs import Access
from doctor.host.run import Outcome
from doctor.host.settings import Setting, Settings
from doctor.knowledge.load import load
from doctor.model import Release, System

GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
ADVISER = KnowledgeAdviser(load(), System(Release("debian", "12"), "debian", "option"))
PQ = Lock(
    "Cargo.lock",
    crates=(LockedCrate("app", "0.1.0", member=True, dependencies=("pq-sys 0.7.0",)), LockedCrate("pq-sys", "0.7.0", member=False)),
)  # fmt: skip


def no_process(*_argv: object, **_words: object) -> Outcome:
    raise AssertionError


def found(
    environment: Mapping[str, str], target: str, lock: Lock | None = PQ, config: tuple[Setting, ...] = ()
) -> list[tuple[str, str]]:
    """The traps as (place, id) for a target on a glibc machine."""
    none: Result[object] = Result(None, "not asked")
    host = Host(none, none, none, none, none, targets=(target,), triple=GNU)  # type: ignore[arg-type]  # (nothing reads them)
    view = View(host, Request(), ADVISER, Access(environment, no_process, Path("/")), Path("/"))
    return [(one.place, one.id) for one in need_variables(view, Project(Settings(config), (), lock))]


@pytest.mark.parametrize(
    ("environment", "target", "kinds"),
    [
        pytest.param(
            {"PQ_LIB_DIR": "/no/such/folder"}, GNU, [("PQ_LIB_DIR", "no-path")], id="a folder that is not there"
        ),
        pytest.param({"PQ_LIB_DIR": "/usr"}, MUSL, [("PQ_LIB_DIR", "hosts-library")], id="the host's own for musl"),
        pytest.param({"PQ_LIB_DIR": "/usr"}, GNU, [], id="the host's own for the host"),
        pytest.param({"PQ_LIB_DIR": "/usr/bin"}, MUSL, [], id="some folder that is there"),
        pytest.param({"PQ_LIB_DIR": "relative"}, GNU, [], id="a folder relative to who knows where"),
        pytest.param({"PQ_LIB_DIR": "/no/a:/no/b"}, GNU, [], id="several folders"),
        pytest.param({"JAVA_HOME": "/no/such/java", "FOO": "/no/such"}, GNU, [], id="what no crate wants"),
    ],
)
def test_variables_of_what_the_crates_want(
    environment: dict[str, str], target: str, kinds: list[tuple[str, str]]
) -> None:
    assert found(environment, target) == kinds


def test_an_entry_of_a_config_counts_as_well() -> None:
    entry = Setting("/c", 3, "env.PQ_LIB_DIR", ("/no/such",))
    assert found({}, GNU, config=(entry,)) == [("/c:3", "no-path")]
    assert found({"PQ_LIB_DIR": "/usr"}, GNU, config=(entry,)) == []


@pytest.mark.parametrize("lock", [None, Lock("Cargo.lock", problem="broken")], ids=["no lock file", "a broken one"])
def test_without_a_lock_file_nothing_is_known(lock: Lock | None) -> None:
    assert found({"PQ_LIB_DIR": "/no/such"}, GNU, lock) == []
