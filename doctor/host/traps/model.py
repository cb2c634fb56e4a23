"""What a trap is, and what the finders may look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from doctor.host.settings import Setting
from doctor.host.traps.write import unset


@dataclass(frozen=True, slots=True)
class Trap:
    """A setting that will hurt: where it stands (`line` 0 for a variable), what it does, what to write instead.

    `breaks` means that no build can work with it. `id` names the kind of trap, `text` is the setting as it stands.
    `write` are lines for the file, or for another `file`; `run` is a command of the shell. All are "" where `instead`
    is enough.
    """

    where: str
    line: int
    what: str
    instead: str
    breaks: bool = False
    id: str = "setting"
    text: str = ""
    write: str = ""
    run: str = ""
    file: str = ""

    @property
    def place(self) -> str:
        """The variable, or the file with its line."""
        return f"{self.where}:{self.line}" if self.line else self.where


def _anything(_path: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Site:
    """What is known around the settings; the defaults know nothing, and nothing follows from them.

    `host` is the machine's triple, `built` are all triples that are built for, `named` says whether the build is told
    so (--target, build.target): flags then spare build scripts and procedural macros. `stable` is True where rustc is
    known to refuse nightly options; `registry` where Cargo.lock has crates of a registry. `home` is CARGO_HOME.
    `there` says whether a path leads to something. `others` are entries of Cargo.toml and of the toolchain file,
    `unread` files that a neighbour of the same name hides.
    """

    host: str = ""
    built: tuple[str, ...] = ()
    named: bool = False
    stable: bool = False
    registry: bool = False
    home: str = ""
    there: Callable[[str], bool] = _anything
    others: tuple[Setting, ...] = ()
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One question: the variables, the entries of cargo's configs, the foreign `targets`, `has` for programs."""

    environment: Mapping[str, str]
    config: tuple[Setting, ...]
    targets: tuple[str, ...]
    has: Callable[[str], bool]
    site: Site = field(default_factory=Site)

    @property
    def named(self) -> bool:
        """Whether the build is given a target: then flags are for the target only (the Cargo book, build.rustflags)."""
        return self.site.named or bool(self.targets)

    @property
    def built(self) -> tuple[str, ...]:
        """The triples whose code the flags reach."""
        return self.site.built or self.targets or ((self.site.host,) if self.site.host else ())

    @property
    def on_musl(self) -> bool:
        """Whether the machine's own libraries are musl's."""
        return "musl" in self.site.host


def trap(  # noqa: PLR0913 (what a trap is made of)
    setting: Setting, kind: str, what: str, instead: str, write: str = "", *, run: str = "", breaks: bool = False
) -> Trap:
    """Make a trap of a setting. For a variable `write` is the command that mends it; without one it is unset."""
    value = ", ".join(setting.values)
    text = f"{setting.key} = {value}" if setting.line else f"{setting.where}={value}"
    if not setting.line:
        write, run = "", run or write or unset(setting.where)
    return Trap(setting.where, setting.line, what, instead, breaks, kind, text[:_MOST_TEXT], write, run)


_MOST_TEXT = 200
