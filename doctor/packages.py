"""What a need is called on a system, and the command that installs it there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping

from doctor.host.family import in_release
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Family, Need, Packages, PackagesIf
from doctor.model import Fix, System


def install(need: Need, system: System, knowledge: Knowledge) -> Fix | None:
    """The fix that installs a need from the system's packages, whatever the target; None when it cannot."""
    family = family_of_release(system, knowledge)
    return (
        install_packages(need, packages_of(need, system, knowledge), family, system)
        if family
        else by_hand(need, knowledge)
    )


def family_of_release(system: System, knowledge: Knowledge) -> Family | None:
    """The system's family as its release has it: an old release has the package manager of its time."""
    family = knowledge.distros.families.get(system.family)
    return in_release(family, system.release) if family else None


def packages_of(need: Need, system: System, knowledge: Knowledge) -> Packages | None:
    """The packages of a need on this system; None when no record says what they are called."""
    return resolve(need.packages, need.packages_if, system, knowledge)


def resolve(
    plain: Mapping[str, Packages], exceptions: tuple[PackagesIf, ...], system: System, knowledge: Knowledge
) -> Packages | None:
    """Exceptions of the release first, then the family, then the family it is based on; None when nothing is known."""
    release, distros = system.release, knowledge.distros
    names = {release.id, distros.like.get(release.id, "")}
    version = distros.release_of.get(f"{release.id}:{release.version.partition('.')[0]}", release.version)
    for exception in exceptions:
        if exception.distro in names and version_holds(exception.version, version):
            return exception.packages
    family = system.family
    while family:
        if family in plain:
            return plain[family]
        found = knowledge.distros.families.get(family)
        family = found.base if found else ""
    return None


def version_holds(condition: str, version: str) -> bool:
    """`>=40` and the like on dotted numbers; a missing version (sid, rolling) counts as the newest."""
    if not condition:
        return True
    operator = condition.rstrip("0123456789.")
    wanted = _numbers(condition[len(operator) :])
    have = _numbers(version) or (10**9,)
    have = have[: len(wanted)] if operator == "==" else have
    return {">=": have >= wanted, "<=": have <= wanted, "<": have < wanted, ">": have > wanted, "==": have == wanted}[
        operator
    ]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def install_packages(need: Need, packages: Packages | None, family: Family | None, system: System) -> Fix | None:
    """The fix that installs these packages; None when nothing is known or all of it is in the base system."""
    if family is None or packages is None:
        return None
    if packages.names is None:
        return Fix(title=f"{need.title} is not packaged for {family.title}", why=need.note)
    if not packages.names:
        return None
    commands = [family.refresh] if system.stale_lists and family.refresh else []
    commands.append(manager_argv(family, packages.names))
    return Fix(
        title=f"Install {need.title}",
        commands=tuple(as_root(argv, system, family) for argv in commands),
        caution=family.note or None,
    )


def manager_argv(family: Family, packages: tuple[str, ...]) -> tuple[str, ...]:
    """The package manager's command line, as argv."""
    return tuple(word for part in family.install for word in (packages if part == "{packages}" else (part,)))


def as_root(argv: tuple[str, ...], system: System, family: Family) -> str:
    """An argv of the package manager as one pastes it, with sudo where it is needed."""
    return shlex.join(("sudo", *argv) if family.root and not system.root else argv)


def by_hand(need: Need, knowledge: Knowledge) -> Fix:
    """For a system that we do not know: what the package is called elsewhere, and no command."""
    known = [
        f"{knowledge.distros.families[family].title}: {' '.join(packages.names)}"
        for family, packages in need.packages.items()
        if packages.names and family in knowledge.distros.families
    ]
    return Fix(
        title=f"Install {need.title} with your system's package manager",
        why=f"Its name elsewhere: {'; '.join(known)}." if known else "",
    )
