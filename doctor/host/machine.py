"""What else of the machine decides on a build, each part read within a time limit and crash boundary of its own."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doctor.host.clock import Clock, read_clock
from doctor.host.guard import Job, Result
from doctor.host.jobs import Jobs, read_jobs
from doctor.host.language import Language, read_language
from doctor.host.limits import Limits, read_limits
from doctor.host.lock_version import LockVersion, lock_version
from doctor.host.manifests import Manifest, read_manifests
from doctor.host.mounts import Disk, read_disk
from doctor.host.programs import Access
from doctor.host.proxies import read_proxies
from doctor.host.resources import cargo_home
from doctor.host.settings import Setting, Settings
from doctor.host.target_folder import target_folder
from doctor.host.temporary import Temporary, read_temporary

SECONDS = 4.5
NOT_ASKED: Result[Any] = Result(None, "not asked")


@dataclass(frozen=True, slots=True)
class Needs:
    """What the project's files ask of Rust; `project` is "" where none was named."""

    project: str
    manifests: tuple[Manifest, ...]
    lock: LockVersion | None


@dataclass(frozen=True, slots=True)
class Machine:
    """The parts. In another root only `proxies` and `needs` are read."""

    proxies: Result[tuple[Setting, ...]] = NOT_ASKED
    needs: Result[Needs] = NOT_ASKED
    jobs: Result[Jobs] = NOT_ASKED
    disks: Result[tuple[Disk, ...]] = NOT_ASKED
    clock: Result[tuple[Clock, ...]] = NOT_ASKED
    limits: Result[Limits] = NOT_ASKED
    language: Result[Language] = NOT_ASKED
    temporary: Result[Temporary] = NOT_ASKED


def read_machine(access: Access, project: Path | None, settings: Settings) -> Machine:
    """Read all parts at the same time; nothing raises."""
    deadline = time.monotonic() + SECONDS
    environment = access.environment if access.live else {}
    proxies = Job(lambda: read_proxies(environment, settings))
    needs = Job(lambda: _needs(project))
    if not access.live:
        return Machine(proxies=proxies.result(deadline), needs=needs.result(deadline))
    folders = _folders(access, project, settings)
    jobs = Job(lambda: read_jobs(environment, settings))
    disks = Job(lambda: tuple(read_disk(role, folder) for role, folder in folders.items()))
    clock = Job(lambda: _clocks(project))
    limits = Job(read_limits)
    language = Job(lambda: read_language(environment, (str(folder) for folder in folders.values())))
    temporary = Job(lambda: read_temporary(access))
    return Machine(
        proxies=proxies.result(deadline),
        needs=needs.result(deadline),
        jobs=jobs.result(deadline),
        disks=disks.result(deadline),
        clock=clock.result(deadline),
        limits=limits.result(deadline),
        language=language.result(deadline),
        temporary=temporary.result(deadline),
    )


def _folders(access: Access, project: Path | None, settings: Settings) -> dict[str, Path]:
    roles = {
        "target folder": target_folder(project, access.environment, settings),
        "project": project if project and (project / "Cargo.toml").is_file() else None,
        "CARGO_HOME": cargo_home(access.environment),
    }
    return {role: folder for role, folder in roles.items() if folder is not None}


def _needs(project: Path | None) -> Needs:
    if project is None:
        return Needs("", (), None)
    return Needs(str(project), read_manifests(project), lock_version(project))


def _clocks(project: Path | None) -> tuple[Clock, ...]:
    clock = read_clock(project) if project else None
    return (clock,) if clock else ()
