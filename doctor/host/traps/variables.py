"""Variables as settings, and which of them is in force: the shell's, or those of a config's [env]."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from doctor.host.settings import Setting
from doctor.host.traps.model import Case

# Read by cargo and rustup before [env] is: an entry there does nothing (seen with cargo 1.95), or is refused.
_CARGOS_OWN = re.compile(
    r"RUSTFLAGS|CARGO_ENCODED_RUSTFLAGS|RUSTC|RUSTC_WRAPPER|RUSTC_WORKSPACE_WRAPPER|CARGO_TARGET_DIR|CARGO_INCREMENTAL"
    r"|CARGO_(?:BUILD|NET|PROFILE|HTTP|TERM)_\w+|CARGO_TARGET_\w+_(?:LINKER|RUNNER|RUSTFLAGS)"
)
REFUSED = frozenset({"CARGO_HOME", "RUSTUP_HOME", "RUSTUP_TOOLCHAIN"})
_TARGETED = ("CC", "CXX", "AR", "RANLIB", "CFLAGS", "CXXFLAGS")


def variables(environment: Mapping[str, str]) -> tuple[Setting, ...]:
    """Return the variables as settings, so that a config's [env] and the shell's are judged alike."""
    return tuple(Setting(name, 0, f"env.{name}", (value,)) for name, value in sorted(environment.items()) if value)


def read_by_cargo(name: str) -> bool:
    """Whether cargo or rustup themselves read this variable, and so do not see it in [env]."""
    return name in REFUSED or _CARGOS_OWN.fullmatch(name) is not None


def env_entries(case: Case) -> Iterator[Setting]:
    """Yield the entries of [env] that name a variable."""
    return (entry for entry in case.config if entry.name and not entry.key.endswith((".force", ".relative")))


def in_force(case: Case) -> Iterator[Setting]:
    """Yield the variables that build scripts and compilers see.

    An entry of [env] does not replace a variable that the shell has, but for `force` (the Cargo book, [env]).
    """
    yield from variables(case.environment)
    forced = {entry.key.removesuffix(".force") for entry in case.config if _forces(entry)}
    seen: set[str] = set()
    for entry in env_entries(case):
        free = entry.name not in case.environment or entry.key.removesuffix(".value") in forced
        if free and entry.name not in seen and not read_by_cargo(entry.name):
            yield entry
        seen.add(entry.name)


def _forces(entry: Setting) -> bool:
    return entry.key.endswith(".force") and entry.value == "true"


def for_target(case: Case, base: str, triple: str) -> Setting | None:
    """Return the variable that a build script for `triple` takes for `base`: CC_x86_64-unknown-linux-musl before CC.

    Source: cc-rs, src/lib.rs target_envs(); pkg-config-rs has the same order.
    """
    side = "HOST" if triple == case.site.host else "TARGET"
    names = (f"{base}_{triple}", f"{base}_{triple.replace('-', '_').replace('.', '_')}", f"{side}_{base}", base)
    found = {setting.name: setting for setting in in_force(case) if setting.name in names}
    return next((found[name] for name in names if name in found), None)
