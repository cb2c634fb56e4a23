"""What a project's files ask for, read as data: toolchain file and cargo's config. Nothing in them is run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from doctor.toml_file import read_toml


@dataclass(frozen=True, slots=True)
class ToolchainFile:
    """rust-toolchain(.toml): `channel` is a rustup toolchain name, `path` a folder of the project's own."""

    file: str
    channel: str = ""
    path: str = ""
    targets: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True)
class ConfigEntry:
    """One value of a TOML file, by its dotted key: `target.x86_64-unknown-linux-musl.linker`; `shape` is its type."""

    file: str
    key: str
    values: tuple[str, ...]
    shape: str = "string"


@dataclass(frozen=True, slots=True)
class CargoConfig:
    """All entries that cargo would read, the nearest file first, and the files that could not be read, with why.

    `unread` are files that cargo passes over: `config.toml` beside another `config`.
    """

    entries: tuple[ConfigEntry, ...]
    problems: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    def values(self, key: str) -> tuple[str, ...]:
        """The values of the nearest entry with this key."""
        return next((entry.values for entry in self.entries if entry.key == key), ())


def toolchain_file(project: Path) -> ToolchainFile | None:
    """The toolchain file that rustup would take for `project`: the nearest one up the tree (rustup book, overrides)."""
    path = toolchain_path(project)
    return _read_toolchain(path) if path else None


def toolchain_path(project: Path) -> Path | None:
    """Its path alone."""
    folders = (project, *project.parents)
    paths = (folder / name for folder in folders for name in ("rust-toolchain", "rust-toolchain.toml"))
    return next((path for path in paths if path.is_file()), None)


def cargo_config(project: Path, environment: Mapping[str, str]) -> CargoConfig:
    """.cargo/config(.toml) up the tree and in CARGO_HOME (the Cargo book, Configuration, hierarchical structure)."""
    entries: list[ConfigEntry] = []
    problems: list[str] = []
    for path in _config_files(project, environment):
        try:
            table = read_toml(path)
        except ValueError as error:
            problems.append(f"{path}: {error}")
            continue
        entries += flat_entries(path, table)
    return CargoConfig(tuple(entries), tuple(problems), tuple(hidden_by(_config_files(project, environment))))


def hidden_by(files: Iterable[Path]) -> Iterator[str]:
    """Yield each file of the newer name (with .toml) that one of `files` hides, where they differ."""
    for path in files:
        newer = path.with_name(f"{path.name}.toml")
        if path.suffix != ".toml" and newer.is_file() and not _same(path, newer):
            yield str(newer)


def _same(one: Path, other: Path) -> bool:
    """Links of one to the other are usual, for versions of cargo that know only the older name."""
    try:
        return one.samefile(other) or one.read_bytes() == other.read_bytes()
    except OSError:
        return False


def _config_files(project: Path, environment: Mapping[str, str]) -> Iterator[Path]:
    home = environment.get("CARGO_HOME") or os.path.join(environment.get("HOME", ""), ".cargo")  # noqa: PTH118 (HOME may be empty)
    seen = set()
    for folder in [*(folder / ".cargo" for folder in (project, *project.parents)), Path(home)]:
        for name in ("config", "config.toml"):
            path = folder / name
            if path.is_file() and path not in seen:
                seen.add(path)
                yield path
                break


def _read_toolchain(path: Path) -> ToolchainFile:
    try:
        text = path.read_text(encoding="utf-8").strip()
        if path.suffix != ".toml" and "\n" not in text and "[" not in text:
            return ToolchainFile(str(path), channel=text)
        table = read_toml(path).get("toolchain", {})
    except (ValueError, OSError) as error:
        return ToolchainFile(str(path), problem=str(error))
    if not isinstance(table, dict):
        return ToolchainFile(str(path), problem="`toolchain` is not a table")
    return ToolchainFile(
        str(path),
        _text(table.get("channel")),
        _text(table.get("path")),
        _texts(table.get("targets")),
        _texts(table.get("components")),
    )


def flat_entries(path: Path, table: Mapping[str, Any], start: str = "") -> Iterator[ConfigEntry]:
    """Yield every value of a table by its dotted key; an empty array has none."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from flat_entries(path, value, f"{start}{key}.")
        else:
            shape = _SHAPES.get(type(value), type(value).__name__)
            values = _texts(value) or (() if value == [] else (_written(value),))
            yield ConfigEntry(str(path), f"{start}{key}", values, shape)


_SHAPES: Mapping[type, str] = {str: "string", list: "array", bool: "boolean", int: "integer"}


def _written(value: object) -> str:
    """TOML's own spelling of what is no text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    """Cargo takes a list or one string split at white space for flags."""
    if isinstance(value, str):
        return (value,)
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
