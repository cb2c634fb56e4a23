"""Whether programs for another target can be tried here: no build needs it, `cargo test` and `cargo run` do."""

from __future__ import annotations

from dataclasses import replace

from doctor.check.model import CheckResult, View, known, ok
from doctor.host.runner_of import Runner, installed, runner_of, runner_words
from doctor.host.target import gnu_prefix, parse_target
from doctor.model import Diagnosis, Edit, Finding, Fix, Target

_NEEDS = {"wasmtime": "wasmtime", "wine": "wine"}
_WHY = "The build needs none; `cargo test` and `cargo run` do (the Cargo book, target.<triple>.runner)."


def runner(view: View, triple: str) -> CheckResult:
    """What starts the target's programs; what could, where nothing does."""
    target = parse_target(triple)
    found = runner_of(target, view.access, known(view.host.project).settings)
    if found.by:
        return ok(f"programs for {triple} are started by {found.by}")
    title = f"programs for {triple} cannot be started here"
    if not found.emulator:
        return ok(title, _WHY)
    return ok(title, _WHY, _advice(view, target, found, title))


def _advice(view: View, target: Target, found: Runner, title: str) -> Diagnosis:
    """Name the emulator to cargo, and install it where it is not there."""
    path = installed(found.emulator, view.access)
    need = view.adviser.need(_NEEDS.get(found.emulator, "qemu-user"), "runner", title, _WHY)
    words = runner_words(target, path or found.emulator, gnu_prefix(target))
    edit = Edit(".cargo/config.toml", f'[target.{target.triple}]\nrunner = "{words}"')
    tell = Fix("Tell cargo how to start them", edits=(edit,))
    install = next((replace(fix, edits=(edit,)) for fix in need.fixes if not path), tell)
    return Diagnosis(Finding("runner", "hint", title, _WHY), (install,))
