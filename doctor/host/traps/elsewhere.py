"""Settings where nobody reads them: cargo's in Cargo.toml, keys that no toolchain file has, hidden files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from doctor.host.settings import Setting
from doctor.host.traps import write
from doctor.host.traps.model import Case, Trap, trap

_TOOLCHAIN = {"target": "targets", "component": "components", "toolchain": "channel", "version": "channel",
              "chanel": "channel"}  # fmt: skip
_CONFIG = ".cargo/config.toml"


def elsewhere(case: Case) -> Iterator[Trap]:
    """Find what is written where nobody reads it."""
    for setting in case.site.others:
        yield from _toolchain(setting) if setting.key.startswith("toolchain.") else _manifest(setting)
    yield from (_hidden(path) for path in case.site.unread)


def _manifest(setting: Setting) -> Iterator[Trap]:
    """With a warning, "unused manifest key", cargo builds without it."""
    what = f"{setting.key} in a manifest has no effect: it belongs to cargo's config"
    table, _, key = setting.key.rpartition(".")
    kind, _, name = table.partition(".")
    header = write.table(name, kind) if name else f"[{kind}]"
    lines = f"{header}\n{write.line(key, setting.values, setting.shape)}"
    yield replace(trap(setting, "manifest-key", what, f"move it to {_CONFIG}", lines), file=_CONFIG)


def _toolchain(setting: Setting) -> Iterator[Trap]:
    """Keys that it does not know are passed over by rustup in silence (seen)."""
    key = setting.key.removeprefix("toolchain.")
    if key in _TOOLCHAIN:
        right = _TOOLCHAIN[key]
        line = write.line(right, setting.values, "string" if right == "channel" else "array")
        yield trap(setting, "toolchain-key", f"rustup does not read {key}", f"write {right}", line)


def _hidden(path: str) -> Trap:
    """Both cargo and rustup warn, and take the older name (the Cargo book, Hierarchical structure)."""
    older = PurePath(path).with_suffix("")
    what = f"it is not read: {older} is there too, and goes first"
    return Trap(path, 1, what, "put both into this file and delete the other", id="hidden-file", text=path)
