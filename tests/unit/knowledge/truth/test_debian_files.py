"""Debian's names of files: what is written is found again, and which package is chosen."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.errors import UsageError
from doctor.knowledge.debian_names import FILE, LETTERS, NONE, DebianNames, Found
from doctor.knowledge.truth.debian_files import write_debian_files
from doctor.knowledge.truth.held import Held, index_of
from doctor.knowledge.truth.package_index import PackageIndex
from doctor.knowledge.truth.read import read_index
from doctor.model import Release

FIXTURES = Path(__file__).parent / "fixtures"


def written(root: Path, *indexes: PackageIndex) -> DebianNames:
    """Read again what was written, as doctor does."""
    write_debian_files(root, indexes)
    data = gzip.decompress((root / FILE).read_bytes())
    end = data.index(b"\n")
    return DebianNames(tuple(data[:end].decode().split("\t")), data[end:])


def release(number: int, *held: Held) -> PackageIndex:
    return index_of(f"Debian {number}", Release("debian", str(number)), (), held)


def test_the_names_of_two_releases(tmp_path: Path) -> None:
    indexes = [read_index([FIXTURES / f"debian-{n}"], Release("debian", str(n)), f"Debian {n}", ()) for n in (12, 13)]
    names = written(tmp_path, *indexes)
    assert names.releases == ("Debian 12", "Debian 13")
    assert names.lines.decode().split("\n") == [
        "",
        "p\tfrob\tlibfrob-dev\tlibfrob2-dev",
        "p\tspin\t-\tlibspin-dev",
        "p\twhirl\tlibwhirl-dev\t-",
        "l\tfrob\tlibfrob-dev\tlibfrob2-dev",
        "l\tspin\t-\tlibspin-dev",
        "l\twhirl\tlibwhirl-dev\t-",
        "s\tlibfrob.so.1\tlibfrob1",
        "s\tlibfrob.so.1.0\tlibfrob1",
        "s\tlibfrobc.so.6\tlibfrobc6",
        "t\tfrob-config\tfrob-tools",
        "t\tfrob-get\tfrob-apt",
        "t\tfrobnicate\tfrob-tools",
        "t\tfrobsh\tfrob-base",
        "t\tgröße\tfrob-tools",
        "",
    ]


def test_the_same_indexes_make_the_same_bytes(tmp_path: Path) -> None:
    index = release(12, ("tools", "b", "p"), ("tools", "a", "p"))
    assert write_debian_files(tmp_path, [index]) == 2
    first = (tmp_path / FILE).read_bytes()
    write_debian_files(tmp_path, [index])
    assert (tmp_path / FILE).read_bytes() == first


@pytest.mark.parametrize(
    ("kind", "holders", "best"),
    [
        pytest.param("libs", ["libz1", "zlib1g-dev"], "zlib1g-dev", id="the one to build with"),
        pytest.param("libs", ["libz-dev-i386-cross", "libz-plain"], "libz-plain", id="not another machine's"),
        pytest.param("pkg_config", ["libaa-dev", "libb-dev"], "libb-dev", id="a short name"),
        pytest.param("tools", ["make-guile", "x", "x-dev"], "x", id="the one that is called so"),
        pytest.param("tools", ["b", "a"], "a", id="by name where all else is equal"),
        pytest.param("sonames", ["libx1-dbg", "libx1-long-name"], "libx1-long-name", id="no debugging symbols"),
    ],
)
def test_of_several_holders_the_plain_one_is_meant(tmp_path: Path, kind: str, holders: list[str], best: str) -> None:
    names = written(tmp_path, release(12, *((kind, "x", holder) for holder in holders)))
    assert names.find(kind, "x", "Debian 12") == Found(best, "Debian 12", same=True)


def test_an_archive_answers_where_no_library_does(tmp_path: Path) -> None:
    names = written(tmp_path, release(12, ("archives", "x", "libx-dev"), ("inner_libs", "y", "gcc")))
    assert names.find("libs", "x", "") == Found("libx-dev", "Debian 12", same=True)
    assert names.find("libs", "y", "") is None


@pytest.mark.parametrize(
    ("name", "asked", "found"),
    [
        pytest.param("moved", "Debian 12", Found("old", "Debian 12", same=False), id="the release that was named"),
        pytest.param("moved", "Debian 13", Found("new", "Debian 13", same=False), id="the other one"),
        pytest.param("moved", "", Found("new", "Debian 13", same=False), id="the newest for no release"),
        pytest.param("moved", "Debian 11", Found("new", "Debian 13", same=False), id="the newest for another"),
        pytest.param("gone", "Debian 13", None, id="gone in the release that was named"),
        pytest.param("gone", "Debian 14", Found("old", "Debian 12", same=False), id="gone, but somewhere"),
        pytest.param("same", "Debian 14", Found("p", "Debian 13", same=True), id="the same in both"),
        pytest.param("none", "Debian 12", None, id="a name that nobody has"),
        pytest.param("", "", None, id="no name"),
        pytest.param("same\tp", "", None, id="a name and a package"),
        pytest.param("gone\told", "", None, id="a name and the package of one release"),
        pytest.param("same\tp\nt\tmoved", "", None, id="two rows"),
        pytest.param("\ud800", "", None, id="half a character"),
    ],
)
def test_a_name_is_found_for_a_release(tmp_path: Path, name: str, asked: str, found: Found | None) -> None:
    old, same = ("tools", "same", "p"), ("tools", "same", "p")
    names = written(
        tmp_path,
        release(12, old, ("tools", "moved", "old"), ("tools", "gone", "old")),
        release(13, same, ("tools", "moved", "new")),
    )
    assert names.find("tools", name, asked) == found


NAMES = st.text(min_size=1, max_size=12).filter(lambda name: name.isprintable()) | st.sampled_from(["a\tb", "a\nb"])
HELD = st.lists(st.tuples(st.sampled_from(sorted(LETTERS)), NAMES, st.sampled_from(["a", "b-dev", "c-cross"])))


@given(old=HELD, new=HELD, others=st.lists(st.text()))
def test_every_name_that_is_written_is_found_and_no_other_name_breaks_it(
    old: list[Held], new: list[Held], others: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    indexes = release(12, *old), release(13, *new)
    names = written(tmp_path_factory.getbasetemp(), *indexes)
    for index in indexes:
        for (kind, name), holders in index.holders.items():
            found = names.find(kind, name, index.title)
            assert (found is None) == ("\t" in name or "\n" in name)
            assert found is None or (found.package in holders and found.release == index.title)
    for name in others:
        for kind in LETTERS:
            found = names.find(kind, name, "")
            assert (found is not None) == any((kind, name) in index.holders for index in indexes)
            assert found is None or found.package != NONE


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"debian-files\.tsv\.gz cannot be written: No such file or directory"):
        write_debian_files(tmp_path / "absent", [release(12)])
