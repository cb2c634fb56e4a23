"""The machine as one value, and what a reader asks of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from doctor.host.choices import Choices
from doctor.host.guard import Result
from doctor.host.inside import HERE
from doctor.host.libc import Libc
from doctor.host.lock import Lock
from doctor.host.machine import NOT_ASKED, Machine
from doctor.host.programs import Program
from doctor.host.resources import Resources
from doctor.host.rust import Rust
from doctor.host.settings import Settings
from doctor.host.surroundings import Surroundings
from doctor.host.traps import Trap
from doctor.knowledge.immutable import Immutable
from doctor.model import Release

SYSTEM, RUST, TOOLS, RESOURCES, PROJECT = "system", "rust", "tools", "resources", "project"
MACHINE = "machine"
PARTS = frozenset({SYSTEM, RUST, TOOLS, RESOURCES, PROJECT, MACHINE})


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: which targets (none: those of the project, else the host's), which project, below which root.

    `distro` is the system to advise for, as given by --distro ("" for the one that is found).
    """

    targets: tuple[str, ...] = ()
    project: Path | None = None
    root: Path = HERE
    trial: bool = True
    distro: str = ""

    @property
    def live(self) -> bool:
        """Whether the running machine is asked about, whose programs may be started."""
        return self.root == HERE


@dataclass(frozen=True, slots=True)
class System:
    """Which system it is. `family_from` is id, like, manager, or "" without a family; `manager` installs packages."""

    release: Release
    family: str
    family_from: str
    manager: str
    arch: str
    libc: Libc
    surroundings: Surroundings
    immutable: Immutable | None = None


@dataclass(frozen=True, slots=True)
class Project:
    """What the project's files and the variables set: cargo's settings, the traps among them, the lock file."""

    settings: Settings
    traps: tuple[Trap, ...]
    lock: Lock | None
    choices: Choices = field(default_factory=Choices)


@dataclass(frozen=True, slots=True)
class Host:
    """All facts. A part that could not be read has no value and one line that says why.

    `targets` are the triples to look at, in the order asked for; `default` says who chose them ("" for the reader).
    `triple` is the machine's own, which build scripts are built for ("" for another root).
    """

    system: Result[System]
    rust: Result[Rust]
    tools: Result[tuple[Program, ...]]
    resources: Result[Resources]
    project: Result[Project]
    targets: tuple[str, ...] = ()
    default: str = ""
    triple: str = ""
    machine: Result[Machine] = NOT_ASKED

    def tool(self, name: str) -> Program | None:
        """Return the tool of this name; None where there is none or tools were not asked about."""
        return next((tool for tool in self.tools.value or () if tool.name == name), None)
