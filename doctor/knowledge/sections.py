"""The compiled file: one line of JSON a section or a record, each parsed when it is first asked for.

A log in which nothing is found needs only the literals. This is on the way of every answer: nothing heavy is imported.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from typing import Any

FORMAT = 7
NAME = "compiled.jsonl"


_BY_RECORD = ("crates", "needs", "rules")


class Sections(Mapping[str, Any]):
    """Names → parsed JSON; a section of records is a mapping of this kind itself."""

    def __init__(self, raw: dict[str, Any]) -> None:
        self._raw = raw
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            raw = self._raw[name]
            self._parsed[name] = Sections(raw) if isinstance(raw, dict) else json.loads(raw)
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


def parse(data: bytes) -> Sections:
    """A compiled file's bytes: `name JSON` or `section/name JSON` on each line; raises ValueError."""
    raw: dict[str, Any] = {}
    for line in data.splitlines():
        name, text = line.split(b" ", 1)
        section, slash, record = name.decode().partition("/")
        if slash:
            raw.setdefault(section, {})[record] = text
        else:
            raw[section] = text
    return Sections(raw)


def dump(table: Mapping[str, Any]) -> bytes:
    """The table as a file's bytes, which `parse` reads."""
    lines = []
    for name, value in table.items():
        records = value.items() if name in _BY_RECORD else ()
        lines += [f"{name}/{key} {_json(record)}\n" for key, record in records]
        lines += [] if name in _BY_RECORD else [f"{name} {_json(value)}\n"]
    return "".join(lines).encode()


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def read_sections(path: str) -> Sections | None:
    """A compiled file of this format, whole; None for anything else."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 (pathlib costs a third of a bare start of Python)
            sections = parse(file.read())
        return sections if sections.get("format") == FORMAT and "index" in sections else None
    except (OSError, ValueError):
        return None


def packed() -> Sections | None:
    """The file that a wheel carries; None in a checkout."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 (as above)
    return read_sections(f"{package}/_knowledge/{NAME}")
