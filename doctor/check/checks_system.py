"""Checks of the system: which one, its C library, what surrounds it."""

from __future__ import annotations

from doctor.check.model import CheckResult, View, known, ok, warn

_UNKNOWN_LIBC = "no program here names an interpreter that tells"


def distro(view: View) -> CheckResult:
    """Whether the system is one whose package names are known."""
    system = known(view.host.system)
    name = str(system.release) or "this system"
    if not system.family:
        return warn(
            f"{name}: its package names are not known", "Fixes name packages of other systems instead of commands."
        )
    how = {
        "id": "its ID",
        "like": f"its ID_LIKE ({' '.join(system.release.like)})",
        "manager": f"its package manager {system.manager}",
    }
    if system.family_from == "manager":
        return warn(f"{name} is taken for {system.family}", f"Nothing but {how['manager']} says so: names may differ.")
    return ok(f"{name}, packages by {system.manager}", f"family {system.family}, by {how[system.family_from]}")


def libc(view: View) -> CheckResult:
    """Which C library programs use here: a program linked for the other one does not start."""
    system = known(view.host.system)
    if not system.libc.kind:
        return warn("the C library of this system is not known", _UNKNOWN_LIBC)
    return ok(
        f"{system.libc} on {system.arch}"
        if system.libc.kind != "other"
        else f"the system's own C library on {system.arch}",
        system.libc.loader,
    )


def container(view: View) -> CheckResult:
    """Container, WSL, CI, and whether packages can be installed at all."""
    around = known(view.host.system).surroundings
    places = [around.container, f"WSL {around.wsl}" if around.wsl else "", around.ci]
    where = ", ".join(place for place in places if place) or "no container"
    detail = "The package lists are empty: the first command of each fix fetches them." if around.stale_lists else ""
    if not around.root and not around.sudo:
        return warn(
            f"{where}; not root, and there is no sudo", "Commands that install packages have to be run by root."
        )
    return ok(f"{where}; {'root' if around.root else 'sudo is there'}", detail)
