"""Which system is this? os-release of this machine or of another root, by python-distro; no process is started."""

from __future__ import annotations

import platform
from pathlib import Path

from doctor.errors import UsageError
from doctor.model import Release

_ID_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz0123456789._-")


def read_release(root: Path | None = None) -> Release:
    """The release of `root`, or of this machine; id "" where nothing says (os-release(5))."""
    if root is None and platform.system() in {"Darwin", "Windows"}:
        return _other_system()
    import distro  # noqa: PLC0415 (3.6 times a bare start of Python)

    try:
        found = distro.LinuxDistribution(include_lsb=False, include_uname=False, root_dir=str(root) if root else "/")
        info = found.os_release_info()
    except (OSError, ValueError, UnicodeDecodeError):
        return Release("")
    return Release(
        id=_tidy(info.get("id", "")),
        version=info.get("version_id", ""),
        like=tuple(_tidy(word) for word in info.get("id_like", "").split()),
    )


def release_argument(text: str) -> Release:
    """`ubuntu:22.04` or `alpine` as given by --distro; raises UsageError for anything else."""
    name, _, version = text.strip().partition(":")
    name = _tidy(name)
    if not name or not set(name) <= _ID_LETTERS or not set(version.lower()) <= _ID_LETTERS:
        raise UsageError(f"--distro {text!r}: write ID or ID:VERSION in the words of os-release, such as ubuntu:22.04")
    return Release(name, version)


def _other_system() -> Release:
    if platform.system() == "Darwin":
        return Release("macos", platform.mac_ver()[0])
    return Release("windows", platform.version())


def _tidy(word: str) -> str:
    """Ids are lower case by the specification; some systems write capitals and spaces."""
    return word.strip().lower().replace(" ", "-")
