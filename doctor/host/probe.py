"""All probes at once → one Host. Each part has its own time limit and crash boundary; they run at the same time."""

from __future__ import annotations

import time
from collections.abc import Set as AbstractSet

from doctor.host import uname
from doctor.host.choices import Choices, read_choices
from doctor.host.facts import MACHINE, PARTS, PROJECT, RESOURCES, RUST, SYSTEM, TOOLS, Host, Project, Request, System
from doctor.host.family import family_of, in_release, managers_on
from doctor.host.guard import Job, Result
from doctor.host.immutable import immutable_here
from doctor.host.libc import libc_here, libc_inside
from doctor.host.lock import read_lock
from doctor.host.machine import read_machine
from doctor.host.programs import Access, find
from doctor.host.reaching import Asked, ask
from doctor.host.release import read_release
from doctor.host.resources import Resources, read_resources
from doctor.host.rust import Rust
from doctor.host.settings import Settings, read_settings
from doctor.host.surroundings import look_around
from doctor.host.target import this_triple, usual_triple
from doctor.host.target_folder import target_folder
from doctor.host.trap_site import finder, looked_around, site_of
from doctor.host.traps import Site, traps
from doctor.knowledge.records import Distros

SECONDS = 5.5
_NOT_ASKED = "not asked"
_HOST_OWN = "the host's own"  # a target that nobody chose: the project's manifest may


def probe(
    access: Access, request: Request, distros: Distros, parts: AbstractSet[str] = PARTS, asked: Asked | None = None
) -> Host:
    """Read the parts of the machine that are asked for; nothing raises, nothing takes longer than SECONDS."""
    deadline = time.monotonic() + SECONDS
    asked = asked or (ask(access, request.project) if parts & {RUST, TOOLS} else None)
    system = Job(lambda: read_system(access, distros)) if SYSTEM in parts else None
    rust = asked.rust if asked and RUST in parts else None
    tools = asked.tools if asked and TOOLS in parts else None
    chosen = Job(lambda: _choices(request))
    settings = Job(lambda: _settings(access, request)).result(deadline)
    read = settings.value or Settings()
    resources = Job(lambda: _resources(access, request, read)) if RESOURCES in parts and request.live else None
    machine = Job(lambda: read_machine(access, request.project, read)) if MACHINE in parts else None
    found_rust: Result[Rust] = rust.result(deadline) if rust else Result(None, _NOT_ASKED)
    said = chosen.result(deadline)
    found_system: Result[System] = system.result(deadline) if system else Result(None, _NOT_ASKED)
    host = host_triple(access, found_rust.value, found_system.value, distros)
    choices = said.value or Choices(problem=said.problem)
    targets, default = choose_targets(request, access, read, host)
    if choices.targets and default == _HOST_OWN:
        targets, default = tuple(dict.fromkeys(choices.targets)), "metadata.doctor of the manifest"
    site = site_of(host, targets, found_rust.value, named=default != _HOST_OWN)
    project = Job(lambda: _project(access, request, settings, site, choices)) if PROJECT in parts else None
    return Host(
        system=found_system,
        rust=found_rust,
        tools=tools.result(deadline) if tools else Result(None, _NOT_ASKED),
        resources=resources.result(deadline) if resources else Result(None, _NOT_ASKED),
        project=project.result(deadline) if project else Result(None, _NOT_ASKED),
        targets=targets,
        default=default,
        triple=host,
        machine=machine.result(deadline) if machine else Result(None, _NOT_ASKED),
    )


def read_system(access: Access, distros: Distros) -> System:
    """Read which system it is, here or in another root."""
    root = None if access.live else access.root
    release = read_release(root)
    managers = managers_on(access.folders, distros) if root is None else _managers_inside(access, distros)
    family, how = family_of(release, distros, managers)
    libc, arch = (libc_here(access.runner), uname.machine()) if root is None else libc_inside(root)
    known = distros.families.get(family)
    manager = in_release(known, release).manager if known else ""
    around = look_around(access.environment, access.root)
    immutable = immutable_here(release, family, distros.immutables, around.container, access.root)
    return System(release, family, how, manager, arch, libc, around, immutable)


def choose_targets(request: Request, access: Access, settings: Settings, host: str) -> tuple[tuple[str, ...], str]:
    """Return (triples, who chose them): the reader, CARGO_BUILD_TARGET, build.target of a config, else the host."""
    if request.targets:
        return tuple(dict.fromkeys(request.targets)), ""
    variable = access.environment.get("CARGO_BUILD_TARGET") if access.live else ""
    if variable:
        return (variable,), "CARGO_BUILD_TARGET"
    if settings.of("build.target"):
        return tuple(dict.fromkeys(settings.of("build.target"))), "build.target of cargo's config"
    return ((host,), _HOST_OWN) if host else ((), "")


def host_triple(access: Access, rust: Rust | None, system: System | None, distros: Distros) -> str:
    """Return the triple of this machine, or of another root: "" where nothing tells.

    rustc's word counts, then the only target that is installed (Alpine's own Rust is for x86_64-alpine-linux-musl),
    then what rustup's installer would choose.
    """
    if rust is not None and rust.host:
        return rust.host
    libc = system.libc.kind if system else ""
    if access.live:
        return this_triple("musl" if libc == "musl" else "gnu")
    if rust is not None and len(rust.targets) == 1:
        return rust.targets[0]
    family = distros.families.get(system.family) if system else None
    libc = libc or (family.libc if family and family.os == "linux" else "")
    known = {"glibc": "gnu", "gnu": "gnu", "musl": "musl"}
    machine = (system.arch if system else "") or uname.machine()
    return usual_triple(machine, "Linux", known[libc]) if libc in known else ""


def _settings(access: Access, request: Request) -> Settings:
    """Read cargo's settings for the project, or for any folder of this user where there is none."""
    if not access.live and request.project is None:
        return Settings()
    return read_settings(request.project or access.scratch, access.environment if access.live else {})


def _choices(request: Request) -> Choices:
    return read_choices(request.project) if request.project else Choices()


def _project(access: Access, request: Request, settings: Result[Settings], site: Site, choices: Choices) -> Project:
    """Judge the settings for what is built; foreign are the targets that are not the host's own."""
    if settings.value is None:
        raise RuntimeError(settings.problem)
    environment = access.environment if access.live else {}
    lock = read_lock(request.project) if request.project else None
    around = looked_around(site, access, settings.value, request.project, lock)
    foreign = tuple(triple for triple in site.built if triple != site.host)
    found = traps(environment, settings.value.entries, foreign, finder(access), around)
    return Project(settings.value, found, lock, choices)


def _resources(access: Access, request: Request, settings: Settings) -> Resources:
    return read_resources(access.environment, target_folder(request.project, access.environment, settings))


def _managers_inside(access: Access, distros: Distros) -> tuple[str, ...]:
    return tuple(name for family in distros.families.values() if find(name := family.manager, access))
