"""A project is read, never run; doctor reaches no network and writes nowhere but its own folders; bombs are no bombs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from doctor.check.examine import examine
from doctor.check.run import Selection
from doctor.host.facts import Request
from doctor.host.reaching import reaching
from doctor.host.run import SECONDS, Outcome, run_process
from doctor.knowledge.load import Knowledge

Doctor = Callable[..., "subprocess.CompletedProcess[bytes]"]
CONFIG = """
[build]
rustc = "{evil}"
rustc-wrapper = "{evil}"
rustc-workspace-wrapper = "{evil}"
rustdoc = "{evil}"
[env]
CC = "{evil}"
CXX = "{evil}"
AR = "{evil}"
PKG_CONFIG = "{evil}"
RUSTC_WRAPPER = "{evil}"
PATH = "{project}"
LD_PRELOAD = "{project}/evil.so"
[target.'cfg(all())']
runner = "{evil}"
linker = "{evil}"
[target.{triple}]
runner = ["{evil}"]
linker = "{evil}"
rustflags = ["-C", "linker={evil}", "-C", "link-arg=-B{project}"]
[registry]
global-credential-providers = ["{evil}"]
[credential-alias]
x = ["{evil}"]
[registries.x]
index = "sparse+https://example.org/"
credential-provider = ["{evil}"]
[alias]
version = "run"
[net]
git-fetch-with-cli = true
"""
MANIFEST = """
[package]
name = "x"
version = "0.1.0"
edition = "2021"
build = "build.rs"
links = "x"
[dependencies]
openssl-sys = "*"
"""
# What doctor, rustup, cargo, rustc and a C compiler may start, by name: each is in the project, and on the PATH as `.`.
NAMES = ("cc", "gcc", "c++", "g++", "clang", "ld", "as", "ar", "rustc", "cargo", "rustup", "pkg-config", "pkgconf", "cmake", "make",
         "perl", "protoc", "git", "mold", "lld", "ld.lld", "musl-gcc", "sccache", "python3", "sh", "file", "ldd", "uname")  # fmt: skip


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """A project in which everything that could run is a program that leaves a file `ran-NAME`."""
    project = tmp_path / "project"
    for folder in ("bin", ".cargo", "toolchain/bin", "src"):
        (project / folder).mkdir(parents=True)
    for place in ("", "bin/", "toolchain/bin/"):
        for name in (*NAMES, "evil"):
            script = project / f"{place}{name}"
            script.write_text(f"#!/bin/sh\n: > {project}/ran-{name}\n")
            script.chmod(0o755)
    triple = "x86_64-unknown-linux-gnu"
    config = CONFIG.format(evil=project / "evil", project=project, triple=triple)
    (project / ".cargo/config.toml").write_text(config)
    (project / "rust-toolchain.toml").write_text(f'[toolchain]\npath = "{project}/toolchain"\n')
    (project / "Cargo.toml").write_text(MANIFEST)
    (project / "build.rs").write_text(f'fn main() {{ std::fs::write("{project}/ran-build", "").unwrap() }}\n')
    (project / "src/main.rs").write_text("fn main() {}\n")
    (project / "Cargo.lock").write_text(
        'version = 3\n[[package]]\nname = "openssl-sys"\nversion = "0.9.0"\nsource = "x"\n'
    )
    return project


def environment(project: Path, variables: Mapping[str, str]) -> dict[str, str]:
    """The user's own variables, with the slip that lets a shell find a project's programs."""
    kept = {key: os.environ[key] for key in ("CARGO_HOME", "RUSTUP_HOME", "HOME") if key in os.environ}
    path = os.pathsep.join([".", "bin", "", "./bin", os.environ["PATH"]])
    override = project.parent / "rustup"
    override.mkdir(exist_ok=True)
    return {**variables, **kept, "PATH": path, "TMPDIR": str(project.parent / "tmp")}


def ran(project: Path) -> list[str]:
    return sorted(path.name for path in project.glob("ran-*"))


def test_the_traps_of_the_project_work(hostile: Path) -> None:
    """What the tests below rest on: started, each leaves its file."""
    subprocess.run(["cc"], cwd=hostile, env={"PATH": "."}, check=True)
    subprocess.run([hostile / "toolchain/bin/rustc"], check=True)
    assert ran(hostile) == ["ran-cc", "ran-rustc"]


@pytest.mark.parametrize(
    "words",
    [["check", "-v"], ["check", "--target", "x86_64-unknown-linux-musl"], ["verify", "."], ["explain"]],
    ids=" ".join,
)
def test_nothing_of_a_project_is_run(
    doctor: Doctor, hostile: Path, variables: dict[str, str], words: list[str]
) -> None:
    around = environment(hostile, variables)
    Path(around["TMPDIR"]).mkdir()
    done = doctor(*words, cwd=hostile, **around)
    assert done.returncode in {0, 1, 3}, done.stderr
    assert b"Traceback" not in done.stderr
    assert ran(hostile) == []
    assert list(Path(around["TMPDIR"]).iterdir()) == []


@pytest.mark.parametrize("chosen", ["by a file", "by an override", "by nobody"])
def test_no_program_of_a_project_passes_the_door(
    hostile: Path, variables: dict[str, str], knowledge: Knowledge, chosen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`by nobody`: no toolchain is pinned and no linker named, so that a trial build is made."""
    around = environment(hostile, variables)
    around.pop("TMPDIR")
    monkeypatch.chdir(hostile)
    if chosen != "by a file":
        (hostile / "rust-toolchain.toml").unlink()
    if chosen == "by an override":
        home = hostile.parent / "rustup"
        (home / "toolchains").mkdir()
        overrides = f'[overrides]\n"{hostile}" = "{hostile}/toolchain"\n'
        (home / "settings.toml").write_text(
            f'version = "12"\ndefault_toolchain = "../../project/toolchain"\n{overrides}'
        )
        around["RUSTUP_HOME"] = str(home)
    if chosen == "by nobody":
        config = (hostile / ".cargo/config.toml").read_text()
        (hostile / ".cargo/config.toml").write_text(re.sub(r"(?m)^linker = .*", "", config))
    started: list[tuple[tuple[str, ...], Path]] = []

    def door(argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS) -> Outcome:
        started.append((tuple(argv), cwd))
        return run_process(argv, cwd=cwd, environment=environment, seconds=seconds)

    with reaching(around, door, Path("/")) as access:
        examine(access, Request((), hostile, access.root, trial=True, distro=""), Selection(), knowledge)
        own = access.scratch.parent
    assert started, "nothing was started: the test proves nothing"
    for argv, cwd in started:
        assert argv[0].startswith("/"), argv
        assert not any(str(hostile) in word for word in argv), argv
        assert cwd == Path("/") or cwd.is_relative_to(own), argv
    assert chosen != "by nobody" or not shutil.which("rustc") or any("seven.rs" in argv for argv, _ in started)


