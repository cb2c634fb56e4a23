"""What a project says of itself to doctor: `[package.metadata.doctor]` and `[workspace.metadata.doctor]`, read as data.

    [workspace.metadata.doctor]
    targets = ["x86_64-unknown-linux-musl"]     # what is built here, when nobody says otherwise
    skip = ["memory"]                           # checks that say nothing here
    needs = { protoc = "build.rs of proto/" }   # further needs, each with its reason

The package's own table counts before its workspace's, key by key.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doctor.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class Choices:
    """A project's own choices; `needs` are (id of a need, reason). `problem` names what could not be read."""

    targets: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    problem: str = ""


def read_choices(project: Path) -> Choices:
    """Read the manifests from the project's folder up to its workspace's; never fails."""
    tables = []
    for path in _manifests(project):
        try:
            manifest = read_toml(path)
        except ValueError as error:
            return Choices(problem=f"{path}: {error}")
        tables += [_doctor(manifest.get(kind)) for kind in ("package", "workspace")]
        if "workspace" in manifest:
            break
    merged = {key: value for table in reversed(tables) for key, value in table.items()}
    return Choices(_texts(merged.get("targets")), _texts(merged.get("skip")), _reasons(merged.get("needs")))


def _manifests(project: Path) -> Iterator[Path]:
    """The package's manifest, and those above it: one of them may be its workspace's."""
    return (path for folder in (project, *project.parents) if (path := folder / "Cargo.toml").is_file())


def _doctor(section: object) -> Mapping[str, Any]:
    """`metadata.doctor` of a section; other shapes are somebody else's data."""
    metadata = section.get("metadata") if isinstance(section, Mapping) else None
    table = metadata.get("doctor") if isinstance(metadata, Mapping) else None
    return table if isinstance(table, Mapping) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(word for word in value if isinstance(word, str)) if isinstance(value, list) else ()


def _reasons(value: object) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(why)) for key, why in value.items()) if isinstance(value, Mapping) else ()
