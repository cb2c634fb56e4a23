"""The folder for temporary files: whether it is there, and whether a program may be started in it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from errno import EACCES, EPERM
from pathlib import Path

from doctor.host.cgroup import read_text
from doctor.host.inside import HERE
from doctor.host.programs import Access
from doctor.host.resources import temporary

_REFUSALS = tuple(os.strerror(code) for code in (EACCES, EPERM))


@dataclass(frozen=True, slots=True)
class Temporary:
    """`path` is what TMPDIR names, or the system's own; `named` says that TMPDIR is set.

    `refused` is the system's word when a program in `tried` may not be started, else ""; `guards` are then what could
    have refused it.
    """

    path: str
    named: bool
    there: bool
    tried: str
    refused: str = ""
    guards: tuple[str, ...] = ()


def read_temporary(access: Access, root: Path = HERE) -> Temporary:
    """Look at the folder, and start a script of one line in a folder of our own below it."""
    folder = temporary(access.environment)
    tried = access.scratch.parent
    refused = _refused(access, tried)
    guards = tuple(_guards(tried, root)) if refused else ()
    return Temporary(str(folder), bool(access.environment.get("TMPDIR")), folder.is_dir(), str(tried), refused, guards)


def _refused(access: Access, folder: Path) -> str:
    """Return why the script was not started, where it was forbidden; other troubles (a busy file) say nothing."""
    script = folder / "start"
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o700)
    outcome = access.runner([str(script)], cwd=access.scratch, environment=access.environment)
    return next((word for word in _REFUSALS if word in outcome.problem), "")


def _guards(folder: Path, root: Path) -> list[str]:
    """Name what may forbid it: the mount, SELinux (selinuxfs), AppArmor (/proc/PID/attr, "profile (enforce)")."""
    found = ["noexec"] if os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0) else []
    if read_text(root / "sys/fs/selinux/enforce").strip() == "1":
        found.append("SELinux")
    if read_text(root / "proc/self/attr/current").strip("\0\n ").endswith("(enforce)"):
        found.append("AppArmor")
    return found
