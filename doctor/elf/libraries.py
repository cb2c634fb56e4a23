"""Where the loader finds what a program needs: ld.so(8) of glibc, and the dynamic linker of musl. Files only."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath

from doctor.elf.binary import MUSL, Binary, read_file
from doctor.elf.source import MalformedError
from doctor.errors import InputError
from doctor.host.inside import HERE, inside, read_inside

_DEFAULTS = ("/lib64", "/usr/lib64", "/lib", "/usr/lib", "/lib32", "/usr/lib32")
_MUSL_DEFAULTS = ("/lib", "/usr/local/lib", "/usr/lib")  # musl, ldso/dynlink.c
_MOST = 500  # libraries of one program
_MOST_FOLDERS = 200


@dataclass(frozen=True, slots=True)
class Library:
    """A library that is needed: by its name, found at `path` ("" for nowhere), asked for by `by`."""

    name: str
    path: str
    by: str


class Loader:
    """Finds what programs need in one root file system; each file is read once, for however many programs."""

    def __init__(self, root: Path = HERE) -> None:
        self._root = root
        self._read: dict[str, Binary | None] = {}
        self._folders: dict[tuple[str, str], tuple[str, ...]] = {}

    def libraries(self, program: Path, binary: Binary) -> tuple[Library, ...]:
        """Find what a program needs, and what that needs in turn: each once, in the order of the loader."""
        folders = self._standard(binary)
        found: dict[str, Library] = {}
        waiting = deque([(program.name, str(program), binary)])
        while waiting and len(found) < _MOST:
            by, path, current = waiting.popleft()
            for name in current.needed:
                if name not in found:
                    place, library = self._find(name, (*_own(current, path), *folders), binary)
                    found[name] = Library(name, place, by)
                    if library is not None:
                        waiting.append((name, place, library))
        return tuple(found.values())

    def _find(self, name: str, folders: tuple[str, ...], program: Binary) -> tuple[str, Binary | None]:
        """The first of this name that is for the same processor: the loader passes over others."""
        places = (name,) if "/" in name else tuple(f"{folder}/{name}" for folder in folders)
        for place in places:
            library = self._at(place)
            if library is not None and (library.machine, library.bits) == (program.machine, program.bits):
                return place, library
        return "", None

    def _at(self, place: str) -> Binary | None:
        if place not in self._read:
            try:
                self._read[place] = read_file(inside(self._root, place))
            except (InputError, MalformedError, OSError, ValueError):
                self._read[place] = None
        return self._read[place]

    def _standard(self, binary: Binary) -> tuple[str, ...]:
        key = (binary.machine, binary.interpreter if binary.libc == MUSL else "")
        if key not in self._folders:
            self._folders[key] = tuple(_folders(binary, self._root))
        return self._folders[key]


def _own(binary: Binary, path: str) -> Iterator[str]:
    """RPATH counts only without RUNPATH; $ORIGIN is the folder of the file that has it (ld.so(8))."""
    dynamic = binary.dynamic
    words = (dynamic.runpath or dynamic.rpath) if dynamic else ""
    origin = path.rpartition("/")[0] or "/"
    for word in words.split(":") if words else ():
        if word:
            yield word.replace("${ORIGIN}", origin).replace("$ORIGIN", origin)


def _folders(binary: Binary, root: Path) -> Iterator[str]:
    if binary.libc == MUSL:
        listed = read_inside(root, f"/etc/{PurePosixPath(binary.interpreter).name.removesuffix('.so.1')}.path").split()
        yield from (word for line in listed for word in line.split(":")) if listed else _MUSL_DEFAULTS
    else:
        yield from islice(_conf("/etc/ld.so.conf", root, 0), _MOST_FOLDERS)
        yield from _DEFAULTS
        yield from (f"{start}/{binary.machine}-linux-gnu" for start in ("/lib", "/usr/lib"))


def _conf(path: str, root: Path, depth: int) -> Iterator[str]:
    """The folders that ld.so.conf names, with the files that it includes (ldconfig(8))."""
    for line in read_inside(root, path).splitlines():
        words = line.partition("#")[0].split()
        if words[:1] == ["include"] and depth < 4:  # noqa: PLR2004 (deep enough for all but a loop)
            for pattern in words[1:]:
                yield from (folder for file in _matching(pattern, root) for folder in _conf(file, root, depth + 1))
        elif words and words[0].startswith("/"):
            yield words[0]


def _matching(pattern: str, root: Path) -> list[str]:
    where = PurePosixPath(pattern if pattern.startswith("/") else f"/etc/{pattern}")
    try:
        folder = inside(root, str(where.parent))
        return sorted(f"{where.parent}/{path.name}" for path in folder.glob(where.name))
    except (OSError, ValueError, NotImplementedError):
        return []
