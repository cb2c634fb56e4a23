"""Which system is this? os-release of this machine or of another root; no process is started."""

from __future__ import annotations

import re
from pathlib import Path

from doctor.host import uname
from doctor.host.inside import read_inside
from doctor.host.release_name import release_argument, tidy_id
from doctor.model import Release

__all__ = ["parse_release", "read_release", "release_argument"]

# In this order, the first that exists (os-release(5)).
_FILES = ("/etc/os-release", "/usr/lib/os-release")
_ASSIGNMENT = re.compile(r"(?P<key>[A-Z][A-Z0-9_]*)=(?P<value>.*)")
_ESCAPED = re.compile(r"\\([\"'$`\\])")


def read_release(root: Path | None = None) -> Release:
    """Return the release of `root`, or of this machine; with id "" where nothing says."""
    if root is None and uname.system() in {"Darwin", "Windows"}:
        return _other_system()
    here = root or Path("/")
    release = next((found for file in _FILES if (found := parse_release(read_inside(here, file))).id), None)
    return release or _without_os_release(here)


def parse_release(text: str) -> Release:
    """Read the text of an os-release file: shell assignments, the last one of a key wins; never fails.

    Ids are small letters by the specification; some systems write capitals and spaces.
    """
    fields = {match["key"]: _unquoted(match["value"]) for line in text.splitlines() if (match := _line(line))}
    return Release(
        id=tidy_id(fields.get("ID", "")),
        version=fields.get("VERSION_ID", "").strip(),
        like=tuple(tidy_id(word) for word in fields.get("ID_LIKE", "").split()),
        variant=tidy_id(fields.get("VARIANT_ID", "")),
    )


def _line(line: str) -> re.Match[str] | None:
    return _ASSIGNMENT.fullmatch(line.strip())


def _unquoted(value: str) -> str:
    """Take off the quotes of a shell word and the backslashes that os-release(5) allows."""
    for quote in "\"'":
        if len(value) > 1 and value[0] == value[-1] == quote:
            return _ESCAPED.sub(r"\1", value[1:-1])
    return value.strip("\"'")


def _without_os_release(root: Path) -> Release:
    """Ask python-distro, which knows the files from before os-release (CentOS 6's /etc/redhat-release)."""
    import distro  # noqa: PLC0415 (3.6 times a bare start of Python, for systems older than 2012)

    try:
        linux = distro.LinuxDistribution(include_lsb=False, include_uname=False, root_dir=str(root))
        found = linux.distro_release_info()
    except (OSError, ValueError):
        return Release("")
    return Release(tidy_id(found.get("id", "")), found.get("version_id", ""))


def _other_system() -> Release:
    import platform  # noqa: PLC0415 (not on Linux)

    if uname.system() == "Darwin":
        return Release("macos", platform.mac_ver()[0])
    return Release("windows", platform.version())
