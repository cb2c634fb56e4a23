"""The whole of `doctor check` but printing: probe, advise, check."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from doctor.check.adviser import KnowledgeAdviser, system_for
from doctor.check.combine import combined
from doctor.check.model import Check, CheckResult, View
from doctor.check.run import Selection, all_checks, parts_for, run_checks
from doctor.errors import InputError
from doctor.host.facts import RUST, SYSTEM, Host, Request
from doctor.host.family import in_release
from doctor.host.probe import probe
from doctor.host.programs import Access
from doctor.host.release import release_argument
from doctor.host.run import Runner
from doctor.host.system import system_named
from doctor.knowledge.load import Knowledge
from doctor.model import System


@dataclass(frozen=True, slots=True)
class Examination:
    """The facts, what the checks say of them, and one command that installs all that is missing ("" for none)."""

    host: Host
    results: tuple[CheckResult, ...]
    install: str


@contextmanager
def reaching(environment: Mapping[str, str], runner: Runner, root: Path) -> Iterator[Access]:
    """Give access to the machine, with an empty temporary folder for a while; raises InputError where none can be."""
    import tempfile  # noqa: PLC0415 (brings random and shutil)

    try:
        folder = tempfile.TemporaryDirectory(prefix="doctor-", ignore_cleanup_errors=True)
    except OSError as error:
        raise InputError(
            f"no temporary folder for the probes: {error.strerror}; set TMPDIR to one that can be written"
        ) from error
    with folder as scratch:
        empty = Path(scratch) / "empty"
        empty.mkdir()
        yield Access(environment, runner, empty, root)


def examine(
    access: Access, request: Request, selection: Selection, knowledge: Knowledge, distro: str | None
) -> Examination:
    """Probe what the selected checks read, and run them; `distro` is the system to advise for (None for this one)."""
    host = probe(access, request, knowledge.distros, parts_for(selection) | {SYSTEM})
    system = system_for(host, _chosen(distro, knowledge))
    view = View(host, request, KnowledgeAdviser(knowledge, system), access, access.scratch.parent)
    results = run_checks(view, with_choices(selection, host))
    family = knowledge.distros.families.get(system.family)
    return Examination(host, results, combined(results, in_release(family, system.release) if family else None))


def with_choices(selection: Selection, host: Host) -> Selection:
    """What the project skips is skipped, unless the reader asks for it; ids that do not exist are left out."""
    project = host.project.value
    known = {check.id for check in all_checks(host)} | {check.id.partition(":")[0] for check in all_checks(host)}
    skip = (key for key in (project.choices.skip if project else ()) if key in known and key not in selection.only)
    return replace(selection, skip=(*selection.skip, *skip))


def listed(access: Access, request: Request, knowledge: Knowledge) -> tuple[Check, ...]:
    """Return the checks that there are for this machine and these targets."""
    return all_checks(probe(access, request, knowledge.distros, frozenset({SYSTEM, RUST})))


def folder(name: str, option: str) -> Path:
    """Return the folder that an option names, with all links resolved; raises InputError when it is none."""
    try:
        path = Path(os.path.realpath(name))
    except OSError as error:  # the current folder was removed
        raise InputError(f"{option} {name}: {error.strerror}") from error
    if not path.is_dir():
        raise InputError(f"{option} {name}: {'not a folder' if path.exists() else 'there is no such folder'}")
    return path


def _chosen(distro: str | None, knowledge: Knowledge) -> System | None:
    if not distro:
        return None
    release = release_argument(distro)
    return system_named(release, "option", knowledge)
