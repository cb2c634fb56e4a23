"""How long it takes to start and to answer, as ratios to `python -c pass`, in interleaved rounds of one run.

usage: python tests/bench/start.py [--rounds N] [--doctor PROGRAM]      prints a table of medians
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

NOISE = "   Compiling unicode-ident v1.0.24\n  Downloaded serde_derive v1.0.228\n"
FAILURE = """\
error: linking with `cc` failed: exit status: 1
  |
  = note: "cc" "-m64" "main.o" "-o" "app"
  = note: /usr/bin/ld: cannot find -lpq: No such file or directory
          collect2: error: ld returned 1 exit status

error: could not compile `app` (bin "app") due to 1 previous error
"""
_SIZE = 30_000


def logs(folder: Path) -> dict[str, Path]:
    """A failing and a healthy log of 30 kB."""
    filler = NOISE * (_SIZE // len(NOISE))
    found = {"failing": folder / "failing.log", "healthy": folder / "healthy.log"}
    found["failing"].write_text(filler + FAILURE, encoding="utf-8")
    found["healthy"].write_text(filler + "    Finished `dev` profile in 1s\n", encoding="utf-8")
    return found


def commands(doctor: str, folder: Path) -> dict[str, list[str]]:
    """What is timed, by name; the first is the yardstick."""
    log = logs(folder)
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "doctor --version": [doctor, "--version"],
        "doctor explain, 30 kB failing": [doctor, "explain", "--distro", "debian:12", str(log["failing"])],
        "doctor explain, 30 kB failing, json": [doctor, "explain", "--format", "json", "--distro", "debian:12", str(log["failing"])],
        "doctor explain, 30 kB failing, rich": [doctor, "explain", "--color", "always", "--distro", "debian:12", str(log["failing"])],
        "doctor explain, 30 kB healthy": [doctor, "explain", "--distro", "debian:12", str(log["healthy"])],
    }  # fmt: skip


def measure(argvs: dict[str, list[str]], rounds: int) -> dict[str, tuple[float, float]]:
    """Median ratio to the first command, pair by pair, and median of seconds."""
    times: dict[str, list[float]] = {name: [] for name in argvs}
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(rounds + 1):
        for name, argv in argvs.items():
            begun = time.perf_counter()
            subprocess.run(argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False)
            times[name].append(time.perf_counter() - begun)
    yardstick = next(iter(times.values()))
    return {
        name: (
            statistics.median(mine / base for mine, base in zip(all_[1:], yardstick[1:], strict=True)),
            statistics.median(all_[1:]),
        )
        for name, all_ in times.items()
    }


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=21)
    parser.add_argument("--doctor", default=str(Path(sys.executable).with_name("doctor")))
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="doctor-bench-"))
    for name, (ratio, _) in measure(commands(options.doctor, folder), options.rounds).items():
        print(f"{ratio:6.2f} x  {name}")
    shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
