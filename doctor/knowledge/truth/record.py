"""Writes into the records how a family's names were proven; everything else in the file stays as it is."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from doctor.errors import UsageError
from doctor.knowledge.records import Verified


def write_verified(root: Path, needs: Iterable[str], family: str, verified: Verified) -> int:
    """Set `[verified]` of one family in these needs' files below `root`; returns how many files changed.

    Raises UsageError when a file cannot be written.
    """
    return sum(_write(root / "needs" / f"{need}.toml", family, verified) for need in needs)


def _write(file: Path, family: str, verified: Verified) -> bool:
    import tomlkit  # noqa: PLC0415 (only here)

    try:
        old = file.read_bytes()
        document = tomlkit.parse(old)
        if "verified" not in document:
            document.add(tomlkit.nl())
            document.add("verified", tomlkit.table())
        proof = tomlkit.inline_table()
        proof.update({"on": verified.on, "by": verified.by, "of": verified.of})
        document["verified"][family] = proof
        return _replace(file, old, tomlkit.dumps(document).encode())
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error


def _replace(file: Path, old: bytes, new: bytes) -> bool:
    """Whole or not at all: a run that is stopped leaves no half record."""
    if new != old:
        beside = file.with_suffix(f".{os.getpid()}")
        beside.write_bytes(new)
        beside.replace(file)
    return new != old
