"""What rustup itself keeps in RUSTUP_HOME: its toolchains and settings, read as data.

rustup writes `settings.toml` (version 12 since 2016; rustup, src/settings.rs) and has a folder or a link for each
toolchain (src/config.rs, `list_toolchains`). Its own answers say the same and take a process each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doctor.toml_file import read_toml

_VERSION = "12"


@dataclass(frozen=True, slots=True)
class Home:
    """`toolchains` are (name, folder), sorted; `default` is a name or ""; `overrides` are (folder, name)."""

    toolchains: tuple[tuple[str, str], ...]
    default: str
    overrides: tuple[tuple[str, str], ...]


def read_home(environment: Mapping[str, str]) -> Home | None:
    """Read RUSTUP_HOME, else ~/.rustup; None where its settings are not there or of a version that is not known."""
    folder = _folder(environment)
    if folder is None:
        return None
    try:
        settings = read_toml(folder / "settings.toml")
        toolchains = sorted((path.name, str(path)) for path in (folder / "toolchains").iterdir() if path.is_dir())
    except (OSError, ValueError):
        return None
    if settings.get("version") != _VERSION:
        return None
    return Home(tuple(toolchains), _text(settings.get("default_toolchain")), _overrides(settings.get("overrides")))


def _folder(environment: Mapping[str, str]) -> Path | None:
    named, home = environment.get("RUSTUP_HOME", ""), environment.get("HOME", "")
    return Path(named) if named else Path(home) / ".rustup" if home else None


def _overrides(table: object) -> tuple[tuple[str, str], ...]:
    entries: Mapping[str, Any] = table if isinstance(table, Mapping) else {}
    return tuple((folder, name) for folder, name in entries.items() if isinstance(name, str))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
