"""A TOML file of a project, read as data: whatever it is, an answer comes."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

_MOST_BYTES = 1 << 26  # a hundred times the largest lock file
_DEEPEST = 80  # far from where Python's own recursion ends
_MOST = 1 << 63  # TOML 1.0, "Integer": 64 bits, signed


def read_toml(path: Path, encoding: str = "utf-8") -> dict[str, Any]:
    """The file's table; raises ValueError with a sentence for what cannot be read."""
    try:
        return load_toml(path, encoding)
    except OSError as error:
        raise ValueError(error.strerror) from error


def load_toml(path: Path, encoding: str = "utf-8") -> dict[str, Any]:
    """The file's table; raises OSError where it cannot be read, ValueError with a sentence where it is no TOML."""
    import tomllib  # noqa: PLC0415 (only where there is such a file)

    try:
        table = tomllib.loads(_content(path).decode(encoding))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error
    _check(table)
    return table


def _check(table: dict[str, Any]) -> None:
    """Dotted keys nest without end, and hexadecimal integers have no limit in tomllib: nobody behind it has to mind."""
    level: list[Any] = [table]
    for _ in range(_DEEPEST):
        values = [value for one in level for value in (one.values() if isinstance(one, dict) else one)]
        if any(isinstance(value, int) and not -_MOST <= value < _MOST for value in values):
            raise ValueError("it has an integer of more than 64 bits")
        level = [value for value in values if isinstance(value, (dict, list))]
        if not level:
            return
    raise ValueError("it is nested too deeply")


def _content(path: Path) -> bytes:
    """The bytes of a regular file: a link may lead to a device that never ends, or to a pipe that never begins."""
    with open(path, "rb", opener=_opened) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise ValueError("it is not a regular file")
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:
        raise ValueError(f"it is larger than {_MOST_BYTES >> 20} MB")
    return data


def _opened(name: str, flags: int) -> int:
    return os.open(name, flags | os.O_NONBLOCK)
