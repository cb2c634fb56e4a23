"""Programs: found on the PATH, asked for their version. A found tool is not yet a working one."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from doctor.host.inside import HERE, inside
from doctor.host.run import Outcome, Runner

# Where programs lie in an unpacked image, whose PATH nobody knows: the usual folders, and rustup's of the rust images.
_IMAGE_PATH = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin",
               "/usr/local/cargo/bin", "/root/.cargo/bin")  # fmt: skip
_VERSION = re.compile(r"(?<![\w.])v?(\d+\.\d+(?:\.\d+)*)")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Access:
    """How the probes reach a machine: its root folder, the variables, the door to processes, an empty folder.

    A root other than / is only read: nothing of it is started, and the variables of this machine mean nothing there.
    """

    environment: Mapping[str, str]
    runner: Runner
    scratch: Path
    root: Path = HERE

    @property
    def live(self) -> bool:
        """Whether this is the running machine, whose programs may be started."""
        return self.root == HERE

    @property
    def folders(self) -> tuple[str, ...]:
        """The absolute words of PATH: a relative one would find programs of the project that one stands in."""
        if not self.live:
            return _IMAGE_PATH
        return tuple(word for word in self.environment.get("PATH", "").split(os.pathsep) if Path(word).is_absolute())


@dataclass(frozen=True, slots=True)
class Program:
    """A program: `path` as found, `real` behind all links.

    `version` is "" where it was not asked, `problem` says on one line what is wrong with it ("" for nothing).
    """

    name: str
    path: str
    real: str
    version: str = ""
    problem: str = ""
    seconds: float = 0.0


def find_all(name: str, access: Access) -> tuple[str, ...]:
    """Return every program of this name on the PATH, first found first, each real folder once."""
    found: dict[str, str] = {}
    for folder in access.folders:
        path = f"{folder.rstrip('/')}/{name}"
        if _is_program(path, access):
            found.setdefault(_real_folder(folder, access), path)
    return tuple(found.values())


def find(name: str, access: Access) -> str:
    """Return the first program of this name, or "". A name with a slash is a path."""
    if "/" in name:
        return name if name.startswith("/") and _is_program(name, access) else ""
    return next(iter(find_all(name, access)), "")


def real_path(path: str, access: Access) -> str:
    """Return the path behind all links, as the machine itself sees it."""
    try:
        found = inside(access.root, path)
    except OSError:
        return path
    return str(found) if access.live else f"/{found.relative_to(access.root)}"


def ask(name: str, access: Access, argv: tuple[str, ...] = ("--version",)) -> Program | None:
    """Find a program and ask for its version; None where there is none."""
    path = find(name, access)
    if not path:
        return None
    return answer(name, path, access, argv)[0]


def answer(name: str, path: str, access: Access, argv: tuple[str, ...] = ("--version",)) -> tuple[Program, str]:
    """Return the program at `path` and what it printed; in another root it is only described, and prints nothing."""
    real = real_path(path, access)
    if not access.live:
        return Program(name, path, real), ""
    outcome = access.runner([path, *argv], cwd=access.scratch, environment=access.environment)
    version = version_in(outcome)
    return Program(name, path, real, version, problem_of(outcome, version), outcome.seconds), outcome.text


def version_in(outcome: Outcome) -> str:
    """Return the first dotted number that a program printed, or ""."""
    found = _VERSION.search(outcome.text) or _VERSION.search(outcome.stderr.decode("utf-8", "replace"))
    return found.group(1) if found and outcome.ok else ""


def problem_of(outcome: Outcome, version: str) -> str:
    """Say in one line why a program that is there does not work; "" when it does."""
    if outcome.problem:
        return outcome.problem
    if outcome.ok:
        return "" if version else "prints no version: it may be another program of that name"
    said = first_line(outcome.stderr) or first_line(outcome.stdout)
    ended = (
        f"exit status {outcome.status}" if (outcome.status or 0) > 0 else f"killed by signal {-(outcome.status or 0)}"
    )
    return f"{ended}: {said}" if said else ended


def first_line(data: bytes) -> str:
    """Return the first line that is not empty, as text, shortened."""
    lines = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
    return next((line for line in lines if line), "")[:_LONGEST]


def _is_program(path: str, access: Access) -> bool:
    """Whether it is a file that may be executed; folders on the PATH that are none, or not readable, hold nothing."""
    if access.live:
        return os.path.isfile(path) and os.access(path, os.X_OK)  # noqa: PTH113 (hundreds of them in a check)
    try:
        return inside(access.root, path).is_file()
    except (OSError, ValueError):
        return False


def _real_folder(folder: str, access: Access) -> str:
    try:
        return str(inside(access.root, folder))
    except (OSError, ValueError):
        return folder
