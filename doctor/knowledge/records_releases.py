"""Records of knowledge/releases.toml: the C library, libstdc++ and kernel of the releases of Linux distributions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False, repr=False)
class Release:
    """One release, or a rolling distribution as it was on the day `on` (its `version` is "").

    `group` is the distribution as people call it; distributions that go on as another one share it.
    `libc` is glibc or musl, `libc_version` its version; `gcc` the GCC that the system's libstdc++ and libgcc come from,
    on the release day and (`gcc_updated`) with its updates. `until` is the last day of support that everybody gets, ""
    where nobody named one. `foreign` is what programs from elsewhere lack there, whatever they need. Days are ISO 8601;
    what is not known is "". `unproven` are the keys of the record that nobody looked up.
    """

    distro: str
    group: str
    version: str
    title: str
    on: str
    libc: str
    libc_version: str
    source: str
    names: tuple[str, ...] = ()
    until: str = ""
    gcc: str = ""
    gcc_updated: str = ""
    kernel: str = ""
    foreign: str = ""
    unproven: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Alias:
    """A system or an image that is another one in this: `of` is that one's `distro:version`."""

    title: str
    of: str
    source: str


@dataclass(frozen=True, eq=False, repr=False)
class Symbols:
    """The highest versions of symbols that libstdc++ (`glibcxx`, `cxxabi`) and `libgcc` have since this GCC."""

    gcc: str
    glibcxx: str
    cxxabi: str
    libgcc: str


@dataclass(frozen=True, eq=False, repr=False)
class Floor:
    """What `of` (glibc, rust) asks for from its version `since` on; `targets` are globs of triples, none for all."""

    of: str
    source: str
    since: str = ""
    targets: tuple[str, ...] = ()
    glibc: str = ""
    musl: str = ""
    kernel: str = ""
    unproven: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Releases:
    """The contents of knowledge/releases.toml, in its order: within a distribution the oldest release first.

    `main` are the distributions to name where all are too many; `aliases` go by `distro:version`.
    """

    all: tuple[Release, ...] = ()
    main: tuple[str, ...] = ()
    aliases: Mapping[str, Alias] = field(default_factory=dict)
    symbols: tuple[Symbols, ...] = ()
    floors: tuple[Floor, ...] = ()
