"""The databases of pacman (repo-add(8)): `.db` with a `desc` a package, `.files` with all that each holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from doctor.knowledge.truth.held import Held, bare, index_of, members
from doctor.knowledge.truth.package_index import Package, PackageIndex
from doctor.model import Release

_PACMAN = {
    "pkg_config": re.compile(r"usr/(?:lib|share)/pkgconfig/([^/]+)\.pc"),
    "libs": re.compile(r"usr/lib/lib([^/]+)\.so"),
    "archives": re.compile(r"usr/lib/lib([^/]+)\.a"),
    "sonames": re.compile(r"usr/lib/(lib[^/]+\.so\.[^/]+)"),
    "tools": re.compile(r"usr/bin/([^/]+)"),
    "headers": re.compile(r"usr/include/(.+)"),
}


def read_pacman(path: Path, title: str, release: Release) -> PackageIndex:
    """Pacman's database: a `desc` a package, and in a `.files` database all that each holds."""
    packages: list[Package] = []
    held: list[Held] = []
    for data in members(path, lambda name: name.endswith(("/desc", "/files"))):
        fields = _pacman_fields(data.decode("utf-8", "replace"))
        if "NAME" in fields:
            provides = tuple(bare(name) for name in fields.get("PROVIDES", ()))
            depends = tuple((bare(name),) for name in fields.get("DEPENDS", ()))
            packages.append(Package(fields["NAME"][0], depends, provides))
        held += _pacman_files(fields.get("FILES", ()), packages[-1].name if packages else "")
    kinds = ("pkg_config", "libs", "tools", "headers", "archives", "sonames") if held else ()
    return index_of(title, release, packages, held, kinds)


def _pacman_fields(text: str) -> dict[str, tuple[str, ...]]:
    parts = re.split(r"(?m)^%([A-Z0-9]+)%\n", text)
    fields = zip(parts[1::2], parts[2::2], strict=False)
    return {key: tuple(value.split("\n\n")[0].splitlines()) for key, value in fields}


def _pacman_files(files: Iterable[str], package: str) -> Iterator[Held]:
    for file in files:
        for kind, shape in _PACMAN.items():
            found = shape.fullmatch(file)
            if found:
                yield kind, found.group(1), package
