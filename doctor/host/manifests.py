"""What the project's manifests say of the Rust that they need, read as data."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doctor.toml_file import load_toml

_MOST_MEMBERS = 30


@dataclass(frozen=True, slots=True)
class Manifest:
    """A Cargo.toml: its edition, rust-version and resolver, "" for what it does not say.

    `rust_version` is left out for members that a plain `cargo build` does not build. `problem` says why the file could
    not be read.
    """

    file: str
    edition: str = ""
    rust_version: str = ""
    resolver: str = ""
    problem: str = ""


def read_manifests(project: Path) -> tuple[Manifest, ...]:
    """Read the project's manifest and those of the workspace's members; none where there is no Cargo.toml.

    What a member inherits is looked up in the workspace (the Cargo book, "The workspace.package table").
    """
    path = project / "Cargo.toml"
    if not path.is_file():
        return ()
    table, problem = _load(path)
    if problem:
        return (Manifest(str(path), problem=problem),)
    workspace = _table(table, "workspace") if "workspace" in table else _workspace_above(project)
    own = _manifest(path, table, workspace, built=True)
    return (own, *_members(project, table, workspace))


def member_tables(project: Path) -> tuple[Mapping[str, Any], ...]:
    """Read the manifests of the project and of its workspace's members as they are; unreadable ones are left out."""
    table, _ = _load(project / "Cargo.toml")
    folders = _folders(project, _table(table, "workspace"), "members") if "workspace" in table else {}
    return (table, *(_load(folder / "Cargo.toml")[0] for folder in list(folders)[:_MOST_MEMBERS]))


def _members(project: Path, table: Mapping[str, Any], workspace: Mapping[str, Any]) -> Iterator[Manifest]:
    """Read the members of a workspace that is rooted here; cargo reads them all, and builds the default ones."""
    if "workspace" not in table:
        return
    chosen = _folders(project, workspace, "default-members")
    for folder in list(_folders(project, workspace, "members"))[:_MOST_MEMBERS]:
        path = folder / "Cargo.toml"
        member, problem = _load(path)
        built = folder in chosen if chosen else "package" not in table
        if not problem:
            yield _manifest(path, member, workspace, built=built)


def _folders(project: Path, workspace: Mapping[str, Any], key: str) -> dict[Path, None]:
    """Return the folders that members or default-members name, in order, without those that `exclude` names."""
    excluded = tuple(project / word for word in _words(workspace, "exclude"))
    patterns = [word for word in _words(workspace, key) if not word.startswith("/")]
    found = (folder for word in patterns for folder in _matching(project, word) if _has_manifest(folder))
    return {folder: None for folder in found if not any(folder.is_relative_to(one) for one in excluded)}


def _has_manifest(folder: Path) -> bool:
    """No for a name that is too long and a folder that may not be entered, where Path.is_file raises."""
    return os.path.isfile(folder / "Cargo.toml")  # noqa: PTH113


def _matching(project: Path, pattern: str) -> list[Path]:
    """Return what a member's pattern matches; one with `..` is a plain path (pathlib globs no parents)."""
    if ".." in Path(pattern).parts or not any(letter in pattern for letter in "*?["):
        return [project / pattern]
    try:
        return sorted(project.glob(pattern))
    except (ValueError, OSError, NotImplementedError):
        return []


def _workspace_above(project: Path) -> Mapping[str, Any]:
    """Return the [workspace] of the nearest manifest above, which cargo takes as the root."""
    for folder in project.parents:
        path = folder / "Cargo.toml"
        if path.is_file():
            table, _ = _load(path)
            if "workspace" in table:
                return _table(table, "workspace")
    return {}


def _manifest(path: Path, table: Mapping[str, Any], workspace: Mapping[str, Any], *, built: bool) -> Manifest:
    package, shared = _table(table, "package"), _table(workspace, "package")
    resolver = _text(package, {}, "resolver") or _text(_table(table, "workspace"), {}, "resolver")
    rust_version = _text(package, shared, "rust-version") if built else ""
    return Manifest(str(path), _text(package, shared, "edition"), rust_version, resolver)


def _load(path: Path) -> tuple[Mapping[str, Any], str]:
    """Return (table, "") or (nothing, one line that says why)."""
    try:
        return load_toml(path, "utf-8-sig"), ""
    except (OSError, ValueError) as error:
        return {}, " ".join(str(error).split())


def _text(table: Mapping[str, Any], shared: Mapping[str, Any], key: str) -> str:
    """Return a text of the table, or the workspace's where it says `key.workspace = true`."""
    value = table.get(key)
    inherited = isinstance(value, dict) and value.get("workspace") is True
    found = shared.get(key) if inherited else value
    return found if isinstance(found, str) else ""


def _table(table: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _words(table: Mapping[str, Any], key: str) -> list[str]:
    value = table.get(key)
    return [word for word in value if isinstance(word, str)] if isinstance(value, list) else []
