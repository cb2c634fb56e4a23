"""Variables that are set to nothing, as CI files and Dockerfiles do, and what cargo 1.95 makes of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctor.host.settings import Setting
from doctor.host.target import in_variables
from doctor.host.traps.model import Case, Trap, trap

# Seen with cargo 1.95: each stops every build. RUSTC_WRAPPER, CARGO_HOME, CC and many more may be empty.
_STOPS = {
    "CARGO_BUILD_TARGET": "`error: target was empty`",
    "CARGO_TARGET_DIR": "`the target directory is set to an empty string`",
    "CARGO_BUILD_JOBS": "`could not parse …` the number of jobs",
    "RUSTC": "`could not execute process`",
}
_PROFILE = re.compile(r"CARGO_PROFILE_\w+_(?:LTO|OPT_LEVEL|DEBUG|PANIC|STRIP|CODEGEN_UNITS)")
_OF_TARGET = re.compile(r"CARGO_TARGET_[A-Z0-9_]+_(?:LINKER|RUNNER)")
_BOOLEANS = re.compile(r"CARGO_(?:BUILD_INCREMENTAL|TERM_VERBOSE|TERM_QUIET)")


def empty(case: Case) -> Iterator[Trap]:
    """Find empty variables that stop cargo, and booleans that are neither true nor false."""
    for name, value in sorted(case.environment.items()):
        setting = Setting(name, 0, f"env.{name}", (value,))
        if not value and (said := _said(name, case)):
            what = f"{name} is set and empty: {said}"
            yield trap(setting, "empty-variable", what, "unset it, or give it a value", f"unset {name}", breaks=True)
        elif _BOOLEANS.fullmatch(name) and value and value not in {"true", "false"}:
            what = f"{name}={value}: cargo takes true or false here, and stops at anything else"
            instead = "write true or false"
            right = "true" if value.lower() in {"1", "yes", "on"} else "false"
            yield trap(setting, "boolean", what, instead, f"export {name}={right}", breaks=True)


def _said(name: str, case: Case) -> str:
    """What cargo says to the empty variable, "" where it does not mind."""
    if name in _STOPS:
        return f"cargo says {_STOPS[name]}"
    if _OF_TARGET.fullmatch(name) and any(f"CARGO_TARGET_{in_variables(triple)}_" in name for triple in case.built):
        return "it is no program"
    return "cargo cannot read the profile" if _PROFILE.fullmatch(name) else ""
