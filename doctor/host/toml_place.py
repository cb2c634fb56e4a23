"""Where in a TOML file a key is set: the line to show. The file is known to be readable TOML, its layout is not."""

from __future__ import annotations

import re

_PART = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_HEADER = re.compile(rf"\s*\[\[?\s*(?P<key>{_PART}(?:\s*\.\s*{_PART})*)\s*\]")
_KEY = re.compile(rf"\s*(?P<key>{_PART}(?:\s*\.\s*{_PART})*)\s*=")
_NAME = re.compile(r"\"([^\"]*)\"|'([^']*)'|([\w-]+)")


def line_of(text: str, key: str) -> int:
    """Return the line that sets a dotted key; that of its inline table, header or nothing (1) where none does."""
    table, best, length = "", 1, -1
    for number, line in enumerate(text.split("\n"), 1):  # U+2028 ends no line of TOML
        header, entry = _HEADER.match(line), _KEY.match(line)
        if header:
            table = _dotted(header["key"])
        full = table if header else ".".join(filter(None, (table, _dotted(entry["key"])))) if entry else ""
        if entry and full == key:
            return number
        if full and len(full) > length and key.startswith(f"{full}."):
            best, length = number, len(full)
    return best


def _dotted(key: str) -> str:
    return ".".join("".join(found) for found in _NAME.findall(key))
