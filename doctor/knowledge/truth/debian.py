"""Debian's two kinds of index: `Packages` (deb-control(5)) and `Contents` (the wiki's RepositoryFormat, "Contents")."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from itertools import chain
from pathlib import Path

from doctor.knowledge.truth.open_file import lines_of, open_index
from doctor.knowledge.truth.package_index import FILE_KINDS, Package, PackageIndex, providers_of
from doctor.model import Release

_FIELDS = (b"Package:", b"Depends:", b"Pre-Depends:", b"Provides:", b"Essential:", b"Priority:")
_BASE = ("required", "important")  # what debootstrap's minbase leaves out ("important") is on every installed system
_FOLDERS = (
    *(b"usr/bin/", b"usr/sbin/", b"usr/lib/", b"usr/lib32/", b"usr/libx32/", b"usr/include/"),
    *(b"usr/share/perl", b"usr/share/pkgconfig/", b"bin/", b"sbin/", b"lib/", b"lib32/", b"libx32/"),
)
_WORTH = re.compile(rb"bin/|include/|\.so|\.a\s|\.o\s|\.pm\s|\.pc\s")
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
_NAME_END = re.compile(r"[\s:(\[<]")
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
    """A field may go on in lines that begin with white space (deb822(5)); what has no name is no package."""
    fields: dict[str, str] = {}
    key = ""
    for line in chain(lines_of(path), (b"",)):
        if line.startswith(_FIELDS):
            key, _, value = line.decode("utf-8", "replace").partition(":")
            fields[key] = value.strip()
        elif line.startswith((b" ", b"\t")):
            fields |= {key: fields[key] + line.decode("utf-8", "replace")} if key else {}
        else:
            key = ""
        if not line:
            yield from (_package(fields),) if fields.get("Package") else ()
            fields = {}


def _package(fields: dict[str, str]) -> Package:
    depends = (*_groups(fields.get("Pre-Depends", "")), *_groups(fields.get("Depends", "")))
    provides = tuple(name for group in _groups(fields.get("Provides", "")) for name in group)
    base = fields.get("Essential") == "yes" or fields.get("Priority") in _BASE
    return Package(fields["Package"], depends, provides, base)


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    """`a (>= 1), b | c:any` → ((a,), (b, c)); no group is empty, and no name."""
    groups = (tuple(filter(None, map(_name, group.split("|")))) for group in text.split(","))
    return tuple(group for group in groups if group)


def _name(text: str) -> str:
    return _NAME_END.split(text.strip(), maxsplit=1)[0]


def _files(path: Path) -> Iterator[tuple[tuple[str, str], list[str]]]:
    with open_index(path) as file:
        for line in file:
            if is_worth_a_look(line):
                yield from classify(line.decode("utf-8", "replace"))


def is_worth_a_look(line: bytes) -> bool:
    """Nine of ten lines say nothing to a build: documents, other languages' modules."""
    return line.startswith(_FOLDERS) and _WORTH.search(line) is not None


def classify(line: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    """A line of Contents → (kind, name) of what it is to a build, each with the packages that hold it."""
    file, where = (*line.rsplit(maxsplit=1), "", "")[:2]
    found = _KINDS.fullmatch(file)
    if found is not None and found.lastgroup is not None:
        owners = [name for owner in where.split(",") if (name := owner.rpartition("/")[2])]
        yield from _named(found.lastgroup, found.group(found.lastgroup), owners) if owners else ()


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
