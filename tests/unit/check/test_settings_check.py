"""Settings that hurt, as a person and a program are told of them: each with its file and line, and what to write."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from doctor.check.target_names import misspelt
from doctor.cli import run
from doctor.host.settings import Setting

TESTS = Path(__file__).parents[2]
GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
KNOWN = frozenset(
    {GNU, MUSL, "aarch64-unknown-linux-gnu_ilp32", "aarch64_be-unknown-linux-gnu", "thumbv8m.main-none-eabi"}
)
CONFIG = """\
[build]
rustflags = ["-C", "link-arg=-s"]
rustc_wrapper = "sccache"

[target.x86_64-unknown-linux-musl]
linker = "musl-gcc"
rustflags = ["-C link-arg=-no-pie"]

[target.x86_64-unknown-linux-mulsl]
runner = "env"

[env]
PKG_CONFIG_ALLOW_CROSS = { value = "false", force = true }
CARGO_BUILD_JOBS = "1"

[source.crates-io]
replace-with = "vendored"
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project whose config is full of traps."""
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo/config.toml").write_text(CONFIG)
    (tmp_path / "Cargo.toml").write_text('[package]\nname = "app"\n\n[build]\ntarget = "x86_64-unknown-linux-musl"\n')
    return tmp_path


def argv(project: Path, *words: str) -> list[str]:
    root = str(TESTS / "roots/debian-12")
    return ["doctor", "check", "--root", root, "--project", str(project), "--target", MUSL, "--only", "traps", *words]


def test_a_report_reads_as_agreed(
    project: Path, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(argv(project, "--color", "never")) == 1
    text = capsys.readouterr().out
    golden = TESTS / "golden/check-settings.txt"
    if request.config.getoption("--bless"):
        golden.write_text(text)
    assert text == golden.read_text()
    assert str(project) not in text


def test_json_has_file_line_and_what_to_write(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(argv(project, "--format", "json"))
    (check,) = json.loads(capsys.readouterr().out)["checks"]
    found = {one["rule"]: one for one in check["diagnoses"]}
    config = str(project / ".cargo/config.toml")
    key = found["unknown-key"]
    assert key["evidence"] == [{"file": config, "line": 3, "text": "build.rustc_wrapper = sccache"}]
    assert key["fixes"][0]["edits"] == [{"file": ".cargo/config.toml", "text": 'rustc-wrapper = "sccache"'}]
    assert found["env-table"]["fixes"][0]["commands"] == ["export CARGO_BUILD_JOBS=1"]
    assert found["manifest-key"]["evidence"][0]["file"] == str(project / "Cargo.toml")
    assert {one["rule"]: one["evidence"][0]["line"] for one in check["diagnoses"]} == {
        "rustflags-item": 7, "unknown-key": 3, "env-table": 14, "manifest-key": 5, "musl-gcc-linker": 6,
        "pkg-config-allowed": 13, "source-unknown": 17, "rustflags-replaced": 2, "unknown-target": 10,
    }  # fmt: skip
    assert [one["confidence"] for one in check["diagnoses"]] == ["certain"] + ["likely"] * 8


@pytest.mark.parametrize(
    ("config", "status"),
    [
        pytest.param(b"", "ok", id="nothing"),
        pytest.param(b"[build]\njobs = 2\n", "ok", id="nothing harmful"),
        pytest.param(b"[build\n", "fail", id="no TOML"),
        pytest.param(b"[build]\nrustflags = '\xff'\n", "fail", id="no UTF-8"),
        pytest.param(b"build = 3\ntarget = []\nenv = 'x'\nsource = true\n", "ok", id="values where tables should be"),
        pytest.param(b"[build]\nrustflags = [[1], {a = 2}]\n[env]\nA = [1]\n[target.x]\nrunner = 1979-05-27\n", "ok", id="values of odd types"),
        pytest.param(b"[build]\nrustflags = '" + b"-C x=y " * 20_000 + b"'\n", "ok", id="a huge value"),
        pytest.param(b"[target.'cfg(" + b"not(" * 3_000 + b")']\nlinker = 'cc'\n", "warn", id="a deep expression"),
        pytest.param(b"[target." + b"x" * 100_000 + b"]\nlinker = 'cc'\n", "ok", id="a huge name"),
    ],
)  # fmt: skip
def test_any_config_is_judged(tmp_path: Path, config: bytes, status: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo/config.toml").write_bytes(config)
    run(argv(tmp_path, "--format", "json"))
    (check,) = json.loads(capsys.readouterr().out)["checks"]
    assert check["status"] == status


@pytest.mark.parametrize(
    ("name", "right"),
    [
        pytest.param("x86_64-unknown-linux-mulsl", MUSL, id="a letter more"),
        pytest.param("x86_64-unknown-linux-msl", MUSL, id="a letter less"),
        pytest.param("x86_64-unknown-linux-mulg", "", id="two letters"),
        pytest.param("x86_64-unkonwn-linux-musl", MUSL, id="two letters swapped"),
        pytest.param("x86_64_unknown_linux_musl", MUSL, id="underscores"),
        pytest.param("x86-64-unknown-linux-musl", MUSL, id="a hyphen for the underscore"),
        pytest.param("x86_64-linux-gnu", GNU, id="gcc's name of it"),
        pytest.param(MUSL, "", id="a target that there is"),
        pytest.param("thumbv8m.main-none-eabi", "", id="a target with a dot"),
        pytest.param("my-own-board", "", id="a target of one's own"),
        pytest.param("cfg(unix)", "", id="an expression"),
        pytest.param("x" * 1000, "", id="a huge name"),
    ],
)
def test_a_table_for_a_target_that_is_none(name: str, right: str) -> None:
    found = misspelt({}, (Setting("c", 2, f"target.{name}.linker", ("cc",)),), KNOWN.__contains__)
    assert [one.write for one in found] == ([f"[target.{right}]"] if right else [])


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("X86_64_UNKNOWN_LINUX_MULSL", "X86_64_UNKNOWN_LINUX_MUSL"),
        ("X86_64_UNKNOWN_LINUX_MUSL", ""),
        ("AARCH64_UNKNOWN_LINUX_GNU_ILP32", ""),
        ("AARCH64_BE_UNKNOWN_LINUX_GNU", ""),
        ("THUMBV8M_MAIN_NONE_EABI", ""),
        ("MY_OWN_BOARD", ""),
    ],
)
def test_a_variable_for_a_target_that_is_none(name: str, right: str) -> None:
    found = misspelt({f"CARGO_TARGET_{name}_LINKER": "cc"}, (), KNOWN.__contains__)
    assert [one.run for one in found] == ([f"export CARGO_TARGET_{right}_LINKER=cc"] if right else [])


def test_a_table_is_named_once() -> None:
    entries = tuple(
        Setting("c", line, f"target.x86_64-unknown-linux-mulsl.{key}", ("x",))
        for line, key in ((2, "linker"), (3, "runner"))
    )
    assert [one.line for one in misspelt({}, entries, KNOWN.__contains__)] == [2]
