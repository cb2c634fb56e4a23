"""What sections tell: read from a program of this machine, and from files whose sections are missing or lie."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from elf_builder import Elf, pieces_of

from doctor.elf.linker_view import Imported, read_linker_view
from doctor.elf.source import open_pieces

SOURCE = '#include <netdb.h>\nint main(void) { struct addrinfo *a; return getaddrinfo("x", 0, 0, &a); }\n'


def test_a_file_without_sections_says_nothing() -> None:
    found = read_linker_view(pieces_of(Elf().data()))
    assert (found.rustc, found.stripped, found.imports, found.problem) == ("", True, (), "")


@pytest.mark.parametrize(
    "data",
    [b"", b"\x7fELF", b"\x7fELF" + b"\xff" * 200, b"MZ" + b"\0" * 100],
    ids=["empty", "magic", "garbage", "another format"],
)
def test_what_cannot_be_read_is_said(data: bytes) -> None:
    assert read_linker_view(pieces_of(data)).problem


@pytest.mark.toolchain
@pytest.mark.skipif(not shutil.which("cc"), reason="needs cc on the PATH")
def test_a_program_of_the_c_compiler(tmp_path: Path) -> None:
    (tmp_path / "a.c").write_text(SOURCE)
    subprocess.run(["cc", "-g", "a.c", "-o", "a"], cwd=tmp_path, check=True)
    pieces = open_pieces(tmp_path / "a")
    found = read_linker_view(pieces)
    os.close(pieces.descriptor)
    assert not found.stripped
    assert found.symbols > 0 < found.debug
    assert "getaddrinfo" in found.names
    assert any(one.name == "getaddrinfo" and one.version > 1 for one in found.imports)
    assert Imported("__gmon_start__", 0, weak=True) in [Imported(one.name, 0, one.weak) for one in found.imports]


def test_this_python_imports_something() -> None:
    pieces = open_pieces(Path(sys.executable).resolve())
    found = read_linker_view(pieces)
    os.close(pieces.descriptor)
    assert found.imports or found.problem
