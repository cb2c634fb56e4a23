"""What a knowledge record says, as frozen values. The TOML form is described in knowledge/README.md.

Nobody compares or prints records: leaving those methods out saves a third of the time that the classes cost at start.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from doctor.knowledge.immutable import Immutable

NAME_KINDS = (
    "pkg_config",  # pkg-config modules: `libpq` of libpq.pc
    "libs",  # what follows -l: `pq`
    "sonames",  # run-time names that do not follow from libs: `libssl.so.1.1`
    "objects",  # crt objects: `Scrt1.o`
    "headers",  # as written in #include; a trailing slash names a whole folder
    "tools",  # programs
    "modules",  # modules of an interpreter: Perl's `FindBin`
    "crates",  # crates on crates.io that need it
    "titles",  # what messages call it: `OpenSSL`
    "env",  # environment variables that point at it
    "symbols",  # exact symbol names
    "prefixes",  # symbol prefixes that nobody else uses
)


@dataclass(frozen=True, eq=False, repr=False)
class Packages:
    """Package names for one family; None means known not to be packaged, () part of the base system."""

    names: tuple[str, ...] | None


@dataclass(frozen=True, eq=False, repr=False)
class PackagesIf:
    """An exception: for `distro` whose version satisfies `version` (such as ">=40"; "" for all)."""

    distro: str
    version: str
    packages: Packages


@dataclass(frozen=True, eq=False, repr=False)
class RepositoryIf:
    """The packages of a need lie in a repository that a family's systems of this version do not have switched on."""

    family: str
    version: str
    name: str


@dataclass(frozen=True, eq=False, repr=False)
class Verified:
    """How a family's names were proven: `on` a day, `by` one of VERIFIED_BY, and what was read."""

    on: str
    by: str
    of: str = ""


VERIFIED_BY = (
    "index",  # the package index of the system itself
    "source",  # the distribution's own packaging source
    "unproven",  # neither was within reach: the answer says so
)


@dataclass(frozen=True, eq=False, repr=False)
class Vendored:
    """The crate's own feature that builds the library itself; `needs` are what that takes on the machine."""

    crate: str
    feature: str
    needs: tuple[str, ...] = ()
    avoid: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Also:
    """What else it takes on a family's systems, for a target with this libc where the machine has another."""

    family: str
    libc: str
    needs: tuple[str, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Need:
    """A thing that can be missing, under all its names. It never holds a regex.

    `kind` is library, tool, compiler, linker or libc: only a library depends on the target's libc.
    `packages` is for building; `runtime` where a program only starts with it and the package is another one.
    `covered_by` are needs that bring this one along: where one of them is there, this is.
    """

    id: str
    title: str
    kind: str
    names: Mapping[str, tuple[str, ...]]
    packages: Mapping[str, Packages] = field(default_factory=dict)
    packages_if: tuple[PackagesIf, ...] = ()
    static: Mapping[str, Packages] = field(default_factory=dict)
    static_if: tuple[PackagesIf, ...] = ()
    runtime: Mapping[str, Packages] = field(default_factory=dict)
    vendored: Vendored | None = None
    note: str = ""
    link: str = ""
    proof: tuple[str, ...] = ()
    verified: Mapping[str, Verified] = field(default_factory=dict)
    repositories: tuple[RepositoryIf, ...] = ()
    covered_by: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class TargetSpec:
    """A target that rustc has built in (the rustc book, "Platform Support").

    `tier` is 1 to 3; `std` says that there is a standard library at all, `host` that rustc and cargo run there,
    `static` that programs are static unless told otherwise.
    """

    triple: str
    tier: int
    std: bool = False
    host: bool = False
    static: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Variant:
    """What a crate asks for with one of its features, in place of what its record says ("" for no library)."""

    library: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Crate:
    """What a crate asks of the machine when it is built; all but `id` may be empty.

    `library` is the need that its build script looks for on the system; with `optional` the build goes on without. Its
    own copy is built with `feature`, which takes `own` and shows in Cargo.lock by one of `shown_by` among the crate's
    dependencies; where it looks for a library only with some feature, that shows by one of `asked_by` among them. With
    `unaided` it finds the library without pkg-config too. What it asks for `varies` with features that show nowhere;
    `with_feature` is for those that the project's own manifests name. `needs` it has in any case, `if_depends` when a
    package is among its dependencies, `users` are what a crate needs that depends on it (cc: a C compiler). `os` are
    values of target_os, all with `!` in front for "not". `through` says how to do without the crate.
    """

    id: str
    library: str = ""
    optional: bool = False
    own: tuple[str, ...] = ()
    shown_by: tuple[str, ...] = ()
    feature: str = ""
    asked_by: tuple[str, ...] = ()
    unaided: bool = False
    varies: bool = False
    needs: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    if_depends: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    with_feature: Mapping[str, Variant] = field(default_factory=dict)
    os: tuple[str, ...] = ()
    through: str = ""
    source: str = ""

    def built_for(self, target_os: str) -> bool:
        """Whether it has anything to do for this system."""
        denied = {name[1:] for name in self.os if name[:1] == "!"}
        allowed = {name for name in self.os if name[:1] != "!"}
        return target_os not in denied and (not allowed or target_os in allowed)


@dataclass(frozen=True, eq=False, repr=False)
class Older:
    """Releases of a family with another manager: those before a version ("" for all), of these ids (none for all)."""

    manager: str
    install: tuple[str, ...]
    refresh: tuple[str, ...] = ()
    before: str = ""
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Repository:
    """How a repository of packages is switched on: on systems with one of `ids` (none for all) of this version.

    `commands` are argv with `{major}` and `{arch}` to fill in; without any, `note` says what to do by hand.
    """

    name: str
    ids: tuple[str, ...] = ()
    version: str = ""
    commands: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Family:
    """Systems that share package names: ids in os-release, the manager's argv, capability templates by kind of name.

    `base` is the family whose names apply where a record says nothing of this one, and `base_version` the release of it
    whose repositories hold the same. `other` are families with managers of their own that have what this one lacks.
    """

    id: str
    title: str
    ids: tuple[str, ...]
    manager: str
    install: tuple[str, ...]
    refresh: tuple[str, ...] = ()
    root: bool = True
    base: str = ""
    base_version: str = ""
    other: tuple[str, ...] = ()
    libc: str = "gnu"
    os: str = "linux"
    capability: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    older: tuple[Older, ...] = ()
    repositories: tuple[Repository, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class SymbolGroup:
    """Symbols that glibc has and musl lacks, with what to do; `globs` use shell wildcards."""

    id: str
    title: str
    cause: str
    advice: str
    names: tuple[str, ...] = ()
    globs: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, repr=False)
class Distros:
    """The contents of knowledge/distros.toml: families, which system follows which, and whom not to guess.

    `release_of` turns a derivative's `id:major` into the version of the system that it follows.
    """

    families: Mapping[str, Family]
    like: Mapping[str, str] = field(default_factory=dict)
    release_of: Mapping[str, str] = field(default_factory=dict)
    not_family: Mapping[str, str] = field(default_factory=dict)
    immutables: tuple[Immutable, ...] = ()
