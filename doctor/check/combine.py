"""What to paste for all that is missing: one command that installs everything, then what else the first fixes say."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doctor.check.model import FAIL, WARN, CheckResult
from doctor.knowledge.records import Family


@dataclass(frozen=True, slots=True)
class AtOnce:
    """One command line that installs all packages ("" for none), and the commands that come after it."""

    install: str = ""
    then: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.install or self.then)


@dataclass(frozen=True, slots=True)
class _Fix:
    """A fix's commands: those `before` its `packages` can be had, how they are installed, and the rest."""

    before: tuple[str, ...] = ()
    manager: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    then: tuple[str, ...] = ()


def combined(results: Iterable[CheckResult], family: Family | None) -> AtOnce:
    """Return the first fixes' commands as few as can be; nothing where that is one fix, which is shown already."""
    commands = tuple(dict.fromkeys(_first_fixes(results)))
    if family is None or len(commands) <= 1:
        return AtOnce()
    fixes = [_apart(one, family) for one in commands]
    manager = next((fix.manager for fix in fixes if fix.manager), ())
    packages = dict.fromkeys(word for fix in fixes for word in fix.packages)
    before = dict.fromkeys(command for fix in fixes for command in fix.before)
    install = [*before, shlex.join([*manager, *packages])] if packages else []
    return AtOnce(" && ".join(install), tuple(dict.fromkeys(command for fix in fixes for command in fix.then)))


def _first_fixes(results: Iterable[CheckResult]) -> Iterator[tuple[str, ...]]:
    """The commands of each first fix; a mere warning counts where it is about something that is missing."""
    for result in results:
        for diagnosis in result.diagnoses:
            missing = result.status == FAIL or (result.status == WARN and diagnosis.finding.need)
            if missing and diagnosis.fixes and diagnosis.fixes[0].commands:
                yield diagnosis.fixes[0].commands


def _apart(commands: tuple[str, ...], family: Family) -> _Fix:
    """Take a fix apart at the last command that installs: one before it may switch on a repository for it."""
    start = family.install[: family.install.index("{packages}")]
    for place in reversed(range(len(commands))):
        words = tuple(shlex.split(commands[place]))
        sudo = words[:1] if words[:1] == ("sudo",) else ()
        manager = (*sudo, *start)
        if words[: len(manager)] == manager:
            return _Fix(commands[:place], manager, words[len(manager) :], commands[place + 1 :])
    return _Fix(then=commands)
