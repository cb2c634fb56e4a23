"""What a log, a name or a setting holds never acts on a terminal, and never makes JSON that a reader refuses."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from elf_builder import Elf

from doctor.explain import explain_bytes
from doctor.knowledge.load import Knowledge
from doctor.model import Diagnosis, Edit, Finding, Fix, Release, System
from doctor.report.as_json import as_json
from doctor.report.explain_text import diagnosis_rows, rows
from doctor.report.layout import draw_plain, draw_rich

Doctor = Callable[..., "subprocess.CompletedProcess[bytes]"]
Acting = Callable[[bytes], set[str]]
DEBIAN = System(Release("debian", "12"), "debian", "option")
LOGS = [
    "error: linker `c{}c` not found\n",
    "error: failed to run custom build command for `a{} v1.0.0`\n  --- stderr\n  fatal error: {}zlib.h: No such file\n",
    "/usr/bin/ld: cannot find -lp{}q\n",
    "error: the {} is out of order\n",
    '{{"reason":"compiler-message","message":{{"level":"error","message":"linker `{}` not found","rendered":"error: linker `{}` not found"}}}}\n',
    "error[E0463]: can't find crate for `std`\n  = note: the `x86_64-{}-musl` target may not be installed\n",
]


@pytest.mark.parametrize("log", LOGS, ids=range(len(LOGS)))
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_a_log_holds_does_not_act(doctor: Doctor, acts: str, acting: Acting, log: str, form: str) -> None:
    data = log.replace("{}", acts).replace("{{", "{").replace("}}", "}").encode()
    done = doctor("explain", "--format", form, "--distro", "debian:12", data=data)
    assert done.returncode in {0, 1, 3}
    assert len(done.stdout) > 20
    assert acting(done.stdout + done.stderr) == set()


def test_what_a_log_escapes_does_not_act(doctor: Doctor, acting: Acting) -> None:
    """Debug strings and cargo's JSON carry escapes that are resolved after the log was cleaned."""
    data = rb'{"reason":"compiler-message","message":{"rendered":"error: linker `c\u001b[2J\u009b\u202e\ud800c` not found\n"}}'
    for form in ("text", "json"):
        done = doctor("explain", "--format", form, "--distro", "debian:12", data=data + b"\n")
        assert (done.returncode, acting(done.stdout)) == (1, set())


@pytest.mark.parametrize("form", ["text", "json"])
def test_the_name_of_a_log_does_not_act(doctor: Doctor, acts: str, acting: Acting, tmp_path: Path, form: str) -> None:
    name = os.fsencode(acts.replace("/", "")) + b"\xff.log"
    (tmp_path / os.fsdecode(name)).write_bytes(b"error: linker `cc` not found\n")
    done = doctor("explain", "--format", form, "--distro", "debian:12", name)
    assert done.returncode == 1
    assert b".log" in done.stdout
    assert acting(done.stdout) == set()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_project_does_not_act(doctor: Doctor, acts: str, acting: Acting, tmp_path: Path, form: str) -> None:
    project = tmp_path / f"p{acts.replace('/', '')}"
    (project / ".cargo").mkdir(parents=True)
    hostile = json.dumps(acts).replace("\x7f", "\\u007f")
    (project / ".cargo/config.toml").write_text(
        f'build.target = {hostile}\nbuild.rustflags = [{hostile}]\n"{hostile[1:-1]}" = 1\nenv.CARGO_HOME = {hostile}\n'
    )
    (project / "Cargo.toml").write_text(f"package.name = {hostile}\npackage.rust-version = {hostile}\n")
    (project / "rust-toolchain.toml").write_text(f"toolchain.channel = {hostile}\n")
    (project / "Cargo.lock").write_text(f"version = 3\n[[package]]\nname = {hostile}\nversion = {hostile}\n")
    hostile_variables = dict.fromkeys(
        ("RUSTFLAGS", "TMPDIR_", "https_proxy", "CC", "CARGO_TARGET", "RUSTUP_TOOLCHAIN"), acts
    )
    done = doctor("check", "--no-trial", "-v", "--format", form, cwd=project, **hostile_variables)
    assert done.returncode in {1, 3}
    assert b"could not" in done.stdout or b"hurt" in done.stdout
    assert acting(done.stdout + done.stderr) == set()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_binary_does_not_act(doctor: Doctor, acts: str, acting: Acting, tmp_path: Path, form: str) -> None:
    words = acts.replace("\0", "")
    program = Elf(
        interpreter=f"/lib/{words}",
        needed=[f"lib{words}.so"],
        runpath=words,
        versions=[(f"lib{words}.so", [f"GLIBC_2.{words}"])],
    )
    name = tmp_path / f"a{acts.replace('/', '')}"
    name.write_bytes(program.data())
    done = doctor("verify", "-v", "--format", form, os.fsencode(name), os.fsencode(tmp_path))
    assert done.returncode in {0, 1}
    assert b"interpreter" in done.stdout
    assert acting(done.stdout + done.stderr) == set()


