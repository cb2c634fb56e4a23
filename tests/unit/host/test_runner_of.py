"""What starts programs that are not for this machine: cargo's runner, an emulator, nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.programs import Access
from doctor.host.run import run_process
from doctor.host.runner_of import Runner, installed, runner_of, runner_words, starts_here
from doctor.host.settings import Setting, Settings
from doctor.host.target import gnu_prefix, parse_target

ARM = "aarch64-unknown-linux-gnu"


@pytest.mark.parametrize(
    ("triple", "host", "expected"),
    [
        ("x86_64-unknown-linux-musl", "x86_64-unknown-linux-gnu", True),
        ("i686-unknown-linux-musl", "x86_64-unknown-linux-gnu", True),
        ("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", False),
        ("aarch64-unknown-linux-musl", "x86_64-unknown-linux-gnu", False),
        ("x86_64-pc-windows-gnu", "x86_64-unknown-linux-gnu", False),
        ("wasm32-wasip1", "x86_64-unknown-linux-gnu", False),
    ],
)
def test_what_this_machine_starts_itself(triple: str, host: str, *, expected: bool) -> None:
    assert starts_here(parse_target(triple), parse_target(host)) == expected


@pytest.mark.parametrize(
    ("triple", "environment", "key", "expected"),
    [
        pytest.param(ARM, {}, "", Runner("", "qemu-aarch64"), id="nothing, but QEMU could"),
        pytest.param(ARM, {}, f"target.{ARM}.runner", Runner("run it (a config of cargo)", "qemu-aarch64"), id="a config"),
        pytest.param(ARM, {}, "target.other.runner", Runner("", "qemu-aarch64"), id="a config for another target"),
        pytest.param(ARM, {"CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER": "q"}, "", Runner("q (CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUNNER)", "qemu-aarch64"), id="a variable"),
        pytest.param("riscv64gc-unknown-linux-musl", {}, "", Runner("", "qemu-riscv64"), id="an architecture of another name"),
        pytest.param("wasm32-wasip1", {}, "", Runner("", "wasmtime"), id="wasi"),
        pytest.param("x86_64-pc-windows-gnu", {}, "", Runner("", "wine"), id="Windows"),
        pytest.param("thumbv6m-none-eabi", {}, "", Runner("", ""), id="bare metal"),
    ],
)  # fmt: skip
def test_what_starts_the_others(
    tmp_path: Path, triple: str, environment: dict[str, str], key: str, expected: Runner
) -> None:
    settings = Settings((Setting("/p/c.toml", 1, key, ("run it",)),) if key else ())
    assert runner_of(parse_target(triple), Access(environment, run_process, tmp_path), settings) == expected


@pytest.mark.parametrize(
    ("triple", "program", "words"),
    [
        (ARM, "qemu-aarch64", "qemu-aarch64 -L /usr/aarch64-linux-gnu"),
        ("aarch64-unknown-linux-musl", "qemu-aarch64", "qemu-aarch64"),
        ("x86_64-pc-windows-gnu", "wine", "wine"),
    ],
)
def test_what_cargo_is_to_be_told(triple: str, program: str, words: str) -> None:
    target = parse_target(triple)
    assert runner_words(target, program, gnu_prefix(target)) == words


def test_the_static_emulator_will_do(tmp_path: Path) -> None:
    (tmp_path / "qemu-arm-static").touch(0o755)
    access = Access({"PATH": str(tmp_path)}, run_process, tmp_path)
    assert installed("qemu-arm", access) == str(tmp_path / "qemu-arm-static")
    assert installed("qemu-ppc", access) == installed("", access) == ""
