"""A system as people name it: `ubuntu:22.04`. Pure, and cheap to import."""

from __future__ import annotations

from doctor.errors import UsageError
from doctor.model import Release

_ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")


def release_argument(text: str) -> Release:
    """Read `ubuntu:22.04` or `alpine` as given by --distro; raises UsageError for anything else."""
    name, _, version = text.strip().partition(":")
    name = tidy_id(name)
    if not name or not set(name) <= _ID_LETTERS or not set(version.lower()) <= _ID_LETTERS:
        raise UsageError(f"--distro {text!r}: write ID or ID:VERSION in the words of os-release, such as ubuntu:22.04")
    return Release(name, version)


def tidy_id(word: str) -> str:
    """Ids are small letters by the specification; some systems write capitals and spaces."""
    return word.strip().lower().replace(" ", "-")
