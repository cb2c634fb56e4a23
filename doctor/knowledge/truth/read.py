"""Index files, by their names → one index of a release."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from pathlib import Path

from doctor.errors import UsageError
from doctor.knowledge.truth.apk import read_apk
from doctor.knowledge.truth.catalogs import read_catalog, read_list
from doctor.knowledge.truth.debian import read_contents, read_packages
from doctor.knowledge.truth.package_index import PackageIndex, merge
from doctor.knowledge.truth.pacman import read_pacman
from doctor.knowledge.truth.rpm import read_rpm
from doctor.model import Release

_PACKED = re.compile(r"\.(?:gz|xz|bz2|lz4|zst)$")
_SINGLE = (
    (re.compile(r"APKINDEX.*\.tar"), read_apk),
    (re.compile(r"primary\.xml$"), read_rpm),
    (re.compile(r"\.(?:db|files)(?:\.tar)?$"), read_pacman),
    (re.compile(r"\.json$"), read_catalog),
    (re.compile(r"\.(?:txt|list)$"), read_list),
)


def read_index(paths: Iterable[Path], release: Release, title: str, headers: Container[str]) -> PackageIndex:
    """All index files in these folders and of these paths as one index.

    `headers` are the headers and folders of headers to look for. Raises UsageError for a path that cannot be read, and
    where no index or no package is in any.
    """
    paths = tuple(paths)
    where = " ".join(map(str, paths)) or "nothing"
    parts = _parts([file for path in paths for file in _files(path)], release, title, headers)
    if not parts:
        raise UsageError(f"no package index in {where}: {HELP}")
    found = merge(title, release, parts)
    if not found.packages:
        raise UsageError(f"no package in {where}: {LISTS if found.holders else 'it is empty, or no package index'}")
    return found


LISTS = "Contents only says who holds a file, give the Packages of the same release too"
HELP = (
    "known are Debian's Packages and Contents, APKINDEX.tar.gz, primary.xml, pacman's .db and .files, "
    "formula.json, packages.json, and .txt lists of names"
)


def _parts(files: Sequence[Path], release: Release, title: str, headers: Container[str]) -> list[PackageIndex]:
    lists = [file for file in files if _is(file, "Packages")]
    contents = [file for file in files if _is(file, "Contents")]
    parts = [read_packages(lists, title, release)] if lists else []
    parts += [read_contents(contents, title, release, headers)] if contents else []
    for file in files:
        reader = next((reader for shape, reader in _SINGLE if shape.search(_PACKED.sub("", file.name))), None)
        parts += [reader(file, title, release)] if reader else []
    return parts


def _files(path: Path) -> list[Path]:
    try:
        if not path.exists():
            raise UsageError(f"{path} does not exist")
        return sorted(file for file in path.iterdir() if file.is_file()) if path.is_dir() else [path]
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error


def _is(file: Path, kind: str) -> bool:
    """Apt keeps `deb.example_debian_dists_stable_main_Contents-amd64` and `…_binary-amd64_Packages`."""
    return bool(re.search(rf"(?:^|_){kind}(?!-source|-dsc)(?:-[a-z0-9]+)?$", _PACKED.sub("", file.name)))
