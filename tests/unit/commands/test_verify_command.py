"""The command itself: exit status, JSON by its schema, folders, what is not there, and nothing raw on a terminal."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from elf_builder import Elf

from doctor.cli import run
from doctor.elf.libraries import Loader
from doctor.knowledge.load import load
from doctor.release_names import release_of
from doctor.report.layout import draw_plain
from doctor.report.verify_text import rows
from doctor.verify.inspect import inspect
from doctor.verify.judge import Judge
from doctor.verify.verdict import Question

TESTS = Path(__file__).parents[2]
SCHEMA = json.loads((TESTS.parent / "doctor/report/schemas/verify-1.json").read_text())
GLIBC, PIE = "/lib64/ld-linux-x86-64.so.2", 0x08000000
DYNAMIC = Elf(
    interpreter=GLIBC, needed=["libssl.so.3", "libc.so.6"], versions=[("libc.so.6", ["GLIBC_2.34"])], flags_1=PIE, runpath="$ORIGIN"
)  # fmt: skip
STATIC = Elf(kind=2, dynamic=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A static program, a dynamic one, a script, an empty archive."""
    (tmp_path / "static").write_bytes(STATIC.data())
    (tmp_path / "dynamic").write_bytes(DYNAMIC.data())
    (tmp_path / "script").write_text("#!/bin/sh\n")
    (tmp_path / "lib.a").write_bytes(b"!<arch>\n")
    (tmp_path / "root").mkdir()
    return tmp_path


def verify(folder: Path, *words: str) -> int:
    return run(["doctor", "verify", "--root", str(folder / "root"), "--color", "never", *words])


@pytest.mark.parametrize(
    ("names", "options", "status"),
    [
        pytest.param(["static"], [], 0, id="nothing is expected"),
        pytest.param(["static"], ["--expect", "static"], 0, id="static as expected"),
        pytest.param(["static"], ["--expect", "dynamic"], 1, id="not dynamic"),
        pytest.param(["dynamic"], [], 1, id="its libraries are missing"),
        pytest.param(["static", "dynamic"], ["--expect", "static"], 1, id="one of two"),
        pytest.param(
            ["static"], ["--runs-on", "ubuntu:14.04", "--runs-on", "alpine:3.20"], 0, id="static starts on all"
        ),
        pytest.param(["script"], [], 1, id="not an ELF file"),
        pytest.param(["lib.a"], [], 0, id="an archive"),
        pytest.param(["root"], [], 0, id="a folder without any file"),
        pytest.param(["gone"], [], 2, id="no such file"),
        pytest.param(["static"], ["--runs-on", "nosuch:1"], 2, id="no such system"),
    ],
)
def test_the_exit_status_says_it(folder: Path, names: list[str], options: list[str], status: int) -> None:
    assert verify(folder, *options, *(str(folder / name) for name in names)) == status


def test_the_json_is_what_its_schema_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = [str(folder / name) for name in ("static", "dynamic", "script", "lib.a")]
    assert verify(folder, "--format", "json", "--runs-on", "debian:11", *names) == 1
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    jsonschema.validate(found, SCHEMA)
    static, dynamic, script, archive = found["files"]
    assert (found["good"], static["good"], static["binary"]["static"]) == (False, True, True)
    assert dynamic["binary"]["floors"][0]["version"] == "2.34"
    assert {one["rule"] for one in dynamic["problems"]} == {"too-new", "library-missing"}
    assert script["problem"] == "not an ELF file: script"
    assert (archive["format"], archive["binary"]) == ("archive", None)


@pytest.mark.parametrize("name", ["static", "dynamic"])
def test_a_report_reads_as_agreed(name: str, folder: Path, request: pytest.FixtureRequest) -> None:
    knowledge = load()
    old = release_of("ubuntu:20.04", knowledge.releases, knowledge.distros)
    question = Question("static", (old,), Loader(folder / "root"), "below ROOT")
    answer = Judge(knowledge, "2026-11-25").answer(inspect(folder / name), question)
    shown = replace(answer, found=replace(answer.found, path=Path(name)))
    text = draw_plain(rows((shown,), verbose=True))
    golden = TESTS / "golden" / f"verify-{name}.txt"
    if request.config.getoption("--bless"):
        golden.write_text(text)
    assert text == golden.read_text()


def test_advice_for_a_missing_library_is_the_systems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "root/etc").mkdir()
    (folder / "root/etc/os-release").write_text("ID=fedora\nVERSION_ID=42\n")
    for words, command in (([], "dnf install"), (["--distro", "alpine"], "apk add")):
        verify(folder, *words, str(folder / "dynamic"))
        assert command in capsys.readouterr().out


def test_of_many_files_the_good_ones_are_short(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(folder, str(folder)) == 1
    out = capsys.readouterr().out
    assert f"ok     {folder}/static\n       static, starts on any x86-64 Linux\n" in out
    assert out.endswith("doctor: 1 of 3 files are not as they have to be (1 are static)\n")


def test_names_of_a_file_reach_no_terminal_raw(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = "lib\x1b]0;x\x07\u202e.so"
    path = folder / "evil\x1b[31m"
    path.write_bytes(
        Elf(interpreter="/lib64/ld-linux-\x1b[2J.so", needed=[hostile], flags_1=PIE, runpath="\x1b[1m").data()
    )
    verify(folder, "-v", str(path))
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_names_in_an_error_reach_no_terminal_raw(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "verify", "gone\x1b]0;x\x07\n\u202e"]) == 2
    err = capsys.readouterr().err
    assert err == "doctor: gone\ufffd]0;x\ufffd\ufffd\ufffd: there is no such file\n"


@pytest.mark.parametrize("words", ["explain /dev/null", "verify /dev/null", "knowledge list"])
def test_a_closed_standard_output_is_no_fault(words: str) -> None:
    done = subprocess.run(
        ["sh", "-c", f"exec {shlex.quote(sys.executable)} -m doctor {words} >&-"], stderr=subprocess.PIPE, check=False
    )
    assert (done.returncode in {0, 1}, done.stderr) == (True, b"")
