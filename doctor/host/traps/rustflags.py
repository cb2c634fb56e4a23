"""Which rustflags reach which target, taken apart into options. Source: the Cargo book, build.rustflags."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from doctor.host.cfg import matches
from doctor.host.settings import TARGET_KEY, Setting
from doctor.host.traps.model import Case

OUTER = ("CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS")
_VARIABLE = re.compile(r"CARGO_TARGET_(?P<triple>\w+)_(?P<key>LINKER|RUSTFLAGS|RUNNER)")


@dataclass(frozen=True, slots=True)
class Flags:
    """The words of one setting of rustflags, and the triple that they reach."""

    setting: Setting
    words: tuple[str, ...]
    triple: str

    @property
    def codegen(self) -> tuple[tuple[str, str], ...]:
        """The -C options as (name, value)."""
        return tuple(_codegen(self.words))

    @property
    def link_args(self) -> tuple[str, ...]:
        """All words that go to the linker."""
        values = ([value] if name == "link-arg" else value.split() for name, value in self.codegen if _LINK.match(name))
        return tuple(word for words in values for word in words)

    @property
    def features(self) -> tuple[str, ...]:
        """The items of -C target-feature."""
        return tuple(part for name, value in self.codegen if name == "target-feature" for part in value.split(","))

    def value(self, name: str) -> str:
        """The last value of a -C option, "" without one."""
        return next((value for key, value in reversed(self.codegen) if key == name), "")


_LINK = re.compile(r"link-args?$")


def table_of(setting: Setting) -> tuple[str, str]:
    """Return (triple or cfg, key) of a setting in [target.…] or its variable; ("", "") for another."""
    if not setting.line:
        named = _VARIABLE.fullmatch(setting.where)
        return (named["triple"].lower().replace("_", "-"), named["key"].lower()) if named else ("", "")
    table = TARGET_KEY.fullmatch(setting.key)
    return (table["triple"], table["key"]) if table else ("", "")


def is_for(setting: Setting, triple: str) -> bool:
    """Whether a setting in [target.…] is for this triple; a cfg that cannot be read or judged is not."""
    name = table_of(setting)[0]
    if name.startswith("cfg"):
        try:
            return matches(name, triple) is True
        except ValueError:
            return False
    return name == triple or (not setting.line and name == triple.replace("_", "-").replace(".", "-"))


def reaching(case: Case) -> tuple[Flags, ...]:
    """Return the rustflags in force, for each triple that is built."""
    return tuple(flags for triple in case.built for flags in for_triple(case, triple))


def for_triple(case: Case, triple: str) -> tuple[Flags, ...]:
    """Return the rustflags that reach a triple: of the four places the first that is set, never joined."""
    places = (_outer(case), _of_table(case, triple), _of_build(case))
    chosen = next((place for place in places if place), ())
    return tuple(Flags(setting, words_of(setting), triple) for setting in chosen)


def words_of(setting: Setting) -> tuple[str, ...]:
    """Split a setting as cargo does: an array by its items, encoded flags by 0x1f, a string by white space."""
    if setting.shape == "array":
        return setting.values
    if setting.where == OUTER[0]:
        return tuple(setting.value.split("\x1f"))
    return tuple(setting.value.split())


def all_flags(case: Case) -> Iterator[Setting]:
    """Yield every setting of rustflags, in force or not."""
    yield from _outer(case)
    yield from (one for one in settings(case) if table_of(one)[1] == "rustflags")
    yield from _of_build(case)


def settings(case: Case) -> Iterator[Setting]:
    """Yield the shell's variables and the configs' entries, as cargo itself reads them."""
    yield from (Setting(name, 0, f"env.{name}", (value,)) for name, value in sorted(case.environment.items()))
    yield from case.config


def _outer(case: Case) -> tuple[Setting, ...]:
    """A variable that is set but empty counts: it switches the configs' flags off (seen with cargo 1.95)."""
    name = next((name for name in OUTER if name in case.environment), "")
    return (Setting(name, 0, f"env.{name}", (case.environment[name],)),) if name else ()


def _of_table(case: Case, triple: str) -> tuple[Setting, ...]:
    return tuple(
        one for one in settings(case) if table_of(one)[1] == "rustflags" and any(one.values) and is_for(one, triple)
    )


def _of_build(case: Case) -> tuple[Setting, ...]:
    return tuple(
        one
        for one in settings(case)
        if (one.key == "build.rustflags" if one.line else one.where == "CARGO_BUILD_RUSTFLAGS") and any(one.values)
    )


def _codegen(words: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    waiting = iter(words)
    for word in waiting:
        option = (
            next(waiting, "") if word in {"-C", "--codegen"} else word.removeprefix("-C").removeprefix("--codegen=")
        )
        if option != word or word in {"-C", "--codegen"}:
            name, _, value = option.partition("=")
            yield name.replace("_", "-"), value
