"""One real crate in clean roots: the forecast, the build with all that it named, and builds without each of its needs."""

from __future__ import annotations

import json
import shlex
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lab import Root, base, layer, machine_rust, new_root
from real_crates import Row

from doctor.explain import explain_bytes
from doctor.knowledge.load import Knowledge
from doctor.model import Release, System

_ROUNDS = 4
_HERE = "python3 /opt/doctor/tests/e2e/in_root.py"
# apt's archives and the shared builds live beside cargo's downloads, which all roots share.
_CLEAN = r"""
set -e
mkdir -p /root/.cargo/archives/partial
echo 'Dir::Cache::archives "/root/.cargo/archives";' > /etc/apt/apt.conf.d/90archives
echo force-unsafe-io > /etc/dpkg/dpkg.cfg.d/unsafe-io
apt-get update -qq
apt-get install -y -qq --no-install-recommends gcc libc6-dev >/dev/null
dpkg-query -W -f '${Package}\n' > /root/clean
"""
_CARGO = (
    "export CARGO_TARGET_DIR=/root/.cargo/target CARGO_PROFILE_DEV_DEBUG=0 CARGO_BUILD_JOBS=2 CARGO_INCREMENTAL=0\n"
)


class StuckError(Exception):
    """Why a row says nothing of the forecast."""


