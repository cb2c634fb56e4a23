"""Broken projects and machines through the whole command: each is seen, none is a traceback, none is called well."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

MANIFEST = '[package]\nname = "x"\nversion = "0.1.0"\nedition = "2021"\n'


def doctor(project: Path, *words: str, **environment: str) -> tuple[int, str]:
    """Run `doctor check` in a project with nothing but these variables; returns status and all that was said."""
    argv = [sys.executable, "-m", "doctor", "check", "--no-trial", *words]
    variables = {"PYTHONPATH": os.pathsep.join(sys.path), **environment}
    done = subprocess.run(argv, cwd=project, env=variables, capture_output=True, check=False)
    return done.returncode, (done.stdout + done.stderr).decode()


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def garbage(path: Path) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"\xff\xfe\x00[[[")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A package without dependencies."""
    (tmp_path / "p/src").mkdir(parents=True)
    (tmp_path / "p/Cargo.toml").write_text(MANIFEST)
    (tmp_path / "p/src/main.rs").write_text("fn main() {}\n")
    return tmp_path / "p"


@pytest.mark.parametrize(
    ("file", "make", "check", "expected"),
    [
        pytest.param("Cargo.toml", garbage, "crates", (3, "could not look"), id="a manifest of garbage"),
        pytest.param("Cargo.toml", garbage, "rust-version", (1, "Cargo.toml cannot be read"), id="cargo stops at it"),
        pytest.param("Cargo.lock", garbage, "crates", (1, "Cargo.lock cannot be read"), id="a lock file of garbage"),
        pytest.param("Cargo.lock", loop, "crates", (1, "Too many levels of symbolic links"), id="a loop of links"),
        pytest.param("Cargo.lock", Path.mkdir, "crates", (1, "Is a directory"), id="a folder"),
        pytest.param("Cargo.lock", lambda path: path.write_text("version = 77\n"), "crates", (3, "version 77"), id="a new format"),
        pytest.param("rust-toolchain.toml", garbage, "toolchain-file", (1, "cannot be read"), id="a toolchain file of garbage"),
        pytest.param("rust-toolchain", Path.mkdir, "toolchain-file", (0, "no rust-toolchain file"), id="a folder, which rustup ignores"),
        pytest.param(".cargo/config.toml", garbage, "traps", (1, "cannot be read"), id="a config of garbage"),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read(
    project: Path, file: str, make: Callable[[Path], object], check: str, expected: tuple[int, str]
) -> None:
    (project / file).unlink(missing_ok=True)
    make(project / file)
    status, out = doctor(project, "--only", check)
    assert status == expected[0], out
    assert expected[1] in " ".join(out.split())
    assert "Traceback" not in out


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({}, id="no PATH and no HOME"),
        pytest.param({"PATH": "/no/such:/etc/passwd::.:relative", "HOME": ""}, id="a PATH of no folders"),
        pytest.param({"HOME": "/proc/self/mem", "CARGO_HOME": "/dev/null"}, id="homes that are no folders"),
        pytest.param(
            {"RUSTFLAGS": "\udcff\n\x1b[31m", "CARGO_BUILD_TARGET": "\x1b]0;x\x07"}, id="variables of garbage"
        ),
    ],
)
def test_an_odd_environment_hides_nothing(project: Path, environment: dict[str, str]) -> None:
    status, out = doctor(project, **environment)
    assert status == 1
    assert "Rust is not installed" in out
    assert "Traceback" not in out
    assert "\x1b" not in out


TOOLS = {
    "hangs": "#!/bin/sh\nsleep 60\n",
    "prints garbage": "#!/bin/sh\nprintf '\\377\\033[31m\\000'\n",
    "prints without end": "#!/bin/sh\nexec yes\n",
    "crashes": "#!/bin/sh\nkill -SEGV $$\n",
    "is no program": "neither\n",
}


@pytest.mark.parametrize("tool", TOOLS)
def test_tools_that_do_not_behave(project: Path, tmp_path: Path, tool: str) -> None:
    for name in ("rustc", "cargo", "cc", "ld", "pkg-config"):
        (tmp_path / name).write_text(TOOLS[tool])
        (tmp_path / name).chmod(0o755)
    status, out = doctor(project, PATH=f"{tmp_path}:/usr/bin:/bin", HOME=str(tmp_path))
    assert status == 1
    assert "FAIL   rustc does not work  [rust]" in out
    assert "FAIL   the C compiler `cc` does not work  [c-compiler]" in out
    assert "Traceback" not in out
    assert "\x1b" not in out
