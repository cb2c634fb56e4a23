"""The Adviser by the real knowledge: what a check finds is explained and fixed as in a log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from doctor.check import wording
from doctor.forecast import SURE, Wanted, forecast
from doctor.host.facts import Host
from doctor.host.lock import Lock
from doctor.host.rust import DISTRO, RUSTUP
from doctor.model import Diagnosis, Finding, Fix, Release, System

if TYPE_CHECKING:
    from doctor.knowledge.load import Knowledge
    from doctor.knowledge.records import Need, TargetSpec
    from doctor.strategy import Strategy


@dataclass(frozen=True, slots=True)
class KnowledgeAdviser:
    """Advice for one system."""

    knowledge: Knowledge
    system: System
    # Several checks ask for the same forecast, each in a thread of its own: two may make it, and both are the same.
    forecasts: dict[tuple[str, str], tuple[Wanted, ...]] = field(default_factory=dict, repr=False, compare=False)

    def diagnose(self, text: bytes, target: str = "", *, source: str = "") -> tuple[Diagnosis, ...]:
        """Explain a tool's words; those that nobody printed (no `source`) are not shown as evidence."""
        from doctor.explain import explain_bytes  # noqa: PLC0415 (the half of all code: only where something is wrong)

        found = explain_bytes(
            text, self.knowledge, self._system_of, target=target or None, file=source or "-"
        ).diagnoses
        return found if source else tuple(_bare(one) for one in found)

    def need(self, key: str, rule: str, title: str, cause: str) -> Diagnosis:
        """Say that the need with this id, or with a tool of this name, is missing; without a record there is no fix."""
        need_id = key if self.knowledge.has_need(key) else self.knowledge.find("tool", key)
        finding = Finding(rule=rule, confidence="certain", title=title, cause=cause, need=need_id)
        if not need_id:
            return Diagnosis(finding, ())
        from doctor.installing import install  # noqa: PLC0415 (only where something is missing)

        need = self.knowledge.need(need_id)
        fix = install(need, self.system, self.knowledge)
        notes = (Fix(title=need.note),) if need.note and (fix is None or fix.why != need.note) else ()
        return Diagnosis(finding, (*((fix,) if fix else ()), *notes))

    def wanted(self, lock: Lock, target_os: str) -> tuple[Wanted, ...]:
        """Forecast what the crates of a lock file need, for targets of this system."""
        key = (lock.path, target_os)
        if key not in self.forecasts:
            found = forecast(lock, target_os, self.knowledge)
            self.forecasts[key] = tuple(replace(one, beside=self._beside(one, lock)) for one in found)
        return self.forecasts[key]

    def _beside(self, wanted: Wanted, lock: Lock) -> tuple[str, ...]:
        """The crate whose feature builds the library, as the lock file has it: it need not be on the way to it."""
        need = self.knowledge.need(wanted.need) if self.knowledge.has_need(wanted.need) else None
        name = need.vendored.crate if need and need.vendored else ""
        return tuple(crate.key for crate in lock.crates if crate.name == name)

    def strategy(self, lock: Lock, glibc: str) -> Strategy:
        """Say how a program of this project is best built to start elsewhere on Linux."""
        from doctor.strategy import strategy  # noqa: PLC0415 (only where it is asked for)

        return strategy(self.wanted(lock, "linux"), glibc, self.knowledge)

    def names(self, need: str) -> Mapping[str, tuple[str, ...]]:
        """Return the names that a need goes by, by their kind."""
        if not self.knowledge.has_need(need):
            return {"tools": (need,)}
        record = self.knowledge.need(need)
        covering = (self.knowledge.need(other).names for other in record.covered_by)
        tools = (*record.names.get("tools", ()), *(tool for names in covering for tool in names.get("tools", ())))
        return {**record.names, "tools": tools} if record.covered_by else record.names

    def also(self, need: str, libc: str) -> tuple[str, ...]:
        """Return what else it takes here for a target with this libc, which is not the machine's."""
        record = self.knowledge.need(need) if self.knowledge.has_need(need) else None
        fitting = (one for one in record.also if (one.family, one.libc) == (self.system.family, libc)) if record else ()
        return tuple(key for one in fitting for key in one.needs)

    def missing(self, wanted: Wanted, triple: str) -> Diagnosis:
        """Explain it as the build would fail, where a rule knows those words; the title says who wants it."""
        if not self.knowledge.has_need(wanted.need):
            return self.need(wanted.need, "crate-needs", f"`{wanted.need}` is missing", _asked(wanted))
        need = self.knowledge.need(wanted.need)
        sure = wanted.how == SURE
        verbs = ("looks for", "may look for") if wanted.looks_for else ("needs", "seems to need")
        title = f"{wanted.crate} {verbs[not sure]} {need.title}"
        cause = _asked(wanted) if wanted.why else _reason(wanted)
        cause += f" To do without: {wanted.through}." if wanted.through else ""
        plain = self.need(wanted.need, "crate-needs", title, cause)
        found = self.diagnose(text, triple) if (text := _words(wanted, need)) else ()
        fixes = next((one.fixes for one in found if one.finding.need == need.id), ()) or plain.fixes
        confidence = "certain" if sure else "likely"
        return replace(plain, fixes=fixes, finding=replace(plain.finding, confidence=confidence))

    def target(self, triple: str) -> TargetSpec | None:
        """What rustc says of a target that it has built in; None for others."""
        return self.knowledge.target(triple)

    def _system_of(self, _seen: Callable[[], Release | None]) -> System:
        return self.system


def _asked(wanted: Wanted) -> str:
    return f"The project's manifest asks for it: {wanted.why}."


def _reason(wanted: Wanted) -> str:
    """How the crate comes into the build; of its own copy that was said where it looks for the library."""
    if wanted.own and not wanted.looks_for:
        return "It takes that to build its own copy."
    return f"It comes by {' → '.join(wanted.path)}." if len(wanted.path) > 1 else ""


def _words(wanted: Wanted, need: Need) -> bytes:
    """What the build would print for a library, or a header of the compiler's own, that is not there."""
    modules, libs = need.names.get("pkg_config", ()), need.names.get("libs", ())
    if need.kind == "compiler" and (headers := need.names.get("headers", ())):
        return wording.no_own_header(wanted.crate, headers[0])
    if not wanted.looks_for or not (modules or libs):
        return b""
    said = wording.no_module(wanted.crate, modules[0]) if modules else wording.no_library(libs[0])
    return wording.compiling((*wanted.beside, *wanted.keys)) + said


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
