"""The compiled table of a checkout, kept in the user's cache folder and made anew when a record changes.

A cache that cannot be read or written only costs time. One that another user could have written is neither read nor
written: what stands in it becomes commands. pathlib is not imported: it costs a third of a bare start.
"""

from __future__ import annotations

import os
import stat
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from doctor.knowledge.sections import dump, read_sections


def checkout_folder() -> str:
    """The folder of records beside the package."""
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (see above)
    return f"{os.path.dirname(package)}/knowledge"  # noqa: PTH120


def load_table() -> Mapping[str, Any]:
    """The compiled table of the checkout; raises KnowledgeError when a record is wrong."""
    root = checkout_folder()
    key, place = fingerprint(root), cache_file(root)
    cached = read_sections(place) if place and _is_ours(place) else None
    if cached is not None and cached.get("key") == key:
        return cached
    from pathlib import Path  # noqa: PLC0415 (only when a record has changed)

    from doctor.knowledge.compiled import compile_source  # noqa: PLC0415
    from doctor.knowledge.source import read  # noqa: PLC0415

    table = compile_source(read(Path(root))) | {"key": key}
    if place:
        _keep(place, dump(table))
    return table


def fingerprint(root: str) -> str:
    """Changes whenever a record is added, removed or written: names, sizes and times of all files."""
    parts = sorted(_files(root))
    return f"{zlib.crc32(chr(10).join(parts).encode()):08x}-{len(parts)}"


def cache_file(root: str) -> str:
    """Below XDG_CACHE_HOME or ~/.cache; "" without a home. The root's own path keeps two checkouts apart."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # noqa: PTH117 (the specification says: ignore what is not absolute)
        home = os.environ.get("HOME", "")
        if not os.path.isabs(home):  # noqa: PTH117
            return ""
        base = f"{home}/.cache"
    return f"{base}/toolchain-doctor/knowledge-{zlib.crc32(root.encode()):08x}.json"


def _files(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(entry.path)
        elif entry.name.endswith(".toml"):
            stat = entry.stat()
            yield f"{entry.path} {stat.st_size} {stat.st_mtime_ns}"


def _is_ours(place: str) -> bool:
    """Whether the file and its folder are what they seem, and nobody but this user (and root) may write them."""
    return _only_we_write(os.path.dirname(place), stat.S_ISDIR) and _only_we_write(place, stat.S_ISREG)  # noqa: PTH120


def _only_we_write(path: str, is_kind: Callable[[int], bool]) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    return is_kind(found.st_mode) and found.st_uid in {0, os.geteuid()} and not found.st_mode & 0o022


def _keep(place: str, data: bytes) -> None:
    """Write beside and rename: a reader sees the old file or the new one, never half of it."""
    folder, part = os.path.dirname(place), f"{place}.{os.getpid()}"  # noqa: PTH120
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)  # noqa: PTH103
        if _only_we_write(folder, stat.S_ISDIR):
            _write(part, data)
            os.replace(part, place)  # noqa: PTH105
    except OSError:
        return


def _write(part: str, data: bytes) -> None:
    """Raise OSError where the file is there already, or cannot be written whole; then nothing of it stays."""
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    except OSError:
        os.unlink(part)  # noqa: PTH108
        raise
