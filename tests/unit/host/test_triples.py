"""Target triples taken apart, and the triple of a machine."""

from __future__ import annotations

import pytest

from doctor.host.compilers import compiler, compiler_names
from doctor.host.target import parse_target, usual_triple

GNU, MUSL, ARM_MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"


@pytest.mark.parametrize(
    ("triple", "expected"),
    [
        (GNU, ("x86_64", "linux", "gnu")),
        (MUSL, ("x86_64", "linux", "musl")),
        ("armv7-unknown-linux-gnueabihf", ("armv7", "linux", "gnu")),
        ("armv7-unknown-linux-musleabihf", ("armv7", "linux", "musl")),
        ("x86_64-alpine-linux-musl", ("x86_64", "linux", "musl")),
        ("aarch64-unknown-linux-ohos", ("aarch64", "linux", "musl")),
        ("mips-unknown-linux-uclibc", ("mips", "linux", "other")),
        ("aarch64-linux-android", ("aarch64", "android", "other")),
        ("aarch64-apple-darwin", ("aarch64", "macos", "other")),
        ("aarch64-apple-ios-macabi", ("aarch64", "ios", "other")),
        ("aarch64-unknown-nto-qnx710_iosock", ("aarch64", "other", "other")),
        ("x86_64-pc-windows-gnu", ("x86_64", "windows", "mingw")),
        ("aarch64-pc-windows-gnullvm", ("aarch64", "windows", "mingw")),
        ("x86_64-pc-windows-msvc", ("x86_64", "windows", "msvc")),
        ("thumbv7em-none-eabihf", ("thumbv7em", "none", "none")),
        ("wasm32-unknown-unknown", ("wasm32", "none", "none")),
        ("wasm32-wasip1", ("wasm32", "wasi", "other")),
        ("x86_64-unknown-none", ("x86_64", "none", "none")),
        ("nonsense", ("nonsense", "other", "other")),
        ("", ("", "other", "other")),
    ],
)
def test_a_triple_taken_apart(triple: str, expected: tuple[str, str, str]) -> None:
    target = parse_target(triple)
    assert (target.triple, target.arch, target.os, target.libc) == (triple, *expected)


@pytest.mark.parametrize(
    ("machine", "system", "libc", "triple"),
    [
        ("x86_64", "Linux", "gnu", GNU),
        ("AMD64", "Windows", "gnu", "x86_64-pc-windows-msvc"),
        ("arm64", "Darwin", "gnu", "aarch64-apple-darwin"),
        ("aarch64", "Linux", "musl", ARM_MUSL),
        ("armv7l", "Linux", "gnu", "armv7-unknown-linux-gnueabihf"),
        ("riscv64", "Linux", "gnu", "riscv64gc-unknown-linux-gnu"),
    ],
)
def test_the_triple_of_a_machine(machine: str, system: str, libc: str, triple: str) -> None:
    assert usual_triple(machine, system, libc) == triple


@pytest.mark.parametrize(
    ("triple", "environment", "present", "expected"),
    [
        pytest.param(GNU, {}, "", ("cc",), id="the host's own compiler is cc"),
        pytest.param(MUSL, {}, "musl-gcc", ("musl-gcc",), id="musl-gcc where nothing better is there"),
        pytest.param(MUSL, {}, "musl-gcc x86_64-linux-musl-gcc", ("x86_64-linux-musl-gcc",), id="the cross name first"),
        pytest.param(MUSL, {}, "", ("x86_64-linux-musl-gcc",), id="the name that is asked for when none is there"),
        pytest.param(ARM_MUSL, {}, "musl-gcc", ("aarch64-linux-musl-gcc",), id="musl-gcc is no compiler for aarch64"),
        pytest.param(MUSL, {"CC": "clang"}, "", ("clang",), id="CC"),
        pytest.param(MUSL, {"CC": "a", "TARGET_CC": "b"}, "", ("b",), id="TARGET_CC outranks CC"),
        pytest.param(GNU, {"CC": "a", "TARGET_CC": "b", "HOST_CC": "c"}, "", ("c",), id="HOST_CC for the host"),
        pytest.param(MUSL, {"CC_x86_64_unknown_linux_musl": "zig cc", "CC": "a"}, "", ("zig", "cc"), id="CC_target"),
        pytest.param(MUSL, {f"CC_{MUSL}": "d", "CC_x86_64_unknown_linux_musl": "e"}, "", ("d",), id="with hyphens first"),
        pytest.param(MUSL, {"CC": ""}, "musl-gcc", ("musl-gcc",), id="an empty variable is none"),
    ],
)  # fmt: skip
def test_the_compiler_that_cc_rs_takes(
    triple: str, environment: dict[str, str], present: str, expected: tuple[str, ...]
) -> None:
    assert compiler(parse_target(triple), GNU, environment, present.split().__contains__) == expected


@pytest.mark.parametrize(
    ("triple", "names"),
    [
        ("i686-unknown-linux-musl", ("musl-gcc",)),
        ("x86_64-pc-windows-gnu", ("x86_64-w64-mingw32-gcc",)),
        ("armv7-unknown-linux-gnueabihf", ("arm-linux-gnueabihf-gcc",)),
        ("riscv64gc-unknown-linux-gnu", ("riscv64-linux-gnu-gcc",)),
        ("wasm32-unknown-unknown", ("clang",)),
        ("aarch64-apple-darwin", ("cc",)),
    ],
)
def test_compilers_by_target(triple: str, names: tuple[str, ...]) -> None:
    assert compiler_names(parse_target(triple), GNU) == names


@pytest.mark.parametrize(
    ("triple", "environment", "expected"),
    [
        pytest.param(GNU, {}, ("c++",), id="the host's own"),
        pytest.param(MUSL, {}, ("x86_64-linux-musl-g++",), id="a musl one, which no distribution calls so"),
        pytest.param(MUSL, {"CC": "a"}, ("x86_64-linux-musl-g++",), id="CC is for C"),
        pytest.param(MUSL, {"CXX_x86_64_unknown_linux_musl": "zig c++"}, ("zig", "c++"), id="CXX_target"),
        pytest.param("x86_64-pc-windows-gnu", {}, ("x86_64-w64-mingw32-g++",), id="mingw"),
        pytest.param("wasm32-unknown-unknown", {}, ("clang++",), id="no system"),
    ],
)
def test_the_compiler_for_cxx(triple: str, environment: dict[str, str], expected: tuple[str, ...]) -> None:
    assert compiler(parse_target(triple), GNU, environment, str.isspace, "CXX") == expected
