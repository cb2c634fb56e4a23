"""On which releases of Linux distributions a dynamic program starts, by the versions that it asks for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import groupby

from doctor import versions
from doctor.knowledge.records_releases import Floor, Release, Releases, Symbols

YES, UPDATED, NO, UNKNOWN = "yes", "updated", "no", "unknown"


@dataclass(frozen=True, slots=True)
class Needed:
    """What a program asks for: its C library (glibc or musl) and the highest version of each family.

    The families are those of ELF's version names (GLIBC, GLIBCXX, CXXABI, GCC), and MUSL, whose versions stand in no
    file; others are not judged. `kernel` is the oldest that will do; "" asks for none.
    """

    libc: str = "glibc"
    versions: Mapping[str, str] = field(default_factory=dict)
    kernel: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """What a release has not: `what` (a family, libc, kernel, or words), what it `has` instead, and what it `needs`."""

    what: str
    has: str = ""
    needs: str = ""

    @property
    def words(self) -> str:
        """As what follows a release's name: `has GLIBC 2.31, where 2.34 is needed`."""
        if not self.needs:
            return f"lacks {self.what}"
        if self.what == "libc":
            return f"has {self.has}, where {self.needs} is needed"
        return f"has {self.what} {self.has}, where {self.needs} is needed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a program starts on a release: yes, updated (only with its updates), no, unknown; and what it lacks."""

    release: Release
    starts: str
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a program starts, from which release of each distribution on (`Debian 12+`); and which are too old for it.

    A distribution none of whose releases will do stands among `fails` without a version.
    """

    starts: tuple[str, ...]
    fails: tuple[str, ...]


def judge(release: Release, needed: Needed, symbols: Sequence[Symbols]) -> Verdict:
    """Whether a program that asks for this starts on the release; `symbols` are those of Releases."""
    lacks = tuple(_lacks(release, needed, symbols, release.gcc))
    if lacks:
        updated = release.gcc_updated and not any(_lacks(release, needed, symbols, release.gcc_updated))
        return Verdict(release, UPDATED if updated else NO, lacks)
    unknown = not release.gcc and not needed.versions.keys().isdisjoint({"GLIBCXX", "CXXABI", "GCC"})
    return Verdict(release, UNKNOWN if unknown else YES)


def reach(releases: Releases, needed: Needed, today: str, *, distros: Iterable[str] = (), old: bool = False) -> Reach:
    """Where it starts and where not, in the order of the records; of these `distros` only, if there are any.

    `today` is a day as 2026-11-25. A release out of support by then fails only where `old` is asked for, and last.
    """
    only = set(distros)
    starts: list[str] = []
    fails: list[tuple[bool, str]] = []
    for _, group in groupby((one for one in releases.all if not only or one.distro in only), lambda one: one.group):
        verdicts = [judge(release, needed, releases.symbols) for release in group]
        starts += _first(verdicts)
        fails += ((ended, title) for ended, title in _last(verdicts, today) if old or not ended)
    return Reach(tuple(starts), tuple(title for _, title in sorted(fails, key=lambda one: one[0])))


def floor(releases: Releases, of: str, version: str = "", target: str = "") -> Floor | None:
    """What this version of glibc or rust ("": the newest) asks for, with this target; None where nobody knows."""
    return next((one for one in reversed(releases.floors) if one.of == of and _holds(one, version, target)), None)


def numbers(version: str) -> tuple[int, ...]:
    """A version's numbers, for comparison: 2.9 is older than 2.10, and 14 as old as 14.0.0."""
    return versions.numbers(re.sub(r"(\.0+)+$", "", version))


def _lacks(release: Release, needed: Needed, symbols: Sequence[Symbols], gcc: str) -> Iterator[Lack]:
    """What it has not, with the libstdc++ and libgcc of this GCC."""
    if release.foreign:
        yield Lack(release.foreign)
    if release.libc != needed.libc:
        yield Lack("libc", release.libc, needed.libc)
        return
    has = {release.libc.upper(): release.libc_version, **_families(gcc, symbols)}
    wanted = ((family, has.get(family, ""), version) for family, version in needed.versions.items())
    for what, there, version in (*wanted, ("kernel", release.kernel, needed.kernel)):
        if there and numbers(there) < numbers(version):
            yield Lack(what, there, version)


def _families(gcc: str, symbols: Sequence[Symbols]) -> dict[str, str]:
    """The highest versions of symbols that the libraries of this GCC have; nothing where that is not known."""
    rows = [row for row in symbols if gcc and numbers(row.gcc) <= numbers(gcc)]
    return {"GLIBCXX": rows[-1].glibcxx, "CXXABI": rows[-1].cxxabi, "GCC": rows[-1].libgcc} if rows else {}


def _first(verdicts: Sequence[Verdict]) -> Iterator[str]:
    """From which release on it starts on all of them; a numbered one promises those that are to come."""
    at = len(verdicts)
    while at and verdicts[at - 1].starts in {YES, UPDATED}:
        at -= 1
    for verdict in verdicts[at : at + 1]:
        more = "+" if verdict.release.version[:1].isdigit() else ""
        yield f"{verdict.release.title}{more}{' with its updates' if verdict.starts == UPDATED else ''}"


def _last(verdicts: Sequence[Verdict], today: str) -> Iterator[tuple[bool, str]]:
    """The newest release that will not do, and whether its support has ended; the distribution, where none will."""
    failing = [verdict.release for verdict in verdicts if verdict.starts == NO]
    for release in failing[-1:]:
        ended = bool(release.until) and release.until < today
        yield ended, release.group if len(failing) == len(verdicts) else release.title


def _holds(one: Floor, version: str, target: str) -> bool:
    """Whether this floor is for such a version and target; one without targets is for all."""
    fits = not one.targets or any(fnmatchcase(target, glob) for glob in one.targets)
    return fits and (not version or numbers(one.since) <= numbers(version))
