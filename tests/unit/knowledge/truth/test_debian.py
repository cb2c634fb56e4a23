"""Debian's Packages and Contents, as apt-ftparchive and dpkg-scanpackages write them, and as no tool does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.knowledge.truth.debian import _groups, classify, is_worth_a_look, read_contents, read_packages
from doctor.knowledge.truth.package_index import FILE_KINDS, Package
from doctor.model import Release

FIXTURES = Path(__file__).parent / "fixtures"
DEBIAN = Release("debian", "12")
MULTI = "usr/lib/x86_64-linux-gnu"


def packages_of(path: Path) -> dict[str, Package]:
    return dict(read_packages([path], "Debian 12", DEBIAN).packages)


def written(tmp_path: Path, data: bytes) -> Path:
    (tmp_path / "Packages").write_bytes(data)
    return tmp_path / "Packages"


# Packages


@pytest.mark.parametrize(
    "file",
    [
        pytest.param("debian-12/Packages", id="by apt-ftparchive"),
        pytest.param("packed/scanned/Packages", id="by dpkg-scanpackages"),
        pytest.param("packed/gz/Packages.gz", id="gzip"),
        pytest.param("packed/xz/Packages.xz", id="xz"),
        pytest.param("packed/bz2/Packages.bz2", id="bzip2"),
    ],
)
def test_the_same_packages_whoever_lists_and_packs_them(file: str) -> None:
    assert packages_of(FIXTURES / file) == {
        "frob-alternative": Package("frob-alternative", (), ("frob-virtual",)),
        "frob-apt": Package("frob-apt", base=True),
        "frob-base": Package("frob-base", (("libfrobc6",),), base=True),
        "frob-tools": Package("frob-tools", (), ("frob-virtual", "frob-tool")),
        "libfrob-dev": Package(
            "libfrob-dev", (("libfrob1",), ("libnone-dev", "libwhirl-dev"), ("frob-virtual",), ("libnever-dev",))
        ),
        "libfrob1": Package("libfrob1"),
        "libfrobc6": Package("libfrobc6", (("frob-base",),)),
        "libwhirl-dev": Package("libwhirl-dev", (("libfrob-dev",), ("libfrob1",))),
    }


@pytest.mark.parametrize(
    ("data", "packages"),
    [
        pytest.param(b"", {}, id="an empty file"),
        pytest.param(b"\n\n\n", {}, id="nothing but empty lines"),
        pytest.param(b"Version: 1\nDepends: a\n\n", {}, id="a stanza without a package"),
        pytest.param(b"Package:\nDepends: a\n\n", {}, id="a package without a name"),
        pytest.param(b"Package: a", {"a": Package("a")}, id="one line without an end"),
        pytest.param(b"Package:a\n", {"a": Package("a")}, id="no space behind the colon"),
        pytest.param(b"Package: a\r\nProvides: b\r\n\r\n", {"a": Package("a", (), ("b",))}, id="lines of Windows"),
        pytest.param(
            b"Package: a\nDepends: b |\n c,\n\td\nX: y\n e\n",
            {"a": Package("a", (("b", "c"), ("d",)))},
            id="a field that goes on, then one that is not looked at",
        ),
        pytest.param(b" b\nPackage: a\n", {"a": Package("a")}, id="a line that goes on before any field"),
        pytest.param(
            b"Package: a\nDepends: b\n\nPackage: c\n d\n\n e\n",
            {"a": Package("a", (("b",),)), "c d": Package("c d")},
            id="a field that ends with its stanza",
        ),
        pytest.param(
            b"Package: \xff\nDepends: \xe9, b\n", {"\ufffd": Package("\ufffd", (("\ufffd",), ("b",)))}, id="no UTF-8"
        ),
        pytest.param(
            b"Package: a\nDepends: b\n\nPackage: a\nDepends: c\n", {"a": Package("a", (("c",),))}, id="two versions"
        ),
        pytest.param(b"Package: a\nEssential: no\nPriority: optional\n", {"a": Package("a")}, id="not essential"),
        pytest.param(b"<html>404 Not Found</html>\n", {}, id="a web page"),
        pytest.param(bytes(range(256)) * 4, {}, id="all bytes"),
    ],
)
def test_odd_lists_are_read_for_what_they_hold(tmp_path: Path, data: bytes, packages: dict[str, Package]) -> None:
    assert packages_of(written(tmp_path, data)) == packages


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        pytest.param("", (), id="nothing"),
        pytest.param("a", (("a",),), id="one"),
        pytest.param("a (>= 1:2.0~rc1), b(<< 3)", (("a",), ("b",)), id="versions"),
        pytest.param("a:any | b:native, c", (("a", "b"), ("c",)), id="alternatives with architectures"),
        pytest.param("a [amd64 !i386], b <!nocheck>, c[arm64]", (("a",), ("b",), ("c",)), id="restrictions"),
        pytest.param(" , a ,, |b| , | ,", (("a",), ("b",)), id="empty places"),
        pytest.param("(>= 1), [amd64]", (), id="a version of nothing"),
        pytest.param("a\n (>= 1),\n\tb", (("a",), ("b",)), id="folded"),
        pytest.param("libstdc++6, g++, python3.11", (("libstdc++6",), ("g++",), ("python3.11",)), id="odd letters"),
    ],
)
def test_a_field_of_packages_is_read(text: str, groups: tuple[tuple[str, ...], ...]) -> None:
    assert _groups(text) == groups


NAMES = st.from_regex(r"[a-z0-9][a-z0-9+.-]{1,12}", fullmatch=True)
BEHIND = st.sampled_from(["", ":any", " (>= 1.0-1)", "(= 2)", " [amd64]", ":amd64 (<< 1:3~)", "\n (>= 4)"])


@given(st.lists(st.lists(st.tuples(NAMES, BEHIND), min_size=1, max_size=4), max_size=5))
def test_every_name_of_a_field_is_found_whatever_is_behind_it(groups: list[list[tuple[str, str]]]) -> None:
    text = ", ".join(" | ".join(name + behind for name, behind in group) for group in groups)
    assert _groups(text) == tuple(tuple(name for name, _ in group) for group in groups)


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("|,:([<) ")))
def test_any_field_is_read_without_an_empty_group_or_name(text: str) -> None:
    assert all(group and all(name and "," not in name and "|" not in name for name in group) for group in _groups(text))


# Contents


def test_what_contents_holds_by_kind() -> None:
    wanted = {"frob.h", "frob/", "frob-1.0/frob/deep.h", "frob/deep.h", "frob tools/", "y.h", "nowhere.h"}
    index = read_contents([FIXTURES / "debian-12" / "Contents-amd64"], "Debian 12", DEBIAN, wanted)
    assert index.kinds == frozenset(FILE_KINDS)
    assert {f"{kind} {name}": sorted(owners) for (kind, name), owners in index.holders.items()} == {
        "archives frob": ["libfrob-dev"],
        "headers frob tools/": ["frob-tools"],
        "headers frob-1.0/frob/deep.h": ["libfrob-dev"],
        "headers frob.h": ["libfrob-dev"],
        "headers frob/": ["libfrob-dev"],
        "headers frob/deep.h": ["libfrob-dev"],
        "libs frob": ["libfrob-dev"],
        "libs whirl": ["libwhirl-dev"],
        "modules Frob::Deep": ["frob-tools"],
        "objects frobcrt1.o": ["libfrob-dev"],
        "pkg_config frob": ["libfrob-dev"],
        "pkg_config whirl": ["libwhirl-dev"],
        "sonames libfrob.so.1": ["libfrob1"],
        "sonames libfrob.so.1.0": ["libfrob1"],
        "sonames libfrobc.so.6": ["libfrobc6"],
        "tools frob-config": ["frob-tools"],
        "tools frob-get": ["frob-apt"],
        "tools frobnicate": ["frob-alternative", "frob-tools"],
        "tools frobsh": ["frob-base"],
        "tools größe": ["frob-tools"],
    }


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("usr/bin/cmake", ("tools", "cmake"), id="a program"),
        pytest.param("sbin/ldconfig", ("tools", "ldconfig"), id="a program at the root"),
        pytest.param("usr/bin/two words", ("tools", "two words"), id="a program with a space"),
        pytest.param("usr/bin/folder/cmake", None, id="a file below a folder of programs"),
        pytest.param("usr/lib/llvm-14/bin/llvm-config", ("tools", "llvm-config"), id="a program of LLVM's own folder"),
        pytest.param("usr/lib/git-core/bin/git", None, id="a program of another's own folder"),
        pytest.param(f"{MULTI}/libz.so", ("libs", "z"), id="a library"),
        pytest.param("usr/lib/libc++.so", ("libs", "c++"), id="a library with signs"),
        pytest.param(f"{MULTI}/libfoo-1.2.so", ("libs", "foo-1.2"), id="a library with its version inside"),
        pytest.param(f"{MULTI}/libz.a", ("archives", "z"), id="an archive"),
        pytest.param(f"{MULTI}/libz.so.1.2.13", ("sonames", "libz.so.1.2.13"), id="a soname"),
        pytest.param(f"lib{MULTI[7:]}/libz.so.1", ("sonames", "libz.so.1"), id="a soname at the root"),
        pytest.param(f"{MULTI}/Scrt1.o", ("objects", "Scrt1.o"), id="an object"),
        pytest.param("usr/lib/gcc/x86_64-linux-gnu/12/libgcc.a", ("inner_libs", "gcc"), id="gcc's own library"),
        pytest.param("usr/lib/gcc/x86_64-linux-gnu/12/crtbegin.o", ("objects", "crtbegin.o"), id="gcc's own object"),
        pytest.param("usr/lib32/libc.so", ("inner_libs", "c"), id="a library of 32 bits"),
        pytest.param("lib32/libc.so", ("inner_libs", "c"), id="a library of 32 bits at the root"),
        pytest.param(f"{MULTI}/pkgconfig/gtk+-3.0.pc", ("pkg_config", "gtk+-3.0"), id="a module"),
        pytest.param("usr/share/pkgconfig/xorg-macros.pc", ("pkg_config", "xorg-macros"), id="a module for all machines"),
        pytest.param("opt/x/lib/pkgconfig/x.pc", None, id="a module that pkg-config does not find"),
        pytest.param("usr/share/perl/5.36.0/File/Temp.pm", ("modules", "File::Temp"), id="a module of Perl's own"),
        pytest.param(f"{MULTI}/perl5/5.36/XML/Parser.pm", ("modules", "XML::Parser"), id="a module of Perl with code"),
        pytest.param("usr/share/doc/zlib1g/zlib.so", None, id="a document"),
        pytest.param("usr/lib/python3/dist-packages/six.py", None, id="a module of Python"),
    ],
)  # fmt: skip
def test_a_file_is_what_a_build_asks_for(path: str, found: tuple[str, str] | None) -> None:
    line = f"{path}\t\t    libs/one,contrib/libs/two\n"
    assert list(classify(line)) == ([(found, ["one", "two"])] if found else [])
    assert is_worth_a_look(line.encode()) or found is None


@pytest.mark.parametrize(
    ("line", "owners"),
    [
        pytest.param("usr/bin/a   p", ["p"], id="no section"),
        pytest.param("usr/bin/a\tutils/p\n", ["p"], id="a tab"),
        pytest.param("usr/bin/a   non-free/utils/p,x11/q\r\n", ["p", "q"], id="an area and two packages"),
        pytest.param("usr/bin/a   utils/,p,\n", ["p"], id="a section without a package"),
    ],
)
def test_the_packages_of_a_line(line: str, owners: list[str]) -> None:
    assert list(classify(line)) == [(("tools", "a"), owners)]


@pytest.mark.parametrize("line", ["", "\n", "   ", "usr/bin/a", "usr/bin/a\n", "FILE  LOCATION", " usr/bin/a p"])
def test_a_line_without_file_or_package_is_nothing(line: str) -> None:
    assert list(classify(line)) == []


def test_a_header_goes_by_every_tail_of_its_path() -> None:
    names = [name for (_, name), _ in classify("usr/include/x86_64-linux-gnu/a-1/b/c.h  libs/p")]
    assert names == ["a-1/b/c.h", "a-1/", "b/c.h", "b/", "c.h"]


FOLDERS = "usr bin sbin lib lib32 x86_64-linux-gnu include pkgconfig share perl5 5.36 gcc llvm-14 .."
FILES = "liba.so liba.so.1 liba.a a.o a.pc A.pm a.h größe lib.so .so"
PARTS = st.sampled_from([*FOLDERS.split(), *FILES.split(), "a b.h", ""])


@given(st.lists(PARTS, min_size=1, max_size=6).map("/".join), st.sampled_from(["  ", "\t", "\t   "]))
def test_whatever_is_found_is_a_kind_with_a_name_and_the_first_look_hides_none(path: str, gap: str) -> None:
    line = f"{path}{gap}libs/p\n"
    found = list(classify(line))
    assert all(kind in FILE_KINDS and name and owners == ["p"] for (kind, name), owners in found)
    assert is_worth_a_look(line.encode()) or not found


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda data: "usr/bin/" + data.decode("utf-8", "replace")))
def test_no_line_breaks_the_reader(line: str) -> None:
    assert all(kind in FILE_KINDS for (kind, _), _ in classify(line))


def test_contents_of_no_utf_8_and_of_no_lines(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"usr/bin/caf\xe9  utils/p\nusr/bin/ok  utils/p")
    (tmp_path / "b").write_bytes(b"")
    index = read_contents([tmp_path / "a", tmp_path / "b"], "x", DEBIAN, ())
    assert set(index.holders) == {("tools", "caf\ufffd"), ("tools", "ok")}
