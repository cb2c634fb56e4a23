"""Red → `doctor explain` → the first fix's commands, exactly as printed → green, in clean Debian roots.

usage: python tests/e2e/heal.py [--lab DIR] [--dry] [SLUG…]

Prints a table; exit status 1 when a scenario is not healed. The red logs and doctor's answers are kept in DIR/logs/SLUG/,
and the root of a scenario that is not healed in DIR/state/SLUG/.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab import Root, missing_parts
from stage import FailedError, Stage, must, nothing_left, read_stage, set_up, tail

SCENARIOS = Path(__file__).parent / "scenarios"
_EXPLAIN = "python3 -m doctor explain --format json build.log 2>explain.err"
_STATUS = {"no-failure": 0, "diagnosed": 1, "unknown-failure": 3}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One folder below scenarios/: what the root has, how the project is built, what doctor must find.

    `build` fails on the stage; `rules` are what must be found, one for each red build. `proof` runs after the green build.
    `known_fix` is what a person would run: it proves a scenario without doctor.
    """

    stage: Stage
    about: str
    rules: tuple[str, ...]
    known_fix: tuple[str, ...]
    build: str
    proof: str


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
    stage, table = read_stage(folder)
    scenario = Scenario(
        stage, table.pop("about"), tuple(table.pop("rules")), tuple(table.pop("known_fix")),
        table.pop("build", "cargo build"), table.pop("proof", ""),
    )  # fmt: skip
    nothing_left(stage.slug, table)
    return scenario


def heal(scenario: Scenario, lab: Path, *, dry: bool = False) -> Healing:
    """Run one scenario to its end; with `dry` the known fix takes the place of doctor's."""
    begun = time.monotonic()
    answers: list[Answer] = []
    said = ""
    try:
        _heal(scenario, lab, answers, dry=dry)
    except (FailedError, RuntimeError, subprocess.SubprocessError) as error:
        said = str(error)
    rules = tuple(answer.rule for answer in answers)
    commands = tuple(command for answer in answers for command in answer.commands)
    if not said and not dry and rules != scenario.rules[: len(rules)]:
        said = f"healed, but not as {' + '.join(scenario.rules)}"
    return Healing(scenario.stage.slug, not said, rules, commands, time.monotonic() - begun, said)


def _heal(scenario: Scenario, lab: Path, answers: list[Answer], *, dry: bool) -> None:
    """Fill `answers` red build by red build until the build is green; raises FailedError."""
    root = set_up(scenario.stage, lab)
    logs = lab / "logs" / scenario.stage.slug
    logs.mkdir(parents=True, exist_ok=True)
    env = scenario.stage.exports
    for number in range(1, len(scenario.rules) + 1):
        built = root.run(env + scenario.build)
        if built.returncode == 0:
            break
        (logs / f"red-{number}.log").write_bytes(built.stdout)
        answers.append(
            Answer("(dry)", scenario.known_fix) if dry else _ask(root, env, built.stdout, logs / f"red-{number}")
        )
        for command in answers[-1].commands:
            must(root.run(env + command), f"the printed command failed: {command}")
        # What a command exports holds for the rest of that shell.
        env += "".join(f"{command}\n" for command in answers[-1].commands if command.startswith("export "))
    if not answers:
        raise FailedError("the build was green before any fix")
    must(root.run(env + scenario.build), "the build is still red")
    if scenario.proof:
        must(root.run(env + scenario.proof), f"green, but not proved: {scenario.proof}")
    root.drop()


def _ask(root: Root, env: str, log: bytes, kept: Path) -> Answer:
    """What doctor says inside the root; its answer is kept as JSON and as text. Raises FailedError where it breaks its contract."""
    app = root.state / "upper/root/app"
    (app / "build.log").write_bytes(log)
    kept.with_suffix(".txt").write_bytes(root.run(f"{env} python3 -m doctor explain build.log").stdout)
    done = root.run(env + _EXPLAIN)
    kept.with_suffix(".json").write_bytes(done.stdout)
    try:
        return _first(json.loads(done.stdout), done.returncode)
    except (ValueError, KeyError) as error:
        complaint = (app / "explain.err").read_text(encoding="utf-8", errors="replace")
        raise FailedError(f"explain breaks its contract: {error!r}\n{complaint}{tail(done.stdout)}") from None


def _first(answer: dict[str, Any], status: int) -> Answer:
    """The first fix of the first diagnosis, from the JSON of the contract."""
    if answer["schema"] != "doctor.explain/1" or _STATUS[answer["outcome"]] != status:
        raise FailedError(f"explain breaks its contract: {answer['schema']} {answer['outcome']}, exit status {status}")
    if not answer["diagnoses"]:
        raise FailedError(f"doctor says {answer['outcome']}")
    diagnosis = answer["diagnoses"][0]
    commands = tuple(diagnosis["fixes"][0]["commands"]) if diagnosis["fixes"] else ()
    if not commands:
        raise FailedError(f"{diagnosis['rule']}: its first fix has no commands")
    return Answer(diagnosis["rule"], commands)


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
