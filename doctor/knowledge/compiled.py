"""Records → the compiled table, and the cache that a checkout keeps of it.

A wheel carries the table (doctor/knowledge/sections.py). In a checkout it lies in the user's cache folder and is made
anew when a record changes; a cache that cannot be read or written only costs time.
"""

from __future__ import annotations

import os
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from doctor.knowledge import index
from doctor.knowledge.sections import FORMAT, dump, read_sections
from doctor.knowledge.source import Source, files, folder, read

_ONLY_LINT = ("example", "counterexample", "references", "proof", "generated")


def compile_source(source: Source) -> dict[str, Any]:
    """Records → the table: hot literals, tables without examples, and the reverse index."""
    return {
        "format": FORMAT,
        "hot": {rule.id: list(rule.match.literals) for rule in source.rules},
        "rules": _tables(source, "rules/"),
        "needs": _tables(source, "needs/"),
        "groups": _tables(source, "libc/"),
        "distros": source.tables.get("distros.toml", {}),
        "targets": list(source.targets),
        "index": index.build(source.needs),
    }


def load_table() -> Mapping[str, Any]:
    """The compiled table of a checkout; raises KnowledgeError when a record is wrong."""
    root = folder()
    key = fingerprint(root)
    cache = _cache_file(root)
    cached = read_sections(str(cache)) if cache else None
    if cached is not None and cached.get("key") == key:
        return cached
    table = compile_source(read(root)) | {"key": key}
    _keep(cache, table)
    return table


def fingerprint(root: Path) -> str:
    """Changes whenever a record is added, removed or written: names, sizes and times of all files."""
    parts = []
    for path in files(root):
        stat = path.stat()
        parts.append(f"{path.relative_to(root)} {stat.st_size} {stat.st_mtime_ns}")
    return f"{zlib.crc32(chr(10).join(parts).encode()):08x}-{len(parts)}"


def _tables(source: Source, start: str) -> dict[str, Any]:
    return {
        Path(file).stem: {key: value for key, value in table.items() if key not in _ONLY_LINT}
        for file, table in source.tables.items()
        if file.startswith(start)
    }


def _cache_file(root: Path) -> Path | None:
    """Below XDG_CACHE_HOME or ~/.cache; None without a home. The root's own path keeps two checkouts apart."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # noqa: PTH117 (the specification says: ignore what is not absolute)
        home = os.environ.get("HOME", "")
        if not os.path.isabs(home):  # noqa: PTH117
            return None
        base = f"{home}/.cache"
    return Path(base) / "toolchain-doctor" / f"knowledge-{zlib.crc32(str(root).encode()):08x}.jsonl"


def _keep(cache: Path | None, table: dict[str, Any]) -> None:
    """Write beside and rename: a reader sees the old file or the new one, never half of it."""
    if cache is None:
        return
    part = cache.with_name(f"{cache.name}.{os.getpid()}")
    try:
        cache.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(dump(table))
        part.replace(cache)
    except OSError:
        part.unlink(missing_ok=True)
