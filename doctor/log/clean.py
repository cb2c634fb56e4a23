"""Bytes → lines: colour, carriage returns, prefixes and escapes go, the original line numbers stay."""

from __future__ import annotations

import re
from collections.abc import Iterable

from doctor.log.decode import decode
from doctor.log.jobs import untangle
from doctor.log.plain import plain
from doctor.log.prefixes import cut_certain, cut_common
from doctor.log.unescape import expand
from doctor.log.wraps import unwrap
from doctor.model import Line

_PROGRESS = re.compile(r"^\s*(?:Building|Fetch|Updating|Downloading) \[[=> -]*\]")
# The variables that a build script watches are noise, but for those that name the target.
_NOISE = re.compile(
    r"^\s*cargo::?(?:rerun-if-changed|rerun-if-env-changed(?!=[A-Z_]{1,60}_[a-z0-9_]{3,20}-)|rustc-cfg|rustc-check-cfg|rustc-env)[:=]"
)
_LONGEST = 65_536


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
