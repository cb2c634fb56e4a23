"""Red → `doctor explain` → the printed commands, exactly as printed → green.

usage: python tests/e2e/heal.py --lab DIR [SLUG…]     prints a table; exit status 1 when a scenario is not healed
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab import Root, base, machine_rust, missing_parts, new_root
from musl_std import toolchain

SCENARIOS = Path(__file__).parent / "scenarios"
_EXPLAIN = "python3 -m doctor explain --format json build.log"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One folder below scenarios/: `setup` makes the system what it is, `build` fails, `rule` is what must be found.

    `rust` is "machine" (the machine's toolchain) or "musl" (Debian's, with the musl standard library);
    `proof` runs after the green build.
    """

    slug: str
    about: str
    rule: str
    build: str
    setup: str
    rust: str
    proof: str
    rounds: int
    files: dict[str, str]


@dataclass(frozen=True, slots=True)
class Healing:
    """What came of a scenario: the rules and commands of each round, in order."""

    slug: str
    green: bool
    rules: tuple[str, ...]
    commands: tuple[str, ...]
    seconds: float
    said: str = ""


def read(folder: Path) -> Scenario:
    """A scenario from its folder: scenario.toml, every other file is the project's."""
    table = tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != "scenario.toml"
    }
    return Scenario(
        folder.name, table["about"], table["rule"], table.get("build", "cargo build"), table.get("setup", ""), table.get("rust", "machine"),
        table.get("proof", "true"), table.get("rounds", 1), files,
    )  # fmt: skip


def heal(scenario: Scenario, lab: Path) -> Healing:
    """Run one scenario to its end."""
    begun = time.monotonic()
    rust = toolchain(lab) if scenario.rust == "musl" else machine_rust()
    root = new_root(lab, scenario.slug, base(lab), rust)
    root.put(scenario.files)
    rules: list[str] = []
    commands: list[str] = []
    green, said = False, ""
    if scenario.setup:
        prepared = root.run(_env(scenario) + scenario.setup)
        if prepared.returncode != 0:
            return Healing(scenario.slug, False, (), (), time.monotonic() - begun, _tail(prepared.stdout))  # noqa: FBT003
    for _ in range(scenario.rounds + 1):
        built = root.run(f"{_env(scenario)} {scenario.build}")
        green, said = built.returncode == 0, _tail(built.stdout)
        if green or len(rules) == scenario.rounds:
            break
        answer = _explain(root, built.stdout)
        if not answer.get("diagnoses"):
            break
        first = answer["diagnoses"][0]
        rules.append(first["rule"])
        chosen: list[str] = next((fix["commands"] for fix in first["fixes"] if fix["commands"]), [])
        commands += chosen
        root.run(f"{_env(scenario)} " + " && ".join(chosen) if chosen else "true")
    if green:
        proved = root.run(f"{_env(scenario)} {scenario.proof}")
        green, said = proved.returncode == 0, _tail(proved.stdout)
    return Healing(
        scenario.slug,
        green and rules[:1] == [scenario.rule],
        tuple(rules),
        tuple(commands),
        time.monotonic() - begun,
        said,
    )


def _explain(root: Root, log: bytes) -> dict[str, Any]:
    """The JSON of the contract, as it came."""
    (root.state / "upper/root/app/build.log").write_bytes(log)
    done = root.run(_EXPLAIN)
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise RuntimeError(_tail(done.stdout)) from None
    return answer


def _env(scenario: Scenario) -> str:
    return "export LD_LIBRARY_PATH=/opt/rust/lib;" if scenario.rust == "musl" else ""


def _tail(output: bytes) -> str:
    return output.decode(errors="replace")[-800:]


def main() -> int:
    """Run the named scenarios, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slug", nargs="*")
    parser.add_argument(
        "--lab", type=Path, required=True, help="a folder with room for some gigabytes; kept between runs"
    )
    options = parser.parse_args()
    if lacking := missing_parts():
        print(lacking, file=sys.stderr)
        return 2
    folders = [
        path
        for path in sorted(SCENARIOS.iterdir())
        if path.is_dir() and (not options.slug or path.name in options.slug)
    ]
    healings = []
    for folder in folders:
        healing = heal(read(folder), options.lab)
        healings.append(healing)
        print(
            f"{'healed' if healing.green else 'NOT':<8}{healing.slug:<26}{'+'.join(healing.rules):<34}{healing.seconds:6.1f} s  {' && '.join(healing.commands)}",
            flush=True,
        )
        if not healing.green:
            print("    " + healing.said.replace("\n", "\n    "))
    healed = sum(healing.green for healing in healings)
    print(f"{healed} of {len(healings)} healed")
    return 0 if healed == len(healings) else 1


if __name__ == "__main__":
    sys.exit(main())
