"""Checks of a target: its standard library, and a trial build. A found tool is not yet a working one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from doctor.check import wording
from doctor.check.model import FAIL, WARN, CheckResult, View, fail, known, ok, skipped
from doctor.host import trial
from doctor.host.compilers import CXX, C
from doctor.host.rust import Rust
from doctor.host.target import parse_target
from doctor.host.trial import Bench, Trial, linker_of
from doctor.knowledge.records import TargetSpec
from doctor.model import Target

_MOST_WORDS = 400
_UNPUBLISHED = 3  # the tier for which rustup has no standard library
_TIERS = {
    1: "Tier 1: built and tested for every change of Rust",
    2: "Tier 2: built for every change of Rust, not always tested",
    3: "Tier 3: neither built nor tested by the Rust project, which publishes no standard library for it",
}
_NAMES = {C: "C", CXX: "C++"}
_COMPILERS = {C: "c-compiler", CXX: "cxx-compiler"}
_STAGES = {
    "c-compiler": "there is no C compiler for it",
    "c": "it does not compile",
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
    spec = view.adviser.target(triple)
    support = f" {_support(spec)}" if spec else ""
    if triple in found.targets:
        return ok(f"the standard library for {triple} is installed", f"{found.sysroot}/lib/rustlib/{triple}.{support}")
    detail = f"There is none in {found.sysroot}/lib/rustlib; installed: {' '.join(found.targets) or 'none'}.{support}"
    said = wording.no_std(triple, published=spec is None or spec.tier < _UNPUBLISHED)
    return fail(f"the standard library for {triple} is not installed", detail, *view.adviser.diagnose(said, triple))


def _support(spec: TargetSpec) -> str:
    """What the Rust project promises for a target (the rustc book, "Target Tier Policy")."""
    tools = "; rustc and cargo run there too" if spec.host else "; it is for cross compiling only"
    bare = "" if spec.std else " It has core and alloc, no std."
    return f"{_TIERS[spec.tier]}{tools if spec.tier < _UNPUBLISHED else ''}.{bare}"


def _exists(view: View, found: Rust, triple: str) -> bool:
    """Whether there is such a target: by our list, by what is installed, else by rustc's own word (it may be newer)."""
    if view.adviser.target(triple) or triple in found.targets:
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


def trial_c(view: View, triple: str, language: str = C) -> CheckResult:
    """Whether C (or C++) compiles for the target and links into Rust: where the project compiles it, and C for musl."""
    wanted = _compiles(view, triple, language)
    if not wanted and (language == CXX or parse_target(triple).libc != "musl"):
        return ok(f"no crate of the project is known to compile {_NAMES[language]}")
    reason = _not_now(view, triple)
    if reason:
        return skipped(reason)
    done = trial.try_c(_bench(view), parse_target(triple), _folder(view, f"{language}-{triple}"), language)
    result = (
        _no_compiler(view, triple, done, language)
        if done.stage == "c-compiler"
        else _told(view, triple, done, f"a trial build with {_NAMES[language]} code")
    )
    return result if wanted or result.status != FAIL else replace(result, status=WARN)


def _no_compiler(view: View, triple: str, done: Trial, language: str) -> CheckResult:
    """cc-rs will not find its compiler: needed as soon as one crate has C code."""
    name = _NAMES[language]
    title = f"There is no {name} compiler for {triple}"
    named = view.adviser.need(done.program, "c-compiler", title, f"cc-rs looks for `{done.program}`.")
    diagnoses = (named,) if named.fixes else view.adviser.diagnose(wording.no_c_compiler(done.program), triple)
    detail = f"Crates with {name} code look for `{done.program}`; Rust alone needs no such compiler."
    return fail(f"there is no {name} compiler for {triple}", detail, *diagnoses)


def _compiles(view: View, triple: str, language: str) -> bool:
    """Whether Cargo.lock shows a crate that compiles this language; without a lock file nobody knows."""
    project = view.host.project.value
    if project is None or project.lock is None or project.lock.problem:
        return False
    return any(one.need == _COMPILERS[language] for one in view.adviser.wanted(project.lock, parse_target(triple).os))


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
    if done.stage == "done" and (wrong := _not_static(view, triple, done)):
        return wrong
    if done.stage == "done":
        how = "runs" if done.started else "links"
        return ok(f"{what} for {triple} {how}", "" if done.started else "It cannot be started on this machine.")
    diagnoses = view.adviser.diagnose(done.log, triple, source=f"trial build for {triple}")
    said = "" if diagnoses else _last_words(done.log)
    return fail(
        f"{what} for {triple} fails: {_STAGES[done.stage]}", f"{done.program}: {done.problem}{said}", *diagnoses
    )


def _not_static(view: View, triple: str, done: Trial) -> CheckResult | None:
    """What the program of a target whose programs are to be static turned out to be, where that is not static."""
    spec = view.adviser.target(triple)
    if done.built is None or spec is None or not spec.static:
        return None
    from doctor.elf.binary import is_static, read_file  # noqa: PLC0415 (only where there is a program to look at)
    from doctor.elf.source import MalformedError  # noqa: PLC0415
    from doctor.errors import InputError  # noqa: PLC0415

    try:
        found = read_file(done.built)
    except (InputError, MalformedError):  # not ELF: another system's
        return None
    if is_static(found):
        return None
    loads = f", {', '.join(found.needed)}" if found.needed else ""
    return fail(
        f"a trial build for {triple} is not static", f"It needs {found.interpreter or 'its libraries'}{loads} to start."
    )


def _last_words(log: bytes) -> str:
    """Return the end of the output, for a failure that no rule knows."""
    text = " ".join(log.decode("utf-8", "replace").split())
    return f". Its last words: {text[-_MOST_WORDS:]}" if text else ""
