"""What a need is called on a system, and the command that installs it there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from doctor.host.family import in_release
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Family, Need, Packages, PackagesIf
from doctor.model import Fix, System
from doctor.repositories import as_root, repository_of, switch_on
from doctor.versions import version_holds

_NAMES_ELSEWHERE = 5  # enough to recognise the package by


def at_home(need: Need, system: System, knowledge: Knowledge, libc: str = "") -> System:
    """The same system, with the family that has the need: Windows has programs from winget, libraries from vcpkg.

    `libc` is the target's, where it decides between them.
    """
    family = knowledge.distros.families.get(system.family)
    if family is None or not family.other or packages_of(need, system, knowledge) is not None:
        return system
    fitting = (
        name for name in family.other if name in need.packages and libc in {"", knowledge.distros.families[name].libc}
    )
    return replace(system, family=next(fitting, system.family))


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
    followed = _followed(system.family, knowledge)
    for exception in exceptions:
        if exception.distro in names and version_holds(exception.version, version):
            return exception.packages
    return next((plain[family] for family in followed if family in plain), None)


def _followed(family: str, knowledge: Knowledge) -> tuple[str, ...]:
    """The family, and those whose names it has where a record says nothing of it."""
    found = knowledge.distros.families.get(family)
    return (family, *_followed(found.base, knowledge)) if found else ()


def install_packages(
    need: Need, packages: Packages | None, family: Family | None, system: System, base: str = ""
) -> Fix | None:
    """The fix that installs these packages; None when nothing is known or all of it is in the base system.

    `base` is the family that the family follows where a record says nothing of it.
    """
    if family is None or packages is None:
        return None
    if packages.names is None:
        return Fix(title=f"{need.title} is not packaged for {family.title}", why=need.note)
    if not packages.names:
        return None
    repository = repository_of(need, family, system.release)
    commands = [as_root(argv, system, family) for argv in _before(family, system)]
    commands += switch_on(repository, family, system) if repository else ()
    commands.append(as_root(manager_argv(family, packages.names), system, family))
    notes = (family.note, repository.note if repository else "", _doubt(need, family, base))
    return Fix(
        title=f"Install {need.title}",
        commands=tuple(commands),
        caution=" ".join(note for note in notes if note) or None,
    )


def _before(family: Family, system: System) -> list[tuple[str, ...]]:
    return [family.refresh] if system.stale_lists and family.refresh else []


def _doubt(need: Need, family: Family, base: str) -> str:
    """A name that neither an index nor the packaging source proves is said to be one."""
    proof = need.verified.get(family.id) or need.verified.get(base)
    if proof is None or proof.by != "unproven":
        return ""
    return f"The package's name for {family.title} is not proven: neither its index nor its packaging source was read."


def manager_argv(family: Family, packages: tuple[str, ...]) -> tuple[str, ...]:
    """The package manager's command line, as argv."""
    return tuple(word for part in family.install for word in (packages if part == "{packages}" else (part,)))


def by_hand(need: Need, system: System, knowledge: Knowledge) -> Fix:
    """For a system whose names we do not know: what holds there, what the package is called elsewhere, no command."""
    known = [
        f"{family.title}: {' '.join(names)}"
        for key, family in knowledge.distros.families.items()
        if (names := need.packages[key].names if key in need.packages else None)
    ][:_NAMES_ELSEWHERE]
    special = knowledge.distros.not_family.get(system.release.id, "")
    texts = (
        f"On {system.release.id}: {special}." if special else "",
        f"Its name elsewhere: {'; '.join(known)}." if known else "",
    )
    return Fix(
        title=f"Install {need.title} with your system's package manager" if not special else f"{need.title} is missing",
        why=" ".join(text for text in texts if text),
    )
