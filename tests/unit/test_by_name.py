"""A name that no record knows: asked of the package manager, or of the list of Debian's files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.by_name import unrecorded_need
from doctor.host.family import family_of
from doctor.host.release import release_argument
from doctor.knowledge.lint.examples import run
from doctor.knowledge.load import load
from doctor.knowledge.records import Need
from doctor.model import System

KNOWLEDGE = load()
BOTH = "By the list of files of Debian 12 and Debian 13; no record of ours says more."
ASKED = "Found by name through the package manager; no record of ours says more."


def system_of(distro: str) -> System:
    release = release_argument(distro)
    return System(release, family_of(release, KNOWLEDGE.distros)[0], "option")


def need_of(by: str, name: str, distro: str) -> Need | None:
    return unrecorded_need(tuple(by.split()), name, system_of(distro), KNOWLEDGE)


@pytest.mark.parametrize(
    ("by", "name", "distro", "package"),
    [
        pytest.param("pkg_config", "zlib", "debian:12", "zlib1g-dev", id="a module"),
        pytest.param("lib", "z", "debian:12", "zlib1g-dev", id="a -l name"),
        pytest.param("lib", "-lz", "debian:12", "zlib1g-dev", id="with its -l"),
        pytest.param("lib", "libz.so", "debian:12", "zlib1g-dev", id="a library's file"),
        pytest.param("lib", "-l:libz.a", "debian:12", "zlib1g-dev", id="an archive's file by its own name"),
        pytest.param("lib", "/usr/lib/libz.a", "debian:12", "zlib1g-dev", id="a library with its folder"),
        pytest.param("soname", "libssl.so.3", "debian:12", "libssl3", id="a soname"),
        pytest.param("soname", "/lib/libssl.so.3", "debian:13", "libssl3t64", id="a soname on the next release"),
        pytest.param("tool", "/usr/bin/protoc", "debian:12", "protobuf-compiler", id="a program with its folder"),
        pytest.param("lib soname tool", "nasm", "debian:12", "nasm", id="the first kind that has it"),
        pytest.param("tool lib", "z", "debian:12", "zlib1g-dev", id="the second where the first has none"),
        pytest.param("header tool", "nasm", "debian:12", "nasm", id="a kind that the list does not have"),
        pytest.param("tool", "nasm", "ubuntu:22.04", "nasm", id="Ubuntu by Debian's list"),
        pytest.param("soname", "libssl.so.3", "ubuntu:24.04", "libssl3t64", id="Ubuntu by its newest release"),
        pytest.param("soname", "libssl.so.3", "debian", "libssl3t64", id="Debian of no version"),
        pytest.param("soname", "libssl.so.3", "debian:12.5", "libssl3", id="a point release"),
        pytest.param("pkg_config", "frob", "fedora:42", "pkgconfig(frob)", id="asked of dnf"),
        pytest.param("pkg_config", "frob", "alpine:3.20", "pc:frob", id="asked of apk"),
        pytest.param("tool", "frob", "alpine:3.20", "cmd:frob", id="a program asked of apk"),
        pytest.param("tool pkg_config", "frob", "fedora:42", "pkgconfig(frob)", id="by the kind that dnf can be asked"),
        pytest.param("pkg_config", "frob", "rocky:9.4", "pkgconfig(frob)", id="asked of a rebuild's dnf"),
    ],
)
def test_a_package_is_found_by_name(by: str, name: str, distro: str, package: str) -> None:
    need = need_of(by, name, distro)
    assert need is not None
    assert [cell.names for cell in need.packages.values()] == [(package,)]
    assert need.title.removeprefix("the package of ") in name


@pytest.mark.parametrize(
    ("by", "name", "distro"),
    [
        pytest.param("pkg_config", "no-such-module", "debian:12", id="a name that Debian does not have"),
        pytest.param("header", "zlib.h", "debian:12", id="a header, which the list does not have"),
        pytest.param("", "z", "debian:12", id="no kind of name"),
        pytest.param("lib", "z", "fedora:42", id="a library, which dnf cannot be asked"),
        pytest.param("lib", "z", "arch", id="a manager that cannot be asked at all"),
        pytest.param("lib", "z", "no-such-system", id="a system of no family"),
        pytest.param("pkg_config", "", "fedora:42", id="no name"),
        pytest.param("pkg_config", "zlib >= 1.2", "fedora:42", id="a name with a version"),
        pytest.param("pkg_config", "$(reboot)", "fedora:42", id="a name for the shell"),
        pytest.param("tool", "-rf", "alpine:3.20", id="an option"),
        pytest.param("tool", "../../bin/nasm", "debian:12", id="a way up"),
        pytest.param("tool", "nasm/", "debian:12", id="a folder"),
        pytest.param("tool", "nas\u200bm", "debian:12", id="a letter that is not seen"),
        pytest.param("lib", "lib", "debian:12", id="a library's name that is all prefix"),
        pytest.param("lib", "-l", "debian:12", id="an option without a name"),
    ],
)
def test_nothing_is_guessed(by: str, name: str, distro: str) -> None:
    assert need_of(by, name, distro) is None


@pytest.mark.parametrize(
    ("by", "name", "distro", "why", "kind"),
    [
        pytest.param("tool", "nasm", "debian:12", BOTH, "tool", id="a program in both releases"),
        pytest.param("lib", "z", "debian:12", BOTH, "library", id="a library in both"),
        pytest.param(
            "soname",
            "libssl.so.3",
            "ubuntu:24.04",
            "By the list of files of Debian 13; no record of ours says more.",
            "library",
            id="by one release only",
        ),
        pytest.param("tool", "frob", "alpine:3.20", ASKED, "tool", id="asked of the manager"),
    ],
)
def test_it_says_how_it_was_found(by: str, name: str, distro: str, why: str, kind: str) -> None:
    need = need_of(by, name, distro)
    assert need is not None
    assert (need.note, need.kind) == (why, kind)


KINDS = st.lists(st.sampled_from(["pkg_config", "lib", "soname", "tool", "header", "symbol", ""]), max_size=3)
DISTROS = st.sampled_from(["debian:12", "debian", "ubuntu:22.04", "fedora:42", "alpine:3.20", "arch", "macos", "x"])


@given(KINDS, st.text() | st.from_regex(r"(-l)?(lib)?[a-z+./:-]{0,9}(\.so|\.a)?", fullmatch=True), DISTROS)
def test_no_name_breaks_it_and_no_package_is_more_than_one_word(by: list[str], name: str, distro: str) -> None:
    need = unrecorded_need(tuple(by), name, system_of(distro), KNOWLEDGE)
    names = [word for cell in need.packages.values() for word in cell.names or ()] if need else ["one"]
    assert len(names) == 1
    assert not set(names[0]) & set(" \t\n;&|$`'\"\\<>")
    assert not names[0].startswith("-")


def test_the_answer_to_a_build_that_lacks_an_unrecorded_module() -> None:
    text = "Package {0} was not found in the pkg-config search path.\n"
    fix = run(text.format("2geom"), "debian:12", "", KNOWLEDGE).diagnoses[0].fixes[0]
    assert fix.commands == ("sudo apt-get install -y lib2geom-dev",)
