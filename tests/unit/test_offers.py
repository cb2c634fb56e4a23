"""What a need offers: Debian's rule for the packages of shared libraries."""

from __future__ import annotations

import pytest

from doctor.knowledge.lint.examples import run
from doctor.knowledge.load import load
from doctor.offers import runtime_package

KNOWLEDGE = load()


@pytest.mark.parametrize(
    ("soname", "package"),
    [
        pytest.param("libopus.so.0", "libopus0", id="name and number"),
        pytest.param("libpng16.so.16", "libpng16-16", id="a hyphen behind a digit"),
        pytest.param("libX11.so.6", "libx11-6", id="small letters"),
        pytest.param("/usr/lib/libgtk-3.so.0", "libgtk-3-0", id="a path"),
        pytest.param("libfoo.so", "", id="no version, no package"),
        pytest.param("-x; rm.so.1", "", id="no library's name"),
    ],
)
def test_debian_names_a_library_by_its_soname(soname: str, package: str) -> None:
    assert runtime_package(soname) == package


@pytest.mark.parametrize(
    ("distro", "soname", "command"),
    [
        pytest.param("debian:12", "libopus.so.0", "sudo apt-get install -y libopus0", id="by the rule"),
        pytest.param("debian:12", "libpq.so.5", "sudo apt-get install -y libpq5", id="by the record"),
        pytest.param("alpine:3.20", "libgcc_s.so.1", "sudo apk add libgcc", id="by another system's record"),
    ],
)
def test_a_program_that_only_starts_needs_no_headers(distro: str, soname: str, command: str) -> None:
    text = f"./app: error while loading shared libraries: {soname}: cannot open shared object file: No such file or directory\n"
    fixes = run(text, distro, "", KNOWLEDGE).diagnoses[0].fixes
    assert command in [line for fix in fixes for line in fix.commands]


def test_a_version_that_is_known_not_to_be_packaged_is_not_guessed() -> None:
    text = "./app: error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory\n"
    fixes = run(text, "ubuntu:22.04", "", KNOWLEDGE).diagnoses[0].fixes
    assert not any("libssl1" in line for fix in fixes for line in fix.commands)


def test_no_package_of_glibc_s_is_guessed_for_a_musl_program() -> None:
    text = "Error loading shared library libopus.so.0: No such file or directory (needed by ./app)\n"
    fixes = run(text, "debian:12", "x86_64-unknown-linux-musl", KNOWLEDGE).diagnoses[0].fixes
    assert not any("libopus" in line for fix in fixes for line in fix.commands)
