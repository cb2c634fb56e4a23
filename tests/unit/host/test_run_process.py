"""The one door to processes: bounded in time and size, and nothing left running."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from doctor.host.run import OUTPUT, Outcome, recorded, run_process

HERE = Path("/")


def _python(code: str, seconds: float = 20.0, **environment: str) -> Outcome:
    return run_process([sys.executable, "-c", code], cwd=HERE, environment=environment, seconds=seconds)


def test_both_outputs_and_the_status_come_back() -> None:
    done = _python("import sys; print('out'); print('err', file=sys.stderr); sys.exit(3)")
    assert (done.status, done.ok, done.text, done.stderr, done.problem) == (3, False, "out\n", b"err\n", "")


def test_a_program_gets_english_and_no_auto_install() -> None:
    done = _python("import os; print(os.environ['LC_ALL'], os.environ['RUSTUP_AUTO_INSTALL'])", LC_ALL="de_DE.UTF-8")
    assert done.text.split() == ["C", "0"]


def test_a_program_gets_no_input() -> None:
    assert _python("import sys; print(repr(sys.stdin.read()))").text == "''\n"


def test_bytes_that_are_no_text_are_kept() -> None:
    done = _python(r"import os; os.write(1, b'\xff\x00')")
    assert (done.stdout, done.text) == (b"\xff\x00", "\ufffd\x00")


def test_a_flood_is_cut() -> None:
    done = _python("import os\nfor _ in range(100): os.write(1, b'x' * 100000)")
    assert (done.ok, len(done.stdout)) == (True, OUTPUT)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/not/there", "cannot be started: No such file or directory"),
        ("/", "cannot be started: Permission denied"),
        ("/\0", "cannot be started: embedded null byte"),
    ],
)
def test_what_cannot_be_started_is_said(path: str, problem: str) -> None:
    assert run_process([path], cwd=HERE, environment={}) == Outcome((path,), None, problem=problem)


def test_a_program_that_kills_itself_has_a_negative_status() -> None:
    assert _python("import os; os.kill(os.getpid(), 9)").status == -signal.SIGKILL


def test_a_program_that_hangs_is_stopped_with_its_children(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    code = (
        "import subprocess, time\np = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(note)!r}, 'w').write(str(p.pid))\ntime.sleep(60)"
    )
    done = run_process([sys.executable, "-c", code], cwd=HERE, environment=dict(os.environ), seconds=2.0)
    assert (done.status, done.problem) == (None, "no answer within 2 s")
    assert _gone(int(note.read_text()))


def test_a_child_that_holds_the_pipe_is_not_waited_for() -> None:
    done = run_process(["/bin/sh", "-c", "sleep 60 & echo said"], cwd=HERE, environment=dict(os.environ), seconds=50.0)
    assert (done.text, done.ok) == ("said\n", True)


def _gone(pid: int) -> bool:
    """Whether a process has ended (a zombie that nobody waits for counts), within a few seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


def test_what_was_started_is_kept(tmp_path: Path) -> None:
    kept: list[Outcome] = []
    runner = recorded(run_process, kept)
    runner(["/bin/true"], cwd=tmp_path, environment={})
    runner(["/no/such"], cwd=tmp_path, environment={})
    assert [(one.argv, one.ok) for one in kept] == [(("/bin/true",), True), (("/no/such",), False)]
