"""The way to a machine, and what is asked of it first: programs answer while the rest of doctor is still loaded."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from doctor.errors import InputError
from doctor.host.guard import Job
from doctor.host.programs import Access, Program
from doctor.host.run import Runner, stop_all
from doctor.host.rust import Rust, read_rust
from doctor.host.tools import read_tools

if TYPE_CHECKING:
    import tempfile

_ENDS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Asked:
    """The two parts of the Host that wait for programs, under way."""

    rust: Job[Rust]
    tools: Job[tuple[Program, ...]]


def ask(access: Access, project: Path | None) -> Asked:
    """Start to ask Rust and the tools; nothing is waited for."""
    return Asked(Job(lambda: read_rust(access, project)), Job(lambda: read_tools(access)))


@contextmanager
def reaching(environment: Mapping[str, str], runner: Runner, root: Path) -> Iterator[Access]:
    """Give access to the machine, with an empty temporary folder for a while; raises InputError where none can be."""
    import tempfile  # noqa: PLC0415 (brings random and shutil)

    try:
        folder = tempfile.TemporaryDirectory(prefix="doctor-", ignore_cleanup_errors=True)
    except OSError as error:
        raise InputError(
            f"no temporary folder for the probes: {error.strerror}; set TMPDIR to one that can be written"
        ) from error
    with _ending(folder), folder as scratch:
        empty = Path(scratch) / "empty"
        empty.mkdir()
        try:
            yield Access(environment, runner, empty, root)
        finally:
            stop_all()


@contextmanager
def _ending(folder: tempfile.TemporaryDirectory[str]) -> Iterator[None]:
    """A signal kills what was started, takes the folder away, and ends this program with its status.

    All of it at once, in the handler: an exception can be lost there, in a callback of an import or of a lock.
    """

    def end(number: int, _frame: object) -> None:
        stop_all()
        folder.cleanup()
        os._exit(128 + number)

    ours = threading.current_thread() is threading.main_thread()  # no other may ask for signals
    heard = (number for number in _ENDS if ours and signal.getsignal(number) is not signal.SIG_IGN)  # nohup(1)
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def folder(name: str, option: str) -> Path:
    """Return the folder that an option names, with all links resolved; raises InputError when it is none."""
    try:
        path = Path(os.path.realpath(name))
    except OSError as error:  # the current folder was removed
        raise InputError(f"{option} {name}: {error.strerror}") from error
    if not path.is_dir():
        raise InputError(f"{option} {name}: {'not a folder' if path.exists() else 'there is no such folder'}")
    return path
