"""What the loader sees of a file, of every kind, class and byte order; and of files that are broken."""

from __future__ import annotations

import contextlib
import struct
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from elf_builder import ARM, MIPS, RISCV, Elf, note, pieces_of
from hypothesis import given, settings
from hypothesis import strategies as st

from doctor.elf.binary import read_binary, read_file
from doctor.elf.source import MalformedError
from doctor.errors import InputError

GLIBC_LOADER, MUSL_LOADER = "/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1"
PIE = 0x08000000
LIBC = ("libc.so.6", ("GLIBC_2.2.5", "GLIBC_2.34"))


@pytest.mark.parametrize(
    ("elf", "kind", "libc"),
    [
        pytest.param(Elf(kind=2, dynamic=False), "static", "", id="static"),
        pytest.param(Elf(kind=2, dynamic=False, notes=note(1, struct.pack("<IIII", 0, 3, 2, 0))), "static", "glibc", id="static glibc"),
        pytest.param(Elf(flags_1=PIE), "static-pie", "", id="static-pie"),
        pytest.param(Elf(), "static-pie", "", id="static-pie of a linker that sets no mark"),
        pytest.param(Elf(interpreter=GLIBC_LOADER, needed=["libc.so.6"], flags_1=PIE), "pie", "glibc", id="pie"),
        pytest.param(Elf(kind=2, interpreter=GLIBC_LOADER, needed=["libc.so.6"]), "executable", "glibc", id="no pie"),
        pytest.param(Elf(interpreter=MUSL_LOADER, needed=["libc.musl-x86_64.so.1"], flags_1=PIE), "pie", "musl", id="musl"),
        pytest.param(Elf(interpreter=MUSL_LOADER, flags_1=PIE), "pie", "musl", id="an interpreter and nothing to load"),
        pytest.param(Elf(needed=["libc.so"], flags_1=PIE, interpreter="/x"), "pie", "musl", id="musl by its library"),
        pytest.param(Elf(interpreter="/system/bin/linker64", flags_1=PIE), "pie", "bionic", id="Android by its loader"),
        pytest.param(Elf(notes=note(1, b"\0" * 4, b"Android\0"), flags_1=PIE), "static-pie", "bionic", id="Android by its note"),
        pytest.param(Elf(soname="libx.so.1", needed=["libc.so.6"], entry=0), "library", "glibc", id="a library"),
        pytest.param(Elf(soname="libc.so.6", interpreter=GLIBC_LOADER), "library", "glibc", id="a library that can be started"),
        pytest.param(Elf(soname="me", interpreter=GLIBC_LOADER, flags_1=PIE), "pie", "glibc", id="a program with a name"),
        pytest.param(Elf(entry=0), "library", "", id="a library without a name"),
        pytest.param(Elf(versions=[("libm.so.6", ["GLIBC_2.29"])], entry=0), "library", "glibc", id="glibc by a version"),
        pytest.param(Elf(kind=1, dynamic=False), "object", "", id="an object"),
        pytest.param(Elf(kind=4, dynamic=False), "core", "", id="a core dump"),
        pytest.param(Elf(kind=0xFE00, dynamic=False), "other", "", id="something else"),
    ],
)  # fmt: skip
def test_kinds_and_c_libraries(elf: Elf, kind: str, libc: str) -> None:
    found = read_binary(pieces_of(elf.data()))
    assert (found.kind, found.libc) == (kind, libc)
    assert found.interpreter == elf.interpreter


@pytest.mark.parametrize(
    ("machine", "bits", "order", "name"),
    [
        (62, 64, "<", "x86_64"),
        (62, 32, "<", "x32"),
        (ARM, 32, "<", "arm"),
        (MIPS, 32, ">", "mips"),
        (MIPS, 64, "<", "mips64el"),
        (RISCV, 64, "<", "riscv64"),
        (RISCV, 32, "<", "riscv32"),
        (21, 64, "<", "powerpc64le"),
        (21, 64, ">", "powerpc64"),
        (9999, 64, "<", "machine 9999"),
    ],
)
def test_every_class_and_byte_order(machine: int, bits: int, order: str, name: str) -> None:
    elf = Elf(
        machine=machine, bits=bits, order=order, needed=["libc.so.6", "libm.so.6"], versions=[LIBC], runpath="$ORIGIN"
    )
    found = read_binary(pieces_of(elf.data()))
    assert (found.machine, found.bits, found.needed) == (name, bits, ("libc.so.6", "libm.so.6"))
    assert [(one.file, one.version, one.index) for one in found.versions] == [
        ("libc.so.6", "GLIBC_2.2.5", 2), ("libc.so.6", "GLIBC_2.34", 3),
    ]  # fmt: skip
    assert found.dynamic is not None
    assert (found.dynamic.runpath, found.dynamic.rpath) == ("$ORIGIN", "")


