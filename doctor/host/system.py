"""The System that advice is for: an option outranks the log, the log outranks this machine."""

from __future__ import annotations

import os
from collections.abc import Callable

from doctor.explain import SystemOf
from doctor.host.family import family_of
from doctor.host.release_name import release_argument
from doctor.knowledge.load import Knowledge
from doctor.model import Release, System


def system_for(option: str | None, knowledge: Knowledge) -> SystemOf:
    """A function from the release that a log shows to the System to advise for; `option` is --distro."""
    chosen = release_argument(option) if option else None

    def system_of(seen_in_log: Callable[[], Release | None]) -> System:
        if chosen is not None:
            return system_named(chosen, "option", knowledge)
        here, seen = this_system(knowledge), seen_in_log()
        if seen is None or family_of(seen, knowledge.distros)[0] == here.family:
            return here
        return system_named(seen, "log", knowledge)

    return system_of


def system_named(release: Release, origin: str, knowledge: Knowledge) -> System:
    """A system of which only the release is known."""
    from doctor.host.immutable import immutable_of  # noqa: PLC0415 (not on the way to "nothing found")

    family = family_of(release, knowledge.distros)[0]
    return System(release, family, origin, immutable=immutable_of(release, family, knowledge.distros.immutables))


def this_system(knowledge: Knowledge) -> System:
    """The machine that doctor runs on, as advice needs it."""
    from doctor.host.family import managers_on  # noqa: PLC0415 (with --distro nothing of the machine is read)
    from doctor.host.immutable import immutable_here  # noqa: PLC0415
    from doctor.host.release import read_release  # noqa: PLC0415
    from doctor.host.surroundings import look_around  # noqa: PLC0415

    release = read_release()
    around = look_around(os.environ)
    path = os.environ.get("PATH", "")
    family = family_of(release, knowledge.distros, managers_on(path.split(os.pathsep), knowledge.distros))[0]
    return System(
        release=release,
        family=family,
        origin="host",
        root=around.root,
        stale_lists=around.stale_lists,
        rust_from=rust_from(path),
        immutable=immutable_here(release, family, knowledge.distros.immutables, around.container),
    )


def rust_from(path: str) -> str:
    """How the first rustc on `path` came here: rustup (whose programs are one file), distro, or "" for neither."""
    import shutil  # noqa: PLC0415

    found = shutil.which("rustc", path=path)
    if found is None:
        return ""
    real = os.path.realpath(found)
    rustup = f"{os.path.dirname(found)}/rustup"  # noqa: PTH120 (pathlib is not imported for this)
    if os.path.basename(real) == "rustup" or (os.path.exists(rustup) and os.path.samefile(found, rustup)):  # noqa: PTH110, PTH119, PTH121
        return "rustup"
    return "distro" if real.startswith(("/usr/bin/", "/usr/lib/", "/usr/lib64/")) else ""
