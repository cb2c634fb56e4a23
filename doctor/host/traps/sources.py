"""Where crates come from: replaced sources that lead nowhere, and a net that is switched off. Seen with cargo 1.95."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from doctor.host.settings import Setting
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import settings
from doctor.host.traps.write import command, table

_KINDS = ("registry", "local-registry", "directory", "git")
_ENTRY = re.compile(r"source\.(?P<name>.+)\.(?P<key>[\w-]+)")
Sources = Mapping[str, Mapping[str, Setting]]


def sources(case: Case) -> Iterator[Trap]:
    """Find the traps of [source] and of net.offline; those of the registry matter where Cargo.lock has crates of it."""
    found = _sources(case)
    for name, entries in found.items():
        yield from _no_place(name, entries)
        yield from _replaced(case, name, entries, found)
        yield from _no_folder(case, name, entries, found)
    yield from _offline(case, found)
    yield from _incremental(case)


def _sources(case: Case) -> Sources:
    found: dict[str, dict[str, Setting]] = {}
    for entry in case.config:
        named = _ENTRY.fullmatch(entry.key)
        if named:
            found.setdefault(named["name"], {}).setdefault(named["key"], entry)
    return found


def _no_place(name: str, entries: Mapping[str, Setting]) -> Iterator[Trap]:
    """cargo: "no source location specified", "more than one source location specified", whoever uses the source."""
    kinds = [kind for kind in _KINDS if kind in entries]
    if not kinds and name != "crates-io":
        setting = next(iter(entries.values()))
        what = f"the source {name} has no place: cargo wants one of {', '.join(_KINDS)}"
        instead = "mend the name" if name.replace("_", "-") == "crates-io" else "say where it is"
        write = "[source.crates-io]" if instead == "mend the name" else 'directory = "vendor"'
        yield trap(setting, "source-place", what, instead, write, breaks=True)
    elif len(kinds) > 1:
        what = f"the source {name} has {len(kinds)} places, {' and '.join(kinds)}: cargo stops"
        yield trap(entries[kinds[1]], "source-place", what, "leave one", breaks=True)


def _replaced(case: Case, name: str, entries: Mapping[str, Setting], found: Sources) -> Iterator[Trap]:
    """cargo: "could not find a configured source with the name", "detected a cycle of `replace-with` sources"."""
    setting = entries.get("replace-with")
    if setting is None:
        return
    other = setting.value
    if other not in found and other != "crates-io" and not _registry(case, other):
        what = f"{name} is replaced with {other}, and no source has that name"
        write = f'{table(other, "source")}\ndirectory = "vendor"'
        yield trap(setting, "source-unknown", what, "define it, or remove the line", write, breaks=case.site.registry)
    elif _cycle(name, found):
        what = f"{name} is in the end replaced with itself: cargo stops"
        yield trap(setting, "source-cycle", what, "remove one of the lines", breaks=case.site.registry)


def _registry(case: Case, name: str) -> bool:
    """A source may also be replaced with one of [registries] (the Cargo book, Source Replacement)."""
    variable = f"CARGO_REGISTRIES_{name.upper().replace('-', '_')}_INDEX"
    return variable in case.environment or any(one.key.startswith(f"registries.{name}.") for one in case.config)


def _cycle(name: str, found: Sources) -> bool:
    seen: set[str] = set()
    step: str | None = name
    while step is not None and step not in seen:
        seen.add(step)
        setting = found.get(step, {}).get("replace-with")
        step = setting.value if setting else None
    return step == name


def _no_folder(case: Case, name: str, entries: Mapping[str, Setting], found: Sources) -> Iterator[Trap]:
    """cargo: "failed to read root of directory source". A path is relative to the folder that holds .cargo."""
    used = any(one.get("replace-with") and one["replace-with"].value == name for one in found.values())
    for kind in ("directory", "local-registry"):
        setting = entries.get(kind)
        if setting is None or not used or setting.value.startswith("~"):
            continue
        folder = Path(setting.where).parent.parent / setting.value
        if not case.site.there(str(folder)):
            what = f"crates are to come from {folder}, and there is no such folder"
            vendor = command("cargo vendor", setting.value) or "cargo vendor"
            instead = f"make it, on a machine with a net, with these lines of the config removed: {vendor}"
            yield trap(setting, "source-folder", what, instead, breaks=case.site.registry)


def _offline(case: Case, found: Sources) -> Iterator[Trap]:
    """No trap where crates are here: a vendored source, or a CARGO_HOME that has fetched some."""
    replaced = "replace-with" in found.get("crates-io", {})
    setting = next((one for one in settings(case) if one.line and one.key == "net.offline"), None)
    variable = case.environment.get("CARGO_NET_OFFLINE")
    if variable is not None:
        setting = Setting("CARGO_NET_OFFLINE", 0, "env.CARGO_NET_OFFLINE", (variable,))
    if setting is None or setting.value.lower() not in {"true", "1", "yes"} or replaced or not case.site.registry:
        return
    if case.site.home and not case.site.there(f"{case.site.home}/registry/cache"):
        what = f"cargo downloads nothing, and {case.site.home} has no crate yet: `no matching package named …`"
        write = "offline = false" if setting.line else f"unset {setting.where}"
        yield trap(
            setting, "offline", what, "remove it for the first build, or run cargo fetch before", write, breaks=True
        )


def _incremental(case: Case) -> Iterator[Trap]:
    """sccache: "increment compilation is prohibited" (mozilla/sccache#1596)."""
    wrapper = case.environment.get("RUSTC_WRAPPER", "") or next(
        (one.value for one in case.config if one.key == "build.rustc-wrapper"), ""
    )
    if case.environment.get("CARGO_INCREMENTAL") == "1" and Path(wrapper).name == "sccache":
        setting = Setting("CARGO_INCREMENTAL", 0, "env.CARGO_INCREMENTAL", ("1",))
        what = "sccache stops with `increment compilation is prohibited`"
        yield trap(setting, "sccache-incremental", what, "switch it off", "export CARGO_INCREMENTAL=0", breaks=True)
