"""A repository's primary.xml, as createrepo_c writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from doctor.errors import UsageError
from doctor.knowledge.truth.held import index_of, provided
from doctor.knowledge.truth.open_file import open_index
from doctor.knowledge.truth.package_index import Package, PackageIndex
from doctor.model import Release

_RPM = {"pkg_config": re.compile(r"pkgconfig\((.+)\)"), "sonames": re.compile(r"(lib[^()]+\.so[.\d]*)\(.*\)")}
_PROGRAM = re.compile(r"\A/(?:usr/)?s?bin/([^/]+)\Z")


def read_rpm(path: Path, title: str, release: Release) -> PackageIndex:
    """A repository's primary.xml: names, provides such as `pkgconfig(zlib)`, and the files that it lists (programs)."""
    packages, held = [], []
    for package, files in _rpm_packages(path):
        packages.append(package)
        held += [*provided(package, _RPM), *(("tools", file, package.name) for file in files)]
    return index_of(title, release, packages, held, ("pkg_config", "tools", "sonames"))


def _rpm_packages(path: Path) -> Iterator[tuple[Package, list[str]]]:
    from xml.parsers import expat  # noqa: PLC0415 (only here)

    reader = _RpmReader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.buffer_text = reader.text, True
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with open_index(path) as file:
            yield from _parse(parser, reader, file)
    except expat.ExpatError as error:
        raise UsageError(f"{path} is no primary.xml: {error}") from error


def _refuse(*_: object) -> None:
    """No repository declares a document type, and whoever does may have entities that multiply."""
    from xml.parsers import expat  # noqa: PLC0415 (only here)

    raise expat.ExpatError("it declares a document type")


def _parse(parser: object, reader: _RpmReader, file: IO[bytes]) -> Iterator[tuple[Package, list[str]]]:
    while chunk := file.read(1 << 20):
        parser.Parse(chunk)  # type: ignore[attr-defined]  # expat's parser type has no public name
        done, reader.done = reader.done, []
        yield from (found for found in done if found[0].name)
    parser.Parse(b"", True)  # type: ignore[attr-defined]  # noqa: FBT003 (expat's own way to say that this was all)


class _RpmReader:
    """Collects the packages of a primary.xml as expat walks through it."""

    def __init__(self) -> None:
        self.done: list[tuple[Package, list[str]]] = []
        self._fresh()

    def _fresh(self) -> None:
        self._name, self._text, self._within = "", "", ""
        self._entries: dict[str, list[str]] = {"provides": [], "requires": []}
        self._files: list[str] = []
        self._plain = True

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(" ")[2]
        self._text = ""
        self._plain = "type" not in attributes  # a folder, or a file that a program writes ("ghost")
        if local in self._entries:
            self._within = local
        elif local == "entry" and self._within:
            self._entries[self._within].append(attributes.get("name", ""))

    def text(self, data: str) -> None:
        self._text += data

    def end(self, tag: str) -> None:
        local = tag.rpartition(" ")[2]
        if local == "name" and not self._name:
            self._name = self._text
        elif local == "file" and self._plain:
            self._files += _PROGRAM.findall(self._text)
        elif local == self._within:
            self._within = ""
        elif local == "package":
            depends = tuple((name,) for name in self._entries["requires"])
            self.done.append((Package(self._name, depends, tuple(self._entries["provides"])), self._files))
            self._fresh()
