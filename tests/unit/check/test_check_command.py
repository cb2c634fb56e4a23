"""The command from argv to print: text, JSON by its schema, exit status, other roots."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from doctor.check.adviser import KnowledgeAdviser, system_for
from doctor.check.combine import AtOnce
from doctor.check.model import CRASHED, CheckResult, fail, ok
from doctor.commands import check
from doctor.errors import InputError, UsageError
from doctor.forecast import Wanted
from doctor.host.facts import Host
from doctor.host.guard import Result
from doctor.host.run import Outcome
from doctor.host.rust import Rust
from doctor.knowledge.load import load
from doctor.model import Diagnosis, Finding, Fix, Release, System
from doctor.report import check_json, check_text
from doctor.report.layout import draw_plain

_ROOTS = Path(__file__).parents[2] / "roots"
_SCHEMA = json.loads(Path(check_json.__file__).with_name("schemas").joinpath("check-1.json").read_text())
MUSL = "x86_64-unknown-linux-musl"
NOTHING: Result[Any] = Result(None, "not asked")
NO_HOST = Host(NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)


def run(*argv: str) -> int:
    parser = argparse.ArgumentParser()
    check.configure(parser)
    return check.run(parser.parse_args(argv))


def document(capsys: pytest.CaptureFixture[str], *argv: str) -> dict[str, Any]:
    run(*argv, "--format", "json")
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, _SCHEMA)
    return found


@pytest.mark.parametrize(
    ("root", "host"),
    [
        ("debian-12", ("debian:12", "debian", "apt-get")),
        ("ubuntu-22.04", ("ubuntu:22.04", "debian", "apt-get")),
        ("rocky-9.4", ("rocky:9.4", "rhel", "dnf")),
        ("centos-7", ("centos:7", "rhel", "yum")),
        ("centos-6", ("centos:6.10", "rhel", "yum")),
        ("alpine-3.20", ("alpine:3.20.3", "alpine", "apk")),
        ("arch", ("arch", "arch", "pacman")),
        ("nixos", ("nixos:24.05", "nix", "nix-shell")),
        ("mageia-9", ("mageia:9", "mageia", "dnf")),
        ("wolfi", ("wolfi:20230201", "wolfi", "apk")),
        ("empty", (None, None, None)),
    ],
)
def test_the_host_of_another_root(
    capsys: pytest.CaptureFixture[str], root: str, host: tuple[str | None, str | None, str | None]
) -> None:
    found = document(capsys, "--root", str(_ROOTS / root))
    keys = ("distro", "family", "package_manager")
    assert found["host"] == {**dict(zip(keys, host, strict=True)), "arch": None, "libc": None}
    states = {result["id"]: result["status"] for result in found["checks"]}
    assert (states["rust"], states["memory"]) == ("fail", "skipped")


def test_nothing_wrong_is_two_lines() -> None:
    host = replace(NO_HOST, targets=("wasm32-wasip1",))
    out = draw_plain(check_text.rows(host, (ok("x", "y"),), AtOnce()))
    assert out == "doctor: nothing is missing (1 check)\nfor wasm32-wasip1\n"


def test_a_check_that_was_asked_for_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--only", "distro", "--root", str(_ROOTS / "debian-12")) == 0
    out = capsys.readouterr().out
    assert out.startswith("ok     debian:12, packages by apt-get  [distro]\n       family debian, by its ID\n")
    assert "doctor: nothing is missing (1 check)\ndebian:12, for " in out


def test_verbose_shows_what_was_started() -> None:
    started = (
        Outcome(("/bin/cc", "--version"), 0, seconds=0.012),
        Outcome(("/bin/ld", "a b"), 1, seconds=1.5),
        Outcome(("/bin/\x1b[31mx",), None, problem="no answer within 4 s"),
    )
    out = draw_plain(check_text.rows(NO_HOST, (), AtOnce(), started, check_text.Shown(verbose=True)))
    assert "programs started: 3\n      12 ms  /bin/cc --version\n    1500 ms  /bin/ld 'a b'  exit status 1\n" in out
    assert "no answer within 4 s" in out
    assert "\x1b" not in out


def test_what_is_missing_has_its_commands_and_one_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--root", str(_ROOTS / "debian-12"), "--color", "never") == 1
    out = capsys.readouterr().out
    assert "FAIL   there is no C compiler `cc`  [c-compiler]\n" in out
    lines = [line.strip() for line in out.splitlines()]
    assert "apt-get install -y gcc libc6-dev" in lines
    at_once = lines[lines.index("all missing packages at once:") + 1]
    assert {"gcc", "libc6-dev", "pkg-config"} <= set(at_once.split())


def test_verbose_shows_every_check_with_its_time(capsys: pytest.CaptureFixture[str]) -> None:
    run("--root", str(_ROOTS / "debian-12"), "-v")
    out = capsys.readouterr().out
    assert "ok     debian:12, packages by apt-get  [distro]" in out
    assert out.count(" ms\n") == len([line for line in out.splitlines() if "  [" in line])


def test_advice_for_another_system(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "--root", str(_ROOTS / "debian-12"), "--distro", "fedora:42", "--only", "c-compiler")
    assert found["host"]["distro"] == "debian:12"
    assert found["checks"][0]["diagnoses"][0]["fixes"][0]["commands"] == ["sudo dnf install -y gcc"]


def test_list_names_the_checks_and_nothing_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--list", "--target", MUSL, "--root", str(_ROOTS / "empty")) == 0
    ids = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert {"distro", "rust", "traps", f"target-std:{MUSL}", f"trial:{MUSL}", f"trial-c:{MUSL}"} <= set(ids)


@pytest.mark.parametrize("option", ["--root", "--project"])
def test_a_folder_that_is_none(tmp_path: Path, option: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="there is no such folder"):
        run(option, str(tmp_path / "absent"))
    with pytest.raises(InputError, match="not a folder"):
        run(option, str(tmp_path / "file"))


@pytest.mark.parametrize("argv", [("--only", "nope"), ("--skip", "nope"), ("--distro", "!")])
def test_wrong_usage(argv: tuple[str, str]) -> None:
    with pytest.raises(UsageError):
        run("--root", str(_ROOTS / "empty"), *argv)


def test_a_machine_without_path_home_or_sense(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "rust-toolchain.toml").write_text("[broken")
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo/config.toml").write_text("[also broken")
    for name in ("HOME", "CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN", "CARGO_BUILD_TARGET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}/file:{tmp_path}/absent::.")
    found = document(capsys, "--project", str(tmp_path))
    states = {result["id"]: result["status"] for result in found["checks"]}
    assert (states["rust"], states["toolchain-file"], states["traps"]) == ("fail", "fail", "fail")
    assert "crashed" not in states.values()


def test_a_tool_that_hangs_or_lies_is_seen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name, text in (("cc", "#!/bin/sh\nkill -9 $$\n"), ("pkg-config", "#!/bin/sh\nprintf '\\377\\033[31m'\n")):
        (tmp_path / name).write_text(text)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = document(capsys, "--only", "c-compiler,pkg-config")
    details = {result["id"]: (result["status"], result["detail"]) for result in found["checks"]}
    assert details["c-compiler"] == ("fail", f"{tmp_path}/cc: killed by signal 9")
    assert details["pkg-config"][0] == "warn"


@pytest.mark.parametrize(
    ("result", "words"),
    [
        pytest.param(CheckResult("x", CRASHED, "could not look", "ValueError: y"), "CRASH  could not look  [x]", id="a crash"),
        pytest.param(fail("\x1b]0;evil\x07title", "a\x1b[31mb"), "FAIL   title  []\n       ab\n", id="no control characters"),
    ],
)  # fmt: skip
def test_text_of_a_problem(result: CheckResult, words: str) -> None:
    out = draw_plain(check_text.rows(NO_HOST, (result,), AtOnce()))
    assert "\x1b" not in out
    assert words in out


@pytest.mark.parametrize(("other", "shown"), [(fail("x"), True), (ok("x"), False)])
def test_advice_is_for_those_who_lack_something(other: CheckResult, *, shown: bool) -> None:
    advice = replace(ok("static musl suits"), advice=True)
    assert ("static musl suits" in draw_plain(check_text.rows(NO_HOST, (advice, other), AtOnce()))) == shown


def test_a_fix_is_not_told_twice() -> None:
    fix = Diagnosis(Finding("r", "certain", "t", "why"), (Fix("Install", ("apt-get install -y gcc",)),))
    out = draw_plain(check_text.rows(NO_HOST, (fail("one", "", fix), fail("two", "", fix)), AtOnce()))
    assert out.count("apt-get install -y gcc") == 1
    assert "The fix is the same as above." in out


def test_a_crash_without_a_failure_is_not_called_well() -> None:
    out = draw_plain(check_text.rows(NO_HOST, (ok("x"), CheckResult("y", CRASHED, "z")), AtOnce()))
    assert "as far as could be seen, 1 could not be done" in out


def test_json_says_what_to_paste_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    found = document(capsys, "--root", str(_ROOTS / "debian-12"))
    jsonschema.validate(found, _SCHEMA)
    assert {"gcc", "libc6-dev", "pkg-config"} <= set(found["at_once"]["install"].split())


def test_json_of_a_machine_that_could_not_be_read() -> None:
    found = check_json.document(NO_HOST, (CheckResult("distro", CRASHED, "t", "d", 0.25),))
    jsonschema.validate(found, _SCHEMA)
    assert set(found["host"].values()) == {None}


@pytest.mark.parametrize(
    ("rust", "chosen", "expected"),
    [
        (Rust(origin="rustup"), None, System(Release(""), "", "host", rust_from="rustup")),
        (Rust(origin="nix"), None, System(Release(""), "", "host")),
        (
            Rust(origin="distro"),
            System(Release("a"), "b", "option"),
            System(Release("a"), "b", "option", rust_from="distro"),
        ),
    ],
)
def test_the_system_to_advise_for(rust: Rust, chosen: System | None, expected: System) -> None:
    host = Host(NOTHING, Result(rust), NOTHING, NOTHING, NOTHING)
    assert system_for(host, chosen) == expected


@pytest.mark.parametrize(
    ("system", "key", "commands"),
    [
        (
            System(Release("debian", "12"), "debian", "host", root=True),
            "c-compiler",
            ("apt-get install -y gcc libc6-dev",),
        ),
        (System(Release("alpine"), "alpine", "host", root=True), "cc", ("apk add build-base",)),
        (System(Release("fedora", "42"), "fedora", "host"), "pkg-config", ("sudo dnf install -y pkgconf-pkg-config",)),
    ],
)
def test_needs_become_commands(system: System, key: str, commands: tuple[str, ...]) -> None:
    found = KnowledgeAdviser(load(), system).need(key, "rule", "title", "cause")
    assert found.fixes[0].commands == commands


def test_a_need_that_nobody_knows_has_no_fix() -> None:
    adviser = KnowledgeAdviser(load(), System(Release("debian"), "debian", "host"))
    assert adviser.need("no-such-tool-at-all", "rule", "title", "cause").fixes == ()
    assert (found := adviser.target(MUSL)) is not None
    assert (found.tier, found.std, found.host, found.static) == (2, True, True, True)
    assert adviser.target("x86_64-unknown-linux-muslx") is None


def test_a_reason_of_the_project_is_said_whole() -> None:
    adviser = KnowledgeAdviser(load(), System(Release("debian"), "debian", "host", root=True))
    for need in ("protoc", "no-such-tool-at-all"):
        found = adviser.missing(Wanted(need, "the project", "", (), "sure", why="build.rs of proto/"), MUSL)
        assert found.finding.cause == "The project's manifest asks for it: build.rs of proto/."


def test_the_feature_is_for_the_version_of_the_lock_file() -> None:
    adviser = KnowledgeAdviser(load(), System(Release("debian", "12"), "debian", "host"))
    keys = ("app 0.1.0", "openssl 0.10.82", "openssl-sys 0.9.118")
    found = adviser.missing(Wanted("openssl", "openssl-sys", "0.9.118", keys, "sure", looks_for=True), MUSL)
    assert found.fixes[0].commands == ("cargo add openssl@0.10.82 --features vendored",)
    assert "app → openssl → openssl-sys" in found.finding.cause


@pytest.mark.toolchain
@pytest.mark.skipif(not shutil.which("rustc") or not shutil.which("cc"), reason="needs rustc and cc on the PATH")
def test_this_machine_with_its_real_toolchain(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    found = document(capsys, "--project", str(tmp_path))
    states = {result["id"].partition(":")[0]: result["status"] for result in found["checks"]}
    assert (states["rust"], states["c-compiler"], states["target-std"], states["trial"]) == ("ok", "ok", "ok", "ok")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("how", "looks_for", "title", "confidence"),
    [
        ("sure", True, "openssl-sys looks for OpenSSL", "certain"),
        ("likely", True, "openssl-sys may look for OpenSSL", "likely"),
        ("sure", False, "openssl-sys needs OpenSSL", "certain"),
        ("likely", False, "openssl-sys seems to need OpenSSL", "likely"),
    ],
)
def test_what_is_likely_is_not_called_sure(how: str, title: str, confidence: str, *, looks_for: bool) -> None:
    adviser = KnowledgeAdviser(load(), System(Release("debian"), "debian", "host", root=True))
    wanted = Wanted("openssl", "openssl-sys", "0.9.1", ("openssl-sys 0.9.1",), how, looks_for=looks_for)
    found = adviser.missing(wanted, MUSL)
    assert (found.finding.title, found.finding.confidence, found.finding.need) == (title, confidence, "openssl")
