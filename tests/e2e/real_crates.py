"""The rows of reality.toml: real crates as programs depend on them."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROWS = Path(__file__).parent / "reality.toml"


@dataclass(frozen=True, slots=True)
class Row:
    """One crate as a program uses it; `build` puts it among the build dependencies of this build.rs."""

    name: str
    crate: str
    version: str
    features: tuple[str, ...] = ()
    default_features: bool = True
    main: str = ""
    build: str = ""
    also: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def project(self) -> dict[str, str]:
        """The files of the program."""
        entry = f'version = "{self.version}", default-features = {str(self.default_features).lower()}, features = {json.dumps(self.features)}'
        also = "".join(f'{name} = "{version}"\n' for name, version in self.also.items())
        head = f'[package]\nname = "reality-{self.name}"\nversion = "0.0.0"\nedition = "2021"\n'
        section = "build-dependencies" if self.build else "dependencies"
        use = "" if self.build else f"use {self.crate.replace('-', '_')} as _;\n"
        return {
            "Cargo.toml": f"{head}[{section}]\n{self.crate} = {{ {entry} }}\n{also}",
            "src/main.rs": self.main or f"{use}fn main() {{}}\n",
            **({"build.rs": self.build} if self.build else {}),
            **self.files,
        }


def read_rows() -> dict[str, Row]:
    """The rows of reality.toml by name; a misspelt key is a TypeError."""
    table = tomllib.loads(ROWS.read_text(encoding="utf-8"))
    return {name: _row(name, entry) for name, entry in table.items()}


def _row(name: str, entry: dict[str, Any]) -> Row:
    features = tuple(entry.pop("features", ()))
    return Row(name, entry.pop("crate", name), entry.pop("version"), features, **entry)
