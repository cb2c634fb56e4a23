"""The needs' packages beside those of opam's conf packages: a second opinion, made by other people for other programs.

    python tests/knowledge/opam.py opam-depexts.json

The file: opam package → `resolved`: {"debian-12": ["libssl-dev"], …}. A conf package and a need belong together when
most systems agree on a package. Prints the systems' agreements and every difference that opam_differences.toml does
not explain; ends with 1 when there is one.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from doctor.host.system import system_named
from doctor.knowledge.load import Knowledge, load
from doctor.knowledge.records import Need
from doctor.model import Release, System
from doctor.packages import packages_of, resolve

FAMILIES = ("debian", "fedora", "arch", "alpine", "suse", "rhel")
REASONS = Path(__file__).with_name("opam_differences.toml")
Names = Mapping[str, frozenset[str] | None]


def main(file: str) -> int:
    """Compare and print."""
    knowledge = load()
    conf = {key: value["resolved"] for key, value in json.loads(Path(file).read_text(encoding="utf-8")).items()}
    systems = _systems({name for resolved in conf.values() for name in resolved}, knowledge)
    ours = {need.id: _names(need, systems, knowledge) for need in knowledge.needs()}
    agreed: Counter[str] = Counter()
    differ: dict[str, set[str]] = defaultdict(set)
    for key, resolved in conf.items():
        for name, same in _compared(resolved, ours, systems):
            agreed[systems[name].family] += same
            if not same:
                differ[key].add(systems[name].family)
    unexplained = {key: families for key, families in differ.items() if key not in _explained()}
    for family in FAMILIES:
        sys.stdout.write(
            f"{family}: {agreed[family]} agree, {sum(family in found for found in differ.values())} differ\n"
        )
    sys.stdout.writelines(f"{key} ({' '.join(sorted(found))}) has no reason\n" for key, found in unexplained.items())
    return 1 if unexplained else 0


def _systems(names: set[str], knowledge: Knowledge) -> dict[str, System]:
    found = {}
    for name in names:
        stem, _, version = name.rpartition("-") if name[-1].isdigit() else (name, "", "")
        found[name] = system_named(Release(stem, version), "option", knowledge)
    return {name: system for name, system in found.items() if system.family in FAMILIES}


def _names(need: Need, systems: Mapping[str, System], knowledge: Knowledge) -> Names:
    """What we would install there, with what a static link takes; None where the record says nothing."""
    found: dict[str, frozenset[str] | None] = {}
    for name, system in systems.items():
        packages = packages_of(need, system, knowledge)
        static = resolve(need.static, need.static_if, system, knowledge)
        both = [*(packages.names or ()), *(static.names or () if static else ())] if packages else []
        found[name] = frozenset(both) if packages else None
    return found


def _compared(
    resolved: Mapping[str, list[str]], ours: Mapping[str, Names], systems: Mapping[str, System]
) -> Iterator[tuple[str, bool]]:
    """(system, whether one of the needs that belong to this conf package has one of its packages there)."""
    fits = Counter(
        need
        for need, names in ours.items()
        for name, theirs in resolved.items()
        if (names.get(name) or set()) & {*theirs}
    )
    best = [need for need, count in fits.items() if count == max(fits.values())]
    for name, theirs in resolved.items():
        known = [names for need in best if (names := ours[need].get(name)) is not None]
        if theirs and known and name in systems:
            yield name, any(names & {*theirs} for names in known)


def _explained() -> set[str]:
    entries = tomllib.loads(REASONS.read_text(encoding="utf-8"))["difference"]
    return {name for entry in entries for name in entry["opam"]}


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