@pytest.mark.parametrize(
    ("elf", "stack", "relro"),
    [
        pytest.param(Elf(), False, "none", id="neither"),
        pytest.param(Elf(stack=7), True, "none", id="an executable stack"),
        pytest.param(Elf(stack=None), False, "none", id="a stack that nothing is said of"),
        pytest.param(Elf(relro=True), False, "partial", id="partial"),
        pytest.param(Elf(relro=True, flags_1=1), False, "full", id="full by DF_1_NOW"),
        pytest.param(Elf(relro=True, entries=[(30, 8)]), False, "full", id="full by DF_BIND_NOW"),
        pytest.param(Elf(relro=True, entries=[(24, 0)]), False, "full", id="full by the old entry"),
        pytest.param(Elf(kind=2, relro=True, dynamic=False), False, "full", id="static: nothing is left to bind"),
    ],
)
def test_what_hardens_it(elf: Elf, relro: str, *, stack: bool) -> None:
    found = read_binary(pieces_of(elf.data()))
    assert (found.executable_stack, found.relro) == (stack, relro)


@pytest.mark.parametrize(
    ("notes", "kernel", "level", "build_id"),
    [
        pytest.param(note(1, struct.pack("<IIII", 0, 3, 2, 0)) + note(3, b"\xab\xcd"), "3.2.0", "", "abcd", id="two notes"),
        pytest.param(note(1, struct.pack("<IIII", 1, 3, 2, 0)), "", "", "", id="another system than Linux"),
        pytest.param(note(1, b"\0\0"), "", "", "", id="too short"),
        pytest.param(note(5, struct.pack("<IIII", 0xC0008002, 4, 0b0101, 0)), "", "x86-64-v3", "", id="a processor level"),
        pytest.param(note(5, struct.pack("<IIIIIIII", 0xC0000002, 4, 3, 0, 0xC0008002, 4, 2, 0)), "", "x86-64-v2", "", id="the second property"),
        pytest.param(note(5, struct.pack("<IIII", 0xC0008002, 4, 1, 0)), "", "", "", id="the first level is everybody's"),
        pytest.param(b"\xff" * 40, "", "", "", id="garbage"),
    ],
)  # fmt: skip
def test_notes(notes: bytes, kernel: str, level: str, build_id: str) -> None:
    found = read_binary(pieces_of(Elf(notes=notes).data())).notes
    assert (found.kernel, found.level, found.build_id) == (kernel, level, build_id)


def cut(data: bytes, place: int, value: bytes) -> bytes:
    return data[:place] + value + data[place + len(value) :]


GOOD = Elf(interpreter=GLIBC_LOADER, needed=["libc.so.6"], versions=[LIBC]).data()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(b"", "not an ELF file", id="empty"),
        pytest.param(b"#!/bin/sh\n", "not an ELF file", id="a script"),
        pytest.param(b"\x7fELF", "no known class", id="the magic alone"),
        pytest.param(b"\x7fELF\x09\x01" + b"\0" * 90, "no known class", id="no class"),
        pytest.param(GOOD[:40], "cut off", id="half a header"),
        pytest.param(GOOD[:100], "cut off", id="half the program headers"),
        pytest.param(GOOD[:0x1004], "cut off", id="cut in the interpreter"),
        pytest.param(cut(GOOD, 54, b"\x08\0"), "too small", id="tiny program headers"),
        pytest.param(cut(GOOD, 56, b"\xff\xff"), "claims 65535 program headers", id="too many of them"),
        pytest.param(Elf(entries=[(1, 10**6)]).data(), "outside of its table", id="a name outside of the strings"),
        pytest.param(Elf(entries=[(5, 1 << 40)]).data(), "an address that is not in it", id="strings at no address"),
        pytest.param(Elf(entries=[(0x6FFFFFFE, 1 << 50), (0x6FFFFFFF, 9)]).data(), "an address", id="versions at no address"),
    ],
)  # fmt: skip
def test_broken_files_are_one_line(data: bytes, words: str) -> None:
    with pytest.raises(MalformedError) as caught:
        read_binary(pieces_of(data))
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_list_of_versions_that_never_ends() -> None:
    data = Elf(versions=[LIBC], entries=[(0x6FFFFFFF, 0xFFFFFFFF)]).data()
    place = data.index(
        struct.pack("<IHHI", 0, 0, 2, data[0x1000:].index(b"GLIBC_2.2.5") - data[0x1000:].index(b"libc") + 1)
    )
    looping = cut(data, place + 12, struct.pack("<I", 0))
    assert len(read_binary(pieces_of(looping)).versions) < 1 << 15


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
def test_any_bytes_are_read_or_refused(piece: bytes, place: int, end: int) -> None:
    for data in (piece, b"\x7fELF" + piece, cut(GOOD, place, piece), GOOD[:end]):
        with contextlib.suppress(MalformedError):
            assert read_binary(pieces_of(data)).kind


def test_this_python_is_a_program_or_finds_its_library() -> None:
    found = read_file(Path(sys.executable).resolve())
    assert found.interpreter
    assert found.needed


@pytest.mark.parametrize("name", ["gone", "", "x\0y"])
def test_what_cannot_be_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        read_file(tmp_path / name)


def test_a_file_that_shrinks() -> None:
    pieces = pieces_of(GOOD)
    with pytest.raises(MalformedError):
        read_binary(replace(pieces, size=len(GOOD) + 1).part(8, len(GOOD)))
