"""Release → family of package names: ID, then every word of ID_LIKE, then the package manager. Never a guess."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from doctor.knowledge.records import Distros, Family
from doctor.model import Release
from doctor.versions import numbers


def family_of(release: Release, distros: Distros, managers: Collection[str] = ()) -> tuple[str, str]:
    """Return (family id, how): how is id, like, manager, or "" with an empty family for an honest unknown.

    `managers` are the package managers on the PATH (see `managers_on`). They count only when neither ID nor ID_LIKE
    (os-release(5)) says anything, because a manager is no family: Mageia has dnf, ALT has apt-get, Wolfi has apk, each
    with names of its own. Systems without a family stand in `not_family`, and are never guessed. An id that two unlike
    systems use is in no family; what it is when all else is silent stands in `like`.
    """
    if release.id in distros.not_family:
        return "", ""
    for how, name in (("id", release.id), *(("like", word) for word in release.like)):
        owner = "" if name in distros.not_family else _by_id(name, distros)
        if owner:
            return owner, how
    usual = _by_id(distros.like.get(release.id, ""), distros)
    owner = _by_manager(distros, managers, usual)
    return (owner, "manager") if owner else (usual, "id" if usual else "")


def managers_on(folders: Collection[str], distros: Distros) -> tuple[str, ...]:
    """Return the known package managers among the programs in these folders (the words of PATH)."""
    import shutil  # noqa: PLC0415 (not needed where ID says all)

    path = ":".join(folders)
    names = [name for family in distros.families.values() for name in _manager_names(family)]
    return tuple(name for name in dict.fromkeys(names) if path and shutil.which(name, path=path))


def in_release(family: Family, release: Release) -> Family:
    """Return the family as this release has it: a release older than the family's manager has the one before (yum)."""
    for older in family.older:
        if _applies(older.before, release.version) and (not older.ids or release.id in older.ids):
            return replace(family, manager=older.manager, install=older.install, refresh=older.refresh)
    return family


def _by_id(name: str, distros: Distros) -> str:
    """Find the family that lists this id, also with a variant behind it: `name-*` takes `name-leap` and `name_sap`."""
    exact = next((key for key, family in distros.families.items() if name and name in family.ids), "")
    stem = f"{re.split('[-_]', name)[0]}-*"
    return exact or next((key for key, family in distros.families.items() if stem in family.ids), "")


def _by_manager(distros: Distros, managers: Collection[str], usual: str) -> str:
    """Find the one Linux family that the managers here speak for; two say nothing, nor does one that runs anywhere.

    It is the first family with that manager, others only have it too. `usual` is the family to keep if it has one of
    them as well.
    """
    homes: dict[str, str] = {}
    for family in distros.families.values():
        if family.os == "linux" and family.root and not family.base:
            homes = dict.fromkeys(_manager_names(family), family.id) | homes
    if usual and set(_manager_names(distros.families[usual])) & set(managers):
        return usual
    found = {homes[name] for name in managers if name in homes}
    return found.pop() if len(found) == 1 else ""


def _manager_names(family: Family) -> tuple[str, ...]:
    return (family.manager, *(older.manager for older in family.older))


def _applies(before: str, version: str) -> bool:
    """Whether a version lies before another; one that is not said (rolling, sid) is the newest."""
    if not before:
        return True
    have = numbers(version)
    return bool(have) and have < numbers(before)
