"""Which crates a project builds, from its Cargo.lock, read as data. Features are not seen there: names are likely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doctor.host.asked import asked_in
from doctor.host.doubtful import doubtful_in
from doctor.host.manifests import member_tables
from doctor.toml_file import load_toml

_VERSIONS = (1, 2, 3, 4)  # cargo: resolver/encode.rs, EncodableResolve; the first two are not written into the file


@dataclass(frozen=True, slots=True)
class LockedCrate:
    """One `[[package]]`: `member` is one of the project's own (it has no source); `dependencies` are keys of others."""

    name: str
    version: str
    member: bool
    dependencies: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells two versions of a crate apart: `rand 0.8.5`."""
        return f"{self.name} {self.version}"


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock file's path and its packages; `problem` says why it could not be read.

    `newer` says that its format is one that nobody here knows. `crates` are the packages in the order of the file;
    `doubtful` (member, crate) edges may be for tests or a feature; `asked` are the (crate, feature) that the members'
    manifests name.
    """

    path: str
    problem: str = ""
    newer: str = ""
    crates: tuple[LockedCrate, ...] = ()
    doubtful: frozenset[tuple[str, str]] = frozenset()
    asked: frozenset[tuple[str, str]] = frozenset()


def read_lock(project: Path) -> Lock | None:
    """Read the Cargo.lock of the project or of the workspace above it; None where there is none."""
    path = lock_path(project)
    if path is None:
        return None
    try:
        table = load_toml(path)
    except OSError as error:
        return Lock(str(path), problem=error.strerror or str(error))
    except ValueError as error:
        return Lock(str(path), problem=" ".join(str(error).split()))
    version = table.get("version", 1)
    if version not in _VERSIONS:
        return Lock(str(path), newer=f"version {version} of the lock file's format is not known here")
    packages = table.get("package", [])
    entries = [entry for entry in packages if isinstance(entry, dict)] if isinstance(packages, list) else []
    crates = tuple(_crates(entries))
    manifests = [table for folder in {path.parent, project} for table in member_tables(folder)]
    return Lock(str(path), crates=crates, doubtful=doubtful_in(manifests), asked=asked_in(manifests))


def lock_path(project: Path) -> Path | None:
    """Return the Cargo.lock of the project or of the workspace above it, whatever it is; None where there is none.

    cargo stops at one that it cannot read: a folder, a loop of links.
    """
    paths = (folder / "Cargo.lock" for folder in (project, *project.parents))
    return next((path for path in paths if path.is_file() or path.is_symlink() or path.is_dir()), None)


def _crates(entries: list[dict[str, Any]]) -> Iterator[LockedCrate]:
    versions: dict[str, list[str]] = {}
    for entry in entries:
        versions.setdefault(_text(entry, "name"), []).append(_text(entry, "version"))
    for entry in entries:
        listed = entry.get("dependencies", [])
        words = [word for word in listed if isinstance(word, str)] if isinstance(listed, list) else []
        keys = tuple(key for word in words if (key := _key(word, versions)))
        yield LockedCrate(_text(entry, "name"), _text(entry, "version"), "source" not in entry, keys)


def _key(word: str, versions: Mapping[str, list[str]]) -> str:
    """`rand`, `rand 0.8.5` or `rand 0.8.5 (registry+…)`: as short as it can be (cargo: encodable_package_id)."""
    name, _, rest = word.partition(" ")
    version = rest.partition(" ")[0] or next(iter(versions.get(name, [])), "")
    return f"{name} {version}" if version else ""


def _text(entry: Mapping[str, Any], key: str) -> str:
    return str(entry.get(key, ""))
