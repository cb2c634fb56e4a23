"""One line as data: nothing in it moves a cursor, opens a link or turns letters around. Cheap to import."""

from __future__ import annotations

import re

# ECMA-48: CSI, OSC (ended by BEL or ST), other escapes; then C0 and C1 controls except tab, and what reorders text.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]"
)
_LOST_ESCAPES = re.compile(r"\[\d{1,3}(?:;\d{1,3}){0,4}m|\[m(?![a-z_])|\[0K")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "´": "'"})
_ENTITIES = {
    "&quot;": '"',
    "&#34;": '"',
    "&#39;": "'",
    "&#x27;": "'",
    "&#96;": "`",
    "&lt;": "<",
    "&gt;": ">",
    "&amp;": "&",
}
_ENTITY = re.compile("|".join(_ENTITIES))


def plain(text: str) -> str:
    """One line without escape sequences, control characters and typographic quotes: safe to show anywhere."""
    if not text.isascii() or not text.isprintable():
        text = _ESCAPES.sub("", text)
        text = _CONTROLS.sub("", text).translate(_QUOTES)
    if "&" in text:
        text = _ENTITY.sub(lambda found: _ENTITIES[found.group()], text)
    return _LOST_ESCAPES.sub("", text) if "[" in text and "m" in text else text
