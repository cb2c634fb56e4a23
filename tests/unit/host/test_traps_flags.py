"""Rustflags: what rustc refuses, what makes another program than was meant, and what is just right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doctor.host.traps import Trap

GNU, MUSL, ARM = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-musl"
Find = Callable[..., tuple[Trap, ...]]


def build(*words: str) -> str:
    """A config with these rustflags for all targets."""
    return f"[build]\nrustflags = [{', '.join(repr(word) for word in words)}]\n"


@pytest.mark.parametrize(
    ("config", "target", "expected"),
    [
        pytest.param(build("-C link-arg=-s"), GNU, ("rustflags-item", True), id="two words in one item"),
        pytest.param(build("--cfg foo"), GNU, ("rustflags-item", True), id="a cfg with its name in one item"),
        pytest.param(build("-l foo"), MUSL, ("rustflags-item", True), id="a library in one item"),
        pytest.param(build("-D unused"), GNU, ("rustflags-item", False), id="a lint in one item"),
        pytest.param('[build]\nrustflags = "-C link-args=\'-s -v\'"\n', GNU, ("rustflags-quotes", False), id="quote marks in a string"),
        pytest.param(build("-C", "target-feature=crt-static"), GNU, ("crt-static-no-plus", False), id="crt-static without a plus"),
        pytest.param(build("-Ctarget-feature=+aes,crt-static"), MUSL, ("crt-static-no-plus", False), id="among other features"),
        pytest.param(build("-C", "lto=fat"), GNU, ("rustflags-lto", True), id="lto"),
        pytest.param(build("-Clto"), GNU, ("rustflags-lto", True), id="lto without a value"),
        pytest.param(build("-C", "target-feature=+crt-static"), GNU, ("crt-static-proc-macro", False), id="crt-static reaches macros"),
        pytest.param("[target.'cfg(target_env = \"gnu\")']\nrustflags = ['-Ctarget-feature=+crt-static']\n", GNU, ("crt-static-proc-macro", False), id="the same by a cfg"),
        pytest.param(f"[target.{GNU}]\nrustflags = '--codegen target-feature=+crt-static'\n", GNU, ("crt-static-proc-macro", False), id="the same by a table and the long option"),
        pytest.param(build("-Ctarget-feature=-crt-static"), MUSL, ("crt-static-off", False), id="musl made dynamic"),
        pytest.param(build("-Ctarget-cpu=native"), MUSL, ("target-cpu-native", False), id="a static file for this processor only"),
        pytest.param(build("-Ctarget-cpu=native"), ARM, ("target-cpu-native", False), id="this processor for another machine"),
        pytest.param(build("-Cprefer-dynamic"), GNU, ("prefer-dynamic", False), id="the toolchain's own shared library"),
        pytest.param(build("-L", "/usr/lib/x86_64-linux-gnu"), MUSL, ("host-libraries", True), id="glibc before musl"),
        pytest.param(build("-Lnative=/usr/lib64/"), MUSL, ("host-libraries", True), id="glibc before musl, of a kind"),
        pytest.param(build("-Clink-arg=-static"), GNU, ("link-argument", False), id="static behind rustc's back"),
        pytest.param(build("-Clink-args=-v -nostartfiles"), GNU, ("link-argument", False), id="no start files"),
        pytest.param(build("-Clink-arg=-pie"), MUSL, ("link-argument", False), id="pie undoes static-pie"),
        pytest.param(build("-Clink-arg=-no-pie"), MUSL, ("link-argument", False), id="no-pie with the start file of a pie"),
        pytest.param(build("-Clink-self-contained=no"), MUSL, ("self-contained", True), id="musl without rustc's own"),
        pytest.param(build("-Clink-self-contained=yes"), GNU, ("self-contained", False), id="a glibc that rustc does not bring"),
    ],
)  # fmt: skip
def test_flags_that_hurt(find_traps: Find, config: str, target: str, expected: tuple[str, bool]) -> None:
    assert [(one.id, one.breaks) for one in find_traps(config, target=target)] == [expected]


@pytest.mark.parametrize(
    ("config", "environment", "target", "site"),
    [
        pytest.param(build("-C", "link-arg=-s", "-Clink-args=-Wl,-v -s", "--cfg", "a"), {}, GNU, {}, id="items one by one"),
        pytest.param("", {"RUSTFLAGS": '--cfg feature="a" --check-cfg=cfg(a,values("b"))'}, GNU, {}, id="quote marks of a cfg"),
        pytest.param("", {"RUSTFLAGS": "  -C   link-arg=-s  "}, GNU, {}, id="blanks in a variable"),
        pytest.param("", {"CARGO_ENCODED_RUSTFLAGS": "-C\x1flink-arg=-L'a b'"}, MUSL, {}, id="encoded flags may hold anything"),
        pytest.param(build("-Ctarget-feature=+crt-static"), {}, GNU, {"named": True}, id="crt-static with a named target"),
        pytest.param(build("-Ctarget-feature=+crt-static"), {}, MUSL, {}, id="crt-static where it is the rule"),
        pytest.param(build("-Ctarget-feature=-crt-static"), {}, GNU, {}, id="glibc stays dynamic"),
        pytest.param(build("-Ctarget-feature=-crt-static"), {}, MUSL, {"host": "x86_64-alpine-linux-musl"}, id="dynamic musl on a musl machine"),
        pytest.param(build("-Ctarget-cpu=native"), {}, GNU, {}, id="this processor for this machine"),
        pytest.param(build("-Ctarget-cpu=native"), {}, GNU, {"host": "x86_64-alpine-linux-musl"}, id="another C library on this machine"),
        pytest.param(build("-Ctarget-cpu=x86-64-v2"), {}, MUSL, {}, id="a processor by name"),
        pytest.param(build("-Clto=off"), {}, GNU, {}, id="lto switched off"),
        pytest.param(build("-Cprefer-dynamic"), {}, MUSL, {}, id="nothing dynamic there on musl"),
        pytest.param(build("-Cprefer-dynamic=no"), {}, GNU, {}, id="prefer-dynamic switched off"),
        pytest.param(build("-L", "/opt/musl/lib"), {}, MUSL, {}, id="a folder of the target's own"),
        pytest.param(build("-L/usr/lib"), {}, MUSL, {"there": lambda path: not path.endswith("/libc.a")}, id="a folder without libc.a"),
        pytest.param(build("-L", "/usr/lib/x86_64-linux-gnu"), {}, GNU, {}, id="the host's folder for the host"),
        pytest.param(build("-L", "/usr/lib"), {}, MUSL, {"host": "x86_64-unknown-linux-musl-alpine"}, id="musl's own folder on a musl machine"),
        pytest.param(build("-Clink-arg=-static"), {}, MUSL, {}, id="static on musl says nothing new"),
        pytest.param(build("-Clink-arg=-static-pie"), {}, MUSL, {}, id="static-pie on musl says nothing new"),
        pytest.param(build("-Crelocation-model=static"), {}, MUSL, {}, id="a fixed address, told to rustc"),
        pytest.param(build("-Clink-arg=-nostartfiles", "-Clink-arg=-Wl,-e,mine"), {}, GNU, {}, id="another entry point"),
        pytest.param(build("-Clink-self-contained=yes"), {}, MUSL, {}, id="self-contained where it is"),
        pytest.param(build("-Zshare-generics"), {}, GNU, {}, id="a nightly flag and who knows which compiler"),
        pytest.param(build("-Zshare-generics"), {"RUSTC_BOOTSTRAP": "1"}, GNU, {"stable": True}, id="nightly flags unlocked"),
        pytest.param(f"[target.{ARM}]\nrustflags = ['-C lto=fat', '-Ctarget-cpu=native']\n", {}, MUSL, {}, id="flags of a target that is not built"),
        pytest.param(f"[target.{GNU}]\nrustflags = ['-Clink-arg=-static']\n", {}, MUSL, {}, id="the host's flags when a target is named"),
        pytest.param("[target.'cfg(windows)']\nrustflags = ['-Clto=fat']\n", {}, GNU, {}, id="flags of another system"),
        pytest.param("[build]\nrustflags = []\n", {}, MUSL, {}, id="no flags"),
    ],
)  # fmt: skip
def test_flags_that_do_no_harm(
    find_traps: Find, config: str, environment: dict[str, str], target: str, site: dict[str, object]
) -> None:
    assert find_traps(config, environment, target=target, **site) == ()


def test_nightly_flags_stop_a_stable_compiler(find_traps: Find) -> None:
    (found,) = find_traps(build("-Zshare-generics"), target=GNU, stable=True)
    assert (found.id, found.breaks) == ("rustflags-nightly", True)


def test_items_are_written_apart(find_traps: Find) -> None:
    (found,) = find_traps(build("-C link-arg=-s", "-g"), target=GNU)
    assert found.write == 'rustflags = ["-C", "link-arg=-s", "-g"]'


def test_a_target_named_by_a_hostile_project_is_no_command(find_traps: Find) -> None:
    target = "x86_64-unknown-linux-gnu; rm -rf ~"
    (found,) = find_traps(build("-Ctarget-feature=+crt-static"), target=target, host=target)
    assert found.id == "crt-static-proc-macro"
    assert found.run == ""


@pytest.mark.parametrize(
    ("config", "environment", "target", "lines"),
    [
        pytest.param(build("-g"), {"RUSTFLAGS": "-O"}, MUSL, [2], id="a variable"),
        pytest.param(build("-g"), {"RUSTFLAGS": ""}, MUSL, [2], id="an empty variable"),
        pytest.param(build("-g"), {"CARGO_ENCODED_RUSTFLAGS": "-O"}, MUSL, [2], id="an encoded variable"),
        pytest.param(f"[target.{MUSL}]\nrustflags = ['-g']\n", {"RUSTFLAGS": "-O"}, MUSL, [2], id="a variable over a table"),
        pytest.param(f"[target.{MUSL}]\nrustflags = ['-O']\n{build('-g')}", {}, MUSL, [4], id="a table over [build]"),
        pytest.param(f"[target.'cfg(unix)']\nrustflags = '-O'\n{build('-g')}", {}, MUSL, [4], id="a cfg over [build]"),
        pytest.param(build("-g"), {f"CARGO_TARGET_{MUSL.upper().replace('-', '_')}_RUSTFLAGS": "-O"}, MUSL, [2], id="a table's variable"),
        pytest.param(f"[target.{MUSL}]\nrustflags = ['-g', '-O']\n{build('-g')}", {}, MUSL, [], id="what the table repeats is not lost"),
        pytest.param(f"[target.{ARM}]\nrustflags = ['-O']\n{build('-g')}", {}, MUSL, [], id="a table of another target"),
        pytest.param(f"[target.{ARM}]\nrustflags = ['-g']\n", {"RUSTFLAGS": "-O"}, MUSL, [], id="flags of a target that is not built"),
        pytest.param(f"[target.{MUSL}]\nrustflags = []\n{build('-g')}", {}, MUSL, [], id="an empty table"),
        pytest.param(f"[target.'cfg(windows)']\nrustflags = '-O'\n{build('-g')}", {}, MUSL, [], id="a cfg that does not hold"),
        pytest.param(f"[target.'cfg(my_own)']\nrustflags = '-O'\n{build('-g')}", {}, MUSL, [], id="a cfg nobody can judge"),
    ],
)  # fmt: skip
def test_flags_that_are_not_used(
    find_traps: Find, config: str, environment: dict[str, str], target: str, lines: list[int]
) -> None:
    found = find_traps(config, environment, target=target)
    assert [(one.id, one.line) for one in found] == [("rustflags-replaced", line) for line in lines]
