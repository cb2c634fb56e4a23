"""The databases of pacman (repo-add(8)): `.db` with a `desc` a package, `.files` with all that each holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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
    entries: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, data in members(path, lambda name: name.endswith(("/desc", "/files"))):
        entries.setdefault(name.rpartition("/")[0], {}).update(_pacman_fields(data.decode("utf-8", "replace")))
    named = [fields for fields in entries.values() if fields.get("NAME")]
    held = [found for fields in named for found in _pacman_files(fields.get("FILES", ()), fields["NAME"][0])]
    return index_of(title, release, map(_pacman_package, named), held, tuple(_PACMAN) if held else ())


def _pacman_package(fields: Mapping[str, tuple[str, ...]]) -> Package:
    """The package `base` is what every installation has (Arch's wiki, "Meta package")."""
    name = fields["NAME"][0]
    provides = tuple(bare(name) for name in fields.get("PROVIDES", ()))
    depends = tuple((bare(name),) for name in fields.get("DEPENDS", ()))
    return Package(name, depends, provides, name == "base")


def _pacman_fields(text: str) -> dict[str, tuple[str, ...]]:
    parts = re.split(r"(?m)^%([A-Z0-9]+)%\n", text)
    fields = zip(parts[1::2], parts[2::2], strict=False)
    return {key: tuple(filter(None, value.split("\n\n")[0].splitlines())) for key, value in fields}


def _pacman_files(files: Iterable[str], package: str) -> Iterator[Held]:
    for file in files:
        for kind, shape in _PACMAN.items():
            found = shape.fullmatch(file)
            if found:
                yield kind, found.group(1), package
