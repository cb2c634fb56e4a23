"""Rustflags that are written and not used: four places, of which the first that is set counts alone."""

from __future__ import annotations

from collections.abc import Iterator

from doctor.host.settings import Setting
from doctor.host.traps import write
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import OUTER, all_flags, for_triple, table_of, words_of


def replaced(case: Case) -> Iterator[Trap]:
    """Find rustflags that another place switches off (the Cargo book, build.rustflags)."""
    outer = next((name for name in OUTER if name in case.environment), "")
    if outer:
        yield from (_by_variable(one, outer, case) for one in all_flags(case) if one.line and _reaches(case, one))
    else:
        yield from (found for triple in case.built for found in _by_table(case, triple))


def _reaches(case: Case, setting: Setting) -> bool:
    """Whether it would be for a target that is built; what cannot be judged would."""
    name = table_of(setting)[0]
    return not name or name in {"", *case.built} or name.startswith("cfg(") or not case.built


def _by_variable(setting: Setting, outer: str, case: Case) -> Trap:
    how = "" if case.environment[outer] else ", although it is empty,"
    what = f"these rustflags are not used: the variable {outer}{how} replaces those of every config"
    return trap(setting, "rustflags-replaced", what, f"unset {outer}, or write all flags into it", run=f"unset {outer}")


def _by_table(case: Case, triple: str) -> Iterator[Trap]:
    """A target's table replaces [build]: what it does not repeat is lost for that target."""
    used = for_triple(case, triple)
    if not used or not table_of(used[0].setting)[0]:
        return
    words = {word for flags in used for word in flags.words}
    for one in all_flags(case):
        lost = [word for word in words_of(one) if word not in words]
        if one.line and one.key == "build.rustflags" and lost:
            what = f"these rustflags are not used for {triple}: those of {_named(used[0].setting)} replace them"
            lines = f"{write.table(triple)}\nrustflags = {write.array((*words_of(one), *used[0].words))}"
            yield trap(one, "rustflags-replaced", what, "repeat them in the target's table", lines)


def _named(setting: Setting) -> str:
    return write.table(table_of(setting)[0]) if setting.line else setting.where
