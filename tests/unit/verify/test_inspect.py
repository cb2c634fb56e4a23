"""What a path is: an ELF file, an archive, another format, a broken file, a folder of all of them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from elf_builder import ARM, Elf

from doctor.verify.formats import format_of, not_elf
from doctor.verify.inspect import files_below, inspect


@pytest.mark.parametrize(
    ("start", "name", "said"),
    [
        (b"\xcf\xfa\xed\xfe", "Mach-O", "not an ELF file: Mach-O, for macOS"),
        (b"MZ\x90\0", "PE", "not an ELF file: PE, for Windows"),
        (b"\0asm\1", "WebAssembly", "not an ELF file: WebAssembly"),
        (b"#!/bin/sh", "script", "not an ELF file: script"),
        (b"hello", "", "not an ELF file"),
        (b"", "", "an empty file, not an ELF file"),
    ],
)
def test_other_formats_are_named(tmp_path: Path, start: bytes, name: str, said: str) -> None:
    (tmp_path / "x").write_bytes(start)
    assert format_of(start) == name
    assert not_elf(start) == said
    assert inspect(tmp_path / "x").problem == said


def test_a_broken_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(Elf().data()[:100])
    found = inspect(tmp_path / "x")
    assert (found.format, found.binary) == ("ELF", None)
    assert found.problem.startswith("it is cut off")


@pytest.mark.parametrize("kind", ["gone", "folder", "pipe"])
def test_what_is_no_file(tmp_path: Path, kind: str) -> None:
    path = tmp_path / kind
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    assert inspect(path).problem in {"No such file or directory", "a folder", "not a regular file"}


def member(name: str, data: bytes) -> bytes:
    return f"{name:<16}{0:<12}{0:<6}{0:<6}{644:<8}{len(data):<10}`\n".encode() + data + b"\n" * (len(data) % 2)


def test_an_archive_counts_its_objects(tmp_path: Path) -> None:
    objects = [Elf(kind=1, dynamic=False).data()] * 2 + [Elf(kind=1, dynamic=False, machine=ARM, bits=32).data()]
    data = b"".join(member(f"{number}.o/", one) for number, one in enumerate(objects)) + member("lib.rmeta/", b"rust")
    (tmp_path / "libx.rlib").write_bytes(b"!<arch>\n" + data)
    found = inspect(tmp_path / "libx.rlib")
    assert (found.format, found.members, found.problem) == ("archive", (("arm", 1), ("x86_64", 2)), "")


def test_a_folder_gives_what_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "b/c").mkdir(parents=True)
    for name in ("b/c/z", "a"):
        (tmp_path / name).write_bytes(Elf().data())
    (tmp_path / "b/lib.a").write_bytes(b"!<arch>\n")
    (tmp_path / "b/note.txt").write_text("no")
    (tmp_path / "link").symlink_to("a")
    (tmp_path / "b/loop").symlink_to("..")
    os.mkfifo(tmp_path / "pipe")
    assert [str(path.relative_to(tmp_path)) for path in files_below(tmp_path)] == ["a", "b/lib.a", "b/c/z"]
