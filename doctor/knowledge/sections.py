"""The compiled file: one line of JSON a section, each parsed when it is first asked for.

A log in which nothing is found needs only the literals. This is on the way of every answer: nothing heavy is imported.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

FORMAT = 2
NAME = "compiled.jsonl"


class Sections(Mapping[str, Any]):
    """The sections of a compiled file by name."""

    def __init__(self, data: bytes) -> None:
        pairs = (line.split(b" ", 1) for line in data.splitlines())
        self._raw = {name.decode(): text for name, text in pairs}
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            self._parsed[name] = json.loads(self._raw[name])
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def dump(table: Mapping[str, Any]) -> bytes:
    """The table as a file's bytes: `name JSON` on each line."""
    lines = (f"{name} {json.dumps(value, separators=(',', ':'))}\n" for name, value in table.items())
    return "".join(lines).encode()


def read_sections(path: str) -> Sections | None:
    """A compiled file of this format, whole; None for anything else."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (pathlib costs a third of a bare start of Python)
            sections = Sections(file.read())
        return sections if sections.get("format") == FORMAT and "index" in sections else None
    except (OSError, ValueError):
        return None


def packed() -> Sections | None:
    """The file that a wheel carries; None in a checkout."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 (as above)
    return read_sections(f"{package}/_knowledge/{NAME}")
