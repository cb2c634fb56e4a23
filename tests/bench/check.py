"""How long `doctor check` takes, as ratios to `rustc -vV`, in interleaved rounds of one run, on a project of 250 crates.

usage: python tests/bench/check.py [--rounds N] [--doctor PROGRAM]      prints a table of medians
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from start import measure

_CRATES = 250
_ENTRY = '[[package]]\nname = "{name}"\nversion = "1.{number}.0"\nsource = "registry+crates"\nchecksum = "{number:064x}"\ndependencies = [\n{dependencies}]\n\n'


def project(folder: Path) -> Path:
    """A package with a lock file: a tree of crates without needs, and two that compile C or look for a library."""
    (folder / "src").mkdir()
    (folder / "src/main.rs").write_text("fn main() {}\n", encoding="utf-8")
    (folder / "Cargo.toml").write_text(
        '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[dependencies]\ncrate-0 = "1"\n',
        encoding="utf-8",
    )
    entries = [_entry(number) for number in range(_CRATES)]
    app = '[[package]]\nname = "app"\nversion = "0.1.0"\ndependencies = [\n "crate-0",\n]\n\n'
    (folder / "Cargo.lock").write_text("version = 4\n\n" + app + "".join(entries), encoding="utf-8")
    return folder


def _entry(number: int) -> str:
    """Crate N depends on the two below it in a binary tree; the last two are real ones."""
    below = [f"crate-{one}" for one in (2 * number + 1, 2 * number + 2) if one < _CRATES - 2]
    ends = {_CRATES - 2: "cc", _CRATES - 1: "libz-sys"}
    below += ["cc", "libz-sys"] if number == 1 else []
    listed = "".join(f' "{name}",\n' for name in sorted(below))
    return _ENTRY.format(name=ends.get(number, f"crate-{number}"), number=number, dependencies=listed)


def commands(doctor: str, folder: Path) -> dict[str, list[str]]:
    """What is timed, by name; the first is the yardstick."""
    check = [doctor, "check", "--project", str(project(folder))]
    return {
        "rustc -vV": ["rustc", "-vV"],
        "python -c pass": [sys.executable, "-c", "pass"],
        "doctor check --no-trial": [*check, "--no-trial"],
        "doctor check, trial builds of Rust and C": check,
    }


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--doctor", default=str(Path(sys.executable).with_name("doctor")))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="doctor-bench-"))
    for name, (ratio, seconds) in measure(commands(options.doctor, folder), options.rounds).items():
        print(f"{ratio:6.2f} x {seconds * 1000:7.0f} ms  {name}")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
