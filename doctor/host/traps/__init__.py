"""Settings that break builds, in variables, configs and a project's files, read as data: wrong fixes and slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from doctor.host.settings import Setting
from doctor.host.traps.model import Case, Site, Trap

__all__ = ["Site", "Trap", "traps"]
_UNKNOWN = Site()


def traps(
    environment: Mapping[str, str],
    config: tuple[Setting, ...],
    targets: tuple[str, ...],
    has: Callable[[str], bool],
    site: Site = _UNKNOWN,
) -> tuple[Trap, ...]:
    """Find the traps in the environment, in cargo's config and in the project's files; each kind at a place once.

    `targets` are the triples that will be built for and are not the host's own; `has` says whether a program of this
    name or absolute path is there; `site` is what else is known.
    """
    from doctor.host.traps.find import find  # noqa: PLC0415 (ten modules, that only this check needs)

    return find(Case(environment, config, targets, has, site))
