"""Variables that nobody reads: in the wrong case, or in a config's [env], which comes too late for cargo itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctor.host.settings import Setting
from doctor.host.traps import write
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import settings
from doctor.host.traps.variables import REFUSED, env_entries, read_by_cargo

# What nobody reads → what is meant.
_MEANT = {
    "CARGO_TARGET": ("CARGO_BUILD_TARGET", "cargo does not read CARGO_TARGET: the build is for the host"),
    "RUSTFLAG": ("RUSTFLAGS", "nobody reads RUSTFLAG"),
}
_KEY_OR_SHELL = "set it in the shell, or write the key of the config that it stands for"
_SHAPED = re.compile(r"CARGO_TARGET_(?P<triple>.+)_(?P<key>LINKER|RUNNER|RUSTFLAGS|RUSTDOCFLAGS)", re.IGNORECASE)


def names(case: Case) -> Iterator[Trap]:
    """Find variables that cargo does not read, or stops at."""
    for setting in settings(case):
        if setting.value or setting.line:
            yield from _unknown_variable(setting)
    for setting in env_entries(case):
        yield from _too_late(setting)


def _unknown_variable(setting: Setting) -> Iterator[Trap]:
    """Look at names that cargo compares letter by letter: upper case, underscores (rust-lang/cargo#8285)."""
    name = setting.name
    if name in _MEANT:
        right, what = _MEANT[name]
        yield trap(setting, "not-read", what, f"set {right}", run=write.export(right, setting.value))
    elif (shaped := _SHAPED.fullmatch(name)) and re.search(r"[-.a-z]", name):
        right = f"CARGO_TARGET_{re.sub(r'[-.]', '_', shaped['triple']).upper()}_{shaped['key'].upper()}"
        what = f"cargo ignores {name}: it reads upper case and underscores only"
        yield trap(setting, "not-read", what, f"name it {right}", run=write.export(right, setting.value))


def _too_late(setting: Setting) -> Iterator[Trap]:
    """Look at [env], which is for build scripts, rustc and `cargo run`: cargo has read its own variables before."""
    if setting.name in REFUSED:
        what = f"cargo refuses {setting.name} in [env]"
        yield trap(
            setting,
            "env-table",
            what,
            "set it in the shell",
            run=write.export(setting.name, setting.value),
            breaks=True,
        )
    elif read_by_cargo(setting.name):
        what = f"cargo does not read its own {setting.name} from [env]"
        yield trap(setting, "env-table", what, _KEY_OR_SHELL, run=write.export(setting.name, setting.value))
