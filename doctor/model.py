"""The nouns that every stage shares: frozen values, no behaviour beyond reading themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doctor.knowledge.immutable import Immutable
from types import MappingProxyType

NO_CAPTURES: Mapping[str, str] = MappingProxyType({})

# What a block of output is, in the words of cargo's grammar (see doctor/log/blocks.py).
LINK = "link"  # rustc ran the linker and it failed, or a linker's own lines
BUILD_SCRIPT = "build-script"  # `failed to run custom build command`
RUSTC = "rustc"  # a rustc diagnostic other than a failed link
CARGO = "cargo"  # an error of cargo or rustup themselves, with its `Caused by:`
OUTPUT = "output"  # what other programs print: compilers, loaders, shells, make
TEST = "test"  # output of tests: never evidence
SUMMARY = "summary"  # `could not compile`, `build failed`: that something failed, never why


@dataclass(frozen=True, slots=True)
class Line:
    """One cleaned line; `number` counts from 1 in the original input, several lines may share it."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Crate:
    """A crate as cargo names it; `version` is empty where the log does not say."""

    name: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """One failure as cargo shows it, or a run of other output between two failures.

    `place` is the source file a rustc diagnostic points at, `fatal` is False for warnings,
    `command` holds the linker's command line, which is kept out of `lines`: a name on it is not missing.
    """

    kind: str
    lines: tuple[Line, ...]
    crate: Crate | None = None
    place: str = ""
    fatal: bool = True
    command: str = ""
    survived: bool = False

    @property
    def text(self) -> str:
        """The lines joined by newlines: what rules match against."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line of the input that carries a finding; `file` is "-" for standard input."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Target:
    """A Rust target triple, taken apart; `libc` is gnu, musl, other or none."""

    triple: str
    arch: str
    os: str
    libc: str


@dataclass(frozen=True, slots=True)
class Release:
    """A system release: the fields of os-release that decide packages.

    `like` is every word of ID_LIKE; `variant` is VARIANT_ID, by which systems that cannot install into themselves
    differ from their sisters (Silverblue from Workstation).
    """

    id: str
    version: str = ""
    like: tuple[str, ...] = ()
    variant: str = ""

    def __str__(self) -> str:
        return f"{self.id}:{self.version}" if self.version else self.id


@dataclass(frozen=True, slots=True)
class System:
    """The machine that a fix is for, as far as advice needs it.

    `family` is a key of knowledge/distros.toml or "" when unknown; `origin` is option, log or host.
    `root` means that commands need no sudo; `stale_lists` that package lists have to be fetched first.
    `rust_from` is rustup, distro or "" when unknown. `immutable` says how to install where the system itself cannot.
    """

    release: Release
    family: str
    origin: str
    root: bool = False
    stale_lists: bool = False
    rust_from: str = ""
    immutable: Immutable | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of the build around a finding; every field may be empty for "not known".

    `versions` are those of crates that the log names.
    """

    system: System
    target: Target | None = None
    host: Target | None = None
    rustc: str = ""
    fuse_ld: str = ""
    plugin: str = ""
    rust_of: str = ""
    installs: bool = False
    truncated: bool = False
    versions: Mapping[str, str] = field(default_factory=lambda: NO_CAPTURES)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that matched: its captures, where, and the need that a captured name stands for ("" if none)."""

    rule: str
    confidence: str
    title: str
    cause: str
    captures: Mapping[str, str] = field(default_factory=lambda: NO_CAPTURES)
    crate: Crate | None = None
    evidence: tuple[Evidence, ...] = ()
    also: tuple[str, ...] = ()
    need: str = ""
    facts: Mapping[str, str] = field(default_factory=lambda: NO_CAPTURES)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change to a file of the project, to be made by the reader; `file` is relative to the project."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """One way out: commands to paste, edits to make, why it helps and what to mind.

    `source` is "record" for curated knowledge and "capability" for a name the package manager resolves itself.
    """

    title: str
    commands: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    why: str = ""
    caution: str | None = None
    source: str = "record"


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A finding with its fixes, the least to regret first."""

    finding: Finding
    fixes: tuple[Fix, ...]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """A need that will matter once the root cause is mended, and the crate that has it."""

    need: str
    title: str
    crate: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer of `doctor explain`: outcome is diagnosed, unknown-failure or no-failure.

    `passed` bytes of a long log were passed over, `dropped` of them around words of failure, for want of room.
    """

    outcome: str
    context: Context
    diagnoses: tuple[Diagnosis, ...] = ()
    unknown: tuple[Evidence, ...] = ()
    own_code: bool = False
    upcoming: tuple[Upcoming, ...] = ()
    passed: int = 0
    dropped: int = 0
