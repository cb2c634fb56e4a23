"""One command that installs everything: the first fixes' install commands, joined."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from doctor.check.model import FAIL, WARN, CheckResult
from doctor.knowledge.records import Family


def combined(results: Iterable[CheckResult], family: Family | None) -> str:
    """Return the one command for all packages of the first fixes; "" where fewer than two commands could be joined."""
    if family is None:
        return ""
    commands = [command for result in results if result.status in {FAIL, WARN} for command in _first(result)]
    installs = [words for command in dict.fromkeys(commands) if (words := _install_words(command, family))]
    if len({tuple(words) for _, words in installs}) <= 1:  # one command needs no summary
        return ""
    packages = dict.fromkeys(word for _, words in installs for word in words)
    return shlex.join([*installs[0][0], *packages])


def _first(result: CheckResult) -> tuple[str, ...]:
    return tuple(command for diagnosis in result.diagnoses for fix in diagnosis.fixes[:1] for command in fix.commands)


def _install_words(command: str, family: Family) -> tuple[list[str], list[str]] | None:
    """Split an install command into what stands before the packages and the packages; None for another command."""
    start = list(family.install[: family.install.index("{packages}")])
    words = shlex.split(command)
    sudo = words[:1] if words[:1] == ["sudo"] else []
    if words[len(sudo) : len(sudo) + len(start)] != start:
        return None
    return [*sudo, *start], words[len(sudo) + len(start) :]
