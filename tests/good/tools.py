"""Running the machine's own rustc and cargo in a folder of its own, and keeping what they print."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Job:
    """One log to make: files of a new folder, then commands of a shell, whose output together is the log."""

    name: str
    command: str
    files: Mapping[str, str] = field(default_factory=dict)


def have(tool: str) -> bool:
    """Whether a program, or cargo's subcommand of that name, starts here."""
    argv = ["cargo", tool[6:], "--version"] if tool.startswith("cargo-") else [tool, "--version"]
    return bool(shutil.which(argv[0])) and subprocess.run(argv, capture_output=True, check=False).returncode == 0


def output(job: Job, folder: Path) -> bytes:
    """What the job prints, errors and output as they come; cargo stays off the network and shares nothing."""
    home = folder / job.name
    for name, text in job.files.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    home.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "CARGO_NET_OFFLINE": "true", "CARGO_TERM_COLOR": "never", "CARGO_INCREMENTAL": "0"}
    done = subprocess.run(
        ["sh", "-c", f"{{ {job.command}\n}} 2>&1"],
        cwd=home,
        env=environment,
        stdout=subprocess.PIPE,
        timeout=_SECONDS,
        check=False,
    )
    shutil.rmtree(home, ignore_errors=True)
    return done.stdout


def outputs(jobs: Iterable[Job], folder: Path) -> dict[str, bytes]:
    """The logs of all jobs by name, made by as many processes as there are processors."""
    rows = list(jobs)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip((job.name for job in rows), pool.map(lambda job: output(job, folder), rows), strict=True))