@dataclass(frozen=True, slots=True)
class Need:
    """A need that was called missing: whether it was really needed is not known (None) until it was taken away."""

    ids: tuple[str, ...]
    how: str
    needed: bool | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a row: `missed` are (need, crate or rule) that no forecast named."""

    name: str
    needs: tuple[Need, ...] = ()
    missed: tuple[str, ...] = ()
    seconds: float = 0.0
    stuck: str = ""

    def retold(self, told: list[dict[str, Any]]) -> Outcome | None:
        """The same for what is told now, when that has the same needs; None when it has to be built again."""
        if self.stuck or {key for need in self.needs for key in need.ids} != {one["need"] for one in told}:
            return None
        return replace(self, needs=tuple(replace(need, how=_how(need.ids, told)) for need in self.needs))


class Trial:
    """One row in its roots."""

    def __init__(self, row: Row, lab: Path, knowledge: Knowledge) -> None:
        self._row, self._lab, self._knowledge = row, lab, knowledge
        self._lower = layer(lab, "gcc", base(lab), _CLEAN, machine_rust())
        self._root = new_root(lab, "row", self._lower, machine_rust())
        self._logs = lab / "logs" / row.name
        self._logs.mkdir(parents=True, exist_ok=True)
        self._missed: list[str] = []

    def run(self, kept: Outcome | None = None) -> Outcome:
        """Forecast, heal, take away; with the same forecast as before what was built before holds."""
        begun = time.monotonic()
        needs: tuple[Need, ...] = ()
        stuck = ""
        try:
            told = self._forecast()
            if same := kept and kept.retold(told):
                return same
            self._green(told)
            needs = tuple(self._ablate(told))
        except (StuckError, subprocess.TimeoutExpired) as error:
            stuck = str(error)
        return Outcome(self._row.name, needs, tuple(self._missed), round(time.monotonic() - begun, 1), stuck)

    def _forecast(self) -> list[dict[str, Any]]:
        self._root.put(self._row.project())
        # Cargo.lock first, then the sources: the check itself needs no network.
        _must(self._root.run(_CARGO + "cargo generate-lockfile -q && cargo fetch -q"), "no lock file")
        told = _answer(self._root.run(f"{_HERE} forecast"))
        (self._logs / "forecast.json").write_text(json.dumps(told, indent=1))
        return list(told)

    def _green(self, told: list[dict[str, Any]]) -> None:
        commands = dict.fromkeys(command for one in told for command in one["commands"])
        for command in commands:
            _must(self._root.run(command), f"the printed command failed: {command}")
        for number in range(_ROUNDS):
            done = self._build(self._root, f"build-{number}")
            if done.returncode == 0:
                return
            self._heal(done.stdout)
        raise StuckError("still red after four rounds")

    def _heal(self, log: bytes) -> None:
        """One need more, as explain names it."""
        system = System(Release("debian", "12"), "debian", "option", root=True)
        said = explain_bytes(log, self._knowledge, lambda _: system).diagnoses
        if not said:
            raise StuckError(f"red, and explain knows nothing: {log.decode(errors='replace')[-300:]}")
        need = said[0].finding.need or self._need_of(said[0].finding.rule)
        commands = next((fix.commands for fix in said[0].fixes if fix.commands and "apt-get" in fix.commands[-1]), ())
        if not commands or need in self._missed:
            raise StuckError(f"red: {said[0].finding.title} (no package heals it)")
        self._missed.append(need)
        for command in commands:
            _must(self._root.run(command), f"explain's command failed: {command}")

    def _need_of(self, rule: str) -> str:
        """The need that a rule's own fix installs."""
        return next((fix.need for fix in self._knowledge.rule(rule).fixes if fix.need), rule)

    def _ablate(self, told: list[dict[str, Any]]) -> Iterator[Need]:
        for group in together(told):
            ids = tuple(one["need"] for one in group)
            others = [one["need"] for one in told if one["need"] not in ids] + self._missed
            yield Need(ids, _how(ids, told), self._without(ids, others))

    def _without(self, ids: tuple[str, ...], others: list[str]) -> bool:
        """Whether the build is red without these needs."""
        lower = f"{self._root.state / 'upper'}:{self._lower}"
        root = new_root(self._lab, "ablation", lower, machine_rust())
        try:
            gone = _answer(root.run(f"{_HERE} remove /root/clean {','.join(ids)} {shlex.join(others)}"))
            (self._logs / f"without-{ids[0]}.txt").write_text(" ".join(gone))
            return self._build(root, f"without-{ids[0]}").returncode != 0
        finally:
            root.drop()

    def _build(self, root: Root, name: str) -> subprocess.CompletedProcess[bytes]:
        forget = f"cd /root/.cargo/target/debug 2>/dev/null && rm -rf {' '.join(self._asking())}; cd /root/app\n"
        done = root.run(f"{_CARGO}{forget}cargo build --locked")
        (self._logs / f"{name}.log").write_bytes(done.stdout)
        return done

    def _asking(self) -> list[str]:
        """What cargo keeps of the crates that can ask the machine for something, as patterns below target/debug."""
        done = self._root.run("cargo metadata --format-version 1 --locked 2>/dev/null")
        _must(done, "no metadata")
        table = json.loads(done.stdout)
        packages = {one["id"]: one for one in table["packages"]}
        names = {packages[key]["name"] for key in table["workspace_members"]}
        for node in table["resolve"]["nodes"]:
            package = packages[node["id"]]
            kinds = {kind for target in package["targets"] for kind in target["kind"]}
            helped = any(kind["kind"] == "build" for one in node["deps"] for kind in one["dep_kinds"])
            if "custom-build" in kinds and (package["links"] or helped):
                names.add(package["name"])
        return [f"{part}/{name}-*" for name in sorted(names) for part in ("build", ".fingerprint")]


def together(told: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Needs that have a package in common, in groups: none can be taken away without the others."""
    groups: list[list[dict[str, Any]]] = []
    for one in told:
        near = [group for group in groups if any({*other["packages"]} & {*one["packages"]} for other in group)]
        groups = [group for group in groups if group not in near] + [
            [*(other for group in near for other in group), one]
        ]
    return groups


def _how(ids: tuple[str, ...], told: list[dict[str, Any]]) -> str:
    return "sure" if any(one["how"] == "sure" for one in told if one["need"] in ids) else "likely"


def _answer(done: subprocess.CompletedProcess[bytes]) -> Any:
    _must(done, "doctor broke")
    return json.loads(done.stdout.splitlines()[-1])


def _must(done: subprocess.CompletedProcess[bytes], what: str) -> None:
    if done.returncode != 0:
        raise StuckError(f"{what}: {done.stdout.decode(errors='replace')[-400:]}")
