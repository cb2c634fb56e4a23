"""Variables of the needs that the project's crates have: those that lead nowhere, or to another system's libraries."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctor.check.model import View
from doctor.host.facts import Project
from doctor.host.inside import exists_inside
from doctor.host.settings import Setting
from doctor.host.target import parse_target
from doctor.host.traps import Trap
from doctor.host.traps.model import Case, trap
from doctor.host.traps.variables import in_force

# Where a system keeps its own libraries, and variables that name such a folder for a build script.
_HOSTS = re.compile(r"/usr(?:/local)?/?|(?:/usr)?(?:/local)?/lib(?:64)?(?:/[\w-]+-linux-gnu)?/?")
_FOLDER = re.compile(r"\w+_(?:LIB_DIR|LIBDIR|DIR|ROOT|PREFIX|LIBRARY_PATH_OVERRIDE)")


def need_variables(view: View, project: Project) -> tuple[Trap, ...]:
    """Find the traps; a variable of what no crate of Cargo.lock wants does no harm. Of another root nothing is said."""
    if not view.request.live or project.lock is None or project.lock.problem:
        return ()
    case = Case(view.access.environment, project.settings.entries, (), lambda _name: True)
    doubtful = [one for one in in_force(case) if _is_doubtful(one, view)]
    if not doubtful:
        return ()
    found = {}
    for triple in view.host.targets or (view.host.triple,):
        names = _names(view, project, triple)
        for setting in doubtful:
            if setting.name in names:
                found.update({(one.place, one.id): one for one in _judged(setting, triple, view)})
    return tuple(found.values())


def _is_doubtful(setting: Setting, view: View) -> bool:
    """Whether it is one path that is not there, or a folder of this system's own."""
    value = setting.value
    plain = value.startswith("/") and ":" not in value
    return plain and (_HOSTS.fullmatch(value) is not None or not exists_inside(view.access.root, value))


def _names(view: View, project: Project, triple: str) -> frozenset[str]:
    """The variables that the needs of the project's crates go by."""
    wanted = view.adviser.wanted(project.lock, parse_target(triple).os) if project.lock else ()
    return frozenset(name for one in wanted for name in view.adviser.names(one.need).get("env", ()))


def _judged(setting: Setting, triple: str, view: View) -> Iterator[Trap]:
    target, host = parse_target(triple), parse_target(view.host.triple)
    foreign = (target.arch, target.libc) != (host.arch, host.libc)
    if not exists_inside(view.access.root, setting.value):
        what = f"leads to nothing: there is no {setting.value}"
        yield trap(setting, "no-path", what, "remove the setting, or name what is there")
    elif foreign and _FOLDER.fullmatch(setting.name) and _HOSTS.fullmatch(setting.value):
        what = f"{setting.value} holds the host's libraries, which a link for {triple} cannot use"
        instead = "unset it, and build the library with the crate or name the target's own folder"
        yield trap(setting, "hosts-library", what, instead)
