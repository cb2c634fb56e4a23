"""Release → family of package names: ID, then every word of ID_LIKE, then the package manager. Never a guess."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from doctor.knowledge.records import Distros
from doctor.model import Release


def family_of(release: Release, distros: Distros, managers: Collection[str] = ()) -> tuple[str, str]:
    """(family id, how): how is id, like, manager, or "" with an empty family for an honest unknown.

    `managers` are the package managers on the PATH; they only count when neither ID nor ID_LIKE says anything.
    """
    if _listed(release.id, distros.not_family):
        return "", ""
    owner = _by_id(release.id, distros)
    if owner:
        return owner, "id"
    for word in release.like:
        owner = "" if _listed(word, distros.not_family) else _by_id(word, distros)
        if owner:
            return owner, "like"
    owner = next((key for key, family in distros.families.items() if family.manager in managers), "")
    return (owner, "manager") if owner and not release.id else ("", "")


def _by_id(name: str, distros: Distros) -> str:
    """The family that lists this id, also with a version or variant behind it (`opensuse-leap`, `sles_sap`)."""
    for key, family in distros.families.items():
        if name in family.ids:
            return key
    stem = name.replace("_", "-").split("-")[0]
    return next((key for key, family in distros.families.items() if f"{stem}-*" in family.ids), "")


def _listed(name: str, names: Iterable[str]) -> bool:
    return name in set(names)
