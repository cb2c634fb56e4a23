"""A TOML file of a project, read as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read_toml(path: Path) -> dict[str, Any]:
    """The file's table; raises ValueError with a sentence for what cannot be read."""
    import tomllib  # noqa: PLC0415 (only where there is such a file)

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(error.strerror) from error
