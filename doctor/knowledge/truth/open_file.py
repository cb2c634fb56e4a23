"""The lines of an index file, whatever Python's own modules can decompress."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from doctor.errors import UsageError

_OPENERS: Mapping[str, Callable[..., Any]] = {".gz": gzip.open, ".xz": lzma.open, ".bz2": bz2.open}
_FOREIGN = {".lz4": "lz4", ".zst": "zstd"}


def open_index(path: Path) -> BinaryIO:
    """Open a file for reading its decompressed bytes; raises UsageError with what to do about it."""
    if path.suffix in _FOREIGN:
        tool = _FOREIGN[path.suffix]
        raise UsageError(
            f"{path} is compressed with {tool}, which Python cannot read: decompress it (`{tool} -d`) first"
        )
    try:
        return cast("BinaryIO", _OPENERS.get(path.suffix, open)(path, "rb"))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines without their ends; raises UsageError when the file is damaged."""
    try:
        with open_index(path) as file:
            for line in file:
                yield line.rstrip(b"\r\n")
    except (EOFError, OSError, lzma.LZMAError) as error:
        raise UsageError(f"{path} is damaged: {error}") from error
