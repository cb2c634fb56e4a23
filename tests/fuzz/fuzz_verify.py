"""Any bytes as a program, library, object or archive: read or refused, never a crash; then judged and reported.

usage: python tests/fuzz/fuzz_verify.py [CORPUS] [-max_total_time=S …]     (needs atheris; options are libFuzzer's)
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from fuzzing import CHECKOUT, fuzz, instrumented, raw_in

with instrumented(__name__):
    from doctor.elf.archive import members
    from doctor.elf.binary import read_binary
    from doctor.elf.linker_view import NAMES_OF_INTEREST, read_linker_view
    from doctor.elf.objects import undefined
    from doctor.elf.source import MalformedError, Pieces
    from doctor.knowledge.load import load
    from doctor.report.layout import draw_plain
    from doctor.report.verify_json import render
    from doctor.report.verify_text import rows
    from doctor.verify.inspect import inspect
    from doctor.verify.judge import Judge
    from doctor.verify.verdict import Question

    sys.path.append(str(CHECKOUT / "tests/elf"))
    from elf_builder import ARM, MIPS, Elf, note

JUDGE = Judge(load(), "2026-11-25")
MEMORY = os.memfd_create("fuzz")


def run(data: bytes) -> None:
    """Read the parts one by one, then the whole as `doctor verify` does."""
    os.ftruncate(MEMORY, 0)
    os.pwrite(MEMORY, data, 0)
    pieces = Pieces(MEMORY, len(data))
    read_linker_view(pieces)
    undefined(pieces)
    with suppress(MalformedError):
        read_binary(pieces)
    with suppress(MalformedError):
        for member in members(pieces):
            assert member.pieces.size <= len(data)
    _report(Path(f"/proc/self/fd/{MEMORY}"))


def _report(path: Path) -> None:
    verdict = JUDGE.answer(inspect(path), Question())
    text = draw_plain(rows((verdict,), 80, verbose=True))
    assert not raw_in(text), f"raw in the report: {raw_in(text)!r}"
    json.loads(render((verdict,)))


def seeds() -> Iterator[bytes]:
    """Files made by hand, of both classes and byte orders, and archives of them."""
    wanted = (("libc.so.6", ("GLIBC_2.34", "GLIBC_2.2.5")), ("libm.so.6", ("GLIBC_2.29",)))
    notes = note(1, b"\0\0\0\0\3\0\0\0\2\0\0\0\0\0\0\0") + note(3, b"\x12" * 20)
    made = [
        Elf(interpreter="/lib64/ld-linux-x86-64.so.2", needed=("libc.so.6", "libm.so.6"), versions=wanted, notes=notes),
        Elf(interpreter="/lib/ld-musl-armhf.so.1", needed=("libc.so",), machine=ARM, bits=32, relro=True),
        Elf(kind=2, machine=MIPS, bits=32, order=">", dynamic=False, notes=note(1, b"\0" * 16, order=">")),
        Elf(needed=("libz.so.1",), soname="libx.so.1", runpath="$ORIGIN/../lib:/opt", flags_1=1),
        Elf(flags_1=0x08000001, stack=7),
        Elf(kind=1, dynamic=False, stack=None),
    ]
    files = [elf.data() for elf in made]
    yield from files
    yield archive(("a.o/", files[-1]), ("b.o/", files[2]))
    yield archive(("//", b"a-name-longer-than-sixteen.o/\nanother.o/\n"), ("/0", files[-1]), ("/30", b"BC\xc0\xde"))
    yield archive(("#1/8", b"short.o\0" + files[-1]), ("/", b"\0\0\0\1"))
    yield from (b"", b"MZ\0\0", b"\xfe\xed\xfa\xce", b"#!/bin/sh\n", b"!<thin>\n")


def archive(*parts: tuple[str, bytes]) -> bytes:
    """An archive of (name as it stands in the header, contents)."""
    heads = ((f"{name:<16}{0:<12}{0:<6}{0:<6}{644:<8}{len(data):<10}`\n".encode(), data) for name, data in parts)
    return b"!<arch>\n" + b"".join(head + data + b"\n" * (len(data) % 2) for head, data in heads)


def words() -> Iterator[bytes]:
    """Marks, names of sections and symbols, and the numbers of segments and tags that are hard to guess."""
    yield from (
        b"\x7fELF\x02\x01\x01",
        b"\x7fELF\x01\x02\x01",
        b"!<arch>\n",
        b"!<thin>\n",
        b"`\n",
        b"#1/20",
        b"//",
        b"/SYM64/",
    )
    yield from (
        name.encode() + b"\0" for name in (".comment", ".symtab", ".strtab", ".dynsym", ".dynstr", ".gnu.version")
    )
    yield from (name.encode() + b"\0" for name in NAMES_OF_INTEREST)
    yield from (
        b"GLIBC_2.34\0",
        b"GLIBCXX_3.4.31\0",
        b"GNU\0",
        b"Android\0",
        b"No error information\0",
        b"rustc version 1.90.0",
    )
    for number in (0x6474E551, 0x6474E552, 0x6FFFFFFB, 0x6FFFFFFE, 0x6FFFFFFF, 0xC0008002):
        yield from (number.to_bytes(4, "little"), number.to_bytes(8, "little"), number.to_bytes(4, "big"))


if __name__ == "__main__":
    fuzz(run, list(seeds()), words())
