"""`ubuntu:20.04`, as people and images name it → what is known of that release. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace

from doctor.errors import UsageError
from doctor.knowledge.records import Distros
from doctor.knowledge.records_releases import Release, Releases
from doctor.releases import numbers

_DECORATION = re.compile(r"-(?:slim|minimal|micro|init|base|fpm)\b.*")


def release_of(name: str, releases: Releases, distros: Distros) -> Release:
    """The release of `distro:version`: an ID and VERSION_ID of os-release, a code name, or the tag of an image.

    A derivative is the release that it follows, and says so in its title. Raises UsageError, which names the nearest
    that is known.
    """
    if not name.strip() or not name.isprintable():
        raise UsageError(f"{name!r}: write ID:VERSION in the words of os-release, such as ubuntu:22.04")
    distro, _, version = name.strip().lower().partition(":")
    distro = distro.rpartition("library/")[2].replace("/", "-")
    version = _DECORATION.sub("", version).removeprefix("stream")
    found = _direct(distro, version, releases)
    if found is not None:
        return found
    followed = _followed(distro, version, releases, distros)
    release = _direct(*followed, releases)
    if release is None:
        raise UsageError(_unknown(name, followed, releases, distros))
    title = releases.aliases[f"{distro}:{version}"].title if f"{distro}:{version}" in releases.aliases else name.strip()
    return replace(release, title=f"{title}, like {release.title}")


def _direct(distro: str, version: str, releases: Releases) -> Release | None:
    """By its own version or another name, or the release that a point release belongs to (22.04.5, 9.4)."""
    own = [release for release in releases.all if release.distro == distro]
    for short in _shorter(version):
        for release in own:
            if short == release.version or short in release.names:
                return release
    return None


def _shorter(version: str) -> Iterator[str]:
    """22.04.5, 22.04, 22."""
    yield version
    while "." in version:
        version = version.rpartition(".")[0]
        yield version


def _followed(distro: str, version: str, releases: Releases, distros: Distros) -> tuple[str, str]:
    """The distribution and version that this one is in our table; itself where nobody says."""
    alias = releases.aliases.get(f"{distro}:{version}")
    if alias is not None:
        base, _, of = alias.of.partition(":")
        return base, of
    base = distros.like.get(distro, distro)
    return base, distros.release_of.get(f"{distro}:{version.partition('.')[0]}", version)


def _unknown(name: str, followed: tuple[str, str], releases: Releases, distros: Distros) -> str:
    distro, version = followed
    other = distro != name.partition(":")[0].strip().lower()
    known = [release.version for release in releases.all if release.distro == distro and release.version]
    if not known:
        return f"there is nothing here about the releases of `{distro}`{_alike(distro, releases, distros)}"
    if other:
        return f"nothing here says which release of `{distro}` is that of `{name}`: say it, as `{distro}:{known[-1]}`"
    listed = f"known are {', '.join(known)}"
    if not version:
        return f"`{name}` needs a release, as `{distro}:{known[-1]}`; {listed}"
    near = min(known, key=lambda one: _far(one, version))
    return f"there is no `{name}` here; the nearest is `{distro}:{near}` ({listed})"


def _far(one: str, other: str) -> tuple[int, ...]:
    """How far two versions are apart: by their first numbers, then their second."""
    (major, minor), (other_major, other_minor) = ((*numbers(text), 0, 0)[:2] for text in (one, other))
    return abs(major - other_major), abs(minor - other_minor)


def _alike(distro: str, releases: Releases, distros: Distros) -> str:
    """The known name that looks most like it, else those that most people mean."""
    ids = {release.distro for release in releases.all}
    names = ids | {key.partition(":")[0] for key in releases.aliases}
    names |= {key for key, base in distros.like.items() if base in ids}
    near = difflib.get_close_matches(distro, sorted(names), 1)
    return f"; did you mean `{near[0]}`?" if near else f"; known are {', '.join(releases.main)} and others"
