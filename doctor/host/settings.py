"""Cargo's settings with their place: the configs up the tree and in CARGO_HOME, with line numbers for the reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from doctor.host.inside import HERE, read_inside
from doctor.project import cargo_config


@dataclass(frozen=True, slots=True)
class Setting:
    """One value of a config (`key` is dotted, `where` the file) or a variable (`line` 0, `key` is env.NAME)."""

    where: str
    line: int
    key: str
    values: tuple[str, ...]

    @property
    def value(self) -> str:
        """The first value."""
        return self.values[0] if self.values else ""

    @property
    def name(self) -> str:
        """The variable that it sets, "" for other keys and for `force` and `relative` beside a variable's `value`."""
        if not self.key.startswith("env.") or self.key.endswith((".force", ".relative")):
            return ""
        return self.key.removeprefix("env.").removesuffix(".value")


@dataclass(frozen=True, slots=True)
class Settings:
    """All that cargo would read for a project, the nearest file first; `home` is CARGO_HOME ("" without a home).

    `problems` say which file could not be read, and why: cargo stops at such a file.
    """

    entries: tuple[Setting, ...] = ()
    problems: tuple[str, ...] = ()
    home: str = ""

    def of(self, key: str) -> tuple[str, ...]:
        """Return the values of the nearest entry with this key."""
        return next((entry.values for entry in self.entries if entry.key == key), ())

    def own(self, key: str) -> tuple[str, ...]:
        """Return the values that the user's own config has for this key: no project wrote them."""
        ours = (entry for entry in self.entries if self.home and Path(entry.where).parent == Path(self.home))
        return next((entry.values for entry in ours if entry.key == key), ())


def read_settings(project: Path, environment: Mapping[str, str]) -> Settings:
    """Read cargo's configs for `project` (the Cargo book, "Hierarchical structure")."""
    config = cargo_config(project, environment)
    home = environment.get("CARGO_HOME") or (f"{environment['HOME']}/.cargo" if environment.get("HOME") else "")
    entries = (
        Setting(entry.file, _line(entry.file, entry.key, entry.values), entry.key, entry.values)
        for entry in config.entries
    )
    return Settings(tuple(entries), config.problems, home)


def _line(file: str, key: str, values: tuple[str, ...]) -> int:
    """Find the line that sets the key: its last part and a value on one line, else its last part; 1 when neither."""
    lines = read_inside(HERE, file).splitlines()
    last = key.removesuffix(".value").rsplit(".", 1)[-1]
    sets = re.compile(rf"(?:^|[.\s{{,\"'])[\"']?{re.escape(last)}[\"']?\s*=")
    hits = [number for number, line in enumerate(lines, 1) if sets.search(line)]
    exact = [number for number in hits if values and values[0] in lines[number - 1]]
    return next(iter(exact or hits), 1)
