"""Settings of a project that stand outside of cargo's configs: those in Cargo.toml and in the toolchain file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from doctor.host.settings import TARGET_KEY, Setting, placed
from doctor.project import ConfigEntry, flat_entries, hidden_by, toolchain_path
from doctor.toml_file import read_toml

# What cargo reads from its config and not from a manifest ("unused manifest key", cargo 1.95).
_TABLES = ("build.", "env.", "net.", "unstable.", "source.")
_KEYS = frozenset({"linker", "runner", "rustflags"})


def other_settings(project: Path) -> tuple[tuple[Setting, ...], tuple[str, ...]]:
    """Read (entries, files that a neighbour hides); what cannot be read is for other checks to say."""
    toolchain = toolchain_path(project)
    entries = [entry for path in _manifests(project) for entry in _read(path) if _of_config(entry.key)]
    if toolchain is not None:
        entries += [entry for entry in _read(toolchain) if entry.key.startswith("toolchain.")]
    return placed(entries), tuple(hidden_by([toolchain] if toolchain else []))


def _manifests(project: Path) -> Iterator[Path]:
    """The package's manifest, and the next above it: its workspace's, if it has one."""
    found = (path for folder in (project, *project.parents) if (path := folder / "Cargo.toml").is_file())
    for path, _ in zip(found, range(2), strict=False):
        yield path


def _of_config(key: str) -> bool:
    table = TARGET_KEY.fullmatch(key)
    return key.startswith(_TABLES) or (table is not None and table["key"] in _KEYS)


def _read(path: Path) -> tuple[ConfigEntry, ...]:
    try:
        return tuple(flat_entries(path, read_toml(path)))
    except ValueError:  # the old toolchain file is one word
        return ()
