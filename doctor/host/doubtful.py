"""Dependencies that a plain build may never touch: optional ones, and those of tests alone. Read from the manifests.

Cargo.lock has them all the same (the Cargo book, "Dependency resolution": the lock file is for any feature and target).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Edge = tuple[str, str]  # (member, the crate it depends on)
_BUILT = ("dependencies", "build-dependencies")


def doubtful_in(manifests: Iterable[Mapping[str, Any]]) -> frozenset[Edge]:
    """The dependencies of these members (see manifests.member_tables) that no plain build is sure to use."""
    return frozenset(edge for table in manifests for edge in _doubtful(table))


def _doubtful(manifest: Mapping[str, Any]) -> Iterator[Edge]:
    name = str(_table(manifest.get("package")).get("name", ""))
    targets = (_table(table) for table in _table(manifest.get("target")).values())
    sections = (manifest, *targets)
    built = [entry for section in sections for key in _BUILT for entry in _entries(section.get(key))]
    tested = [entry for section in sections for entry in _entries(section.get("dev-dependencies"))]
    sure = {crate for crate, optional in built if not optional}
    yield from ((name, crate) for crate, _ in (*built, *tested) if crate not in sure)


def _entries(section: object) -> Iterator[tuple[str, bool]]:
    """(the crate's own name, whether it is optional)."""
    return ((crate, entry.get("optional") is True) for crate, entry in entries(section))


def entries(section: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """(the crate's own name, what is said of it): `tls = { package = "native-tls", optional = true }`."""
    for key, value in _table(section).items():
        entry = _table(value)
        yield str(entry.get("package", key)), entry


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
