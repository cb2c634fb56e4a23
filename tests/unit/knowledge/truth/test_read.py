"""Index files by their names: packed in any way, damaged, of the wrong kind, not there."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import shutil
import zlib
from pathlib import Path

import pytest

from doctor.errors import UsageError
from doctor.knowledge.truth.open_file import lines_of
from doctor.knowledge.truth.package_index import PackageIndex
from doctor.knowledge.truth.read import read_index
from doctor.model import Release

FIXTURES = Path(__file__).parent / "fixtures"
DEBIAN = Release("debian", "12")
PACKAGES = (FIXTURES / "debian-12" / "Packages").read_bytes()


def read(*paths: Path) -> PackageIndex:
    return read_index(paths, DEBIAN, "Debian 12", {"frob.h"})


@pytest.mark.parametrize(
    ("path", "package", "kinds"),
    [
        pytest.param("debian-12", "libfrob-dev", 9, id="a folder with Packages and Contents"),
        pytest.param("debian-12/Packages", "libfrob-dev", 0, id="Packages alone"),
        pytest.param("rpm", "frob-devel", 3, id="a folder with primary.xml.gz"),
        pytest.param("pacman/frob.db", "frob", 0, id="a database of pacman without files"),
        pytest.param("pacman/frob.files", "frob", 6, id="a database of pacman with files"),
        pytest.param("apk/APKINDEX.tar.gz", "frob-dev", 3, id="Alpine's index"),
    ],
)
def test_an_index_is_known_by_its_name(path: str, package: str, kinds: int) -> None:
    index = read(FIXTURES / path)
    assert package in index.packages
    assert (index.title, len(index.kinds)) == ("Debian 12", kinds)


@pytest.mark.parametrize(
    "name",
    [
        "mirror.example_debian_dists_bookworm_main_binary-amd64_Packages",
        "Packages-amd64",
        "x_Packages.gz",
        "Packages.xz",
    ],
)
def test_apt_s_own_names_and_a_suffix_that_lies(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(PACKAGES)
    assert "libfrob-dev" in read(tmp_path).packages


@pytest.mark.parametrize("tool", ["gz", "xz", "bz2"])
def test_packed_files_without_a_suffix(tmp_path: Path, tool: str) -> None:
    shutil.copy(FIXTURES / "packed" / tool / f"Packages.{tool}", tmp_path / "Packages")
    assert read(tmp_path).packages == read(FIXTURES / "debian-12" / "Packages").packages


def test_several_files_are_one_index() -> None:
    one = read(FIXTURES / "debian-12", FIXTURES / "debian-13")
    assert {"libfrob-dev", "libfrob2-dev"} <= one.packages.keys()
    assert one.holding("pkg_config", "frob") == {"libfrob-dev", "libfrob2-dev"}
    assert one.providers["frob-virtual"] == ("frob-alternative", "frob-tools")


@pytest.mark.parametrize(("tool", "suffix"), [("lz4", "lz4"), ("zstd", "zst")])
@pytest.mark.parametrize("name", ["Packages.{}", "Packages"])
def test_what_python_cannot_unpack_is_named_with_the_way_out(tmp_path: Path, tool: str, suffix: str, name: str) -> None:
    file = tmp_path / name.format(suffix)
    shutil.copy(FIXTURES / "packed" / suffix / f"Packages.{suffix}", file)
    with pytest.raises(UsageError, match=f"{file.name} is compressed with {tool}, .* decompress it .`{tool} -d`"):
        read(file)


def flipped(data: bytes) -> bytes:
    """Turn over the bits of its middle."""
    middle = len(data) // 2
    return data[:middle] + bytes(byte ^ 255 for byte in data[middle : middle + 8]) + data[middle + 8 :]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress], ids=["gzip", "xz", "bzip2"])
@pytest.mark.parametrize("name", ["Packages", "primary.xml", "formula.json", "frob.db", "names.txt", "APKINDEX.tar"])
@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda data: data[:-20], id="cut at its end"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut in the middle"),
        pytest.param(flipped, id="wrong in the middle"),
    ],
)
def test_a_damaged_file_is_said_to_be_one(tmp_path: Path, pack: object, name: str, spoil: object) -> None:
    assert callable(pack)
    assert callable(spoil)
    (tmp_path / name).write_bytes(spoil(pack(PACKAGES * 50 + os.urandom(4000))))
    with pytest.raises(UsageError, match=f"{name} is (damaged|no primary.xml)"):
        read(tmp_path / name)


def test_a_stream_of_zlib_that_breaks_off_is_damage_too(tmp_path: Path) -> None:
    head = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
    (tmp_path / "Packages").write_bytes(head + b"\xff" * 40)
    with pytest.raises(UsageError, match="is damaged"):
        list(lines_of(tmp_path / "Packages"))
    assert issubclass(zlib.error, Exception)


EMPTY = "no package in .*: it is empty, or no package index"
DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        pytest.param("Packages", b"", EMPTY, id="an empty list"),
        pytest.param("Packages", b"<html>404</html>", EMPTY, id="a web page for a list"),
        pytest.param("Contents-amd64", b"usr/bin/a  utils/p\n", "Contents only says", id="files without packages"),
        pytest.param("APKINDEX.tar.gz", b"", "no package database", id="an empty archive"),
        pytest.param("APKINDEX.tar.gz", b"no tar at all" * 99, EMPTY, id="no archive"),
        pytest.param("core.db", b"\0" * 2048, EMPTY, id="an archive without members"),
        pytest.param("core.db", gzip.compress(b"x" * 3000), EMPTY, id="a packed file that is no archive"),
        pytest.param("primary.xml", b"", "is no primary.xml: no element found", id="an empty document"),
        pytest.param("primary.xml", b"<a><b></a>", "is no primary.xml: mismatched tag", id="XML that does not close"),
        pytest.param("primary.xml", b"<metadata>", "is no primary.xml: no element", id="XML that is cut"),
        pytest.param("primary.xml", b"\xff\xfe<\0a", "is no primary.xml", id="XML of half a character"),
        pytest.param("primary.xml", b"<rss><item/></rss>", EMPTY, id="XML of another kind"),
        pytest.param("primary.xml", b"<m><package><format/></package></m>", EMPTY, id="a package without a name"),
        pytest.param("formula.json", b"", "formula.json is no JSON", id="an empty document of JSON"),
        pytest.param("formula.json", b'[{"name": ', "formula.json is no JSON", id="JSON that is cut"),
        pytest.param("formula.json", b'["\xff"]', "formula.json is no JSON", id="JSON that is no UTF-8"),
        pytest.param("formula.json", DEEP, "formula.json is no JSON", id="JSON that is too deep"),
        pytest.param("formula.json", b"42", EMPTY, id="a number"),
        pytest.param("formula.json", b"null", EMPTY, id="null"),
        pytest.param("formula.json", b'"zlib"', EMPTY, id="a word"),
        pytest.param("formula.json", b"[]", EMPTY, id="an empty list of JSON"),
        pytest.param("formula.json", b'["zlib", 1, null, [], {}, {"name": 3}]', EMPTY, id="a list of other things"),
        pytest.param("packages.json", b'{"packages": ["zlib"]}', EMPTY, id="a list where attributes are meant"),
        pytest.param("names.txt", b"\n  \n", EMPTY, id="a list of nothing"),
        pytest.param("InRelease", b"Origin: Debian\n", "no package index in .* known are Debian's", id="another file"),
        pytest.param("Contents-source.gz", b"a b", "no package index in", id="files of source packages"),
        pytest.param("Contents-udeb-amd64", b"a b", "no package index in", id="files of the installer's packages"),
    ],
)
def test_what_is_no_index_is_refused(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=message):
        read(tmp_path / name)


def test_the_wrong_file_of_a_repository_is_refused() -> None:
    with pytest.raises(UsageError, match=EMPTY):
        read(FIXTURES / "other" / "primary.xml.gz")


def test_entities_that_multiply_are_stopped(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 100}">' for n in range(1, 6))
    text = f'<!DOCTYPE m [<!ENTITY e0 "{"x" * 100}">{entities}]><m><package><name>&e5;</name></package></m>'
    (tmp_path / "primary.xml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"is no primary\.xml: it declares a document type"):
        read(tmp_path / "primary.xml")


def test_no_path_an_empty_folder_and_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no package index in nothing"):
        read()
    with pytest.raises(UsageError, match=f"no package index in {tmp_path}"):
        read(tmp_path)
    with pytest.raises(UsageError, match="absent does not exist"):
        read(tmp_path / "absent")


def test_folders_in_a_folder_are_not_looked_into(tmp_path: Path) -> None:
    (tmp_path / "Packages").mkdir()
    with pytest.raises(UsageError, match="no package index in"):
        read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("mode", [0o000, 0o400], ids=["a file", "a folder that may be listed only"])
def test_what_may_not_be_read_is_named(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "lists"
    folder.mkdir()
    (folder / "Packages").write_bytes(PACKAGES)
    (folder / "Packages").chmod(0)
    folder.chmod(mode or 0o700)
    with pytest.raises(UsageError, match="cannot be read: Permission denied"):
        read(folder)
    folder.chmod(0o700)


def test_a_link_that_loops_is_named(tmp_path: Path) -> None:
    (tmp_path / "Packages").symlink_to("Packages")
    with pytest.raises(UsageError, match=r"cannot be read: Too many levels|does not exist"):
        read(tmp_path / "Packages")
