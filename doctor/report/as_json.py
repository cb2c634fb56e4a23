"""A document as JSON: valid for every reader, and without a character that could act on a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_BEYOND = re.compile(r"[^\n -~]")


def as_json(document: Mapping[str, Any]) -> str:
    """Return the document indented, in ASCII, ended by a newline.

    What is beyond ASCII is escaped, so that no encoding of standard output can lose it. Half a surrogate pair, of a
    file name that is no text, becomes U+FFFD: many parsers refuse it (RFC 8259, section 8.2).
    """
    return _BEYOND.sub(_escaped, json.dumps(document, indent=1, ensure_ascii=False)) + "\n"


def _escaped(found: re.Match[str]) -> str:
    char = found.group()
    return "\\ufffd" if "\ud800" <= char <= "\udfff" else json.dumps(char)[1:-1]
