"""The Adviser by the real knowledge: what a check finds is explained and fixed as in a log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from doctor.explain import explain_bytes
from doctor.host.facts import Host
from doctor.host.rust import DISTRO, RUSTUP
from doctor.installing import install
from doctor.knowledge.load import Knowledge
from doctor.model import Diagnosis, Finding, Fix, Release, System


@dataclass(frozen=True, slots=True)
class KnowledgeAdviser:
    """Advice for one system."""

    knowledge: Knowledge
    system: System

    def diagnose(self, text: bytes, target: str = "", *, source: str = "") -> tuple[Diagnosis, ...]:
        """Explain a tool's words; those that nobody printed (no `source`) are not shown as evidence."""
        found = explain_bytes(
            text, self.knowledge, self._system_of, target=target or None, file=source or "-"
        ).diagnoses
        return found if source else tuple(_bare(one) for one in found)

    def need(self, key: str, rule: str, title: str, cause: str) -> Diagnosis:
        """Say that the need with this id, or with a tool of this name, is missing; without a record there is no fix."""
        need_id = key if key in self.knowledge.need_ids() else self.knowledge.find("tool", key)
        finding = Finding(rule=rule, confidence="certain", title=title, cause=cause, need=need_id)
        if not need_id:
            return Diagnosis(finding, ())
        need = self.knowledge.need(need_id)
        fix = install(need, self.system, self.knowledge)
        notes = (Fix(title=need.note),) if need.note and (fix is None or fix.why != need.note) else ()
        return Diagnosis(finding, (*((fix,) if fix else ()), *notes))

    def knows_target(self, triple: str) -> bool:
        """Whether the list of rustc's targets has this one."""
        return triple in self.knowledge.targets

    def _system_of(self, _seen: Callable[[], Release | None]) -> System:
        return self.system


def _bare(one: Diagnosis) -> Diagnosis:
    return replace(one, finding=replace(one.finding, evidence=(), also=()))


def system_for(host: Host, chosen: System | None) -> System:
    """Return the System to advise for: what --distro names, else what was probed; Rust's origin is the host's."""
    found, rust = host.system.value, host.rust.value
    origin = rust.origin if rust else ""
    rust_from = origin if origin in {RUSTUP, DISTRO} else ""
    if chosen is not None:
        return replace(chosen, rust_from=rust_from)
    if found is None:
        return System(Release(""), "", "host", rust_from=rust_from)
    around = found.surroundings
    return System(found.release, found.family, "host", around.root, around.stale_lists, rust_from, found.immutable)
