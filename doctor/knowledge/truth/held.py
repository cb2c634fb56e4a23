"""What the readers of indexes share: files and what a package provides, as names of FILE_KINDS."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from doctor.errors import UsageError
from doctor.knowledge.truth.open_file import open_index
from doctor.knowledge.truth.package_index import Package, PackageIndex, providers_of
from doctor.model import Release

Held = tuple[str, str, str]  # kind, name, package


def index_of(
    title: str, release: Release, packages: Iterable[Package], held: Iterable[Held] = (), kinds: Iterable[str] = ()
) -> PackageIndex:
    """One index of packages and of what they hold."""
    every = {package.name: package for package in packages}
    holders: dict[tuple[str, str], set[str]] = {}
    for kind, name, package in held:
        holders.setdefault((kind, name), set()).add(package)
    frozen = {key: frozenset(names) for key, names in holders.items()}
    return PackageIndex(title, release, every, providers_of(every.values()), frozen, frozenset(kinds))


def provided(package: Package, shapes: Mapping[str, re.Pattern[str]]) -> Iterator[Held]:
    """What a package says that it provides, as files: `pkgconfig(zlib)` is the module zlib."""
    for name in package.provides:
        for kind, shape in shapes.items():
            found = shape.fullmatch(name)
            if found:
                yield kind, found.group(1), package.name


def bare(name: str) -> str:
    """A name without its version: `so:libz.so.1=1.3` → `so:libz.so.1`."""
    return re.split(r"[<>=~]", name, maxsplit=1)[0]


def members(path: Path, wanted: Callable[[str], bool]) -> Iterator[tuple[str, bytes]]:
    """The wanted members of a tar file, which apk concatenates from several: name and content."""
    try:
        with open_index(path) as file, tarfile.open(fileobj=file, mode="r|", ignore_zeros=True) as archive:
            for member in archive:
                content = archive.extractfile(member) if member.isfile() and wanted(member.name) else None
                if content is not None:
                    yield member.name, content.read()
    except tarfile.TarError as error:
        raise UsageError(f"{path} is damaged or no package database: {error}") from error
