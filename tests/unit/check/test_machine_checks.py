"""What the checks say of a machine's memory, limits, clock, disks and settings: facts in, one answer out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from doctor.check import checks_machine, checks_places, checks_variables, checks_versions
from doctor.check.model import CannotLookError, CheckResult, View
from doctor.check.proxy_url import wrong_with
from doctor.forecast import Wanted
from doctor.host.clock import Clock
from doctor.host.facts import Host, Request
from doctor.host.guard import Result
from doctor.host.jobs import Jobs
from doctor.host.language import Language
from doctor.host.limits import Limit, Limits
from doctor.host.lock import Lock
from doctor.host.lock_version import LockVersion
from doctor.host.machine import Machine, Needs
from doctor.host.manifests import Manifest
from doctor.host.mounts import Disk
from doctor.host.programs import Access, Program
from doctor.host.resources import Memory, Resources
from doctor.host.run import SECONDS, Outcome
from doctor.host.rust import Rust
from doctor.host.rustup import Rustup, Toolchain
from doctor.host.settings import Setting
from doctor.host.temporary import Temporary
from doctor.knowledge.records import TargetSpec
from doctor.model import Diagnosis, Finding, Fix
from doctor.project import ToolchainFile
from doctor.strategy import Strategy

GB = 1 << 30
NOTHING: Result[Any] = Result(None, "not asked")
Check = Callable[[View], CheckResult]


class FakeAdviser:
    """Has one fix for every need."""

    def diagnose(self, text: bytes, target: str = "", *, source: str = "") -> tuple[Diagnosis, ...]:
        """Know nothing."""
        assert text
        assert not target + source
        return ()

    def need(self, key: str, rule: str, title: str, cause: str) -> Diagnosis:
        """Answer with a fix that names the key."""
        return Diagnosis(Finding(rule, "certain", title, cause), (Fix("Install", (f"install {key}",)),))

    def wanted(self, lock: Lock, target_os: str) -> tuple[Wanted, ...]:
        """Foresee nothing."""
        assert lock.path + target_os
        return ()

    def names(self, need: str) -> Mapping[str, tuple[str, ...]]:
        """Know no other name."""
        return {"tools": (need,)}

    def also(self, need: str, libc: str) -> tuple[str, ...]:
        """Nothing."""
        del need, libc
        return ()

    def missing(self, wanted: Wanted, triple: str) -> Diagnosis:
        """Answer as for any need."""
        return self.need(wanted.need, "crate-needs", wanted.crate, triple)

    def strategy(self, lock: Lock, glibc: str) -> Strategy:
        """Advise the one that was written down."""
        return Strategy("kind", f"{lock.path} suits", (f"because of {glibc}",))

    def target(self, triple: str) -> TargetSpec | None:
        """Know all."""
        return TargetSpec(triple, 1, std=True, host=True)


def no_process(
    argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
) -> Outcome:  # fmt: skip
    """Be started never."""
    raise AssertionError((argv, cwd, environment, seconds))


def rust(version: str = "1.95.0", origin: str = "rustup", path: str = "/t/bin/rustc", **more: Any) -> Rust:
    active = more.pop("active", "stable-x")
    rustup = Rustup(
        Program("rustup", "/r", "/r", "1.29"), (Toolchain("stable-x", "/t"),), active, more.pop("why", "the default")
    )
    return Rust(origin=origin, rustc=Program("rustc", path, path, version), rustup=rustup, **more)


def viewed(
    machine: Machine | None = None,
    found: Rust | None = None,
    memory: Memory | None = None,
    environment: Mapping[str, str] | None = None,
    root: str = "/",
) -> View:
    access = Access(environment or {}, no_process, Path("/s/empty"), Path(root))
    resources = Result(Resources(memory, ())) if memory else NOTHING
    host = Host(NOTHING, Result(found or rust()), NOTHING, resources, NOTHING, machine=Result(machine or Machine()))
    return View(host, Request(root=Path(root)), FakeAdviser(), access, Path("/s"))


def commands(result: CheckResult) -> list[str]:
    return [command for one in result.diagnoses for fix in one.fixes for command in fix.commands]


ALL: dict[str, Check] = {
    "memory_per_job": checks_machine.memory_per_job,
    "clock": checks_machine.clock,
    "limits": checks_machine.limits,
    "locale": checks_machine.locale,
    "temporary_folder": checks_places.temporary_folder,
    "file_system": checks_places.file_system,
    "toolchain_variable": checks_variables.toolchain_variable,
}


@pytest.mark.parametrize("check", [pytest.param(check, id=name) for name, check in ALL.items()])
def test_another_root_is_not_asked_what_only_a_running_machine_knows(check: Check) -> None:
    assert check(viewed(root="/image")).status == "skipped"


@pytest.mark.parametrize(
    "check",
    [
        *(pytest.param(check, id=name) for name, check in ALL.items() if name != "toolchain_variable"),
        pytest.param(checks_variables.proxy, id="proxy"),
        pytest.param(checks_versions.rust_version, id="rust_version"),
    ],
)
def test_a_part_that_could_not_be_read_is_a_crash_with_its_reason(check: Check) -> None:
    broken: Result[Any] = Result(None, "OSError: what a mess")
    machine = Machine(broken, broken, broken, broken, broken, broken, broken, broken)
    with pytest.raises(CannotLookError, match="what a mess"):
        check(viewed(machine, memory=Memory(16 * GB, 12 * GB, None)))


@pytest.mark.parametrize(
    ("memory", "jobs", "status", "command"),
    [
        pytest.param(Memory(16 * GB, 12 * GB, None), 16, "ok", [], id="768 MB for each are enough"),
        pytest.param(Memory(16 * GB, 9 * GB, None), 16, "warn", ["cargo build -j 6"], id="less is not"),
        pytest.param(
            Memory(64 * GB, 60 * GB, 4 * GB), 8, "warn", ["cargo build -j 2"], id="the container's limit counts"
        ),
        pytest.param(
            Memory(2 * GB, GB, None), 8, "skipped", [], id="where one job has too little another check says it"
        ),
    ],
)
def test_memory_for_each_job(memory: Memory, jobs: int, status: str, command: list[str]) -> None:
    result = checks_machine.memory_per_job(viewed(Machine(jobs=Result(Jobs(jobs, "x"))), memory=memory))
    assert (result.status, commands(result)) == (status, command)


@pytest.mark.parametrize(
    ("clocks", "status", "words"),
    [
        pytest.param((Clock(-5.0, "a.rs", 1),), "ok", "no file", id="all in the past"),
        pytest.param((Clock(59.0, "a.rs", 1),), "ok", "no file", id="less than a minute is a file server's"),
        pytest.param((Clock(600.0, "a.rs", 1),), "warn", "a.rs is 10 minutes ahead", id="ten minutes"),
        pytest.param((Clock(90000.0, "a.rs", 1),), "warn", "a.rs is 25 hours ahead", id="a day"),
        pytest.param((), "skipped", "", id="nothing to compare"),
    ],
)
def test_the_clock(clocks: tuple[Clock, ...], status: str, words: str) -> None:
    result = checks_machine.clock(viewed(Machine(clock=Result(clocks))))
    assert result.status == status
    assert words in result.title + result.detail


@pytest.mark.parametrize(
    ("limits", "status", "command"),
    [
        pytest.param(Limits((Limit("n", 1024, 4096), Limit("v", None, None))), "ok", [], id="as usual"),
        pytest.param(Limits((Limit("n", 64, 4096),)), "warn", ["ulimit -n 4096"], id="few files, and more are allowed"),
        pytest.param(Limits((Limit("n", 64, None),)), "warn", ["ulimit -n 4096"], id="few files, all are allowed"),
        pytest.param(
            Limits((Limit("n", 64, 128),)), "warn", ["ulimit -n 128"], id="few files, only root can allow more"
        ),
        pytest.param(Limits((Limit("n", 64, 64),)), "warn", [], id="few files, and this user may change nothing"),
        pytest.param(Limits((Limit("v", 1 << 20, None),)), "warn", ["ulimit -v unlimited"], id="little address space"),
        pytest.param(Limits((Limit("u", 50, 8192),)), "warn", ["ulimit -u 4096"], id="few processes"),
        pytest.param(Limits((Limit("f", 1024, 2048),)), "warn", ["ulimit -f 2048"], id="small files only"),
        pytest.param(Limits((Limit("n", 1024, None),), 100), "warn", ["cargo build -j 1"], id="a container's limit"),
        pytest.param(Limits(()), "skipped", [], id="a system without limits"),
    ],
)
def test_limits(limits: Limits, status: str, command: list[str]) -> None:
    result = checks_machine.limits(viewed(Machine(limits=Result(limits))))
    assert (result.status, commands(result)) == (status, command)


@pytest.mark.parametrize(
    ("language", "status"),
    [
        pytest.param(Language("LANG", "de_DE.UTF-8", ("/h/Größe",)), "ok", id="UTF-8"),
        pytest.param(Language("LC_ALL", "C.utf8@x", ("/h/Größe",)), "ok", id="the other spelling"),
        pytest.param(Language("LC_ALL", "C", ()), "ok", id="plain names need nothing"),
        pytest.param(Language("LC_ALL", "C", ("/h/Größe",)), "warn", id="C, and a name beyond ASCII"),
        pytest.param(Language("LANG", "de_DE@euro", ("/h/Größe",)), "warn", id="no character set is an old one"),
        pytest.param(Language("", "", ("/h/Größe",)), "warn", id="none at all is C"),
    ],
)
def test_the_locale_matters_where_a_name_needs_it(language: Language, status: str) -> None:
    assert checks_machine.locale(viewed(Machine(language=Result(language)))).status == status


HERE = Temporary("/t", named=True, there=True, tried="/t/doctor-x")


@pytest.mark.parametrize(
    ("temporary", "status", "words"),
    [
        pytest.param(HERE, "ok", "may be started", id="all well"),
        pytest.param(replace(HERE, there=False), "fail", "couldn't create a temp dir", id="TMPDIR names no folder"),
        pytest.param(replace(HERE, named=False, there=False), "ok", "", id="the system's own is judged by the trial"),
        pytest.param(replace(HERE, refused="Permission denied", guards=("noexec",)), "warn", "(noexec)", id="noexec"),
        pytest.param(replace(HERE, refused="Permission denied", guards=("SELinux",)), "warn", "ausearch", id="SELinux"),
        pytest.param(replace(HERE, refused="Permission denied"), "warn", "(the system)", id="nobody knows why"),
    ],
)
def test_the_temporary_folder(temporary: Temporary, status: str, words: str) -> None:
    result = checks_places.temporary_folder(viewed(Machine(temporary=Result(temporary))))
    assert result.status == status
    assert words in " ".join([result.title, result.detail, *commands(result)])


def disk(role: str = "target folder", kind: str = "ext4", *, ignores_case: bool | None = False) -> Disk:
    return Disk(role, f"/w/{role}", kind, "/w", ignores_case)


@pytest.mark.parametrize(
    ("disks", "status", "words"),
    [
        pytest.param((disk(), disk("project")), "ok", "target folder on ext4", id="an ordinary disk"),
        pytest.param((disk(kind="nfs4"),), "warn", "network", id="the target folder on NFS"),
        pytest.param((disk(kind="fuse.sshfs", ignores_case=None),), "warn", "network", id="on another machine by ssh"),
        pytest.param((disk(), disk("project", "nfs4")), "ok", "", id="sources on NFS are fine"),
        pytest.param((disk(), disk("CARGO_HOME", "nfs4")), "ok", "", id="so is CARGO_HOME"),
        pytest.param((disk(kind="drvfs", ignores_case=True),), "warn", "(drvfs)", id="a drive of Windows"),
        pytest.param(
            (disk(), disk("project", "vfat", ignores_case=True)), "warn", "the project is on a disk", id="a stick"
        ),
        pytest.param((disk(kind="", ignores_case=True),), "ok", "unknown kind", id="a Mac's disk is as it should be"),
        pytest.param((), "ok", "no project", id="no project"),
    ],
)
def test_file_systems(disks: tuple[Disk, ...], status: str, words: str) -> None:
    result = checks_places.file_system(viewed(Machine(disks=Result(disks))))
    assert result.status == status
    assert words in f"{result.title} {result.detail}"


# Versions


@pytest.mark.parametrize(
    ("manifest", "lock", "version", "status", "words"),
    [
        pytest.param(Manifest("C", "2024", "1.85"), 4, "1.85.0", "ok", "new enough", id="just new enough"),
        pytest.param(Manifest("C", "2024"), None, "1.84.1", "fail", "edition 2024 in C needs Rust 1.85", id="edition 2024"),
        pytest.param(Manifest("C", "2021"), None, "1.55.0", "fail", "edition 2021 in C needs Rust 1.56", id="edition 2021"),
        pytest.param(Manifest("C", "2015"), None, "1.20.0", "ok", "", id="the first edition"),
        pytest.param(Manifest("C", "2099"), None, "1.20.0", "ok", "", id="an edition that nobody knows"),
        pytest.param(Manifest("C", "", "1.96"), None, "1.95.0", "fail", "rust-version 1.96", id="rust-version"),
        pytest.param(Manifest("C", "", "1.95.1"), None, "1.95.0", "fail", "rust-version 1.95.1", id="by a patch"),
        pytest.param(Manifest("C", "", "9; rm -rf"), None, "1.95.0", "ok", "", id="a rust-version that is none"),
        pytest.param(Manifest("C", "", "", "3"), None, "1.83.0", "fail", "resolver 3 in C needs Rust 1.84", id="resolver 3"),
        pytest.param(Manifest("C"), 4, "1.77.2", "fail", "lock file version 4 in L needs Rust 1.78", id="the lock file"),
        pytest.param(Manifest("C"), 9, "1.77.2", "ok", "", id="a lock file of the future"),
        pytest.param(Manifest("C", problem="bad TOML"), None, "1.95.0", "fail", "bad TOML", id="a broken manifest"),
        pytest.param(Manifest("C", "2024"), None, "", "skipped", "not known", id="a version that nobody knows"),
    ],
)  # fmt: skip
def test_rust_is_new_enough(manifest: Manifest, lock: int | None, version: str, status: str, words: str) -> None:
    needs = Needs("/w", (manifest,), LockVersion("L", lock) if lock else None)
    result = checks_versions.rust_version(viewed(Machine(needs=Result(needs)), rust(version)))
    assert result.status == status
    assert words in f"{result.title} {result.detail}"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/usr/local/rustup/toolchains/1.84.0-x86_64-unknown-linux-gnu/bin/rustc", "fail"),
        ("/usr/local/rustup/toolchains/1.85-x86_64-unknown-linux-gnu/bin/rustc", "ok"),
        ("/usr/local/rustup/toolchains/nightly-2026-01-01-x86_64-unknown-linux-gnu/bin/rustc", "skipped"),
    ],
)
def test_in_another_root_the_toolchains_folder_tells_the_version(path: str, status: str) -> None:
    needs = Needs("/w", (Manifest("C", "2024"),), None)
    found = rust("", path=path)
    assert checks_versions.rust_version(viewed(Machine(needs=Result(needs)), found, root="/image")).status == status


@pytest.mark.parametrize(
    ("found", "lock", "fixes"),
    [
        pytest.param(rust("1.70.0"), 3, ["rustup update stable"], id="rustup updates"),
        pytest.param(rust("1.70.0", "distro"), 3, ["install rustup"], id="a distribution's Rust does not"),
    ],
)
def test_the_way_to_a_newer_rust(found: Rust, lock: int, fixes: list[str]) -> None:
    needs = Needs("/w", (Manifest("C", "2024"),), LockVersion("L", lock))
    assert commands(checks_versions.rust_version(viewed(Machine(needs=Result(needs)), found))) == fixes


def test_a_pin_is_named_and_a_lock_file_can_be_written_for_an_older_cargo() -> None:
    needs = Needs("/w", (Manifest("C", "2021"),), LockVersion("L", 4))
    found = rust("1.70.0", why="/w/rust-toolchain")
    fixes = checks_versions.rust_version(viewed(Machine(needs=Result(needs)), found)).diagnoses[0].fixes
    assert "/w/rust-toolchain chose" in fixes[0].why
    assert fixes[1].edits[0].text == "version = 3"


@pytest.mark.parametrize("needs", [Needs("", (), None), Needs("/w", (), None)])
def test_no_manifest_asks_for_nothing(needs: Needs) -> None:
    assert checks_versions.rust_version(viewed(Machine(needs=Result(needs)))).status == "skipped"


def test_without_rust_there_is_no_version() -> None:
    needs = Needs("/w", (Manifest("C", "2024"),), None)
    assert checks_versions.rust_version(viewed(Machine(needs=Result(needs)), Rust())).status == "skipped"


# Variables


@pytest.mark.parametrize(
    ("variable", "found", "more", "status", "words"),
    [
        pytest.param("", rust(), {}, "ok", "not set", id="not set"),
        pytest.param("stable", rust(), {}, "ok", "which is installed", id="installed"),
        pytest.param("1.60", rust(active="1.60"), {}, "warn", "is not installed", id="left over from a toolchain that went"),
        pytest.param("1.60", replace(rust(origin="distro"), rustup=None), {}, "ok", "nothing here reads it", id="no rustup"),
        pytest.param("/opt/rust", rust(active="/opt/rust"), {}, "skipped", "is a folder", id="a folder"),
        pytest.param("stable", rust(file=ToolchainFile("f", channel="1.80")), {}, "warn", "outranks", id="it beats the file"),
        pytest.param("stable", rust(file=ToolchainFile("f", channel="stable")), {}, "ok", "", id="it agrees with the file"),
        pytest.param("stable", rust(file=ToolchainFile("f")), {}, "ok", "", id="a file without channel"),
        pytest.param("stable", rust(file=ToolchainFile("f", channel="1.80")), {"CARGO": "c"}, "ok", "", id="set by rustup itself"),
    ],
)  # fmt: skip
def test_the_toolchain_variable(variable: str, found: Rust, more: dict[str, str], status: str, words: str) -> None:
    result = checks_variables.toolchain_variable(
        viewed(found=found, environment={"RUSTUP_TOOLCHAIN": variable, **more})
    )
    assert result.status == status
    assert words in result.title
    assert commands(result) == (["unset RUSTUP_TOOLCHAIN"] if status == "warn" else [])


def test_a_rustup_that_does_not_answer_is_not_judged() -> None:
    found = replace(rust(), rustup=Rustup(Program("rustup", "/r", "/r", problem="hangs")))
    assert (
        checks_variables.toolchain_variable(viewed(found=found, environment={"RUSTUP_TOOLCHAIN": "x"})).status
        == "skipped"
    )


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("http://proxy:3128", "", id="as it should be"),
        pytest.param("http://proxy:3128/", "", id="with a slash"),
        pytest.param("proxy:3128", "", id="without scheme"),
        pytest.param("proxy", "", id="a name alone"),
        pytest.param("socks5h://10.0.0.1:1080", "", id="socks"),
        pytest.param("HTTPS://me:p%40ss@proxy", "", id="with a password"),
        pytest.param("http://me:p@ss@proxy:80", "", id="an @ in a password is understood"),
        pytest.param("http://[::1]:3128", "", id="an address of version 6"),
        pytest.param("http:3128", "", id="a host that is called http"),
        pytest.param("http:/proxy:3128", "lacks a slash", id="one slash"),
        pytest.param("ftp://proxy", "no scheme that curl knows: ftp", id="ftp"),
        pytest.param("http//proxy://x", "no scheme that curl knows", id="nonsense"),
        pytest.param("http://", "names no host", id="no host"),
        pytest.param("http://:3128", "names no host", id="a port alone"),
        pytest.param("http://[::1", "names no host", id="half a bracket"),
        pytest.param("http://proxy:port", "no port from 1", id="a word as port"),
        pytest.param("http://proxy:0", "no port from 1", id="port zero"),
        pytest.param("http://proxy:99999999999", "no port from 1", id="too large a port"),
        pytest.param("http://proxy:٣", "no port from 1", id="digits of another script"),
        pytest.param("http://me:se#cret@proxy:80", "%23", id="a password that ends the address"),
        pytest.param(' "http://proxy"', "blank or a quote", id="quotes of a shell"),
    ],
)
def test_addresses_of_proxies(url: str, words: str) -> None:
    said = wrong_with(url)
    assert bool(said) == bool(words)
    assert words in said
    assert "cret" not in said


@pytest.mark.parametrize(
    ("found", "status", "command"),
    [
        pytest.param((), "ok", [], id="none"),
        pytest.param((Setting("http_proxy", 0, "env.http_proxy", ("proxy:80",)),), "ok", [], id="a good one"),
        pytest.param(
            (Setting("https_proxy", 0, "env.https_proxy", ("http://",)),), "warn",
            ["export https_proxy=http://HOST:PORT", "unset https_proxy"], id="a bad variable",
        ),
        pytest.param((Setting("/c/config.toml", 3, "http.proxy", ("http://",)),), "warn", [], id="a bad setting is edited"),
    ],
)  # fmt: skip
def test_proxies(found: tuple[Setting, ...], status: str, command: list[str]) -> None:
    result = checks_variables.proxy(viewed(Machine(proxies=Result(found))))
    assert (result.status, commands(result)) == (status, command)
    assert all(one.where in result.detail + result.title for one in found)
