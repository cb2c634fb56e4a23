"""Bytes → lines: colour, carriage returns, prefixes and escapes go, the original line numbers stay."""

from __future__ import annotations

import re
from collections.abc import Iterable

from doctor.log.decode import decode
from doctor.log.jobs import untangle
from doctor.log.prefixes import cut_certain, cut_common
from doctor.log.unescape import expand
from doctor.log.wraps import unwrap
from doctor.model import Line

# ECMA-48: CSI, OSC (ended by BEL or ST), other escapes; then C0 and C1 controls except tab, and what reorders text.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]"
)
_LOST_ESCAPES = re.compile(r"\[\d{1,3}(?:;\d{1,3}){0,4}m|\[m(?![a-z_])|\[0K")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "´": "'"})
_PROGRESS = re.compile(r"^\s*(?:Building|Fetch|Updating|Downloading) \[[=> -]*\]")
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
# The variables that a build script watches are noise, but for those that name the target.
_NOISE = re.compile(
    r"^\s*cargo::?(?:rerun-if-changed|rerun-if-env-changed(?!=[A-Z_]{1,60}_[a-z0-9_]{3,20}-)|rustc-cfg|rustc-check-cfg|rustc-env)[:=]"
)
_LONGEST = 65_536


def plain(text: str) -> str:
    """One line without escape sequences, control characters and typographic quotes: safe to show anywhere."""
    if not text.isascii() or not text.isprintable():
        text = _ESCAPES.sub("", text)
        text = _CONTROLS.sub("", text).translate(_QUOTES)
    if "&" in text:
        text = _ENTITY.sub(lambda found: _ENTITIES[found.group()], text)
    return _LOST_ESCAPES.sub("", text) if "[" in text and "m" in text else text


def clean(data: bytes) -> tuple[Line, ...]:
    """The lines of a captured output, ready for the grammar; no input raises."""
    raw = [
        (number, plain(part))
        for number, whole in enumerate(decode(data).split("\n"), start=1)
        for part in whole[:_LONGEST].rstrip("\r").split("\r")
        if not _PROGRESS.match(part)
    ]
    rough = _once((number, cut_certain(text)) for number, text in untangle(raw))
    numbers, texts = [number for number, _ in rough], cut_common([text for _, text in rough])
    rough = [(number, cut_certain(text)) for number, text in zip(numbers, texts, strict=True)]
    return tuple(_expanded(unwrap(rough)))


def _once(lines: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """The lines without those that only repeat the one before: two streams caught in one file, a runner's echo."""
    kept: list[tuple[int, str]] = []
    for number, text in lines:
        if not (kept and kept[-1][1] == text and text.strip()):
            kept.append((number, text))
    return kept


def _expanded(rough: list[tuple[int, str]]) -> list[Line]:
    """Lines with the escapes of Debug strings resolved, and without the noise of build scripts."""
    lines = []
    for number, text in rough:
        coded = "\\" in text or text.lstrip().startswith("{")
        parts = [plain(part) for part in expand(text)] if coded else [text]
        lines += [Line(number, _said(part)) for part in parts if not _NOISE.match(part)]
    return lines


def _said(text: str) -> str:
    """A build script's `cargo:warning=` carries a compiler's line: what counts is that line."""
    text = text.rstrip()
    for mark in ("cargo:warning=", "cargo::warning="):
        indent, found, rest = text.partition(mark)
        if found and not indent.strip():
            return indent + rest
    return text
