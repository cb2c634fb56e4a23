"""Red → `doctor explain` → the first fix's commands, exactly as printed → green, in clean Debian roots.

usage: python tests/e2e/heal.py [--lab DIR] [--dry] [SLUG…]

Prints a table; exit status 1 when a scenario is not healed. The red logs and doctor's answers are kept in DIR/logs/SLUG/,
and the root of a scenario that is not healed in DIR/state/SLUG/.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab import Root, base, layer, machine_rust, missing_parts, new_root
from musl_std import toolchain

SCENARIOS = Path(__file__).parent / "scenarios"
_EXPLAIN = "python3 -m doctor explain --format json build.log 2>explain.err"
_STATUS = {"no-failure": 0, "diagnosed": 1, "unknown-failure": 3}
_INSTALL = "apt-get update -qq && apt-get install -y -qq --no-install-recommends {} >/dev/null"


class UnhealedError(Exception):
    """Why a scenario is not healed."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """One folder below scenarios/: what the root has, how the project is built, what doctor must find.

    `packages` are in the root from the start, `setup` makes it what it is, `build` then fails; `rules` are what must be found,
    one for each red build. `rust` is "machine" (the machine's toolchain) or "musl" (Debian's, with the musl standard library).
    `proof` runs after the green build. `known_fix` is what a person would run: it proves a scenario without doctor.
    """

    slug: str
    about: str
    rules: tuple[str, ...]
    known_fix: tuple[str, ...]
    packages: tuple[str, ...]
    suite: str
    rust: str
    env: dict[str, str]
    setup: str
    build: str
    proof: str
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Healing:
    """What came of a scenario: the rules and commands of each round, in order, and why it is not healed."""

    slug: str
    green: bool
    rules: tuple[str, ...]
    commands: tuple[str, ...]
    seconds: float
    said: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What explain said of one red build: the first rule, and the commands of its first fix."""

    rule: str
    commands: tuple[str, ...]


def read(folder: Path) -> Scenario:
    """A scenario from its folder: scenario.toml, every other file is the project's."""
    table = tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != "scenario.toml"
    }
    return Scenario(
        folder.name, table.pop("about"), tuple(table.pop("rules")), tuple(table.pop("known_fix")), tuple(table.pop("packages", [])),
        table.pop("suite", "bookworm"), table.pop("rust", "machine"), table.pop("env", {}), table.pop("setup", ""),
        table.pop("build", "cargo build"), table.pop("proof", ""), files | _nothing_left(folder, table),
    )  # fmt: skip


def heal(scenario: Scenario, lab: Path, *, dry: bool = False) -> Healing:
    """Run one scenario to its end; with `dry` the known fix takes the place of doctor's."""
    begun = time.monotonic()
    answers: list[Answer] = []
    said = ""
    try:
        _heal(scenario, lab, answers, dry=dry)
    except (UnhealedError, RuntimeError, subprocess.SubprocessError) as error:
        said = str(error)
    rules = tuple(answer.rule for answer in answers)
    commands = tuple(command for answer in answers for command in answer.commands)
    if not said and not dry and rules != scenario.rules[: len(rules)]:
        said = f"healed, but not as {' + '.join(scenario.rules)}"
    return Healing(scenario.slug, not said, rules, commands, time.monotonic() - begun, said)


def _heal(scenario: Scenario, lab: Path, answers: list[Answer], *, dry: bool) -> None:
    """Fill `answers` red build by red build until the build is green; raises UnhealedError."""
    root = _root(scenario, lab)
    logs = lab / "logs" / scenario.slug
    logs.mkdir(parents=True, exist_ok=True)
    env = _exports(scenario)
    if scenario.setup:
        _must(root.run(env + scenario.setup), "the setup failed")
    for number in range(1, len(scenario.rules) + 1):
        built = root.run(env + scenario.build)
        if built.returncode == 0:
            break
        (logs / f"red-{number}.log").write_bytes(built.stdout)
        answers.append(
            Answer("(dry)", scenario.known_fix) if dry else _ask(root, env, built.stdout, logs / f"red-{number}")
        )
        for command in answers[-1].commands:
            _must(root.run(env + command), f"the printed command failed: {command}")
        # What a command exports holds for the rest of that shell.
        env += "".join(f"{command}\n" for command in answers[-1].commands if command.startswith("export "))
    if not answers:
        raise UnhealedError("the build was green before any fix")
    _must(root.run(env + scenario.build), "the build is still red")
    if scenario.proof:
        _must(root.run(env + scenario.proof), f"green, but not proved: {scenario.proof}")
    root.drop()


