"""A whole report of `doctor check`, for systems and a project that lie beside the tests: what a person reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.cli import run

TESTS = Path(__file__).parents[2]
MANIFEST = """\
[package]
name = "app"
version = "0.1.0"
edition = "2021"

[dependencies]
openssl = "0.10"
alsa-sys = "0.3"

[package.metadata.doctor]
skip = ["rust"]
needs = { protoc = "build.rs compiles proto/" }
"""
LOCK = """\
version = 4

[[package]]
name = "alsa-sys"
version = "0.3.1"
source = "registry"
dependencies = ["libc", "pkg-config"]

[[package]]
name = "app"
version = "0.1.0"
dependencies = ["alsa-sys", "openssl"]

[[package]]
name = "libc"
version = "0.2.1"
source = "registry"

[[package]]
name = "openssl"
version = "0.10.70"
source = "registry"
dependencies = ["openssl-sys"]

[[package]]
name = "openssl-sys"
version = "0.9.105"
source = "registry"
dependencies = ["cc", "libc", "pkg-config"]

[[package]]
name = "pkg-config"
version = "0.3.32"
source = "registry"

[[package]]
name = "cc"
version = "1.2.0"
source = "registry"
"""


@pytest.mark.parametrize(
    ("root", "target"),
    [
        pytest.param("debian-12", "x86_64-unknown-linux-gnu", id="debian-12"),
        pytest.param("debian-12", "x86_64-unknown-linux-musl", id="debian-12-musl"),
        pytest.param("rocky-9.4", "x86_64-unknown-linux-gnu", id="rocky-9"),
        pytest.param("alpine-3.20", "x86_64-unknown-linux-musl", id="alpine"),
        pytest.param("empty", "x86_64-unknown-linux-gnu", id="unknown-system"),
    ],
)
def test_a_report_reads_as_agreed(
    root: str, target: str, tmp_path: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "Cargo.toml").write_text(MANIFEST)
    (tmp_path / "Cargo.lock").write_text(LOCK)
    where = ["--root", str(TESTS / "roots" / root), "--project", str(tmp_path), "--target", target]
    assert run(["doctor", "check", *where, "--color", "never", "--skip", "memory,disk"]) == 1
    text = capsys.readouterr().out
    golden = TESTS / "golden" / f"check-{request.node.callspec.id}.txt"
    if request.config.getoption("--bless"):
        golden.write_text(text)
    assert text == golden.read_text()
    assert str(tmp_path) not in text
