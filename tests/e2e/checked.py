"""`doctor check` before the first build, its commands run as printed, then green at the first try, in clean Debian roots.

usage: python tests/e2e/checked.py [--lab DIR] [SLUG…]

Each folder of checked/ is a project on a Debian that has a C compiler and nothing else. `cargo generate-lockfile`, one
`doctor check`, and what stands at the end of its report: one install command, then `cargo add …` and `export …`. The build must be green at once, a static target's program must have no interpreter and start,
and a second check must find nothing. Prints a table; exit status 1 when a scenario fails. What doctor said and the
build's log are kept in DIR/logs/checked-SLUG/, and the root of a scenario that failed in DIR/state/checked-SLUG/.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from lab import Root, missing_parts
from stage import FailedError, Stage, must, nothing_left, read_stage, set_up

SCENARIOS = Path(__file__).parent / "checked"
_CHECK = "python3 -m doctor check --target {} {}"
_AT_ONCE = re.compile(r"(?m)^(?:all missing packages at once|and then|all at once):\n(?P<commands>(?: +\S.*\n)+)")
_LIMIT = 1800.0  # seconds for one build
_FASTER = "CARGO_PROFILE_DEV_DEBUG=0"  # nothing here reads debug information
_START = "exec ./target/{}/debug/app"
# Without INTERP the kernel starts the program itself: nothing is linked dynamically.
_STATIC = "! readelf --program-headers --wide target/{}/debug/app | grep -q INTERP"


@dataclass(frozen=True, slots=True)
class Scenario:
    """One folder below checked/: a project and the `target` it is checked and built for.

    Its scenario.toml may name another folder in `like`: the project's files are that one's.
    """

    stage: Stage
    about: str
    target: str


@dataclass(slots=True)
class Passing:
    """What came of a scenario: the commands run between the check and the build, and why it failed ("" where it did not)."""

    slug: str
    commands: list[str] = field(default_factory=list)
    seconds: float = 0.0
    said: str = ""


def read(folder: Path) -> Scenario:
    """A scenario from its folder; raises FailedError for unknown keys."""
    stage, table = read_stage(folder)
    like = table.pop("like", "")
    files = (read_stage(folder.parent / like)[0].files if like else {}) | stage.files
    scenario = Scenario(
        replace(stage, slug=f"checked-{folder.name}", files=files), table.pop("about"), table.pop("target")
    )
    nothing_left(folder.name, table)
    return scenario


def prove(scenario: Scenario, lab: Path) -> Passing:
    """Run one scenario to its end."""
    passing = Passing(scenario.stage.slug.removeprefix("checked-"))
    begun = time.monotonic()
    try:
        _prove(scenario, lab, passing.commands)
    except (FailedError, RuntimeError, subprocess.SubprocessError) as error:
        passing.said = str(error)
    passing.seconds = time.monotonic() - begun
    return passing


def _prove(scenario: Scenario, lab: Path, commands: list[str]) -> None:
    """Fill `commands` with what doctor printed; raises FailedError."""
    root, target, env = set_up(scenario.stage, lab), scenario.target, scenario.stage.exports
    logs = lab / "logs" / scenario.stage.slug
    logs.mkdir(parents=True, exist_ok=True)
    must(root.run(f"{env} cargo generate-lockfile"), "no Cargo.lock")
    text, answer = _check(root, env, target, logs / "before")
    commands += to_run(text, answer)
    for command in commands:
        must(root.run(env + command), f"the printed command failed: {command}")
        if command.startswith("export "):  # it holds for the rest of that shell
            env += f"{command}\n"
    built = root.run(f"{env} {_FASTER} cargo build --target {target}", limit=_LIMIT)
    (logs / "build.log").write_bytes(built.stdout)
    must(built, "the build is red at the first try")
    if "musl" in target:
        must(root.run(_STATIC.format(target)), "the program is not static")
    must(root.run(env + _START.format(target)), "the program does not start")
    text, answer = _check(root, env, target, logs / "after")
    if left := [check["title"] for check in answer["checks"] if check["status"] not in {"ok", "skipped"}]:
        raise FailedError("green, but the second check says: " + "; ".join(left))
    root.drop()


def _check(root: Root, env: str, target: str, kept: Path) -> tuple[str, dict[str, Any]]:
    """What doctor says, as text and as JSON; both are kept. Raises FailedError where its answer cannot be read."""
    text = root.run(env + _CHECK.format(target, "")).stdout
    done = root.run(env + _CHECK.format(target, "--format json 2>/dev/null")).stdout
    kept.with_suffix(".txt").write_bytes(text)
    kept.with_suffix(".json").write_bytes(done)
    try:
        answer: dict[str, Any] = json.loads(done)
    except ValueError:
        raise FailedError(f"check's answer is no JSON: {done[:400]!r}") from None
    return text.decode(), answer


def to_run(text: str, answer: dict[str, Any]) -> list[str]:
    """What a person pastes: the end of the report, or the first fixes where there is no more than one."""
    lines = [line.strip() for block in _AT_ONCE.finditer(text) for line in block["commands"].splitlines()]
    return lines or list(dict.fromkeys(_first_commands(answer)))


def _first_commands(answer: dict[str, Any]) -> Iterator[str]:
    for check in answer["checks"]:
        if check["status"] in {"warn", "fail"}:
            for diagnosis in check["diagnoses"]:
                for fix in diagnosis["fixes"][:1]:
                    yield from fix["commands"]


def _row(passing: Passing) -> str:
    head = f"{'NOT' if passing.said else 'green':<7}{passing.slug:<20}{passing.seconds:6.0f} s  {' && '.join(passing.commands)}"
    return head + ("\n    " + passing.said.replace("\n", "\n    ") if passing.said else "")


def main() -> int:
    """Run the named scenarios, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("slug", nargs="*", help="a folder of checked/; all when none is named")
    parser.add_argument(
        "--lab",
        type=Path,
        default=Path(tempfile.gettempdir()) / "doctor-lab",
        help="a folder with room for some gigabytes; kept between runs (default: %(default)s)",
    )
    options = parser.parse_args()
    if lacking := missing_parts():
        print(lacking, file=sys.stderr)
        return 2
    folders = {path.name: path for path in sorted(SCENARIOS.iterdir()) if path.is_dir()}
    if unknown := sorted(set(options.slug) - folders.keys()):
        parser.error(f"no such scenario: {', '.join(unknown)}")
    passings = []
    for slug in options.slug or folders:
        passings.append(prove(read(folders[slug]), options.lab))
        print(_row(passings[-1]), flush=True)
    green = sum(not passing.said for passing in passings)
    print(f"{green} of {len(passings)} green at the first try")
    return 0 if green == len(passings) else 1


if __name__ == "__main__":
    sys.exit(main())
