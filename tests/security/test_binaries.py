"""Archives and ELF files that claim what is not so: a verdict comes, and it takes neither memory nor time to no end."""

from __future__ import annotations

import json
import random
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from elf_builder import Elf
from mutate import mutated

from doctor.verify.inspect import inspect

Doctor = Callable[..., "subprocess.CompletedProcess[bytes]"]
MAGIC = b"!<arch>\n"


def member(name: str, size: str, data: bytes = b"") -> bytes:
    """A member as ar(5) writes it, whatever size it claims."""
    return f"{name:<16}{'0':<12}{'0':<6}{'0':<6}{'644':<8}{size:<10}`\n".encode() + data


def names(count: int) -> bytes:
    return f"{'//':<16}{'':<32}{count:<10}`\n".encode()


CLAIMS = {
    "a member of 9 GB": MAGIC + member("a.o/", "9999999999"),
    "a negative size": MAGIC + member("a.o/", "-60"),
    "no number": MAGIC + member("a.o/", "1e9"),
    "digits of another script": MAGIC + b"a.o/".ljust(48) + "\u0661".encode("latin-1", "replace").ljust(10) + b"`\n",
    "a long name that is longer than its member": MAGIC + member("#1/99999", "10", b"x" * 10),
    "names of 9 GB": MAGIC + names(9_999_999_999),
    "a name past the names": MAGIC + member("//", "2", b"a\n") + member("/99999", "0"),
    "two hundred thousand empty members": MAGIC + member("a.o/", "0") * 200_000,
    "an archive in an archive in an archive": MAGIC + member("a/", "136", MAGIC + member("b/", "68", MAGIC + member("c/", "0"))),
    "a header and no more": MAGIC + b"a.o/",
    "names of names": MAGIC + member("//", "16777216", b"/" * 16_777_216) + member("/0", "0") * 50_000,
}  # fmt: skip
BODY = Elf(
    interpreter="/lib64/ld-linux-x86-64.so.2", needed=["libc.so.6"], versions=[("libc.so.6", ["GLIBC_2.17"])]
).data()


def with_bytes(data: bytes, *changes: tuple[int, str, int]) -> bytes:
    copy = bytearray(data)
    for place, form, value in changes:
        struct.pack_into(form, copy, place, value)
    return bytes(copy)


# Offsets of e_phoff, e_shoff, e_phentsize, e_phnum, e_shentsize, e_shnum, e_shstrndx (elf(5), 64 bit).
LIES = {
    "program headers past the end": with_bytes(BODY, (0x20, "<Q", 1 << 62)),
    "65535 program headers": with_bytes(BODY, (0x38, "<H", 0xFFFF)),
    "program headers of no size": with_bytes(BODY, (0x36, "<H", 0)),
    "65535 sections of 65535 bytes": with_bytes(BODY, (0x28, "<Q", 0x40), (0x3A, "<H", 0xFFFF), (0x3C, "<H", 0xFFFF)),
    "sections without a number": with_bytes(
        BODY, (0x28, "<Q", 0x40), (0x3A, "<H", 64), (0x3C, "<H", 0), (0x3E, "<H", 0xFFFF)
    ),
    "a loader of 2^63 bytes": with_bytes(BODY, *((0x40 + 56 * number + 32, "<Q", 1 << 63) for number in range(3))),
    "a table of itself": with_bytes(BODY, *((0x40 + 56 * number + 8, "<Q", 0) for number in range(3))),
    "no more than its mark": b"\x7fELF",
    "twenty thousand libraries": Elf(needed=[f"lib{number}.so" for number in range(20_000)]).data(),
}


@pytest.fixture
def limited(tmp_path: Path, variables: dict[str, str]) -> Doctor:
    """`doctor verify` of these bytes in a process that may have a gigabyte of addresses."""

    def run(data: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
        (tmp_path / "lib.a").write_bytes(data)
        code = (
            "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); sys.argv[0] = 'doctor'\n"
            "from doctor.__main__ import main; sys.exit(main())"
        )
        argv = [sys.executable, "-c", code, "verify", "--format", "json", *words, "lib.a"]
        return subprocess.run(argv, capture_output=True, env=variables, cwd=tmp_path, timeout=60, check=False)

    return run


@pytest.mark.parametrize("data", [*CLAIMS.values(), *LIES.values()], ids=[*CLAIMS, *LIES])
def test_a_claim_is_not_believed(limited: Doctor, data: bytes) -> None:
    done = limited(data)
    assert done.returncode in {0, 1}, done.stderr
    (file,) = json.loads(done.stdout)["files"]
    assert file["problem"] or file["members"] or file["binary"] or file["format"] == "archive"


def test_no_mutation_of_a_program_is_too_much(tmp_path: Path) -> None:
    """A few of those that tests/elf/mutate.py makes by the hundred thousand."""
    chance, path = random.Random(20261125), tmp_path / "app"  # noqa: S311 (repeatable, not secret)
    seeds = [BODY, Elf(bits=32, order=">", machine=8, interpreter="/lib/ld.so.1", soname="a", notes=b"x" * 64).data()]
    told = set()
    for number in range(300):
        path.write_bytes(mutated(seeds[number % 2], chance))
        found = inspect(path)
        told.add(bool(found.problem))
    assert told == {True, False}


def test_what_is_in_an_archive_is_not_unpacked(limited: Doctor, tmp_path: Path) -> None:
    """Names that lead out of the folder are names; no file is made of them."""
    data = MAGIC + member("../../evil.o/", str(len(BODY)), BODY) + member("/tmp/evil.o/", "0")  # noqa: S108 (a name)
    before = set(tmp_path.rglob("*"))
    assert limited(data).returncode == 0
    assert set(tmp_path.rglob("*")) - before <= {tmp_path / "lib.a"}
    assert inspect(tmp_path / "lib.a").members == (("x86_64", 1),)
