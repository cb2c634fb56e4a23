"""What a scenario's folder says of its start, and the root that comes of it: shared by heal.py and checked.py."""

from __future__ import annotations

import shlex
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lab import Root, base, layer, machine_rust, new_root
from musl_std import toolchain

_INSTALL = "apt-get update -qq && apt-get install -y -qq --no-install-recommends {} >/dev/null"


class FailedError(Exception):
    """Why a scenario has failed."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A clean Debian of `suite` with `packages`, made what it is by `setup`, and the project's `files` in it.

    `rust` is "machine" (the machine's toolchain) or "musl" (Debian's, with the musl standard library).
    """

    slug: str
    packages: tuple[str, ...]
    suite: str
    rust: str
    env: dict[str, str]
    setup: str
    files: dict[str, str]

    @property
    def exports(self) -> str:
        """The shell's lines that set the variables of the scenario."""
        return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in self.env.items())


def read_stage(folder: Path) -> tuple[Stage, dict[str, Any]]:
    """The stage of a folder and the keys of its scenario.toml that are left; every other file is the project's."""
    table = tomllib.loads((folder / "scenario.toml").read_text(encoding="utf-8"))
    files = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file() and path.name != "scenario.toml"
    }
    stage = Stage(
        folder.name, tuple(table.pop("packages", [])), table.pop("suite", "bookworm"), table.pop("rust", "machine"),
        table.pop("env", {}), table.pop("setup", ""), files,
    )  # fmt: skip
    return stage, table


def nothing_left(slug: str, table: dict[str, Any]) -> None:
    """A misspelt key would silently test something else: raises FailedError."""
    if table:
        raise FailedError(f"{slug}: scenario.toml has unknown keys: {', '.join(table)}")


def set_up(stage: Stage, lab: Path) -> Root:
    """The root of a stage, its setup run; packages that several scenarios share are installed once."""
    rust = toolchain(lab) if stage.rust == "musl" else machine_rust()
    lower = base(lab, stage.suite)
    if stage.packages:
        names = " ".join(stage.packages)
        lower = layer(lab, f"{stage.suite}+{'+'.join(stage.packages)}", lower, _INSTALL.format(names), rust)
    root = new_root(lab, stage.slug, lower, rust)
    root.put(stage.files)
    if stage.setup:
        must(root.run(stage.exports + stage.setup), "the setup failed")
    return root


def must(done: subprocess.CompletedProcess[bytes], what: str) -> bytes:
    """The output of a command that has to succeed; raises FailedError with its end."""
    if done.returncode != 0:
        raise FailedError(f"{what}\n{tail(done.stdout)}")
    return done.stdout


def tail(output: bytes) -> str:
    """The end of an output, as text."""
    return output.decode(errors="replace")[-1200:]
