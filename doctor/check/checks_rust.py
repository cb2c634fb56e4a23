"""Checks of Rust itself: rustc and cargo, rustup, the pinned toolchain, what shadows what."""

from __future__ import annotations

import re

from doctor.check import wording
from doctor.check.model import CheckResult, View, fail, known, ok, skipped, warn
from doctor.host.programs import Program
from doctor.host.rust import DISTRO, RUSTUP, UNKNOWN, Rust, origin_of
from doctor.project import ToolchainFile

_INSTALL = "Nothing can be built without rustc and cargo."


def rust(view: View) -> CheckResult:
    """Whether rustc and cargo are there and answer."""
    found = known(view.host.rust)
    if not found.rustcs and not found.cargos:
        return fail(
            "Rust is not installed", _INSTALL, view.adviser.need("rust", "rust", "Rust is not installed", _INSTALL)
        )
    for name, paths, program in (("rustc", found.rustcs, found.rustc), ("cargo", found.cargos, found.cargo)):
        if not paths:
            need = view.adviser.need(
                name,
                "rust",
                f"{name} is not installed",
                f"Only the other half of Rust is on the PATH: {_other(found)}.",
            )
            return fail(f"{name} is not installed", need.finding.cause, need)
        if program is None:
            return _no_toolchain(view, found, name)
        if program.problem:
            return fail(
                f"{name} does not work", f"{program.path}: {program.problem}", *view.adviser.diagnose(_said(program))
            )
    return ok(described(found), _paths(found))


def described(found: Rust) -> str:
    """Return version and origin as one says them: `Rust 1.95.0 by rustup`."""
    by = "" if found.origin in {UNKNOWN, ""} else f"by {found.origin}"
    return " ".join(part for part in ("Rust", _version(found), by) if part)


def rustup(view: View) -> CheckResult:
    """How Rust was installed decides how a target is added."""
    found = known(view.host.rust)
    if found.rustup is None:
        if found.origin == DISTRO:
            return ok("Rust comes from the distribution: its packages add targets, not rustup", found.sysroot)
        return ok("no rustup", found.sysroot)
    program = found.rustup.program
    if program.problem:
        return fail("rustup does not work", f"{program.path}: {program.problem}")
    names = ", ".join(toolchain.name for toolchain in found.rustup.toolchains) or "no toolchains"
    if found.origin not in {RUSTUP, ""}:
        used = f"{found.rustcs[0]} ({found.origin}) is used: `rustup target add` changes nothing for it."
        return warn("rustup is installed, but another Rust comes first on the PATH", used)
    return ok(
        f"rustup {program.version}",
        f"{program.path}: {names}; in use {found.rustup.active or 'none'} ({found.rustup.active_from})",
    )


def toolchain_file(view: View) -> CheckResult:
    """Whether the toolchain that the project pins, and the targets it lists, are installed."""
    found = known(view.host.rust)
    file = found.file
    if file is None:
        return ok("no rust-toolchain file")
    if file.problem:
        return fail(f"{file.file} cannot be read", f"{file.problem}. rustup stops at it.")
    if file.path:
        return skipped(f"{file.file} names a toolchain of the project's own ({file.path}), which doctor does not run")
    return _pinned(view, found, file)


def _pinned(view: View, found: Rust, file: ToolchainFile) -> CheckResult:
    if found.rustup is None or found.origin not in {RUSTUP, ""}:
        instead = f"The build uses {_version(found)} ({found.origin})." if found.rustc else ""
        return warn(f"{file.file} pins {file.channel or 'components'}, and no rustup is there to obey it", instead)
    if not view.request.live:
        return ok(f"{file.file} pins {file.channel}")
    if not found.rustup.folder:
        return _pinned_absent(view, found, file.file)
    absent = [triple for triple in file.targets if triple not in found.targets]
    if absent:
        diagnoses = view.adviser.diagnose(wording.no_std(absent[0]), absent[0])
        detail = "rustup adds them at the first build, over the network."
        return warn(f"targets of {file.file} are not installed: {' '.join(absent)}", detail, *diagnoses)
    return ok(f"{file.file}: {found.rustup.active} is installed", f"chosen by {found.rustup.active_from}")


def path_shadowing(view: View) -> CheckResult:
    """Whether two installations of Rust stand on the PATH, and which one wins."""
    found = known(view.host.rust)
    origins = {path: origin_of(path, view.access) for path in (*found.rustcs, *found.cargos)}
    detail = ", ".join(f"{path} ({origin})" for path, origin in origins.items())
    firsts = {origins[paths[0]] for paths in (found.rustcs, found.cargos) if paths}
    if len(firsts) > 1:
        return fail(
            "cargo and rustc come from two installations of Rust",
            f"Put one of their folders first on the PATH: {detail}",
        )
    if len(set(origins.values())) > 1:
        return warn(f"several Rusts on the PATH; {next(iter(origins))} wins", detail)
    return ok("one Rust on the PATH" if origins else "no Rust on the PATH", detail)


def _no_toolchain(view: View, found: Rust, name: str) -> CheckResult:
    """Say why there is a proxy of rustup, and no toolchain behind it."""
    active = found.rustup.active if found.rustup else ""
    if active and found.rustup:
        return _pinned_absent(view, found, found.rustup.active_from)
    problem = found.rustup.program.problem if found.rustup else "there is no rustup behind it"
    if problem:
        return fail(f"{name} is a proxy of rustup that does not work", problem)
    return fail("rustup has no toolchain", "", *view.adviser.diagnose(wording.no_default(name)))


def _pinned_absent(view: View, found: Rust, where: str) -> CheckResult:
    name = found.rustup.active if found.rustup else ""
    return fail(
        f"the toolchain {name} is not installed",
        f"{where} asks for it.",
        *view.adviser.diagnose(wording.no_toolchain(name)),
    )


def _said(program: Program) -> bytes:
    """Return what the program itself said, without how it ended."""
    return f"{re.sub(r'^exit status [0-9]+: ', '', program.problem)}\n".encode()


def _version(found: Rust) -> str:
    return found.rustc.version if found.rustc else ""


def _other(found: Rust) -> str:
    return next(iter((*found.rustcs, *found.cargos)), "")


def _paths(found: Rust) -> str:
    programs = [program for program in (found.rustc, found.cargo) if program]
    return ", ".join(f"{program.path} {program.version}".strip() for program in programs)
