"""The compiled file: an index, then one JSON text for each section or record, read when it is first asked for.

A log in which nothing is found needs only the literals. This is on the way of every answer: nothing heavy is imported.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from typing import Any

FORMAT = 8
NAME = "compiled.json"
_BY_RECORD = ("crates", "needs", "rules")
_HEAD = 16  # the length of the index, in decimal digits, and a newline

Read = Callable[[int, int], bytes]  # (offset, length) → bytes


class Sections(Mapping[str, Any]):
    """Names → parsed JSON; a section of records is a mapping of this kind itself."""

    def __init__(self, places: Mapping[str, Any], read: Read) -> None:
        self._places = places
        self._read = read
        self._parsed: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._parsed:
            place = self._places[name]
            records = isinstance(place, dict)
            self._parsed[name] = Sections(place, self._read) if records else json.loads(self._read(*place))
        return self._parsed[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __reduce__(self) -> tuple[type[dict[str, Any]], tuple[dict[str, Any]]]:
        """Go to another process as a plain table: the file is open in this one."""
        return dict, ({name: self[name] for name in self},)


def parse(size: int, read: Read) -> Sections:
    """A compiled file of this size, read by offset and length; raises ValueError for what is none of this format."""
    length = int(read(0, _HEAD))
    if not 0 < length < size:
        raise ValueError("the index claims more than there is")
    index = json.loads(read(_HEAD, length))
    if index.get("format") != FORMAT or index.get("size") != size - _HEAD - length:
        raise ValueError("not a compiled file of this format")
    start = _HEAD + length
    return Sections(index["places"], lambda offset, count: read(start + offset, count))


def dump(table: Mapping[str, Any]) -> bytes:
    """The table as a file's bytes, which `parse` reads."""
    texts: list[bytes] = []
    places: dict[str, Any] = {}
    end = 0
    for name, value in table.items():
        records = name in _BY_RECORD
        found: dict[str, list[int]] = {}
        for key, record in value.items() if records else ((name, value),):
            texts.append(json.dumps(record, separators=(",", ":")).encode())
            found[key] = [end, len(texts[-1])]
            end += len(texts[-1])
        places[name] = found if records else found[name]
    index = json.dumps({"format": FORMAT, "size": end, "places": places}, separators=(",", ":")).encode()
    return f"{len(index):>{_HEAD - 1}}\n".encode() + index + b"".join(texts)


def read_sections(path: str) -> Sections | None:
    """A compiled file of this format, whole; None for anything else. It stays open: records are read when asked for."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        return parse(os.fstat(descriptor).st_size, lambda offset, count: os.pread(descriptor, count, offset))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        os.close(descriptor)
        return None


def packed() -> Sections | None:
    """The file that a wheel carries; None in a checkout."""
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 (pathlib costs a third of a bare start of Python)
    return read_sections(f"{package}/_knowledge/{NAME}")
