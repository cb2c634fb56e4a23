"""The features that a project's own manifests ask of its dependencies, read as data. Others show nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from doctor.host.doubtful import entries

Asked = tuple[str, str]  # (crate, its feature)
_SECTIONS = ("dependencies", "build-dependencies")


def asked_in(manifests: Iterable[Mapping[str, Any]]) -> frozenset[Asked]:
    """The features that these members name for what they build with, and those of `[workspace.dependencies]`."""
    return frozenset(one for table in manifests for one in _asked(table))


def _asked(manifest: Mapping[str, Any]) -> Iterator[Asked]:
    targets = manifest.get("target")
    sections = [manifest, manifest.get("workspace"), *(targets.values() if isinstance(targets, Mapping) else ())]
    for section in sections:
        for key in _SECTIONS if isinstance(section, Mapping) else ():
            for crate, entry in entries(section.get(key)):
                features = entry.get("features")
                words = features if isinstance(features, list) else []
                yield from ((crate, word) for word in words if isinstance(word, str))
