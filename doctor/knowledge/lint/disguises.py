"""The ways in which the same output gets pasted: no rule may depend on how a log was captured."""

from __future__ import annotations

import json
from collections.abc import Callable

Disguise = Callable[[str], str]
_STATUS = "   Compiling unicode-ident v1.0.24\n   Compiling quote v1.0.46\n"
_WAITING = "\nwarning: build failed, waiting for other jobs to finish...\n"
# What stands before each line: by the system that writes it.
PREFIXES = {
    "GitHub Actions' time stamps": "2026-11-24T10:00:00.1234567Z ",
    "gh run view --log": "build\tUNKNOWN STEP\t2026-11-24T10:00:00.1234567Z ",
    "GitLab's time stamps": "2026-11-24T10:00:00.123456Z 01O ",
    "Jenkins' time stamps": "[2026-11-24T10:00:00.123Z] ",
    "a clock in brackets": "[10:00:00] ",
    "Netlify's clock": "10:00:00 AM: ",
    "the journal": "Nov 24 10:00:00 builder app[123]: ",
    "docker build": "#12 34.56 ",
    "docker build's error excerpt": "34.56 ",
    "docker compose": "builder-1  | ",
    "docker compose, version 1": "builder_1  | ",
    "Google Cloud Build": 'Step #1 - "build": ',
    "AWS CodeBuild": "[Container] 2026/11/24 10:00:00 ",
    "crater and docs.rs": "[2026-11-24T10:00:00Z] [INFO] [stderr] ",
    "nix": "       > ",
    "Taskcluster": "[task 2026-11-24T10:00:00.123Z] 10:00:00     INFO -  ",
    "Yocto": "| ",
    "mach": " 0:12.34 ",
    "Buildkite": "\x1b_bk;t=1700000000000\x07",
    "Azure's errors": "2026-11-24T10:00:00.1234567Z ##[error]",
    "MacPorts": ":info:build ",
    "mail": "> ",
    "mock": "BUILDSTDERR: ",
    "Vercel": "10:00:00.123 | ",
    "flutter -v": "[  +27 ms] SEVERE: ",
    "npm": "npm ERR! ",
    "yarn": "➤ YN0000: │ app@workspace:. STDERR ",
    "a git push": "remote:        ",
    "a box": "  │ ",
    "pip": "      ",
    "a named step": "[build] ",
}


def _each(prefix: str) -> Disguise:
    """The prefix before every line."""
    return lambda text: "".join(f"{prefix}{line}\n" for line in text.rstrip("\n").split("\n"))


def _wrapped(width: int) -> Disguise:
    """As a terminal of so many columns breaks lines, inside words."""
    return lambda text: "\n".join(
        line[start : start + width] for line in text.split("\n") for start in range(0, len(line) or 1, width)
    )


def _escaped(text: str) -> str:
    """As Rust's Debug writes a string."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")


def _beside(prefix: str, other: str) -> Disguise:
    """The lines of another job between the lines of this one."""
    return lambda text: "".join(f"{prefix}{line}\n{other}\n" for line in text.rstrip("\n").split("\n"))


def _labelled(text: str) -> str:
    """As tools for monorepos name their jobs: learned from cargo's verbs, so there must be one."""
    return _each("app:build: ")(_STATUS + text)


def _error_command(text: str) -> str:
    """As a GitHub runner marks the lines that its problem matcher knows."""
    return text.replace("error: linking", "##[error]error: linking").replace("error: failed", "##[error]error: failed")


DISGUISES: dict[str, Disguise] = {
    "as it is": str,
    "colours": lambda text: text.replace("error:", "\x1b[1m\x1b[38;5;9merror\x1b[0m\x1b[1m:\x1b[0m"),
    "colours without their escape": lambda text: text.replace("error:", "[1m[38;5;9merror[0m[1m:[0m"),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "a head before it": lambda text: _STATUS + text,
    "a tail behind it": lambda text: text.rstrip("\n") + _WAITING,
    "blank lines doubled": lambda text: text.replace("\n\n", "\n\n\n"),
    "typographic quotes": lambda text: text.replace("`", "\u2018"),
    "backticks turned into apostrophes": lambda text: text.replace("`", "'"),
    "backticks lost": lambda text: text.replace("`", ""),
    "entities of HTML": lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;"),
    "every line twice": lambda text: "".join(f"{line}\n{line}\n" for line in text.rstrip("\n").split("\n")),
    "a Debug string": lambda text: f'Error: Failure {{ code: 101, stderr: "{_escaped(text)}" }}\n',
    "a Debug string inside another": lambda text: f'Err("Outer(\\"{_escaped(_escaped(text))}\\")")\n',
    "cargo's JSON": lambda text: json.dumps({"reason": "compiler-message", "message": {"rendered": text}}),
    "two steps of docker build side by side": _beside("#12 34.5 ", "#13 34.6 added 1 package"),
    "two containers side by side": _beside("builder-1  | ", "web-1      | GET / 200"),
    "a prompt": lambda text: f"user@host:~/app$ cargo build\n{text}user@host:~/app$\n",
    "a group of GitHub Actions": lambda text: (
        f"##[group]Run cargo build\n{text}##[error]Process completed with exit code 101.\n"
    ),
    "a section of GitLab": lambda text: f"section_start:1:build\r\x1b[0K{text}section_end:1:build\r\x1b[0K\n",
    "a fold of Travis": lambda text: f"travis_fold:start:build\r\x1b[0K{text}travis_fold:end:build\r\x1b[0K\n",
    "makepkg": lambda text: (
        f"==> Starting build()...\n{text}==> ERROR: A failure occurred in build().\n    Aborting...\n"
    ),
    "rpmbuild": lambda text: f"+ cargo build\n{text}error: Bad exit status from /var/tmp/rpm-tmp.X (%build)\n",
    "Homebrew": lambda text: f"==> cargo install\nLast 15 lines from 01.cargo:\n{text}",
    "Gradle": lambda text: f"> Task :app:cargoBuild FAILED\n{text}\nFAILURE: Build failed with an exception.\n",
    "indented as in an issue": _each("    "),
    "broken at 80 columns": _wrapped(80),
    "broken at 190 columns": _wrapped(190),
    "error commands of a runner": _error_command,
    "a monorepo tool's label": _labelled,
    "Jenkins' time stamps around docker build": lambda text: _each("[2026-11-24T10:00:00.123Z] ")(
        _each("#12 34.56 ")(text)
    ),
    **{name: _each(prefix) for name, prefix in PREFIXES.items()},
}
