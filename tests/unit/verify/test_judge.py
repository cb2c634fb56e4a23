"""What is said of a file: static or not, where it starts, which trap it is, what would mend it."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path

import pytest
from elf_builder import ARM, Elf, note

from doctor.elf.libraries import Loader
from doctor.elf.linker_view import Imported, LinkerView
from doctor.knowledge.load import Knowledge, load
from doctor.model import Fix
from doctor.release_names import release_of
from doctor.verify.inspect import inspect
from doctor.verify.judge import Judge, cautions
from doctor.verify.verdict import Question, Verdict

GLIBC, MUSL, PIE = "/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1", 0x08000000
KERNEL = note(1, struct.pack("<IIII", 0, 3, 2, 0))
DYNAMIC = Elf(
    interpreter=GLIBC, needed=["libc.so.6"], versions=[("libc.so.6", ["GLIBC_2.17", "GLIBC_2.34"])], flags_1=PIE
)
STATIC = Elf(kind=2, dynamic=False)
TODAY, ANY = "2026-11-25", Question()


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def verdict(folder: Path, elf: Elf, knowledge: Knowledge, question: Question = ANY, tail: bytes = b"") -> Verdict:
    path = folder / "app"
    path.write_bytes(elf.data() + tail)
    return Judge(knowledge, TODAY).answer(inspect(path), question)


@pytest.mark.parametrize(
    ("elf", "tail", "title"),
    [
        pytest.param(STATIC, b"", "static, starts on any x86-64 Linux", id="static, of no known C library"),
        pytest.param(replace(STATIC, notes=KERNEL), b"", "static, starts on any x86-64 Linux with kernel 3.2 or newer", id="static glibc"),
        pytest.param(Elf(flags_1=PIE), b"No error information\0", "static, starts on any x86-64 Linux with kernel 3.2 or newer", id="static musl"),
        pytest.param(DYNAMIC, b"", "dynamic: needs glibc 2.34 or newer", id="glibc"),
        pytest.param(replace(DYNAMIC, versions=()), b"", "dynamic: needs glibc, of any version", id="glibc without versions"),
        pytest.param(
            replace(DYNAMIC, versions=[("libc.so.6", ["GLIBC_2.9", "GLIBC_2.10"]), ("libstdc++.so.6", ["GLIBCXX_3.4.29"])]),
            b"", "dynamic: needs glibc 2.10 or newer and libstdc++ with GLIBCXX 3.4.29 or newer", id="C++, and numbers are no texts",
        ),
        pytest.param(replace(DYNAMIC, versions=[("libc.so.6", ["GLIBC_2.2.5", "GLIBC_ABI_DT_RELR"])]), b"", "dynamic: needs glibc 2.36 or newer", id="a feature of the loader"),
        pytest.param(Elf(interpreter=MUSL, needed=["libc.musl-x86_64.so.1"], flags_1=PIE), b"", "dynamic: needs musl's loader: it starts on Alpine and other systems of musl only", id="musl"),
        pytest.param(Elf(interpreter="/system/bin/linker64", flags_1=PIE), b"", "dynamic: needs Android", id="Android"),
        pytest.param(Elf(soname="libx.so", needed=["libc.so.6"], entry=0), b"", "a shared library for x86-64: needs glibc, of any version", id="a library"),
        pytest.param(Elf(kind=1, dynamic=False, machine=ARM, bits=32), b"", "an object file, for 32-bit ARM", id="an object"),
    ],
)  # fmt: skip
def test_the_answer_comes_first(tmp_path: Path, knowledge: Knowledge, elf: Elf, tail: bytes, title: str) -> None:
    assert verdict(tmp_path, elf, knowledge, tail=tail).title == title


@pytest.mark.parametrize(
    ("elf", "question", "rules"),
    [
        pytest.param(DYNAMIC, Question(), [], id="nothing is expected"),
        pytest.param(DYNAMIC, Question(expect="dynamic"), [], id="dynamic as expected"),
        pytest.param(STATIC, Question(expect="static"), [], id="static as expected"),
        pytest.param(DYNAMIC, Question(expect="static"), ["not-static"], id="not static"),
        pytest.param(STATIC, Question(expect="dynamic"), ["not-dynamic"], id="not dynamic"),
        pytest.param(Elf(interpreter=MUSL, flags_1=PIE), Question(expect="static"), ["static-with-interpreter"], id="musl-gcc as linker"),
        pytest.param(Elf(soname="x.so", entry=0), Question(expect="static"), [], id="a library is neither"),
    ],
)  # fmt: skip
def test_what_is_expected(tmp_path: Path, knowledge: Knowledge, elf: Elf, question: Question, rules: list[str]) -> None:
    found = verdict(tmp_path, elf, knowledge, question)
    assert [one.finding.rule for one in found.problems] == rules
    assert found.good == (not rules)
    assert all(fix.title for one in found.problems for fix in one.fixes)


@pytest.mark.parametrize(
    ("folder", "elf", "rules"),
    [
        pytest.param("x86_64-unknown-linux-musl/release", Elf(flags_1=PIE), [], id="musl, and static"),
        pytest.param("x86_64-unknown-linux-musl/release", DYNAMIC, ["musl-target-links-glibc"], id="musl, linked with glibc"),
        pytest.param("x86_64-unknown-linux-musl/debug", Elf(interpreter=MUSL, needed=["libc.so"], flags_1=PIE), ["not-static"], id="musl, dynamic"),
        pytest.param("aarch64-unknown-linux-gnu/release", DYNAMIC, ["wrong-architecture"], id="another processor"),
        pytest.param("armv7-unknown-linux-gnueabihf", Elf(machine=ARM, bits=32), [], id="one of many words for ARM"),
        pytest.param("release", DYNAMIC, [], id="the host's own folder"),
    ],
)  # fmt: skip
def test_the_folder_tells_the_target(
    tmp_path: Path, knowledge: Knowledge, folder: str, elf: Elf, rules: list[str]
) -> None:
    (tmp_path / folder).mkdir(parents=True)
    assert [one.finding.rule for one in verdict(tmp_path / folder, elf, knowledge).problems] == rules


@pytest.mark.parametrize(
    ("system", "elf", "starts"),
    [
        pytest.param("debian:12", DYNAMIC, True, id="new enough"),
        pytest.param("ubuntu:20.04", DYNAMIC, False, id="too old"),
        pytest.param("ubuntu:20.04", STATIC, True, id="static starts anywhere"),
        pytest.param("alpine:3.20", DYNAMIC, False, id="another C library"),
        pytest.param("rhel:8", replace(DYNAMIC, versions=[("libc.so.6", ["GLIBC_2.28"])]), True, id="exactly as old"),
    ],
)
def test_systems_it_has_to_start_on(
    tmp_path: Path, knowledge: Knowledge, system: str, elf: Elf, *, starts: bool
) -> None:
    question = Question(runs_on=(release_of(system, knowledge.releases, knowledge.distros),))
    found = verdict(tmp_path, elf, knowledge, question)
    assert [one.finding.rule for one in found.problems] == ([] if starts else ["too-new"])


def test_where_it_starts_and_who_raises_the_floor(tmp_path: Path, knowledge: Knowledge) -> None:
    path = tmp_path / "app"
    path.write_bytes(DYNAMIC.data())
    linked = LinkerView(imports=(Imported("pthread_create", 3, weak=False), Imported("read", 2, weak=False)))
    found = Judge(knowledge, TODAY).answer(replace(inspect(path), linked=linked), Question())
    text = "\n".join(found.reasons)
    assert "`pthread_create@GLIBC_2.34`: glibc 2.34 took libpthread" in text
    assert "Starts on Debian 12+, Ubuntu 22.04+, RHEL 9+" in text
    assert "RHEL 8" in next(line for line in found.reasons if line.startswith("Not on"))
    assert found.floors[0].symbols == ("pthread_create",)


@pytest.mark.parametrize(("machine", "looked"), [("", True), ("x86_64", True), ("aarch64", False)])
def test_libraries_of_another_processor_are_not_looked_for(
    tmp_path: Path, knowledge: Knowledge, machine: str, *, looked: bool
) -> None:
    found = verdict(tmp_path, DYNAMIC, knowledge, Question(loader=Loader(tmp_path), machine=machine))
    assert bool(found.missing) == looked


def test_libraries_that_are_not_there(tmp_path: Path, knowledge: Knowledge) -> None:
    elf = replace(DYNAMIC, needed=["libssl.so.3", "libfrob.so.9"], versions=())
    path = tmp_path / "app"
    path.write_bytes(elf.data())
    asked: list[bytes] = []

    def explain(said: bytes) -> tuple[Fix, ...]:
        asked.append(said)
        return (Fix("Install it"),)

    judge = Judge(knowledge, TODAY, explain)
    found = judge.answer(inspect(path), Question(loader=Loader(tmp_path), where="below DIR"))
    assert [one.finding.title for one in found.problems] == [
        "libssl.so.3 is missing below DIR", "libfrob.so.9 is missing below DIR",
    ]  # fmt: skip
    assert asked[0] == (
        b"app: error while loading shared libraries: libssl.so.3: cannot open shared object file: No such file or directory\n"
    )
    assert [fix.title for one in found.problems for fix in one.fixes] == ["Install it", "Install it"]
    assert [one.name for one in found.missing] == ["libssl.so.3", "libfrob.so.9"]


@pytest.mark.parametrize(
    ("elf", "linked", "words"),
    [
        pytest.param(replace(STATIC, notes=KERNEL), LinkerView(names=frozenset({"getaddrinfo"})), "NSS", id="NSS"),
        pytest.param(STATIC, LinkerView(names=frozenset({"getaddrinfo"})), "", id="musl has no NSS"),
        pytest.param(STATIC, LinkerView(names=frozenset({"dlopen"})), "dlopen is in it", id="dlopen"),
        pytest.param(DYNAMIC, LinkerView(names=frozenset({"dlopen", "getaddrinfo"})), "", id="dynamic programs may"),
        pytest.param(replace(STATIC, stack=7), None, "Its stack is executable", id="an executable stack"),
        pytest.param(STATIC, LinkerView(stripped=False, symbols=1 << 20, debug=1 << 21), "`strip` would take 3.0 MB off", id="debug information"),
    ],
)  # fmt: skip
def test_what_may_hurt(tmp_path: Path, elf: Elf, linked: LinkerView | None, words: str) -> None:
    path = tmp_path / "app"
    path.write_bytes(elf.data())
    binary = inspect(path).binary
    assert binary is not None
    text = "\n".join(cautions(binary, linked))
    assert bool(text) == bool(words)
    assert words in text
