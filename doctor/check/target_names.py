"""Targets in settings that rustc does not have: cargo passes over their tables and variables in silence."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from doctor.host.settings import Setting
from doctor.host.target import in_variables
from doctor.host.traps import Trap
from doctor.host.traps.model import trap
from doctor.host.traps.rustflags import table_of
from doctor.host.traps.write import export

_LETTERS = string.ascii_lowercase + string.digits + "_-"
_LONGEST = 48


def misspelt(
    environment: Mapping[str, str], config: tuple[Setting, ...], known: Callable[[str], bool]
) -> tuple[Trap, ...]:
    """Find [target.…] tables and variables one slip away from a target that there is; other names may be one's own.

    Seen with cargo 1.95: no warning, and the linker and flags in there are not used.
    """
    variables = (Setting(name, 0, f"env.{name}", (value,)) for name, value in sorted(environment.items()))
    found: dict[tuple[str, str], Trap] = {}
    for setting in (*variables, *config):
        for one in _judged(setting, known):
            found.setdefault((setting.where, table_of(setting)[0]), one)
    return tuple(found.values())


def _judged(setting: Setting, known: Callable[[str], bool]) -> Iterator[Trap]:
    name = table_of(setting)[0]
    if not name or name.startswith("cfg") or len(name) > _LONGEST:
        return
    there = known if setting.line else partial(_known_by_variable, known)
    right = "" if there(name) else next((one for one in _near(name) if there(one) and _plain(one) != _plain(name)), "")
    right = right or _other_marks(name, known) if setting.line else right
    if right:
        what = f"there is no target {name}: cargo says nothing, and does not use it"
        yield trap(setting, "unknown-target", what, "write the name that rustc has", _text(setting, right))


def _known_by_variable(known: Callable[[str], bool], name: str) -> bool:
    """Whether a target has this name, with hyphens for the underscores that the variable does not tell from them."""
    places = (place for place, sign in enumerate(name) if sign == "-")
    return known(name) or any(known(f"{name[:place]}_{name[place + 1 :]}") for place in places)


def _other_marks(name: str, known: Callable[[str], bool]) -> str:
    """Return the target that is meant by x86_64_unknown_linux_musl or, in gcc's words, x86_64-linux-musl."""
    if known(name):
        return ""
    hyphens = name.replace("_", "-")
    tries = (hyphens, hyphens.replace("-", "_", 1), name.replace("-linux-", "-unknown-linux-"))
    return next((one for one in tries if known(one)), "")


def _near(name: str) -> Iterator[str]:
    """Yield all names that one slip of the pen makes of this one: a letter more, less, another, or two swapped."""
    splits = [(name[:place], name[place:]) for place in range(len(name) + 1)]
    yield from (left + right[1:] for left, right in splits if right)
    yield from (left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1)
    yield from (left + letter + right[1:] for left, right in splits if right for letter in _LETTERS)
    yield from (left + letter + right for left, right in splits for letter in _LETTERS)


def _plain(name: str) -> str:
    return re.sub(r"[-_.]", "", name)


def _written(setting: Setting, right: str) -> str:
    if setting.line:
        return f"[target.{right}]"
    key = table_of(setting)[1].upper()
    return f"CARGO_TARGET_{in_variables(right)}_{key}"


def _text(setting: Setting, right: str) -> str:
    """The line of the file, or the command."""
    return _written(setting, right) if setting.line else export(_written(setting, right), setting.value)
