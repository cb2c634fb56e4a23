"""The forecast of `doctor check`, proven against real crates of the registry in clean Debian roots.

usage: python tests/e2e/reality.py [--lab DIR] [--again] [NAME…]

A row of reality.toml is a small program that depends on one real crate. In a Debian 12 that has only gcc, libc6-dev,
Python and the machine's Rust, its lock file is made and doctor is asked what is missing. Then both halves of the answer
are tried by building:

recall     All commands that the check prints are run, and the program is built. A red build means that a need was
           missed: `doctor explain` names it, it is counted and installed, until the build is green (four rounds at most).
precision  Each need that was called missing is taken out of the green system by force, with the packages that came for
           it alone, until doctor no longer finds it; then the program is built again. Red: it was really needed. Green: a
           false alarm. Needs that share a package are taken out together and count as one.

Before each build all crates are forgotten whose build script has dependencies of its own or names a library, and the
program itself: those can ask the machine for something. All others are shared between the builds, for speed. A row that
no package of Debian 12 can make green says nothing of the forecast and does not count.

Prints a table and the sums; exit status 1 below 95 %. What came of each row is kept in DIR/rows: a row is built again
only where the forecast has other needs than before, or with --again.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from lab import missing_parts
from real_crates import read_rows
from real_trial import Need, Outcome, Trial

from doctor.knowledge.load import load

_ENOUGH = 95.0


def _line(outcome: Outcome) -> str:
    said = [f"{'+'.join(need.ids)}{'' if need.how == 'sure' else '?'}" for need in outcome.needs]
    needless = [word for word, need in zip(said, outcome.needs, strict=True) if not need.needed]
    head = f"{outcome.name:<22}{' '.join(said) or '-':<52} missed: {' '.join(outcome.missed) or '-':<14} needless: {' '.join(needless) or '-':<14}{outcome.seconds:6.1f} s"
    return head + (f"\n    does not count: {outcome.stuck}" if outcome.stuck else "")


def sums(outcomes: list[Outcome]) -> tuple[str, bool]:
    """The last lines, and whether it is enough."""
    counted = [one for one in outcomes if not one.stuck]
    needs = [need for one in counted for need in one.needs]
    missed = sum(len(one.missed) for one in counted)
    right = sum(need.needed is True for need in needs)
    recall = _percent(right, right + missed)
    lines = [
        f"{len(counted)} rows count, {len(outcomes) - len(counted)} do not",
        f"recall    {recall:5.1f} % ({right} of {right + missed})",
    ]
    precisions = []
    for how in ("sure", "likely"):
        said = [need for need in needs if need.how == how]
        good = sum(need.needed is True for need in said)
        precisions.append(_percent(good, len(said)))
        lines.append(f"precision {precisions[-1]:5.1f} % ({good} of {len(said)}) of the {how}")
    return "\n".join(lines), min(recall, *precisions) >= _ENOUGH


def _percent(part: int, whole: int) -> float:
    return 100.0 * part / whole if whole else 100.0


def _kept(path: Path) -> Outcome | None:
    if not path.exists():
        return None
    table = json.loads(path.read_text(encoding="utf-8"))
    needs = tuple(Need(tuple(need["ids"]), need["how"], need["needed"]) for need in table.pop("needs"))
    return Outcome(needs=needs, missed=tuple(table.pop("missed")), **table)


def main() -> int:
    """Run the named rows, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", help="rows of reality.toml; all when none is named")
    parser.add_argument("--lab", type=Path, default=Path(tempfile.gettempdir()) / "doctor-lab", metavar="DIR")
    parser.add_argument("--again", action="store_true", help="build again what was built before")
    options = parser.parse_args()
    if lacking := missing_parts():
        print(lacking, file=sys.stderr)
        return 2
    rows = read_rows()
    if unknown := sorted(set(options.name) - rows.keys()):
        parser.error(f"no such row: {', '.join(unknown)}")
    knowledge, kept = load(), options.lab / "rows"
    kept.mkdir(parents=True, exist_ok=True)
    outcomes = []
    for name in options.name or rows:
        path = kept / f"{name}.json"
        outcomes.append(Trial(rows[name], options.lab, knowledge).run(None if options.again else _kept(path)))
        path.write_text(json.dumps(asdict(outcomes[-1]), indent=1), encoding="utf-8")
        print(_line(outcomes[-1]), flush=True)
    text, enough = sums(outcomes)
    print(text)
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
