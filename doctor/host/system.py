"""The System that advice is for: an option outranks the log, the log outranks this machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from doctor.explain import SystemOf
from doctor.host.family import family_of
from doctor.host.release import read_release, release_argument
from doctor.host.surroundings import look_around
from doctor.knowledge.load import Knowledge
from doctor.model import Release, System


def system_for(option: str | None, knowledge: Knowledge) -> SystemOf:
    """A function from the release that a log shows to the System to advise for; `option` is --distro."""
    chosen = release_argument(option) if option else None

    def system_of(seen: Release | None) -> System:
        if chosen is not None:
            return System(chosen, family_of(chosen, knowledge.distros)[0], "option")
        here = this_system(knowledge)
        if seen is None or family_of(seen, knowledge.distros)[0] == here.family:
            return here
        return System(seen, family_of(seen, knowledge.distros)[0], "log")

    return system_of


def this_system(knowledge: Knowledge, root: Path | None = None) -> System:
    """This machine, or the one below `root`, as advice needs it."""
    release = read_release(root)
    around = look_around(os.environ, root or Path("/"))
    managers = {family.manager for family in knowledge.distros.families.values() if shutil.which(family.manager)} if root is None else ()
    return System(
        release=release,
        family=family_of(release, knowledge.distros, managers)[0],
        origin="host",
        root=around.root,
        stale_lists=around.stale_lists,
        rust_from=rust_from(os.environ.get("PATH", "")) if root is None else "",
    )


def rust_from(path: str) -> str:
    """How the first rustc on `path` came here: rustup, distro, or "" where that cannot be told."""
    found = shutil.which("rustc", path=path)
    if found is None:
        return ""
    real = os.path.realpath(found)
    if Path(real).name == "rustup" or "/.cargo/bin/" in found or Path(found).with_name("rustup").exists():
        return "rustup"
    return "distro" if real.startswith(("/usr/bin/", "/usr/lib/", "/usr/lib64/")) else ""
