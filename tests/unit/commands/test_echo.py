"""In a terminal, explain shows what it reads as it comes, and the answer last."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time

import pytest

LINKER = b"\x1b[31merror\x1b[0m: linker `cc` not found\n\x1b]0;owned\x07"


def read_until(terminal: int, wanted: bytes, limit: float = 30.0) -> bytes:
    """What the terminal shows until it shows `wanted`, or until nothing more comes."""
    shown, end = b"", time.monotonic() + limit
    while wanted not in shown and time.monotonic() < end:
        ready, _, _ = select.select([terminal], [], [], 0.2)
        if ready:
            try:
                chunk = os.read(terminal, 65536)
            except OSError:  # the other side of the terminal is closed
                break
            if not chunk:
                break
            shown += chunk
    return shown


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
def test_the_log_is_shown_before_it_ends_and_the_answer_comes_last() -> None:
    terminal, side = pty.openpty()
    argv = [sys.executable, "-m", "doctor", "explain", "--distro", "debian:12"]
    with subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=side, stderr=side) as process:
        os.close(side)
        assert process.stdin is not None
        process.stdin.write(LINKER)
        process.stdin.flush()
        early = read_until(terminal, b"not found")
        assert b"\x1b[31merror\x1b[0m: linker `cc` not found" in early
        assert b"apt-get" not in early
        process.stdin.close()
        late = read_until(terminal, b"Advice for")
    os.close(terminal)
    assert b"sudo apt-get install -y gcc libc6-dev" in late
    assert b"\x1b]0;" not in early + late
    assert process.returncode == 1
