"""All finders of traps, in the order of the report."""

from __future__ import annotations

from doctor.host.traps.c_code import c_code
from doctor.host.traps.effects import effects
from doctor.host.traps.elsewhere import elsewhere
from doctor.host.traps.empty import empty
from doctor.host.traps.flags import flags
from doctor.host.traps.keys import keys
from doctor.host.traps.link_args import link_args
from doctor.host.traps.linkers import linkers
from doctor.host.traps.model import Case, Trap
from doctor.host.traps.names import names
from doctor.host.traps.nowhere import nowhere
from doctor.host.traps.openssl import openssl
from doctor.host.traps.pkg_config import pkg_config
from doctor.host.traps.replaced import replaced
from doctor.host.traps.sources import sources

_FINDERS = (
    names,
    keys,
    empty,
    elsewhere,
    flags,
    effects,
    link_args,
    linkers,
    c_code,
    pkg_config,
    openssl,
    sources,
    replaced,
)


def find(case: Case) -> tuple[Trap, ...]:
    """Find each kind of trap at a place once; that a name leads nowhere is said where nothing else is wrong with it."""
    found: dict[tuple[str, str], Trap] = {}
    for finder in _FINDERS:
        for one in finder(case):
            found.setdefault((one.place, one.id), one)
    places = {one.place for one in found.values()}
    rest = {(one.place, one.id): one for one in nowhere(case) if one.place not in places}
    return (*found.values(), *rest.values())
