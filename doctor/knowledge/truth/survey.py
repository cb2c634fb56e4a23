"""Several releases' indexes → what holds in all of them, for one family."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from doctor.knowledge.load import Knowledge
from doctor.knowledge.truth.package_index import PackageIndex
from doctor.knowledge.truth.prove import Allowed, Fault, Verdict, prove


@dataclass(frozen=True, slots=True)
class Release:
    """The verdicts of one release's index."""

    title: str
    verdicts: tuple[Verdict, ...]
    files: bool

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong in it."""
        return tuple(fault for verdict in self.verdicts for fault in verdict.faults)


@dataclass(frozen=True, slots=True)
class Survey:
    """All releases of a family that were looked at."""

    family: str
    releases: tuple[Release, ...]
    unused: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        """Whether no index denies anything, and every exception is needed."""
        return not self.unused and not any(release.faults for release in self.releases)

    @property
    def needs(self) -> tuple[str, ...]:
        """The needs that no release denies and that every release says something of, by id."""
        held = [
            {verdict.need for verdict in release.verdicts if _said(verdict, release) and _shown(verdict)}
            for release in self.releases
        ]
        return tuple(sorted(set.intersection(*held))) if held else ()

    @property
    def means(self) -> str:
        """What was read, for the records: `Debian 12, Debian 13: packages and files`."""
        what = "packages and files" if all(release.files for release in self.releases) else "packages"
        return f"{', '.join(release.title for release in self.releases)}: {what}"


def _shown(verdict: Verdict) -> bool:
    """A package that is excused for not being in the index is not proven by it."""
    return not verdict.faults and not any(fault.kind == "dead" for fault in verdict.excused)


def _said(verdict: Verdict, release: Release) -> bool:
    """A list of names can show that a package is there, never that none holds a file or that it is in the base."""
    return bool(verdict.names) or (verdict.packages is not None and release.files)


def survey(knowledge: Knowledge, family: str, indexes: Sequence[PackageIndex], allowed: Allowed) -> Survey:
    """Every index against every need; with files to look at, exceptions that none of them needs are named too."""
    releases = tuple(
        Release(index.title, prove(knowledge, family, index, allowed), bool(index.kinds)) for index in indexes
    )
    used = {
        (verdict.need, fault.name) for release in releases for verdict in release.verdicts for fault in verdict.excused
    }
    spare = allowed.keys() - used if all(release.files for release in releases) else set()
    return Survey(family, releases, tuple(sorted(f"{need} {name}".strip() for need, name in spare)))
