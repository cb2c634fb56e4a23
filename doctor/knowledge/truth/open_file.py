"""The bytes and the lines of an index file, whatever Python's own modules can decompress."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from doctor.errors import UsageError

# By the first bytes: pacman keeps its `core.db` under that name, packed all the same.
_OPENERS: Mapping[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"\xfd7zXZ\0": lzma.open, b"BZh": bz2.open}
_FOREIGN = {b"\x04\x22\x4d\x18": "lz4", b"\x28\xb5\x2f\xfd": "zstd"}
_DAMAGES = (EOFError, OSError, lzma.LZMAError, zlib.error)
_BUFFER = 1 << 20


@contextmanager
def open_index(path: Path) -> Iterator[BinaryIO]:
    """Open a file for reading its decompressed bytes; raises UsageError, with what to do, also for what is read."""
    try:
        with path.open("rb") as raw:
            start = raw.read(6)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    try:
        with io.BufferedReader(_opener(path, start)(path, "rb"), _BUFFER) as file:
            yield cast("BinaryIO", file)
    except _DAMAGES as error:
        raise UsageError(f"{path} is damaged: {error}") from error


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines without their ends; raises UsageError when the file is damaged."""
    with open_index(path) as file:
        for line in file:
            yield line.rstrip(b"\r\n")


def foreign_packing(path: Path) -> str:
    """The tool that packed a file, where Python cannot unpack it, or ""; raises UsageError when it cannot read it."""
    try:
        with path.open("rb") as raw:
            return _foreign(raw.read(6))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def _foreign(start: bytes) -> str:
    return next((tool for magic, tool in _FOREIGN.items() if start.startswith(magic)), "")


def _opener(path: Path, start: bytes) -> Callable[..., Any]:
    tool = _foreign(start)
    if tool:
        raise UsageError(
            f"{path} is compressed with {tool}, which Python cannot read: decompress it (`{tool} -d`) first"
        )
    return next((opener for magic, opener in _OPENERS.items() if start.startswith(magic)), io.FileIO)
