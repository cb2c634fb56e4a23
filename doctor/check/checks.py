"""The list of checks, in the order of the report."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from doctor.check import (
    checks_crates,
    checks_machine,
    checks_places,
    checks_runner,
    checks_rust,
    checks_settings,
    checks_space,
    checks_strategy,
    checks_system,
    checks_target,
    checks_tools,
    checks_variables,
    checks_versions,
)
from doctor.check.model import Check
from doctor.host.compilers import CXX, C
from doctor.host.facts import MACHINE, PROJECT, RESOURCES, RUST, SYSTEM, TOOLS
from doctor.host.runner_of import starts_here
from doctor.host.target import parse_target

TRIAL_SECONDS = 70.0
_GENERAL = (
    Check("distro", "which system, and are its package names known", frozenset({SYSTEM}), checks_system.distro),
    Check("libc", "which C library programs use here", frozenset({SYSTEM}), checks_system.libc),
    Check("container", "container, WSL, CI; root or sudo; package lists", frozenset({SYSTEM}), checks_system.container),
    Check("rust", "rustc and cargo are there and answer", frozenset({RUST}), checks_rust.rust),
    Check("rustup", "how Rust was installed", frozenset({RUST}), checks_rust.rustup),
    Check(
        "toolchain-file",
        "the toolchain that the project pins is installed",
        frozenset({RUST}),
        checks_rust.toolchain_file,
    ),
    Check("path-shadowing", "no second Rust on the PATH", frozenset({RUST}), checks_rust.path_shadowing),
    Check("c-compiler", "cc is there and answers", frozenset({TOOLS}), checks_tools.c_compiler),
    Check("linker", "ld, lld, mold, gold", frozenset({TOOLS}), checks_tools.linker),
    Check("pkg-config", "pkg-config is there and answers", frozenset({TOOLS}), checks_tools.pkg_config),
    Check("tools", "what build scripts like to call", frozenset({TOOLS}), checks_tools.other_tools),
    Check("crates", "what the project's crates need is there", frozenset({PROJECT}), checks_crates.crates),
    Check(
        "strategy",
        "static musl, Alpine or a slim image: what suits the project",
        frozenset({SYSTEM, PROJECT}),
        checks_strategy.strategy,
    ),
    Check("memory", "memory, with the limit of a container", frozenset({RESOURCES}), checks_space.memory),
    Check("disk", "room, and no noexec, where the build writes", frozenset({RESOURCES}), checks_space.disk),
    Check("traps", "settings that break builds", frozenset({PROJECT}), checks_settings.traps),
    Check(
        "toolchain-variable",
        "RUSTUP_TOOLCHAIN names a toolchain that is there",
        frozenset({RUST}),
        checks_variables.toolchain_variable,
    ),
    Check(
        "rust-version",
        "Rust is new enough for the project's files",
        frozenset({MACHINE, RUST}),
        checks_versions.rust_version,
    ),
    Check("proxy", "proxies are well written", frozenset({MACHINE}), checks_variables.proxy),
    Check(
        "memory-per-job", "memory for all jobs at once", frozenset({MACHINE, RESOURCES}), checks_machine.memory_per_job
    ),
    Check(
        "temporary-folder",
        "TMPDIR is there and lets programs start",
        frozenset({MACHINE}),
        checks_places.temporary_folder,
    ),
    Check("file-system", "no network disk, no case-blind one", frozenset({MACHINE}), checks_places.file_system),
    Check("clock", "no file is newer than the clock", frozenset({MACHINE}), checks_machine.clock),
    Check("limits", "ulimit: files, processes, memory", frozenset({MACHINE}), checks_machine.limits),
    Check("locale", "folders can be named in this locale", frozenset({MACHINE}), checks_machine.locale),
)


def general_checks() -> tuple[Check, ...]:
    """Return the checks that do not depend on a target."""
    return _GENERAL


def target_checks(triples: tuple[str, ...], host: str = "") -> Iterator[Check]:
    """Yield the checks of each target: `target-std:`, `trial:`, `trial-c:`, `trial-cxx:` and `runner:` with its triple.

    `host` is tried too: build scripts and procedural macros are programs of the host, whatever the target is.
    """
    parts = frozenset({RUST, TOOLS, PROJECT, SYSTEM})
    for triple in triples:
        std = partial(checks_target.target_std, triple=triple)
        yield Check(f"target-std:{triple}", "the target's standard library is installed", frozenset({RUST}), std)
        rust = partial(checks_target.trial_rust, triple=triple)
        yield Check(f"trial:{triple}", "a one-line program builds and starts", parts, rust, TRIAL_SECONDS)
        for key, language, name in (("trial-c", C, "C"), ("trial-cxx", CXX, "C++")):
            with_c = partial(checks_target.trial_c, triple=triple, language=language)
            yield Check(
                f"{key}:{triple}", f"the same with {name}, where the project has it", parts, with_c, TRIAL_SECONDS
            )
        if host and not starts_here(parse_target(triple), parse_target(host)):
            start = partial(checks_runner.runner, triple=triple)
            yield Check(f"runner:{triple}", "what starts its programs, for `cargo test`", parts, start)
    if host and host not in triples:
        rust = partial(checks_target.trial_rust, triple=host)
        yield Check(f"trial:{host}", "build scripts, programs of the host, build and start", parts, rust, TRIAL_SECONDS)
