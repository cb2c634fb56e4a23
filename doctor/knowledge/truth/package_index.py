"""A system's package index as one value: which packages there are, what they pull in, and which files they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from doctor.model import Release

FILE_KINDS = (
    "pkg_config",  # NAME of NAME.pc
    "libs",  # NAME of libNAME.so on the linker's path
    "inner_libs",  # the same in folders of its own: gcc's, LLVM's, plug-ins'
    "archives",  # NAME of libNAME.a
    "sonames",  # libNAME.so.N
    "objects",  # crt1.o
    "headers",  # the path below an include folder
    "tools",  # programs
    "modules",  # Perl's: `File::Temp`
)
Holders = Mapping[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Package:
    """A binary package: each of `depends` is a group of alternatives; `base` is on every system of its kind."""

    name: str
    depends: tuple[tuple[str, ...], ...] = ()
    provides: tuple[str, ...] = ()
    base: bool = False


@dataclass(frozen=True)
class PackageIndex:
    """All packages of a release, who provides a name, and for each (kind, name) in `kinds` the packages that hold it.

    A kind that is not in `kinds` is one of which this index says nothing: nothing is proven or refuted by it.
    """

    title: str
    release: Release
    packages: Mapping[str, Package]
    providers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    holders: Holders = field(default_factory=dict)
    kinds: frozenset[str] = frozenset()

    def knows(self, name: str) -> bool:
        """Whether the manager could install this name: a package, or something that a package provides."""
        bare = name.partition(":")[0] if name.startswith("lib") else name
        return any(each in self.packages or each in self.providers for each in (name, bare))

    def holding(self, kind: str, name: str) -> frozenset[str]:
        """The packages that hold a file; -lNAME is content with an archive, and a library counts wherever it lies."""
        kinds = ("libs", "archives", "inner_libs") if kind == "libs" else (kind,)
        return frozenset().union(*(self.holders.get((each, name), frozenset()) for each in kinds))

    def closure(self, names: Iterable[str]) -> frozenset[str]:
        """The packages that come with these: each alternative's first one that exists, and whoever provides it."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            for name in self._real(waiting.pop()):
                if name not in found:
                    found.add(name)
                    waiting += self._first_choices(self.packages[name])
        return frozenset(found)

    @cached_property
    def base(self) -> frozenset[str]:
        """What every installation has; empty where the index does not tell."""
        return self.closure(name for name, package in self.packages.items() if package.base)

    def _real(self, name: str) -> tuple[str, ...]:
        return (name,) if name in self.packages else self.providers.get(name, ())[:1]

    def _first_choices(self, package: Package) -> Iterator[str]:
        for group in package.depends:
            yield next((name for name in group if name in self.packages or name in self.providers), group[0])


def providers_of(packages: Iterable[Package]) -> dict[str, tuple[str, ...]]:
    """Provided name → packages, in order of name."""
    found: dict[str, list[str]] = {}
    for package in sorted(packages, key=lambda package: package.name):
        for name in package.provides:
            found.setdefault(name, []).append(package.name)
    return {name: tuple(names) for name, names in found.items()}


def merge(title: str, release: Release, parts: Iterable[PackageIndex]) -> PackageIndex:
    """One index of several files of a release: its package lists, its file lists, its components."""
    packages: dict[str, Package] = {}
    holders: dict[tuple[str, str], frozenset[str]] = {}
    kinds: frozenset[str] = frozenset()
    for part in parts:
        packages |= part.packages
        kinds |= part.kinds
        for key, names in part.holders.items():
            holders[key] = holders.get(key, frozenset()) | names
    return PackageIndex(title, release, packages, providers_of(packages.values()), holders, kinds)
