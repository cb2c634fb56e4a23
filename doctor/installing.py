"""Installing where a system cannot install into itself as it runs: in a container, or as a layer and a restart."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import replace

from doctor.knowledge.immutable import Immutable
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Family, Need, Packages
from doctor.model import Fix, System
from doctor.packages import at_home, by_hand, family_of_release, install_packages, packages_of


def install(need: Need, system: System, knowledge: Knowledge) -> Fix | None:
    """The first way to install a need from the system's packages, whatever the target; None when there is none."""
    system = at_home(need, system, knowledge)
    family = family_of_release(system, knowledge)
    if family is None:
        return by_hand(need, system, knowledge)
    return next(iter(ways_to_install(need, packages_of(need, system, knowledge), family, system, family.base)), None)


def ways_to_install(
    need: Need, packages: Packages | None, family: Family | None, system: System, base: str = ""
) -> tuple[Fix, ...]:
    """The fixes that install these packages on this system, the least to regret first; see install_packages."""
    fix = install_packages(need, packages, family, system, base)
    if fix is None or family is None or packages is None or not fix.commands or system.immutable is None:
        return (fix,) if fix else ()
    inside = install_packages(need, packages, family, replace(system, root=False, stale_lists=False), base) or fix
    names = packages.names or ()
    return tuple(_ways(inside, names, system.immutable, system)) or (_by_note(fix, system.immutable),)


def _ways(fix: Fix, names: tuple[str, ...], immutable: Immutable, system: System) -> Iterator[Fix]:
    """`fix` is how a container of the same family installs the packages."""
    if immutable.inside:
        inside = shlex.join(immutable.inside)
        yield replace(
            fix,
            title=f"{fix.title}, in a container",
            commands=(*map(shlex.join, immutable.make), *(f"{inside} {command}" for command in fix.commands)),
            why=f"{immutable.title} cannot install into itself as it runs. Build there too: `{inside} cargo build`.",
        )
    if immutable.install:
        argv = tuple(word for part in immutable.install for word in (names if part == "{packages}" else (part,)))
        sudo = () if system.root else ("sudo",)
        commands = (argv, *immutable.then)
        yield Fix(
            title=f"{'Or, as' if immutable.inside else fix.title + ', as'} a layer of the system itself",
            commands=tuple(shlex.join((*sudo, *command)) for command in commands),
            why=immutable.note,
            caution="It takes effect with the restart.",
        )


def _by_note(fix: Fix, immutable: Immutable) -> Fix:
    """A system that has no command for it: what there is to say."""
    return Fix(title=f"{fix.title}: {immutable.title} cannot install it as it runs", why=immutable.note)
