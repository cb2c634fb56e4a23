"""Indexes that know names only: Homebrew's formula.json, nixpkgs' packages.json, a plain list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from doctor.errors import UsageError
from doctor.knowledge.truth.held import index_of
from doctor.knowledge.truth.open_file import lines_of, open_index
from doctor.knowledge.truth.package_index import Package, PackageIndex
from doctor.model import Release


def read_catalog(path: Path, title: str, release: Release) -> PackageIndex:
    """Homebrew's formula.json (a list) or nixpkgs' packages.json (attribute → package): names and aliases."""
    try:
        with open_index(path) as file:
            document = json.load(file)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{path} is no JSON: {error}") from error
    return index_of(title, release, _catalog(document))


def read_list(path: Path, title: str, release: Release) -> PackageIndex:
    """A plain list: the first word of each line is a package's name."""
    names = (line.split()[0].decode("utf-8", "replace") for line in lines_of(path) if line.strip())
    return index_of(title, release, (Package(name) for name in names))


def _catalog(document: object) -> Iterator[Package]:
    """What is of another shape holds no package."""
    attributes = document.get("packages", document) if isinstance(document, Mapping) else {}
    if isinstance(attributes, Mapping):
        yield from (Package(name) for name in attributes)
    for entry in document if isinstance(document, list) else ():
        if isinstance(entry, Mapping) and isinstance(entry.get("name"), str):
            others = [name for key in ("aliases", "oldnames") for name in _strings(entry.get(key))]
            yield Package(entry["name"], provides=tuple(others))


def _strings(value: object) -> list[str]:
    return [name for name in value if isinstance(name, str)] if isinstance(value, list) else []
