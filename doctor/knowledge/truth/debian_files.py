"""The indexes of Debian's releases → knowledge/debian-files.tsv.gz: every name with the package that holds it."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path

from doctor.errors import UsageError
from doctor.knowledge.debian_names import FILE, LETTERS, NONE
from doctor.knowledge.truth.package_index import PackageIndex

# Packages for another machine, or another version of a thing: the plain one is meant where there is a choice.
_ODD = ("-cross", "-i386", "-x32", "-amd64", "-dbg", "-debug", "mingw", "-bootstrap", "-doc", "-tests", "dietlibc")


def write_debian_files(root: Path, indexes: Sequence[PackageIndex]) -> int:
    """Write the file below `root`, the same bytes for the same indexes; returns the number of names.

    Raises UsageError when it cannot be written.
    """
    lines = list(_lines(indexes))
    text = "\n".join(["\t".join(index.title for index in indexes), *lines, ""])
    try:
        (root / FILE).write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    except OSError as error:
        raise UsageError(f"{root / FILE} cannot be written: {error.strerror}") from error
    return len(lines)


def _lines(indexes: Sequence[PackageIndex]) -> Iterator[str]:
    for kind, letter in LETTERS.items():
        names = {name for index in indexes for each, name in index.holders if each in _sources(kind)}
        for name in sorted(name for name in names if "\t" not in name and "\n" not in name):
            cells = [_best(index, kind, name) for index in indexes]
            columns = cells[:1] if len(set(cells)) == 1 else cells
            yield "\t".join((letter, name, *columns))


def _sources(kind: str) -> tuple[str, ...]:
    """-lNAME is content with an archive too."""
    return ("libs", "archives") if kind == "libs" else (kind,)


def _best(index: PackageIndex, kind: str, name: str) -> str:
    """One package of those that hold it: a plain one, for development where it is a library, of a short name."""
    for source in _sources(kind):
        holders = index.holders.get((source, name), frozenset())
        if holders:
            return min(holders, key=lambda package: _rank(package, kind, name))
    return NONE


def _rank(package: str, kind: str, name: str) -> tuple[bool, bool, bool, int, str]:
    odd = any(word in package for word in _ODD)
    development = kind not in {"pkg_config", "libs"} or package.endswith("-dev")
    return odd, not development, package != name, len(package), package
