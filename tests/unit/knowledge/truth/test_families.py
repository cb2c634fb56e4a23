"""The indexes of apk, rpm and pacman as their own tools write them, and catalogues of names."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.knowledge.truth.apk import read_apk
from doctor.knowledge.truth.catalogs import read_catalog, read_list
from doctor.knowledge.truth.held import bare
from doctor.knowledge.truth.package_index import Package, PackageIndex
from doctor.knowledge.truth.pacman import read_pacman
from doctor.knowledge.truth.rpm import read_rpm
from doctor.model import Release

FIXTURES = Path(__file__).parent / "fixtures"
NOWHERE = Release("nowhere")


def held(index: PackageIndex) -> dict[str, list[str]]:
    return {f"{kind} {name}": sorted(owners) for (kind, name), owners in index.holders.items()}


def test_alpine_s_index_behind_its_signature() -> None:
    index = read_apk(FIXTURES / "apk" / "APKINDEX.tar.gz", "Alpine", NOWHERE)
    assert dict(index.packages) == {
        "frob-libc": Package("frob-libc", (), ("so:libfrobc.so.6",)),
        "frob": Package("frob", (("so:libfrobc.so.6",),), ("so:libfrob.so.1",)),
        "frob-dev": Package("frob-dev", (("frob",), ("pc:whirl",), ("pkgconfig",)), ("pc:frob",)),
        "frob-tools": Package("frob-tools", (("frob-dev",), ("so:libnever.so.1",)), ("cmd:frobnicate", "frob-virtual")),
    }
    assert held(index) == {
        "pkg_config frob": ["frob-dev"],
        "sonames libfrob.so.1": ["frob"],
        "sonames libfrobc.so.6": ["frob-libc"],
        "tools frobnicate": ["frob-tools"],
    }
    assert index.closure(["frob-tools"]) == {"frob-tools", "frob-dev", "frob", "frob-libc"}


def test_a_repository_of_rpm() -> None:
    index = read_rpm(FIXTURES / "rpm" / "primary.xml.gz", "Fedora", NOWHERE)
    assert set(index.packages) == {"frob", "frob-devel", "frob-tools"}
    assert index.packages["frob-devel"].depends == (("/bin/sh",), ("/usr/bin/pkg-config",), ("frob",))
    assert "frob-virtual" in index.packages["frob-tools"].provides
    assert held(index) == {
        "pkg_config frob": ["frob-devel"],
        "sonames libfrob.so.1": ["frob"],
        "tools frobd": ["frob-tools"],
        "tools frobnicate": ["frob-tools"],
    }
    assert index.closure(["frob-devel"]) == {"frob-devel", "frob"}


PACMAN = {
    "base": Package("base", (("frob-libc",),), base=True),
    "frob-libc": Package("frob-libc", (), ("libfrobc.so",)),
    "frob": Package("frob", (("frob-virtual",), ("libnever.so",))),
    "frob-tools": Package("frob-tools", (("frob",),), ("frob-virtual",)),
}


def test_pacman_s_database_of_packages() -> None:
    index = read_pacman(FIXTURES / "pacman" / "frob.db", "Arch", NOWHERE)
    assert dict(index.packages) == PACMAN
    assert (index.holders, index.kinds) == ({}, frozenset())
    assert index.base == {"base", "frob-libc"}
    assert index.closure(["frob"]) == {"frob", "frob-tools"}


def test_pacman_s_database_of_files_in_which_the_files_come_before_the_name() -> None:
    index = read_pacman(FIXTURES / "pacman" / "frob.files", "Arch", NOWHERE)
    assert dict(index.packages) == PACMAN
    assert held(index) == {
        "archives frob": ["frob"],
        "headers frob.h": ["frob"],
        "libs frob": ["frob"],
        "pkg_config frob": ["frob"],
        "sonames libfrob.so.1": ["frob"],
        "sonames libfrobc.so.6": ["frob-libc"],
        "tools frob-config": ["frob-tools"],
        "tools frobnicate": ["frob"],
    }


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))
    return path


@pytest.mark.parametrize(
    ("desc", "names"),
    [
        pytest.param(b"%NAME%\nfrob\n\n", ["frob"], id="a name"),
        pytest.param(b"%NAME%\n\n%VERSION%\n1\n\n", [], id="a name that is empty"),
        pytest.param(b"%NAME%\n", [], id="a name that is cut"),
        pytest.param(b"%VERSION%\n1\n", [], id="no name"),
        pytest.param(b"%NAME%\nfr\xffob\n", ["fr\ufffdob"], id="no UTF-8"),
        pytest.param(b"\0\1\2", [], id="binary"),
    ],
)
def test_odd_entries_of_pacman_s_database(tmp_path: Path, desc: bytes, names: list[str]) -> None:
    place = archive(tmp_path / "a.db", {"a-1/desc": desc, "a-1/files": b"%FILES%\nusr/bin/a\n", "b/c": b"%NAME%\nx\n"})
    assert list(read_pacman(place, "Arch", NOWHERE).packages) == names


@pytest.mark.parametrize(
    ("text", "packages"),
    [
        pytest.param(b"P:a\n\nP:b\n", ["a", "b"], id="two packages"),
        pytest.param(b"V:1\n\nP:\nV:1\n", [], id="no name"),
        pytest.param(b"P\nP a\nnonsense\n\n:\n", [], id="lines without a field"),
        pytest.param(b"P:\xff\n", ["\ufffd"], id="no UTF-8"),
        pytest.param(b"P:a\nD:\np:\n", ["a"], id="empty fields"),
    ],
)
def test_odd_stanzas_of_an_apkindex(tmp_path: Path, text: bytes, packages: list[str]) -> None:
    index = read_apk(archive(tmp_path / "APKINDEX.tar", {"APKINDEX": text}), "Alpine", NOWHERE)
    assert list(index.packages) == packages


def test_an_index_that_is_a_folder_or_a_link_inside_is_not_followed(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "APKINDEX.tar", "w") as tar:
        for kind, target in ((tarfile.DIRTYPE, ""), (tarfile.SYMTYPE, "/etc/passwd"), (tarfile.LNKTYPE, "nothing")):
            entry = tarfile.TarInfo("APKINDEX")
            entry.type, entry.linkname = kind, target
            tar.addfile(entry)
    assert dict(read_apk(tmp_path / "APKINDEX.tar", "Alpine", NOWHERE).packages) == {}


@pytest.mark.parametrize(
    ("document", "packages", "provided"),
    [
        pytest.param(
            [{"name": "pkgconf", "aliases": ["pkg-config"], "oldnames": ["pkgconfig"], "versions": {"stable": "2"}}],
            ["pkgconf"],
            ["pkg-config", "pkgconfig"],
            id="a formula with an alias and an old name",
        ),
        pytest.param([{"name": "a", "aliases": None, "oldnames": "x"}], ["a"], [], id="names that are no list"),
        pytest.param([{"name": "a", "aliases": [1, "b", None]}], ["a"], ["b"], id="a name that is none"),
        pytest.param([{"full_name": "x"}, {"name": "a"}], ["a"], [], id="a formula without a name"),
        pytest.param(
            {"version": 2, "packages": {"zlib": {}, "zig_0_13": {}}}, ["zlib", "zig_0_13"], [], id="packages of nixpkgs"
        ),
        pytest.param({"zlib": {"pname": "zlib"}}, ["zlib"], [], id="attributes alone"),
    ],
)
def test_catalogues_of_names(tmp_path: Path, document: object, packages: list[str], provided: list[str]) -> None:
    (tmp_path / "a.json").write_text(json.dumps(document), encoding="utf-8")
    index = read_catalog(tmp_path / "a.json", "macOS", NOWHERE)
    assert (list(index.packages), list(index.providers), index.kinds) == (packages, provided, frozenset())


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["packages", "name", "aliases"]), inner)
    ),
)


@given(document=JSON)
def test_any_json_is_a_catalogue_of_names_or_of_nothing(
    document: object, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    assert all(isinstance(name, str) for name in read_catalog(file, "x", NOWHERE).packages)


def test_a_plain_list_is_the_first_word_of_each_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"zlib-devel 1.3 amd64\n\n  cmake\t3\r\ncaf\xe9\n")
    assert list(read_list(tmp_path / "a.txt", "Void", NOWHERE).packages) == ["zlib-devel", "cmake", "caf\ufffd"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("so:libz.so.1=1.3", "so:libz.so.1"),
        ("a>=1", "a"),
        ("a~1", "a"),
        ("a><Q1", "a"),
        ("libz.so=1-64", "libz.so"),
        ("g++", "g++"),
        ("", ""),
    ],
)
def test_a_name_without_its_version(name: str, expected: str) -> None:
    assert bare(name) == expected
