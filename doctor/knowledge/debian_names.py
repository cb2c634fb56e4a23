"""Which Debian package holds a file of this name: for every pkg-config module, library, soname and program there is.

knowledge/debian-files.tsv.gz is made by `doctor knowledge truth --write` from the Contents of two releases. It is read
only when no record knows a name: then a raw look-up is right, though not always the package that people would name.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache

FILE = "debian-files.tsv.gz"
NONE = "-"
LETTERS = {"pkg_config": "p", "libs": "l", "sonames": "s", "tools": "t"}


@dataclass(frozen=True, slots=True)
class Found:
    """The package that holds a file, in which release (`Debian 13`); `same` where the other release agrees."""

    package: str
    release: str
    same: bool


@dataclass(frozen=True, slots=True)
class DebianNames:
    """`releases` are the titles of the columns, oldest first; `lines` all rows: `letter name package [package]`."""

    releases: tuple[str, ...]
    lines: bytes

    def find(self, kind: str, name: str, release: str) -> Found | None:
        """The package that holds this name in that release (`Debian 13`), or in the newest that has it for any other.

        None when no package holds it, or not in the release that was named. `kind` is a key of LETTERS. A search
        through three megabytes costs less than a table of them.
        """
        start = f"\n{LETTERS[kind]}\t{name}\t".encode("utf-8", "surrogatepass")
        at = self.lines.find(start)
        if at < 0 or not name or "\n" in name or "\t" in name:
            return None
        row = self.lines[at + len(start) : self.lines.index(b"\n", at + 1)].decode()
        return self._choose(row.split("\t"), release)

    def _choose(self, cells: list[str], release: str) -> Found | None:
        columns = dict(zip(self.releases, cells if len(cells) > 1 else cells * len(self.releases), strict=True))
        there = [title for title, package in columns.items() if package != NONE]
        chosen = release if release in columns else there[-1]
        return Found(columns[chosen], chosen, len(cells) == 1) if chosen in there else None


@cache
def debian_names() -> DebianNames:
    """The file that doctor was installed with; read once, and only when asked for."""
    from doctor.knowledge.source import folder  # noqa: PLC0415 (a checkout and a wheel keep it in different places)

    data = gzip.decompress((folder() / FILE).read_bytes())
    end = data.index(b"\n")
    return DebianNames(tuple(data[:end].decode().split("\t")), data[end:])
