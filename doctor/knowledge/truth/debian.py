"""Debian's two kinds of index: `Packages` (deb-control(5)) and `Contents` (the wiki's RepositoryFormat, "Contents")."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from pathlib import Path

from doctor.knowledge.truth.open_file import lines_of
from doctor.knowledge.truth.package_index import FILE_KINDS, Package, PackageIndex, providers_of
from doctor.model import Release

_FIELDS = (b"Package:", b"Depends:", b"Pre-Depends:", b"Provides:", b"Essential:", b"Priority:")
_BASE = ("required", "important")  # what debootstrap's minbase leaves out ("important") is on every installed system
_FOLDERS = (
    *(b"usr/bin/", b"usr/sbin", b"usr/lib/", b"usr/lib3", b"usr/libx", b"usr/incl", b"usr/share/perl"),
    *(b"bin/", b"sbin/", b"lib/"),
)
_DIR = r"(?:usr/)?lib(?:/x86_64-linux-gnu)?/"
_KINDS = re.compile(
    r"(?:usr/(?:lib|share)/(?:x86_64-linux-gnu/)?pkgconfig/(?P<pkg_config>[^/]+)\.pc"
    rf"|{_DIR}(?:lib(?P<libs>[^/]+)\.so|lib(?P<archives>[^/]+)\.a|(?P<sonames>lib[^/]+\.so\.[^/]+)|(?P<objects>[^/]+\.o))"
    r"|(?:usr/)?lib(?:32|x32)?/(?:[^/]+/)*(?:lib(?P<inner_libs>[^/]+)\.(?:so|a)|(?P<inner_objects>[^/]+\.o))"
    r"|usr/include/(?:x86_64-linux-gnu/)?(?P<headers>.+)"
    r"|usr/(?:share|lib/x86_64-linux-gnu)/perl5?/(?:5[\d.]+/)?(?P<perl>[A-Za-z]\w*(?:/\w+)*)\.pm"
    r"|usr/lib/(?:[^/]+/)*include/(?P<inner_headers>.+\.h)"
    r"|(?:usr/)?s?bin/(?P<tools>[^/]+)"
    r"|usr/lib/(?P<inner_tools>(?:llvm-[\d.]+|postgresql/[\d.]+|jvm/[^/]+|qt[56]|go-[\d.]+)/bin/[^/]+))"
)
_TO = {"inner_objects": "objects", "inner_headers": "headers"}


def read_packages(paths: Iterable[Path], title: str, release: Release) -> PackageIndex:
    """All stanzas of `Packages` files."""
    packages = {package.name: package for path in paths for package in _stanzas(path)}
    return PackageIndex(title, release, packages, providers_of(packages.values()))


def read_contents(paths: Iterable[Path], title: str, release: Release, headers: Container[str]) -> PackageIndex:
    """All files of `Contents` files that a build can ask for; of the quarter million headers only these."""
    holders: dict[tuple[str, str], set[str]] = {}
    for path in paths:
        for key, owners in _files(path):
            if key[0] != "headers" or key[1] in headers:
                holders.setdefault(key, set()).update(owners)
    frozen = {key: frozenset(owners) for key, owners in holders.items()}
    return PackageIndex(title, release, {}, holders=frozen, kinds=frozenset(FILE_KINDS))


def _stanzas(path: Path) -> Iterator[Package]:
    fields: dict[str, str] = {}
    for line in lines_of(path):
        if not line and fields:
            yield _package(fields)
            fields = {}
        elif line.startswith(_FIELDS):
            key, _, value = line.decode("utf-8", "replace").partition(": ")
            fields[key] = value
    if fields:
        yield _package(fields)


def _package(fields: dict[str, str]) -> Package:
    depends = (*_groups(fields.get("Pre-Depends", "")), *_groups(fields.get("Depends", "")))
    provides = tuple(name for group in _groups(fields.get("Provides", "")) for name in group)
    base = fields.get("Essential") == "yes" or fields.get("Priority") in _BASE
    return Package(fields.get("Package", ""), depends, provides, base)


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    """`a (>= 1), b | c:any` → ((a,), (b, c))."""
    groups = (group.split("|") for group in text.split(",") if group.strip())
    return tuple(tuple(re.split(r"[\s:(]", name.strip())[0] for name in group) for group in groups)


def _files(path: Path) -> Iterator[tuple[tuple[str, str], list[str]]]:
    for line in lines_of(path):
        if not line.startswith(_FOLDERS) and b"/pkgconfig/" not in line:
            continue
        file, _, where = line.decode("utf-8", "replace").rstrip().rpartition(" ")
        found = _KINDS.fullmatch(file.rstrip())
        if found is not None and found.lastgroup is not None:
            kind, name = found.lastgroup, found.group(found.lastgroup)
            yield from _named(kind, name, [owner.rpartition("/")[2] for owner in where.split(",")])


def _named(kind: str, name: str, owners: list[str]) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """A file under the names that the records give it."""
    if kind == "perl":
        yield ("modules", name.replace("/", "::")), owners
    elif kind == "inner_tools":
        yield ("tools", name.rpartition("/")[2]), owners
    elif kind in {"headers", "inner_headers"}:
        yield from ((("headers", tail), owners) for tail in _tails(name))
    else:
        yield (_TO.get(kind, kind), name), owners


def _tails(path: str) -> Iterator[str]:
    """`glib-2.0/glib/gi18n.h` is included as itself, as `glib/gi18n.h`, and stands for each of its folders."""
    parts = path.split("/")
    for start in range(len(parts)):
        yield "/".join(parts[start:])
        if start < len(parts) - 1:
            yield f"{parts[start]}/"
