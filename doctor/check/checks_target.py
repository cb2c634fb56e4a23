"""Checks of a target: its standard library, and a trial build. A found tool is not yet a working one."""

from __future__ import annotations

from pathlib import Path

from doctor.check import wording
from doctor.check.model import WARN, CheckResult, View, fail, known, ok, skipped
from doctor.host import trial
from doctor.host.rust import Rust
from doctor.host.target import parse_target
from doctor.host.trial import Bench, Trial, linker_of
from doctor.model import Target

_MOST_WORDS = 400
_STAGES = {
    "c-compiler": "there is no C compiler for it",
    "c": "C does not compile",
    "link": "linking fails",
    "start": "the program does not start",
}


def target_std(view: View, triple: str) -> CheckResult:
    """Whether rustc has the standard library of the target, and knows the target at all."""
    found = known(view.host.rust)
    if triple.endswith(".json"):
        return skipped("a target of the project's own has no ready-made standard library")
    if not _exists(view, found, triple):
        return fail(f"rustc knows no target {triple}", "", *view.adviser.diagnose(wording.no_target(triple)))
    if not found.sysroot:
        return skipped("needs a working rustc")
    if triple in found.targets:
        return ok(f"the standard library for {triple} is installed", f"{found.sysroot}/lib/rustlib/{triple}")
    detail = f"There is none in {found.sysroot}/lib/rustlib; installed: {' '.join(found.targets) or 'none'}."
    return fail(
        f"the standard library for {triple} is not installed",
        detail,
        *view.adviser.diagnose(wording.no_std(triple), triple),
    )


def _exists(view: View, found: Rust, triple: str) -> bool:
    """Whether there is such a target: by our list, by what is installed, else by rustc's own word (it may be newer)."""
    if view.adviser.knows_target(triple) or triple in found.targets:
        return True
    if not view.request.live or found.rustc is None or found.rustc.problem:
        return False
    argv = [found.rustc.path, "--print", "target-list"]
    listed = view.access.runner(argv, cwd=view.scratch, environment=view.access.environment)
    return triple in listed.text.split()


def trial_rust(view: View, triple: str) -> CheckResult:
    """Whether a one-line program compiles, links and, where it can, starts."""
    reason = _not_now(view, triple)
    if reason:
        return skipped(reason)
    done = trial.try_rust(_bench(view), parse_target(triple), _folder(view, f"rust-{triple}"))
    return _told(view, triple, done, "a trial build")


def trial_c(view: View, triple: str) -> CheckResult:
    """Whether C code compiles for the target and links into Rust; a warning where no crate is known to compile C."""
    reason = _not_now(view, triple)
    if reason:
        return skipped(reason)
    done = trial.try_c(_bench(view), parse_target(triple), _folder(view, f"c-{triple}"))
    if done.stage == "c-compiler":
        return _no_compiler(view, triple, done)
    result = _told(view, triple, done, "a trial build with C code")
    return result if result.status != "fail" or _compiles_c(view) else _softened(result)


def _no_compiler(view: View, triple: str, done: Trial) -> CheckResult:
    """cc-rs will not find its compiler: needed as soon as one crate has C code."""
    named = view.adviser.need(
        done.program, "c-compiler", f"There is no C compiler for {triple}", f"cc-rs looks for `{done.program}`."
    )
    diagnoses = (named,) if named.fixes else view.adviser.diagnose(wording.no_c_compiler(done.program), triple)
    detail = f"Crates with C code (ring, *-sys) look for `{done.program}`; Rust alone needs no such compiler."
    result = fail(f"there is no C compiler for {triple}", detail, *diagnoses)
    return result if _compiles_c(view) else _softened(result)


def _softened(result: CheckResult) -> CheckResult:
    return CheckResult(result.id, WARN, result.title, result.detail, result.seconds, result.diagnoses)


def _compiles_c(view: View) -> bool:
    """Whether Cargo.lock shows a crate that compiles C; without a lock file nobody knows."""
    project = view.host.project.value
    return bool(project and project.lock and project.lock.compiles_c)


def _not_now(view: View, triple: str) -> str:
    """Say why no trial can be made; "" when it can."""
    if not view.request.live:
        return "nothing is run in another root"
    if not view.request.trial:
        return "--no-trial"
    found = known(view.host.rust)
    if not found.rustc or found.rustc.problem or triple not in found.targets:
        return f"needs rustc with the standard library for {triple}"
    target = parse_target(triple)
    if target.os == "none":
        return "a target without an operating system has no println!"
    return _no_linker(view, target)


def _no_linker(view: View, target: Target) -> str:
    """Say why there is nothing to link with that may be started."""
    settings = known(view.host.project).settings
    key = f"target.{target.triple}.linker"
    if settings.of(key) != settings.own(key):
        return "the project's config names a linker, and doctor runs nothing that a project names"
    if (
        target.os == "linux"
        and not linker_of(target, view.access.environment, settings)
        and view.host.tool("cc") is None
    ):
        return "needs a C compiler to link with"
    return ""


def _bench(view: View) -> Bench:
    found, project = known(view.host.rust), known(view.host.project)
    return Bench(found.rustc.path if found.rustc else "", found.host, view.access, project.settings)


def _folder(view: View, name: str) -> Path:
    folder = view.scratch / name
    folder.mkdir()
    return folder


def _told(view: View, triple: str, done: Trial, what: str) -> CheckResult:
    if done.stage == "done":
        how = "runs" if done.started else "links"
        return ok(f"{what} for {triple} {how}", "" if done.started else "It cannot be started on this machine.")
    diagnoses = view.adviser.diagnose(done.log, triple, source=f"trial build for {triple}")
    said = "" if diagnoses else _last_words(done.log)
    return fail(
        f"{what} for {triple} fails: {_STAGES[done.stage]}", f"{done.program}: {done.problem}{said}", *diagnoses
    )


def _last_words(log: bytes) -> str:
    """Return the end of the output, for a failure that no rule knows."""
    text = " ".join(log.decode("utf-8", "replace").split())
    return f". Its last words: {text[-_MOST_WORDS:]}" if text else ""
