"""Can this system install packages into itself as it runs? Told by os-release, or by a file only such ones have."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from doctor.host.inside import HERE, exists_inside
from doctor.knowledge.immutable import Immutable
from doctor.model import Release


def immutable_of(
    release: Release, family: str, immutables: Sequence[Immutable], marks: Collection[str] = ()
) -> Immutable | None:
    """Return how packages come onto this system, or None where its package manager simply installs them.

    What os-release says counts more than a mark: an image of somebody's own is known by its mark alone.
    """
    possible = [one for one in immutables if family in one.families]
    named = (one for one in possible if release.id in one.ids or _is_variant(release.variant, one.variants))
    marked = (one for one in possible if any(mark in marks for mark in one.marks))
    return next(named, None) or next(marked, None)


def immutable_here(
    release: Release, family: str, immutables: Sequence[Immutable], container: str, root: Path = HERE
) -> Immutable | None:
    """Return the same for the machine below `root`. In a `container` packages are installed as ever, for any image."""
    if container:
        return None
    marks = {mark for one in immutables for mark in one.marks if exists_inside(root, mark)}
    return immutable_of(release, family, immutables, marks)


def _is_variant(variant: str, patterns: Collection[str]) -> bool:
    return bool(variant) and any(fnmatchcase(variant, pattern) for pattern in patterns)
