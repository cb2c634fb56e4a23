"""Linkers: those that make a program which crashes, that are no drivers, that are not there; and good choices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doctor.host.traps import Trap

GNU, MUSL, ARM = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu"
MUSL_LINKER = "CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER"
Find = Callable[..., tuple[Trap, ...]]


def table(triple: str, linker: str, *flags: str) -> str:
    """A target's table with a linker and rustflags."""
    return f"[target.'{triple}']\nlinker = '{linker}'\nrustflags = {list(flags)}\n"


@pytest.mark.parametrize(
    ("config", "environment", "target", "expected"),
    [
        pytest.param(table(MUSL, "musl-gcc"), {}, MUSL, ("musl-gcc-linker", False), id="musl-gcc by a table"),
        pytest.param(table('cfg(target_env = "musl")', "musl-gcc"), {}, MUSL, ("musl-gcc-linker", False), id="musl-gcc by a cfg"),
        pytest.param("", {MUSL_LINKER: "/usr/bin/musl-gcc"}, MUSL, ("musl-gcc-linker", False), id="musl-gcc by its path"),
        pytest.param("", {"RUSTFLAGS": "-Clinker=musl-gcc"}, MUSL, ("musl-gcc-linker", False), id="musl-gcc among the flags"),
        pytest.param(table(GNU, "ld.gold"), {}, GNU, ("bare-linker", True), id="a linker proper for glibc"),
        pytest.param(table(GNU, "rust-lld"), {}, MUSL, ("bare-linker", True), id="a linker proper for build scripts"),
        pytest.param(table(MUSL, "/opt/zig/zig"), {}, MUSL, ("zig-linker", True), id="zig without its word"),
        pytest.param(table(ARM, "x86_64-linux-gnu-gcc"), {}, ARM, ("linker-machine", True), id="the gcc of another machine"),
        pytest.param(table("cfg(unix)", "cc") + table('cfg(target_os = "linux")', "cc"), {}, GNU, ("linker-twice", True), id="two tables that both hold"),
        pytest.param("[build]\nrustflags = ['-Clink-arg=-fuse-ld=mold']\n", {}, GNU, ("fuse-ld", True), id="mold is not there"),
        pytest.param("[build]\nrustflags = ['-Clink-arg=-fuse-ld=lld']\n", {}, MUSL, ("fuse-ld", True), id="lld, which rustc brings for glibc only"),
        pytest.param(table(GNU, "clang", "-Clink-arg=-fuse-ld=mold"), {}, GNU, ("fuse-ld", True), id="mold by clang"),
        pytest.param("[build]\nrustflags = ['-Clink-arg=-fuse-ld=/opt/ld.lld']\n", {}, GNU, ("fuse-ld-path", True), id="a path for gcc"),
        pytest.param("[build]\nrustflags = ['-Clink-arg=--ld-path=/opt/mold']\n", {}, GNU, ("fuse-ld-path", True), id="clang's option for gcc"),
    ],
)  # fmt: skip
def test_linkers_that_hurt(
    find_traps: Find, config: str, environment: dict[str, str], target: str, expected: tuple[str, bool]
) -> None:
    found = find_traps(config, environment, target=target)
    assert [(one.id, one.breaks) for one in found if one.id != "no-program"] == [expected]


@pytest.mark.parametrize(
    ("config", "environment", "target"),
    [
        pytest.param(table(MUSL, "cc"), {}, MUSL, id="the default by name"),
        pytest.param(table(MUSL, "rust-lld"), {}, MUSL, id="a linker proper for musl"),
        pytest.param(table(MUSL, "musl-gcc", "-Crelocation-model=static"), {}, MUSL, id="musl-gcc and a fixed address agree"),
        pytest.param(table(MUSL, "musl-gcc"), {MUSL_LINKER: "cc"}, GNU, id="musl is not built"),
        pytest.param("", {"CC_x86_64_unknown_linux_musl": "musl-gcc"}, MUSL, id="musl-gcc for C code"),
        pytest.param(table(ARM, "aarch64-linux-gnu-gcc-12"), {}, ARM, id="the gcc of this machine"),
        pytest.param(table("i686-unknown-linux-gnu", "x86_64-linux-gnu-gcc"), {}, "i686-unknown-linux-gnu", id="one gcc for both x86"),
        pytest.param(table("cfg(unix)", "cc") + table("cfg(windows)", "cc"), {}, GNU, id="two tables, of which one holds"),
        pytest.param(table("cfg(unix)", "cc") + table('cfg(target_os = "linux")', "cc") + table(GNU, "cc"), {}, GNU, id="a triple decides"),
        pytest.param("[build]\nrustflags = ['-Clink-arg=-fuse-ld=gold']\n", {}, GNU, id="gold is there"),
        pytest.param("[build]\nrustflags = ['-Clink-arg=-fuse-ld=lld']\n", {}, GNU, id="rustc brings lld"),
        pytest.param(table(MUSL, "clang", "-Clink-arg=-fuse-ld=lld"), {}, MUSL, id="clang finds lld beside itself"),
        pytest.param(table(GNU, "clang", "-Clink-arg=-fuse-ld=/opt/mold"), {}, GNU, id="clang takes a path"),
        pytest.param(table(ARM, "/opt/zigcc.sh", "-Clink-arg=-fuse-ld=mold"), {}, ARM, id="a driver nobody knows"),
        pytest.param(table(GNU, "cc", "-Clink-arg=-fuse-ld=mold"), {}, MUSL, id="the host's flags when a target is named"),
    ],
)  # fmt: skip
def test_linkers_that_do_no_harm(find_traps: Find, config: str, environment: dict[str, str], target: str) -> None:
    assert [one for one in find_traps(config, environment, target=target) if one.id != "no-program"] == []


def test_where_a_linker_is_chosen_twice_the_second_is_shown(find_traps: Find) -> None:
    (found,) = find_traps(table("cfg(unix)", "cc") + table('cfg(target_os = "linux")', "gcc"), target=GNU)
    assert found.line == 5
    assert found.write == f'[target.{GNU}]\nlinker = "cc"'


@pytest.mark.parametrize(
    ("linker", "write"),
    [
        ("rust-lld", 'rustflags = ["-C", "link-arg=-fuse-ld=lld"]'),
        ("ld.gold", 'rustflags = ["-C", "link-arg=-fuse-ld=gold"]'),
        ("ld", ""),
    ],
)
def test_a_linker_proper_is_called_by_the_compiler(find_traps: Find, linker: str, write: str) -> None:
    (found,) = [one for one in find_traps(table(GNU, linker), target=GNU) if one.id == "bare-linker"]
    assert found.write == write
