"""Where the loader looks: its configuration, the program's own paths, another root, libraries of other processors."""

from __future__ import annotations

from pathlib import Path

import pytest
from elf_builder import ARM, Elf, pieces_of

from doctor.elf.binary import read_binary
from doctor.elf.libraries import Library, Loader

PIE = 0x08000000
GLIBC, MUSL = "/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1"


def library(root: Path, path: str, elf: Elf | None = None) -> None:
    place = root / path.lstrip("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes((elf or Elf(soname=place.name, entry=0)).data())


def found(root: Path, elf: Elf, path: str = "/opt/app/bin/app") -> dict[str, str]:
    libraries = Loader(root).libraries(Path(path), read_binary(pieces_of(elf.data())))
    return {one.name: one.path for one in libraries}


@pytest.mark.parametrize(
    ("there", "elf", "expected"),
    [
        pytest.param("/usr/lib64/libx.so", Elf(interpreter=GLIBC), "/usr/lib64/libx.so", id="a default folder"),
        pytest.param("/lib/x86_64-linux-gnu/libx.so", Elf(interpreter=GLIBC), "/lib/x86_64-linux-gnu/libx.so", id="Debian's"),
        pytest.param("/srv/lib/libx.so", Elf(interpreter=GLIBC), "/srv/lib/libx.so", id="ld.so.conf, by an include"),
        pytest.param("/opt/app/lib/libx.so", Elf(interpreter=GLIBC, runpath="$ORIGIN/../lib"), "/opt/app/bin/../lib/libx.so", id="RUNPATH"),
        pytest.param("/a/libx.so", Elf(interpreter=GLIBC, rpath="/b:/a"), "/a/libx.so", id="RPATH"),
        pytest.param("/a/libx.so", Elf(interpreter=GLIBC, rpath="/a", runpath="/b"), "", id="RUNPATH hides RPATH"),
        pytest.param("/usr/local/lib/libx.so", Elf(interpreter=MUSL), "/usr/local/lib/libx.so", id="musl"),
        pytest.param("/srv/lib/libx.so", Elf(interpreter=MUSL), "", id="musl does not read ld.so.conf"),
        pytest.param("/nowhere/libx.so", Elf(interpreter=GLIBC), "", id="nowhere"),
    ],
)  # fmt: skip
def test_where_a_library_is_found(tmp_path: Path, there: str, elf: Elf, expected: str) -> None:
    (tmp_path / "etc/ld.so.conf.d").mkdir(parents=True)
    (tmp_path / "etc/ld.so.conf").write_text("include ld.so.conf.d/*.conf\ninclude /etc/ld.so.conf\n")
    (tmp_path / "etc/ld.so.conf.d/a.conf").write_text("# ours\n/srv/lib\nrelative\n")
    library(tmp_path, there)
    elf.needed = ["libx.so"]
    elf.flags_1 = PIE
    assert found(tmp_path, elf) == {"libx.so": expected}


def test_libraries_of_libraries_and_who_asks(tmp_path: Path) -> None:
    library(tmp_path, "/lib/liba.so", Elf(soname="liba.so", needed=["libb.so", "libgone.so"], entry=0))
    library(tmp_path, "/lib/libb.so", Elf(soname="libb.so", needed=["liba.so"], entry=0))
    program = read_binary(pieces_of(Elf(interpreter=GLIBC, needed=["liba.so"]).data()))
    assert Loader(tmp_path).libraries(Path("/app"), program) == (
        Library("liba.so", "/lib/liba.so", "app"),
        Library("libb.so", "/lib/libb.so", "liba.so"),
        Library("libgone.so", "", "liba.so"),
    )


def test_one_for_another_processor_is_passed_over(tmp_path: Path) -> None:
    library(tmp_path, "/lib64/libx.so", Elf(soname="libx.so", machine=ARM, bits=32))
    library(tmp_path, "/lib/libx.so")
    (tmp_path / "usr/lib64").mkdir(parents=True)
    (tmp_path / "usr/lib64/libx.so").write_text("INPUT(libx.so.1)\n")
    assert found(tmp_path, Elf(interpreter=GLIBC, needed=["libx.so"])) == {"libx.so": "/lib/libx.so"}


def test_links_of_an_image_stay_in_it(tmp_path: Path) -> None:
    library(tmp_path, "/usr/lib/libx.so.1")
    (tmp_path / "lib").symlink_to("/usr/lib")
    (tmp_path / "usr/lib/libx.so").symlink_to("/usr/lib/libx.so.1")
    assert found(tmp_path, Elf(interpreter=GLIBC, needed=["libx.so"])) == {"libx.so": "/lib/libx.so"}