# Runs doctor with a hook that writes down what is asked of the system; itself it writes at the end only.
AUDITED = """
import json, os, sys
seen = []
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
def hook(event, args):
    if event == "open":
        if isinstance(args[0], (str, bytes)) and ((args[2] or 0) & WRITES or set(args[1] or "") & set("wax+")):
            seen.append([event, os.fsdecode(args[0])])
    elif event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        seen.append([event, ""])
    elif event in {"os.rename", "os.link", "os.symlink"}:
        seen.append([event, os.fsdecode(args[1])])
    elif event in {"os.mkdir", "os.remove", "os.rmdir", "os.chmod", "os.chown", "os.truncate", "os.utime", "shutil.rmtree"}:
        seen.append([event, os.fsdecode(args[0]) if isinstance(args[0], (str, bytes)) else ""])
    elif event in {"os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn"}:
        seen.append([event, ""])
sys.addaudithook(hook)
report, sys.argv = sys.argv[1], ["doctor", *sys.argv[2:]]
from doctor.__main__ import main
try:
    status = main()
except SystemExit as error:
    status = error.code
events = list(seen)
with open(report, "w") as file:
    json.dump(events, file)
sys.exit(status)
"""


def audited(words: Sequence[str], data: bytes, where: Path, variables: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a run of doctor asked for: (event, path)."""
    report = where / "events.json"
    argv = [sys.executable, "-B", "-c", AUDITED, str(report), *words]
    done = subprocess.run(
        argv, input=data, capture_output=True, env=dict(variables), cwd=where, timeout=60, check=False
    )
    assert done.returncode in {0, 1, 3}, done.stderr
    return [(event, path) for event, path in json.loads(report.read_text())]


COMMANDS = [
    pytest.param(["explain", "--distro", "debian:12"], id="explain"),
    pytest.param(["explain", "--format", "json", "log"], id="explain a file"),
    pytest.param(["check"], id="check"),
    pytest.param(["check", "--no-trial", "--format", "json"], id="check as JSON"),
    pytest.param(["check", "--root", "root", "--project", "."], id="check of a root"),
    pytest.param(["verify", "--format", "json", "/bin/sh"], id="verify"),
    pytest.param(["verify", "/bin/sh", "--runs-on", "debian:11"], id="verify for a system"),
    pytest.param(["knowledge", "list"], id="list"),
    pytest.param(["knowledge", "show", "linker-missing"], id="show"),
    pytest.param(["knowledge", "try", "log"], id="try"),
]


@pytest.mark.parametrize("words", COMMANDS)
def test_no_network_is_asked_and_nothing_is_written_elsewhere(
    words: list[str], tmp_path: Path, variables: dict[str, str]
) -> None:
    around = {**variables, "TMPDIR": str(tmp_path / "tmp")}
    log = b"error: linker `cc` not found\nerror: could not find system library 'foo'\n"
    for name in ("tmp", "root/etc"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "log").write_bytes(log)
    (tmp_path / "root/etc/os-release").write_text("ID=debian\nVERSION_ID=12\n")
    events = audited(words, log, tmp_path, around)
    assert [event for event, _ in events if event.startswith(("socket", "urllib", "http"))] == []
    assert [event for event, _ in events if event in {"os.system", "os.exec", "os.spawn", "pty.spawn"}] == []
    allowed = (str(tmp_path / "tmp"), variables["XDG_CACHE_HOME"], "/dev/null")
    outside = [(event, path) for event, path in events if path.startswith("/") and not path.startswith(allowed)]
    assert outside == []
    # rmtree names what is below its folder by the last part alone
    relative = [(event, path) for event, path in events if path and path[0] != "/"]
    assert all(event in {"os.remove", "os.rmdir"} for event, _ in relative), relative
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_hook_sees_what_it_is_to_see(tmp_path: Path, variables: dict[str, str]) -> None:
    """What the test above rests on: a first start writes the cache, a check makes its folder."""
    around = {**variables, "TMPDIR": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "new")}
    events = audited(["check", "--only", "temporary-folder"], b"", tmp_path, around)
    names = {event for event, path in events if path.startswith(str(tmp_path))}
    assert {"open", "os.mkdir", "os.rename"} <= names


BOMBS = [
    pytest.param("package.name = 'x'\npackage.version = '0.1.0'\nx = " + "[" * 100_000, id="brackets"),
    pytest.param("x = " + "{a=" * 100_000, id="tables"),
    pytest.param("[" + "a." * 3000 + "b]\n", id="dotted table"),
    pytest.param("version = 0x" + "f" * 20_000 + "\n", id="a huge number"),
    pytest.param("version = " + "9" * 20_000 + "\n", id="too many digits"),
    pytest.param('x = "' + "\\u0041" * 100_000, id="a string without an end"),
]


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_of_toml_is_said_and_is_no_crash(doctor: Doctor, tmp_path: Path, bomb: str) -> None:
    """In all four files at once: each has a check that says so."""
    (tmp_path / ".cargo").mkdir()
    for file in ("Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml"):
        (tmp_path / file).write_text(bomb)
    done = doctor("check", "--no-trial", "--format", "json", "--only", "crates,traps,toolchain-file,rust-version")
    states = {check["id"]: check["status"] for check in json.loads(done.stdout)["checks"]}
    assert done.returncode in {1, 3}, done.stderr
    assert len(states) == 4
    assert set(states.values()) <= {"fail", "crashed"}
    assert b"RecursionError" not in done.stdout + done.stderr


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full", "/dev/stdin", "/proc/self/mem"])
@pytest.mark.parametrize("file", ["Cargo.toml", "Cargo.lock"])
def test_a_file_that_leads_to_a_device_is_not_read_for_ever(
    doctor: Doctor, tmp_path: Path, file: str, device: str
) -> None:
    (tmp_path / "Cargo.toml").write_text(MANIFEST)
    (tmp_path / file).unlink(missing_ok=True)
    (tmp_path / file).symlink_to(device)
    done = doctor("check", "--no-trial", "--only", "crates,rust-version", "--format", "json")
    assert done.returncode in {0, 1, 3}, done.stderr
    if file == "Cargo.lock":
        assert "fail" in {check["status"] for check in json.loads(done.stdout)["checks"]}


@pytest.mark.parametrize("file", ["Cargo.toml", "Cargo.lock"])
def test_a_pipe_that_nobody_writes_is_not_waited_for(doctor: Doctor, tmp_path: Path, file: str) -> None:
    (tmp_path / "Cargo.toml").write_text(MANIFEST)
    (tmp_path / file).unlink(missing_ok=True)
    os.mkfifo(tmp_path / file)
    done = doctor("check", "--no-trial", "--only", "crates,rust-version")
    assert done.returncode in {0, 1, 3}, done.stderr


LINES = [
    pytest.param(b"a" * 1_000_000, id="one word"),
    pytest.param(b"error: " * 150_000, id="errors"),
    pytest.param(b"/usr/bin/ld: cannot find -l" + b"x" * 1_000_000, id="a name without an end"),
    pytest.param(b"undefined reference to `" * 40_000, id="references"),
    pytest.param(b"error: linking with `cc` failed: " + b'"-l" ' * 200_000, id="a linker's command line"),
    pytest.param(b"fatal error: " + b"../" * 300_000 + b"x.h: No such file", id="a path"),
    pytest.param(b" " * 1_000_000 + b"error:", id="blanks"),
    pytest.param(b"\x1b[" * 500_000, id="escapes"),
    pytest.param(b"\x1b]" * 500_000, id="OSC"),
    pytest.param(b"\\n" * 500_000, id="escaped lines"),
    pytest.param(b'"' * 1_000_000, id="quotes"),
    pytest.param(b"\r" * 1_000_000, id="carriage returns"),
    pytest.param(b'{"message":"' * 80_000, id="JSON"),
    pytest.param(b"warning: a@1.0.0: " * 50_000, id="warnings"),
]


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_a_megabyte_ends(doctor: Doctor, line: bytes) -> None:
    """Once alone and once behind a failure; what it takes is bounded by the time limit of the process."""
    done = doctor("explain", "--distro", "debian:12", data=line + b"\nerror: linker `cc` not found\n" + line)
    assert done.returncode in {1, 3}, done.stderr
