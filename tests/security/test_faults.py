"""What surrounds doctor breaks: pipes close, disks fill, signals come. No traceback, nothing left, an honest status."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

Doctor = Callable[..., "subprocess.CompletedProcess[bytes]"]
LOG = b"error: linker `cc` not found\n"
RIGHT = b"sudo apt-get install -y gcc libc6-dev"
DOCTOR = [sys.executable, "-m", "doctor"]
EXPLAIN = [*DOCTOR, "explain", "--distro", "debian:12"]
WORDS = {
    "explain": ["explain", "--distro", "debian:12"],
    "json": ["explain", "--distro", "debian:12", "--format", "json"],
    "colour": ["explain", "--distro", "debian:12", "--color", "always"],
    "check": ["check", "--no-trial", "-v"],
    "verify": ["verify", "-v", "/bin/sh"],
    "knowledge": ["knowledge", "list"],
}


@pytest.mark.parametrize(
    "end", [b"error: linker `cc` not fou", b"error: linker `cc` not found", b"", b"\xe2\x80", b"\x1b["], ids=repr
)
def test_standard_input_ends_in_a_line(doctor: Doctor, end: bytes) -> None:
    done = doctor(*WORDS["explain"], data=LOG + end)
    assert (done.returncode, RIGHT in done.stdout, done.stderr) == (1, True, b"")


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_reader_goes_away(words: list[str], variables: dict[str, str], tmp_path: Path) -> None:
    """`| head -c 0`: not a fault, and nobody is told."""
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*DOCTOR, *words],
        input=LOG,
        stdout=writing,
        stderr=subprocess.PIPE,
        env=variables,
        cwd=tmp_path,
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode in {0, 1, 3}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_disk_is_full(words: list[str], variables: dict[str, str], tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*DOCTOR, *words],
            input=LOG,
            stdout=full,
            stderr=subprocess.PIPE,
            env=variables,
            cwd=tmp_path,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == ["doctor: the answer cannot be written: No space left on device"]


@pytest.mark.parametrize("closed", [[0], [2], [0, 2]], ids=str)
@pytest.mark.parametrize("words", [WORDS["explain"], WORDS["check"]], ids=["explain", "check"])
def test_descriptors_are_closed(words: list[str], closed: list[int], variables: dict[str, str], tmp_path: Path) -> None:
    script = f'exec {" ".join(f"{number}>&-" for number in closed)}; exec "$@"'
    argv = ["sh", "-c", script, "sh", *DOCTOR, *words]
    done = subprocess.run(argv, input=LOG, capture_output=True, env=variables, cwd=tmp_path, timeout=60, check=False)
    assert done.returncode in {0, 1, 2, 3}, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


@pytest.mark.parametrize(
    "environment",
    [{"XDG_CACHE_HOME": "/proc/nowhere"}, {"XDG_CACHE_HOME": "", "HOME": ""}, {"XDG_CACHE_HOME": "/dev/null"}],
    ids=["a cache that cannot be written", "no HOME", "a cache that is no folder"],
)
def test_no_place_for_a_cache(doctor: Doctor, environment: dict[str, str]) -> None:
    done = doctor(*WORDS["explain"], data=LOG, **environment)
    assert (done.returncode, RIGHT in done.stdout, done.stderr) == (1, True, b"")


def test_home_is_not_set() -> None:
    """`env -u`: not empty, but not there."""
    done = subprocess.run(
        ["env", "-i", f"PATH={os.environ['PATH']}", f"PYTHONPATH={os.pathsep.join(sys.path)}", *DOCTOR, *WORDS["check"]],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode in {0, 1}
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS)
def test_the_locale_is_c(doctor: Doctor, words: list[str]) -> None:
    done = doctor(
        *words,
        data=LOG + "error: \u2018\u00e9\u4e2d\u2019\n".encode(),
        LC_ALL="C",
        PYTHONUTF8="0",
        PYTHONCOERCECLOCALE="0",
    )
    assert done.returncode in {0, 1}, done.stderr
    assert done.stdout.isascii()
    assert done.stderr == b""


@pytest.mark.parametrize("columns", [1, 20, 65535])
@pytest.mark.parametrize(
    "words", [WORDS["explain"], WORDS["check"], WORDS["verify"]], ids=["explain", "check", "verify"]
)
def test_a_terminal_of_any_width(words: list[str], columns: int, variables: dict[str, str], tmp_path: Path) -> None:
    """Commands stay whole; nothing else is promised of a terminal of twenty columns, but it gets an answer."""
    terminal, side = pty.openpty()
    fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    around = {**variables, "TERM": "xterm-256color"}
    with subprocess.Popen(
        [*DOCTOR, *words], stdin=subprocess.PIPE, stdout=side, stderr=side, env=around, cwd=tmp_path
    ) as process:
        os.close(side)
        assert process.stdin is not None
        process.stdin.write(LOG)
        process.stdin.close()
        shown = b"".join(iter(lambda: _read(terminal), b""))
    os.close(terminal)
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode())
    assert process.returncode in {0, 1}, text
    assert "\x1b" not in text
    assert "Traceback" not in text
    if words[0] == "explain":
        assert RIGHT.decode() in text


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other side is closed
        return b""


@pytest.fixture
def slow(tmp_path: Path, variables: dict[str, str]) -> dict[str, str]:
    """An environment in which every C compiler hangs, and leaves its process id when it starts."""
    (tmp_path / "slow").mkdir()
    (tmp_path / "tmp").mkdir()
    script = tmp_path / "slow/cc"
    script.write_text(f"#!/bin/sh\necho $$ >> {tmp_path}/started\nexec sleep 120\n")
    script.chmod(0o755)
    return {**variables, "PATH": f"{tmp_path}/slow:{variables['PATH']}", "TMPDIR": str(tmp_path / "tmp")}


def alive(pids: Path) -> Iterator[int]:
    """Which of the processes that were started are still there and not dead children of somebody."""
    for pid in map(int, pids.read_text().split()):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if state != "Z":
            yield pid


def wait_for(condition: Callable[[], bool]) -> None:
    """Until it holds; the limit is for a hang."""
    for _ in range(2000):
        if condition():
            return
        time.sleep(0.01)
    pytest.fail("it never came")


def has_started(file: Path) -> bool:
    return file.exists() and file.read_text().endswith("\n")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_while_programs_are_asked_leaves_nothing(
    slow: dict[str, str], tmp_path: Path, number: int, status: int
) -> None:
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("this run was started with the signal ignored, and so are its children")
    argv = [*DOCTOR, "check"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=slow, cwd=tmp_path) as process:
        wait_for(lambda: has_started(tmp_path / "started"))
        process.send_signal(number)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == status
    assert b"Traceback" not in errors
    assert list((tmp_path / "tmp").iterdir()) == []
    wait_for(lambda: not list(alive(tmp_path / "started")))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_a_signal_while_the_log_is_waited_for(variables: dict[str, str], number: int) -> None:
    """Half a log has come: it says that the command runs, since a terminal shows it at once."""
    if signal.getsignal(number) is signal.SIG_IGN:
        pytest.skip("this run was started with the signal ignored, and so are its children")
    terminal, side = pty.openpty()
    with subprocess.Popen(EXPLAIN, stdin=subprocess.PIPE, stdout=side, stderr=side, env=variables) as process:
        os.close(side)
        assert process.stdin is not None
        process.stdin.write(LOG)
        process.stdin.flush()
        shown = b""
        while b"not found" not in shown:
            shown += _read(terminal)
        process.send_signal(number)
        shown += b"".join(iter(lambda: _read(terminal), b""))
        status = process.wait(timeout=60)
    os.close(terminal)
    assert status in {128 + number, -number}
    assert b"Traceback" not in shown


@pytest.mark.parametrize("tenths", range(1, 6))
def test_a_signal_at_any_moment_leaves_no_folder(variables: dict[str, str], tmp_path: Path, tenths: int) -> None:
    """The answer, or the signal; before the command has begun, and after its answer, SIGTERM simply ends it."""
    (tmp_path / "tmp").mkdir()
    around = {**variables, "TMPDIR": str(tmp_path / "tmp")}
    argv = [*DOCTOR, "check"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=around, cwd=tmp_path) as process:
        time.sleep(tenths * 0.1)
        process.send_signal(signal.SIGTERM)
        out, errors = process.communicate(timeout=60)
    assert process.returncode in {0, 1, 143, -signal.SIGTERM}
    assert out or process.returncode not in {0, 1}
    assert errors == b""
    assert list((tmp_path / "tmp").iterdir()) == []


def test_the_clock_went_back(doctor: Doctor, tmp_path: Path) -> None:
    """Files of tomorrow are said (cargo builds them again each time), and nothing else goes wrong."""
    (tmp_path / "p/src").mkdir(parents=True)
    (tmp_path / "p/Cargo.toml").write_text('[package]\nname = "x"\nversion = "0.1.0"\n')
    (tmp_path / "p/src/main.rs").write_text("fn main() {}\n")
    for path in (tmp_path / "p/Cargo.toml", tmp_path / "p/src/main.rs"):
        os.utime(path, (4e9, 4e9))
    done = doctor("check", "--only", "clock", cwd=tmp_path / "p")
    assert b"warn" in done.stdout
    assert b"CRASH" not in done.stdout
    assert done.stderr == b""
