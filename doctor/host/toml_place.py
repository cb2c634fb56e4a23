"""Where in a TOML file a key is set: the line to show. The file is known to be readable TOML, its layout is not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

_PART = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_HEADER = re.compile(rf"\s*\[\[?\s*(?P<key>{_PART}(?:\s*\.\s*{_PART})*)\s*\]")
_KEY = re.compile(rf"\s*(?P<key>{_PART}(?:\s*\.\s*{_PART})*)\s*=")
_NAME = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


def line_of(text: str, key: str) -> int:
    """Return the line that sets a dotted key; that of its inline table, header or nothing (1) where none does."""
    set_at, named_at = _places(text)
    if key in set_at:
        return set_at[key]
    while "." in key:
        key = key.rpartition(".")[0]
        if key in named_at:
            return named_at[key]
    return 1


@lru_cache(maxsize=8)
def _places(text: str) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """The first line of each key that is set, and of each that is set or heads a table: a file has many settings."""
    table, set_at, named_at = "", dict[str, int](), dict[str, int]()
    for number, line in enumerate(text.split("\n"), 1):  # U+2028 ends no line of TOML
        header, entry = _HEADER.match(line), _KEY.match(line)
        if header:
            table = full = _dotted(header["key"])
        elif entry:
            full = ".".join(filter(None, (table, _dotted(entry["key"]))))
            set_at.setdefault(full, number)
        else:
            continue
        named_at.setdefault(full, number)
    return set_at, named_at


def _dotted(key: str) -> str:
    return ".".join("".join(found) for found in _NAME.findall(key))
