"""Bytes → lines: colour, carriage returns, prefixes and escapes go, the original line numbers stay."""

from __future__ import annotations

import re

from doctor.log.decode import decode
from doctor.log.prefixes import cut_certain, cut_common
from doctor.log.unescape import expand
from doctor.log.wraps import unwrap
from doctor.model import Line

# ECMA-48: CSI, OSC (ended by BEL or ST), other escapes; then C0 and C1 controls except tab, and what reorders text.
_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?|\x1b[PX^_][^\x1b\n]*(?:\x1b\\)?|\x1b[ -/]*[0-~]"
)
_LOST_ESCAPES = re.compile(r"\[\d{1,3}(?:;\d{1,3}){0,4}m|\[m(?![a-z_])|\[0K")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "´": "'"})
_PROGRESS = re.compile(r"^\s*(?:Building|Fetch|Updating|Downloading) \[[=> -]*\]")
_NOISE = re.compile(r"^\s*cargo::?(?:rerun-if-(?:env-)?changed|rustc-cfg|rustc-check-cfg|rustc-env)[:=]")
_LONGEST = 65_536


def plain(text: str) -> str:
    """One line without escape sequences, control characters and typographic quotes: safe to show anywhere."""
    if not text.isascii() or not text.isprintable():
        text = _ESCAPES.sub("", text)
        text = _CONTROLS.sub("", text).translate(_QUOTES)
    return _LOST_ESCAPES.sub("", text) if "[" in text and "m" in text else text


def clean(data: bytes) -> tuple[Line, ...]:
    """The lines of a captured output, ready for the grammar; no input raises."""
    rough = [
        (number, cut_certain(plain(part)))
        for number, whole in enumerate(decode(data).split("\n"), start=1)
        for part in whole[:_LONGEST].rstrip("\r").split("\r")
        if not _PROGRESS.match(part)
    ]
    numbers, texts = [number for number, _ in rough], cut_common([text for _, text in rough])
    rough = [(number, cut_certain(text)) for number, text in zip(numbers, texts, strict=True)]
    return tuple(_expanded(unwrap(rough)))


def _expanded(rough: list[tuple[int, str]]) -> list[Line]:
    """Lines with the escapes of Debug strings resolved, and without the noise of build scripts."""
    lines = []
    for number, text in rough:
        parts = expand(text) if "\\" in text or text.lstrip().startswith("{") else [text]
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
