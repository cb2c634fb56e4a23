"""The repository that has to be switched on before a package can be installed, and how."""

from __future__ import annotations

import re
import shlex

from doctor.knowledge.records import Family, Need, Repository
from doctor.model import Release, System
from doctor.versions import version_holds

# A word with a question in it, as shlex quotes it, and with nothing that double quotes would not keep as it is.
_QUESTION = re.compile(r"""'[^'"$`\\!]*\{(?:arch|major)\}[^'"$`\\!]*'""")


def repository_of(need: Need, family: Family, release: Release) -> Repository | None:
    """The repository that has to be switched on first on this release; None when none has to."""
    followed = {family.id: release.version} | ({family.base: family.base_version} if family.base_version else {})
    wanted = next(
        (
            item.name
            for item in need.repositories
            if item.family in followed and version_holds(item.version, followed[item.family])
        ),
        "",
    )
    fitting = (
        one
        for one in family.repositories
        if one.name == wanted and (not one.ids or release.id in one.ids) and version_holds(one.version, release.version)
    )
    return next(fitting, None)


def switch_on(repository: Repository, family: Family, system: System) -> tuple[str, ...]:
    """The commands that switch a repository on, as one pastes them."""
    major = system.release.version.partition(".")[0]
    known = major if major.isdigit() else "{major}"
    argvs = (tuple(word.replace("{major}", known) for word in argv) for argv in repository.commands)
    return tuple(_asked_of_the_shell(as_root(argv, system, family)) for argv in argvs)


def _asked_of_the_shell(command: str) -> str:
    """`'…{arch}…'` → `"…$(arch)…"`: what is not known here, the shell there can ask (arch(1), rpm(8) -E)."""
    questions = {"{arch}": "$(arch)", "{major}": "$(rpm -E %rhel)"}
    for word in _QUESTION.findall(command):
        asked = re.sub(r"\{\w+\}", lambda name: questions.get(name.group(), name.group()), word)
        command = command.replace(word, f'"{asked[1:-1]}"')
    return command


def as_root(argv: tuple[str, ...], system: System, family: Family) -> str:
    """An argv of the package manager as one pastes it, with sudo where it is needed."""
    return shlex.join(("sudo", *argv) if family.root and not system.root else argv)
