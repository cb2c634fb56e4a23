"""The shipped list of Debian's files: both releases, no name missing, and the names that people ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.knowledge.debian_names import LETTERS, NONE, Found, debian_names

NAMES = debian_names()
ROWS = [line.split("\t") for line in NAMES.lines.decode().split("\n") if line]


def test_it_has_two_releases_the_oldest_first() -> None:
    assert NAMES.releases == ("Debian 12", "Debian 13")


@pytest.mark.parametrize(
    ("kind", "least"),
    [("pkg_config", 4_900), ("libs", 9_200), ("sonames", 20_000), ("tools", 50_000)],
)
def test_no_kind_of_name_has_gone_missing(kind: str, least: int) -> None:
    assert sum(row[0] == LETTERS[kind] for row in ROWS) > least


def test_every_row_has_a_letter_a_name_and_a_package_for_one_or_for_each_release() -> None:
    assert {row[0] for row in ROWS} == set(LETTERS.values())
    assert {len(row) for row in ROWS} == {3, 4}
    assert all(all(row) and set(row[2:]) != {NONE} for row in ROWS)
    assert len({(row[0], row[1]) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize(
    ("kind", "name", "release", "package"),
    [
        pytest.param("pkg_config", "zlib", "Debian 12", "zlib1g-dev", id="zlib"),
        pytest.param("pkg_config", "openssl", "Debian 13", "libssl-dev", id="OpenSSL"),
        pytest.param("pkg_config", "gtk+-3.0", "Debian 12", "libgtk-3-dev", id="GTK"),
        pytest.param("pkg_config", "dbus-1", "Debian 13", "libdbus-1-dev", id="D-Bus"),
        pytest.param("libs", "asound", "Debian 12", "libasound2-dev", id="ALSA"),
        pytest.param("libs", "xkbcommon", "Debian 13", "libxkbcommon-dev", id="xkbcommon"),
        pytest.param("sonames", "libssl.so.3", "Debian 12", "libssl3", id="OpenSSL to run with"),
        pytest.param("sonames", "libssl.so.3", "Debian 13", "libssl3t64", id="the same by its newer name"),
        pytest.param("tools", "protoc", "Debian 12", "protobuf-compiler", id="the compiler of protobuf"),
        pytest.param("tools", "cmake", "Debian 13", "cmake", id="CMake"),
        pytest.param("tools", "nasm", "", "nasm", id="NASM for any system"),
        pytest.param("tools", "clang-19", "", "clang-19", id="clang of a version"),
    ],
)
def test_well_known_names(kind: str, name: str, release: str, package: str) -> None:
    found = NAMES.find(kind, name, release)
    assert found is not None
    assert found.package == package
    assert release in {"", found.release}


@pytest.mark.parametrize("name", ["", "no-such-module", "zlib\tzlib1g-dev", "zlib\n", "\ud800", "z" * 10_000])
def test_a_name_that_debian_does_not_have(name: str) -> None:
    assert NAMES.find("pkg_config", name, "Debian 12") is None


@given(st.sampled_from(sorted(LETTERS)), st.text(), st.text() | st.sampled_from(["Debian 12", "Debian 13"]))
def test_no_name_and_no_release_breaks_the_search(kind: str, name: str, release: str) -> None:
    found = NAMES.find(kind, name, release)
    assert found is None or (found.package != NONE and found.release in NAMES.releases)


@given(st.sampled_from(ROWS))
def test_every_row_is_found(row: list[str]) -> None:
    kind = next(kind for kind, letter in LETTERS.items() if letter == row[0])
    cells = row[2:] if len(row) > 3 else row[2:] * 2
    for release, package in zip(NAMES.releases, cells, strict=True):
        expected = None if package == NONE else Found(package, release, same=len(row) == 3)
        assert NAMES.find(kind, row[1], release) == expected