def test_the_echo_of_explain_does_not_act(variables: dict[str, str], acts: str) -> None:
    """Colours (SGR) and erase-line may pass; nothing else may."""
    terminal, side = pty.openpty()
    argv = [sys.executable, "-m", "doctor", "explain", "--distro", "debian:12", "--color", "never"]
    log = f"start{acts}\nerror: linker `cc` not found\n".encode()
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=side, stderr=side, env=variables) as process:
        os.close(side)
        assert process.stdin is not None
        process.stdin.write(log)
        process.stdin.close()
        shown = b""
        while chunk := _read(terminal):
            shown += chunk
    os.close(terminal)
    text = shown.decode().replace("\x1b[31m", "")
    assert "linker `cc` not found" in text
    assert "Advice for" in text
    left = {char for char in text if not char.isprintable()} - {"\r", "\n"}
    assert left & set("\x1b\x9b\x9d\x9c\x07\x08\x7f\x0b\x0c\x85\u202e\u2066\u2069\u200b") == set()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side is closed
        return b""


def test_markup_is_text(knowledge: Knowledge, capsys: pytest.CaptureFixture[str]) -> None:
    """No square brackets of a log are rich's, and no emoji code or link is made of what stands there."""
    data = b"error: linker `[bold red]c[/][link=https://example.org]c[/link]:skull:` not found\n"
    draw_rich(rows(explain_bytes(data, knowledge, lambda _seen: DEBIAN)), force=True)
    out = capsys.readouterr().out
    assert "[bold red]c[/][link=https://example.org]c[/link]:skull:" in out
    assert "\x1b]8;" not in out


def test_a_command_is_shown_with_the_quote_marks_it_has(acts: str) -> None:
    """Typographic quotes of a value must not become the shell's, which would end its word."""
    command = "export A='\u2018; touch x; &#39;'"
    fix = Fix("t", commands=(command, f"x {acts}"), edits=(Edit("Cargo.toml", 'a = "\u201c"'),))
    text = draw_plain(diagnosis_rows(Diagnosis(Finding("r", "certain", "t", "c"), (fix,)), 80))
    assert f" {command}\n" in text
    assert 'a = "\u201c"' in text
    assert {char for char in text if not char.isprintable()} == {"\n"}


@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "latin-1", "utf-16"])
@pytest.mark.parametrize("colour", ["always", "never"])
def test_no_encoding_of_the_terminal_is_too_small(doctor: Doctor, encoding: str, colour: str) -> None:
    log = "error: linker `\u00e9\u4e2d\U0001f980` not found\n".encode()
    done = doctor("explain", "--color", colour, "--distro", "debian:12", data=log, PYTHONIOENCODING=encoding)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "linker" in done.stdout.decode(encoding)


def test_json_is_ascii_and_loses_nothing_but_half_characters() -> None:
    text = as_json({"a": "\ud800x\udfff \x00\x1b\x7f\x9b\u202e\U0001f980 \u00e9", "b": 10**4000})
    assert text.isascii()
    assert {char for char in text if not char.isprintable()} == {"\n"}
    assert json.loads(text) == {"a": "\ufffdx\ufffd \x00\x1b\x7f\x9b\u202e\U0001f980 \u00e9", "b": 10**4000}


@pytest.mark.parametrize(
    "data",
    [
        b"error: linker `\xed\xa0\x80` not found\n",
        b"error: linker `a\x00b` not found\n",
        b'{"reason":"compiler-message","message":' + b"9" * 100_000 + b"}\nerror: linker `cc` not found\n",
        b'{"reason":"x","a":1e999999}\nerror: linker `cc` not found\n',
        b"\xff\xfee\x00r\x00r\x00o\x00r\x00:\x00 \x00\x00\xd8\n\x00",
        b"error: linker `" + b"9" * 5000 + b"` not found\nlinux:" + b"9" * 5000 + b"\n",
        b"{" * 100_000 + b"\nerror: linker `cc` not found\n",
    ],
    ids=["a surrogate", "NUL", "a huge number", "no number", "half a pair in UTF-16", "digits", "deep JSON"],
)
def test_json_is_valid_for_any_log(doctor: Doctor, data: bytes) -> None:
    done = doctor("explain", "--format", "json", "--distro", "debian:12", data=data)
    assert done.returncode in {1, 3}, done.stderr
    document = json.loads(done.stdout.decode("ascii"), parse_constant=pytest.fail)
    assert document["schema"] == "doctor.explain/1"
