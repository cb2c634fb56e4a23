"""Settings that break builds: each as a diagnosis of its own, with its place and what to write instead."""

from __future__ import annotations

from collections.abc import Iterator

from doctor.check.model import CheckResult, View, fail, known, ok, warn
from doctor.check.need_variables import need_variables
from doctor.check.target_names import misspelt
from doctor.host.traps import Trap
from doctor.model import Diagnosis, Edit, Evidence, Finding, Fix

_PROGRAMS = frozenset({"cargo", "gcc", "rustc", "rustup", "sccache"})


def traps(view: View) -> CheckResult:
    """Whether a setting will break builds: popular wrong fixes and slips."""
    project = known(view.host.project)
    if project.settings.problems:
        return fail("a config of cargo cannot be read", f"{'; '.join(project.settings.problems)}. cargo stops at it.")
    environment = view.access.environment if view.request.live else {}
    named = misspelt(environment, project.settings.entries, lambda triple: view.adviser.target(triple) is not None)
    places = {trap.place for trap in project.traps}
    further = (trap for trap in need_variables(view, project) if trap.place not in places)
    found = sorted((*project.traps, *named, *further), key=lambda trap: not trap.breaks)
    if not found:
        return ok("no harmful settings", f"{len(project.settings.entries)} entries of cargo's configs read")
    title = f"{_shown(found[0], view)} will hurt" if len(found) == 1 else f"{len(found)} settings will hurt"
    told = fail if found[0].breaks else warn
    return told(title, "", *(diagnosis(trap, _shown(trap, view), _file(trap, view)) for trap in found))


def diagnosis(trap: Trap, place: str, file: str) -> Diagnosis:
    """Turn a trap into a diagnosis whose evidence is the place (line 0 for a variable)."""
    finding = Finding(
        rule=trap.id,
        confidence="certain" if trap.breaks else "likely",
        title=f"{place}: {trap.text}" if trap.text else place,
        cause=f"{_sentence(trap.what, trap.text)}.",
        evidence=(Evidence(trap.where, trap.line, trap.text),),
    )
    return Diagnosis(finding, tuple(_fixes(trap, file)))


def _fixes(trap: Trap, file: str) -> Iterator[Fix]:
    edits = (Edit(trap.file or file, trap.write),) if trap.write else ()
    yield Fix(_sentence(trap.instead, trap.text), commands=(trap.run,) if trap.run else (), edits=edits)


def _sentence(words: str, text: str) -> str:
    """Begin with a capital, but for a program's name or a word of the setting itself."""
    first = words.partition(" ")[0]
    return words if not first.isalpha() or first in _PROGRAMS or first in text else words[:1].upper() + words[1:]


def _file(trap: Trap, view: View) -> str:
    """Name a file as a reader in the project would."""
    root = f"{view.request.project}/" if view.request.project else ""
    return trap.where.removeprefix(root) if trap.line else trap.where


def _shown(trap: Trap, view: View) -> str:
    return f"{_file(trap, view)}:{trap.line}" if trap.line else trap.where
