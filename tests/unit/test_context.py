"""Whose build it is, read from the log: target, machine, builder."""

from __future__ import annotations

import pytest

from doctor.context import builds_in_nix, release_in, target_in, versions_in
from doctor.knowledge.lint.examples import run
from doctor.knowledge.load import load


@pytest.mark.parametrize(
    ("text", "triple"),
    [
        pytest.param("the `thumbv7em-none-eabi` target may not be installed", "thumbv7em-none-eabi", id="rustc's note"),
        pytest.param("cargo build --target aarch64-linux-android", "aarch64-linux-android", id="a command"),
        pytest.param("/app/target/i686-unknown-linux-musl/debug/deps/x.o", "i686-unknown-linux-musl", id="a path"),
        pytest.param('"x86_64-w64-mingw32-gcc" "main.o"', "x86_64-pc-windows-gnu", id="the compiler for Windows"),
        pytest.param("aarch64-linux-musl-gcc: not found", "aarch64-unknown-linux-musl", id="a compiler for musl"),
    ],
)
def test_the_target_is_the_one_that_the_log_names(text: str, triple: str) -> None:
    target = target_in(text)
    assert target is not None
    assert target.triple == triple


def test_a_log_without_a_target_names_none() -> None:
    assert target_in("error: linker `cc` not found") is None


@pytest.mark.parametrize(
    ("text", "release"),
    [
        pytest.param("#4 FROM docker.io/library/debian:12.5", "debian:12.5", id="a Dockerfile's first line"),
        pytest.param("gcc (Ubuntu 11.4.0-1ubuntu1~22.04) 11.4.0", "ubuntu:22.04", id="a package's version"),
        pytest.param("gcc (Debian 12.2.0-14+deb12u1) 12.2.0", "debian:12", id="another package's version"),
        pytest.param("Description: Ubuntu 20.04.6 LTS", "ubuntu:20.04", id="lsb_release"),
        pytest.param("Debian GNU/Linux 11 (bullseye)", "debian:11", id="os-release"),
        pytest.param("gcc (Alpine 13.2.1_git20231014) 13.2.1", "", id="a compiler's version is no release"),
        pytest.param("Welcome to Alpine Linux 3.19", "alpine:3.19", id="a greeting"),
        pytest.param("-isysroot /Library/Developer/CommandLineTools/SDKs", "macos", id="a folder of macOS"),
        pytest.param("nothing of a system", "", id="nothing"),
    ],
)
def test_the_system_is_the_one_that_the_log_shows(text: str, release: str) -> None:
    found = release_in(text)
    assert (str(found) if found else "") == release


def test_a_build_in_nix_gets_the_advice_of_nix_whatever_the_machine() -> None:
    log = "error: builder for '/nix/store/x-app.drv' failed with exit code 101;\n       last 3 log lines:\n       > The pkg-config command could not be found.\n"
    assert builds_in_nix(log)
    explanation = run(log, "ubuntu:24.04", "", load())
    assert explanation.context.system.family == "nix"
    assert any("nix-shell" in command for fix in explanation.diagnoses[0].fixes for command in fix.commands)


def test_a_path_below_the_nix_store_is_no_build_in_nix() -> None:
    assert not builds_in_nix("/nix/store/x-gcc/bin/gcc: error")


@pytest.mark.parametrize(
    ("text", "versions"),
    [
        pytest.param("   Compiling openssl v0.10.82\n", {"openssl": "0.10.82"}, id="what is compiled"),
        pytest.param("  Downloaded a v1.0.0\n      Adding a v1.2.0\n", {"a": "1.2.0"}, id="the last of two"),
        pytest.param("   Compiling app v0.1.0 (/home/user/app)\n", {"app": "0.1.0"}, id="one of the project"),
        pytest.param("   Compiling a v1.0.0-rc.1\n", {"a": "1.0.0-rc.1"}, id="a version before its release"),
        pytest.param(
            "Compiling is v1 of fun\n   Compiling a v1.0.0$(x)\n", {"a": "1.0.0"}, id="no more than a version"
        ),
        pytest.param("", {}, id="nothing"),
        pytest.param("\n" * 500_000, {}, id="blank lines without end, in a moment"),
    ],
)
def test_versions_of_crates(text: str, versions: dict[str, str]) -> None:
    assert versions_in(text) == versions
