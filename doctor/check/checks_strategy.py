"""Advice, not a check: how this project is best built when its program is to start elsewhere."""

from __future__ import annotations

from dataclasses import replace

from doctor.check.model import CheckResult, View, known, ok, skipped
from doctor.host.target import parse_target


def strategy(view: View) -> CheckResult:
    """Which way of building suits, by what the crates of Cargo.lock use."""
    lock = known(view.host.project).lock
    if lock is None or lock.problem or lock.newer:
        return skipped("there is no Cargo.lock to read that tells what the crates use")
    libc = known(view.host.system).libc
    found = view.adviser.strategy(lock, libc.version if libc.kind == "glibc" else "")
    return replace(ok(found.title, "\n".join(found.why)), advice=_builds_for_another_libc(view))


def _builds_for_another_libc(view: View) -> bool:
    """Whether the reader meets what the advice is about: musl on a system of glibc."""
    own = parse_target(view.host.triple).libc
    return any((libc := parse_target(triple).libc) == "musl" and libc != own for triple in view.host.targets)