def _root(scenario: Scenario, lab: Path) -> Root:
    """The root of a scenario with its packages and its files; packages that several scenarios share are installed once."""
    rust = toolchain(lab) if scenario.rust == "musl" else machine_rust()
    lower = base(lab, scenario.suite)
    if scenario.packages:
        names = " ".join(scenario.packages)
        lower = layer(lab, f"{scenario.suite}+{'+'.join(scenario.packages)}", lower, _INSTALL.format(names), rust)
    root = new_root(lab, scenario.slug, lower, rust)
    root.put(scenario.files)
    return root


def _ask(root: Root, env: str, log: bytes, kept: Path) -> Answer:
    """What doctor says inside the root; its answer is kept as JSON and as text. Raises UnhealedError where it breaks its contract."""
    app = root.state / "upper/root/app"
    (app / "build.log").write_bytes(log)
    kept.with_suffix(".txt").write_bytes(root.run(f"{env} python3 -m doctor explain build.log").stdout)
    done = root.run(env + _EXPLAIN)
    kept.with_suffix(".json").write_bytes(done.stdout)
    try:
        return _first(json.loads(done.stdout), done.returncode)
    except (ValueError, KeyError) as error:
        complaint = (app / "explain.err").read_text(encoding="utf-8", errors="replace")
        raise UnhealedError(f"explain breaks its contract: {error!r}\n{complaint}{_tail(done.stdout)}") from None


def _first(answer: dict[str, Any], status: int) -> Answer:
    """The first fix of the first diagnosis, from the JSON of the contract."""
    if answer["schema"] != "doctor.explain/1" or _STATUS[answer["outcome"]] != status:
        raise UnhealedError(
            f"explain breaks its contract: {answer['schema']} {answer['outcome']}, exit status {status}"
        )
    if not answer["diagnoses"]:
        raise UnhealedError(f"doctor says {answer['outcome']}")
    diagnosis = answer["diagnoses"][0]
    commands = tuple(diagnosis["fixes"][0]["commands"]) if diagnosis["fixes"] else ()
    if not commands:
        raise UnhealedError(f"{diagnosis['rule']}: its first fix has no commands")
    return Answer(diagnosis["rule"], commands)


def _must(done: subprocess.CompletedProcess[bytes], what: str) -> None:
    if done.returncode != 0:
        raise UnhealedError(f"{what}\n{_tail(done.stdout)}")


def _exports(scenario: Scenario) -> str:
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in scenario.env.items())


def _nothing_left(folder: Path, table: dict[str, Any]) -> dict[str, str]:
    """A misspelt key would silently test something else."""
    if table:
        raise UnhealedError(f"{folder.name}: scenario.toml has unknown keys: {', '.join(table)}")
    return {}


def _tail(output: bytes) -> str:
    return output.decode(errors="replace")[-1200:]


def _row(healing: Healing) -> str:
    head = f"{'healed' if healing.green else 'NOT':<8}{healing.slug:<26}{'+'.join(healing.rules):<52}{healing.seconds:6.1f} s  {' && '.join(healing.commands)}"
    return head + ("\n    " + healing.said.replace("\n", "\n    ") if healing.said else "")


def main() -> int:
    """Run the named scenarios, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slug", nargs="*", help="a folder of scenarios/; all when none is named")
    parser.add_argument(
        "--lab",
        type=Path,
        default=Path(tempfile.gettempdir()) / "doctor-lab",
        help="a folder with room for some gigabytes; kept between runs (default: %(default)s)",
    )
    parser.add_argument("--dry", action="store_true", help="run each scenario's known fix instead of doctor's")
    options = parser.parse_args()
    if lacking := missing_parts():
        print(lacking, file=sys.stderr)
        return 2
    scenarios = {path.name: read(path) for path in sorted(SCENARIOS.iterdir()) if path.is_dir()}
    if unknown := sorted(set(options.slug) - scenarios.keys()):
        parser.error(f"no such scenario: {', '.join(unknown)}")
    healings = []
    for slug in options.slug or scenarios:
        healings.append(heal(scenarios[slug], options.lab, dry=options.dry))
        print(_row(healings[-1]), flush=True)
    healed = sum(healing.green for healing in healings)
    print(f"{healed} of {len(healings)} healed")
    return 0 if healed == len(healings) else 1


if __name__ == "__main__":
    sys.exit(main())
