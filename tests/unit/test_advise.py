"""The fix fits the system and the target: the right package, or the reason why a package would not help."""

from __future__ import annotations

import pytest

from doctor.knowledge.lint.examples import run
from doctor.knowledge.load import load
from doctor.model import Fix
from doctor.versions import version_holds

KNOWLEDGE = load()
LINKER = "error: linker `cc` not found\n"
LPQ = "/usr/bin/ld: cannot find -lpq: No such file or directory\n"
PC = "Package {0} was not found in the pkg-config search path.\n"
MUSL, ARM = "x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu"


def fixes(text: str, distro: str, target: str = "") -> tuple[Fix, ...]:
    return run(text, distro, target, KNOWLEDGE).diagnoses[0].fixes


@pytest.mark.parametrize(
    ("text", "distro", "command"),
    [
        pytest.param(LINKER, "ubuntu:22.04", "sudo apt-get install -y gcc libc6-dev", id="Ubuntu"),
        pytest.param(LINKER, "fedora:42", "sudo dnf install -y gcc", id="Fedora"),
        pytest.param(LINKER, "rocky:9.4", "sudo dnf install -y gcc", id="a rebuild of RHEL takes Fedora's names"),
        pytest.param(LINKER, "opensuse-leap:15.6", "sudo zypper install -y gcc", id="openSUSE"),
        pytest.param(LINKER, "alpine:3.20", "sudo apk add build-base", id="Alpine"),
        pytest.param(LINKER, "arch", "sudo pacman -S --needed --noconfirm gcc", id="Arch"),
        pytest.param(LINKER, "centos:7", "sudo yum install -y gcc", id="an old release has the manager of its time"),
        pytest.param(LPQ, "debian:12", "sudo apt-get install -y libpq-dev", id="a library on Debian"),
        pytest.param(LPQ, "macos", "brew install libpq", id="Homebrew needs no sudo"),
        pytest.param(
            PC.format("openssl"), "fedora:42", "sudo dnf install -y openssl-devel", id="a module with a record"
        ),
        pytest.param(
            PC.format("no-record-of-this"),
            "fedora:42",
            "sudo dnf install -y 'pkgconfig(no-record-of-this)'",
            id="a module without a record, by capability",
        ),
        pytest.param(
            PC.format("no-record-of-this"), "alpine:3.20", "sudo apk add pc:no-record-of-this", id="the same on Alpine"
        ),
    ],
)
def test_the_first_command_fits_the_system(text: str, distro: str, command: str) -> None:
    assert command in [line for fix in fixes(text, distro) for line in fix.commands]


def test_a_musl_target_on_glibc_never_gets_the_dev_package() -> None:
    found = fixes(PC.format("openssl"), "debian:12", MUSL)
    assert not [line for fix in found for line in fix.commands if "libssl-dev" in line]
    assert "feature `vendored` of `openssl`" in found[0].title
    assert "cannot be linked into a static musl program" in found[0].why


def test_on_alpine_a_static_link_gets_the_static_package() -> None:
    found = fixes(
        "/usr/bin/ld: cannot find -lssl\nhave you installed the static version of the ssl library ?\n",
        "alpine:3.20",
        MUSL,
    )
    assert "sudo apk add openssl-dev openssl-libs-static" in [line for fix in found for line in fix.commands]


def test_a_foreign_architecture_on_debian_gets_its_own_packages() -> None:
    found = fixes(PC.format("openssl"), "debian:12", ARM)
    assert "sudo apt-get install -y libssl-dev:arm64" in found[0].commands
    assert found[0].commands[0] == "sudo dpkg --add-architecture arm64"


def test_an_unknown_system_gets_names_and_no_command() -> None:
    first = fixes(LPQ, "plan9")[0]
    assert first.commands == ()
    assert "libpq-dev" in first.why


@pytest.mark.parametrize(
    ("condition", "version", "holds"),
    [
        (">=40", "42", True), (">=40", "39", False), ("<13", "12", True), ("<13", "", False), ("", "1", True),
        ("==9", "9.4", True), (">9.1", "9.10", True), ("<=22.04", "22.04", True), (">=40", "", True), (">=40", "9" * 5000, True),
    ],
)  # fmt: skip
def test_versions_compare_as_numbers(condition: str, version: str, holds: bool) -> None:  # noqa: FBT001 (a table's column)
    assert version_holds(condition, version) is holds


@pytest.mark.parametrize(
    ("distro", "packaged"),
    [("linuxmint:21.3", True), ("linuxmint:22", False), ("ubuntu:24.04", False), ("elementary:7.1", True)],
)
def test_a_derivative_counts_as_the_release_that_it_follows(distro: str, packaged: bool) -> None:  # noqa: FBT001 (a table's column)
    commands = [line for fix in fixes(PC.format("webkit2gtk-4.0"), distro) for line in fix.commands]
    assert ("sudo apt-get install -y libwebkit2gtk-4.0-dev" in commands) is packaged
