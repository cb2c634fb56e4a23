"""The one door to processes: an argv in, bytes out, bounded in time and size, and nothing left running."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    import subprocess

SECONDS = 4.0
OUTPUT = 1 << 20
_CHUNK = 1 << 16
_TICK = 0.05
_COMING: set[object] = set()  # one for each process that is just being started
_RUNNING: set[subprocess.Popen[bytes]] = set()

# What every process gets on top of the given environment: English messages, no question at a terminal, no network, and
# a rustup that installs nothing because some file names a toolchain (rustup book, "Environment variables").
QUIET = {
    "LC_ALL": "C",
    "LANGUAGE": "",
    "RUSTUP_AUTO_INSTALL": "0",
    "CARGO_NET_OFFLINE": "true",
    "GIT_TERMINAL_PROMPT": "0",
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a process.

    `status` is its exit status, negative for a signal, None when it never started or was stopped; `problem` says why
    then, in words for people ("" otherwise). Both outputs are cut at OUTPUT bytes.
    """

    argv: tuple[str, ...]
    status: int | None
    stdout: bytes = b""
    stderr: bytes = b""
    seconds: float = 0.0
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether it ended with status 0."""
        return self.status == 0

    @property
    def text(self) -> str:
        """Standard output as text; bytes that are no UTF-8 are replaced."""
        return self.stdout.decode("utf-8", "replace")


class Runner(Protocol):
    """Starts a program and waits for it; never raises for what the program does or is."""

    def __call__(
        self, argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
    ) -> Outcome:
        """Run `argv` (its first word is a path) in `cwd`, for at most `seconds`."""


def run_process(argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS) -> Outcome:
    """Be the Runner of real life: no shell, no standard input, and a process group that goes when its time is up."""
    started = time.monotonic()
    try:
        process = _start(argv, cwd, environment)
    except (OSError, ValueError) as error:
        return Outcome(tuple(argv), None, problem=f"cannot be started: {getattr(error, 'strerror', '') or error}")
    with process:
        try:
            stdout, stderr = _drain(process, started + seconds)
        finally:
            status = process.poll()
            _kill_group(process)
            _RUNNING.discard(process)
    spent = time.monotonic() - started
    problem = f"no answer within {seconds:g} s" if status is None else ""
    return Outcome(tuple(argv), status, stdout, stderr, spent, problem)


def stop_all() -> None:
    """Kill what is still running: nobody will read its answer. A terminal's Ctrl-C does not reach it."""
    deadline = time.monotonic() + 1.0
    while _COMING and time.monotonic() < deadline:
        time.sleep(_TICK / 10)
    for process in tuple(_RUNNING):
        if process.poll() is None:
            _kill_group(process)


def recorded(runner: Runner, outcomes: list[Outcome]) -> Runner:
    """Return a Runner that also keeps what became of each process, in the order of their ends."""

    def run(argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS) -> Outcome:
        outcome = runner(argv, cwd=cwd, environment=environment, seconds=seconds)
        outcomes.append(outcome)
        return outcome

    return run


def run_into(
    argv: Sequence[str], target: Path, *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
) -> Outcome:
    """Run a program whose standard output is too much to keep: it goes into the file `target`."""
    import subprocess  # noqa: PLC0415 (a fifth of a bare start of Python)

    try:
        with target.open("wb") as file:
            done = subprocess.run(  # noqa: S603 (an argv, never a shell, of a program that is named in full)
                tuple(argv),
                cwd=cwd,
                env={**environment, **QUIET},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.PIPE,
                timeout=seconds,
                check=False,
            )
    except subprocess.TimeoutExpired:
        return Outcome(tuple(argv), None, problem=f"no answer within {seconds:g} s")
    except OSError as error:
        return Outcome(tuple(argv), None, problem=f"cannot be started: {error.strerror or error}")
    return Outcome(tuple(argv), done.returncode, b"", done.stderr[:OUTPUT])


def _start(argv: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    import subprocess  # noqa: PLC0415 (a fifth of a bare start of Python)

    mark = object()
    _COMING.add(mark)
    try:
        process = subprocess.Popen(  # noqa: S603 (an argv, never a shell; its program is on PATH, not in a project)
            tuple(argv),
            cwd=cwd,
            env={**environment, **QUIET},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        _RUNNING.add(process)
    finally:
        _COMING.discard(mark)
    return process


def _drain(process: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
    """Read both pipes until the process has ended or time is up; what exceeds the cap is read and dropped."""
    import selectors  # noqa: PLC0415 (comes with subprocess)

    pipes = [pipe for pipe in (process.stdout, process.stderr) if pipe is not None]
    kept = {pipe.fileno(): bytearray() for pipe in pipes}
    with selectors.DefaultSelector() as selector:
        for pipe in pipes:
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map() and time.monotonic() < deadline:
            ready = selector.select(_TICK)
            for key, _ in ready:
                if not _keep(kept[key.fd], key.fd):
                    selector.unregister(key.fileobj)
            if not ready and process.poll() is not None:
                break  # a child that outlives it holds the pipe: not waited for
    _wait(process, deadline)
    stdout, stderr = (bytes(kept[pipe.fileno()]) for pipe in pipes)
    return stdout, stderr


def _keep(kept: bytearray, descriptor: int) -> bool:
    """Read what is there, keep it up to the cap; False at the end of the pipe."""
    chunk = os.read(descriptor, _CHUNK)
    kept += chunk[: max(0, OUTPUT - len(kept))]
    return bool(chunk)


def _wait(process: subprocess.Popen[bytes], deadline: float) -> None:
    import subprocess  # noqa: PLC0415 (loaded already)

    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(max(0.0, deadline - time.monotonic()))


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of the group: a tool that hangs mostly waits for a child of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
