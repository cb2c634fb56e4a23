"""Agreement with readelf on every ELF file below some folders: interpreter, NEEDED, RPATH, SONAME, highest GLIBC version.

usage: python tests/elf/agree.py [FOLDER…]        (default: /usr/bin /usr/lib)

Prints each difference and the sums; exit status 1 when a file differs. readelf (binutils) has to be on the PATH.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from doctor.elf.binary import read_file
from doctor.elf.source import MalformedError
from doctor.errors import InputError

_AT_ONCE = 200
_FILE = re.compile(r"^File: (?P<name>.+)$", re.MULTILINE)
_INTERPRETER = re.compile(r"\[Requesting program interpreter: (.*)\]")
_ENTRY = re.compile(r"\((?P<tag>NEEDED|SONAME|RPATH|RUNPATH)\)\s.*?\[(?P<text>.*)\]$", re.MULTILINE)
_NEEDS = re.compile(r"Version needs section .*?(?=\n\n|\Z)", re.DOTALL)
_GLIBC = re.compile(r"Name: GLIBC_(\d+(?:\.\d+)*)\b")


@dataclass(frozen=True, slots=True)
class Facts:
    """What both are asked for."""

    interpreter: str
    needed: tuple[str, ...]
    soname: str
    rpath: str
    glibc: tuple[int, ...]


def ours(path: Path) -> Facts:
    """By doctor; raises MalformedError and InputError."""
    found = read_file(path)
    dynamic = found.dynamic
    versions = (_numbers(one.version.removeprefix("GLIBC_")) for one in found.versions if _is_glibc(one.version))
    return Facts(
        found.interpreter,
        found.needed,
        dynamic.soname if dynamic else "",
        (dynamic.runpath or dynamic.rpath) if dynamic else "",
        max(versions, default=()),
    )


def readelf(paths: list[Path]) -> Iterator[tuple[Path, Facts]]:
    """By readelf -d -l -V, which takes many files at once."""
    argv = ["readelf", "-W", "-d", "-l", "-V", "--", *map(str, paths)]
    done = subprocess.run(argv, capture_output=True, check=False, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    parts = (
        _FILE.split(f"\n{done.stdout.decode('utf-8', 'replace')}")
        if paths[1:]
        else ["", str(paths[0]), done.stdout.decode()]
    )
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        entries = [(found["tag"], found["text"]) for found in _ENTRY.finditer(text)]
        values = dict(entries)
        interpreter = _INTERPRETER.search(text)
        needs = "\n".join(_NEEDS.findall(text))
        yield (
            Path(name),
            Facts(
                interpreter[1] if interpreter else "",
                tuple(value for tag, value in entries if tag == "NEEDED"),
                values.get("SONAME", ""),
                values.get("RUNPATH") or values.get("RPATH", ""),
                max((_numbers(found) for found in _GLIBC.findall(needs)), default=()),
            ),
        )


def elf_files(folders: list[Path]) -> list[Path]:
    """Every ELF file that is no link, sorted."""
    paths = (path for folder in folders for path in sorted(folder.rglob("*")))
    return [path for path in paths if path.is_file() and not path.is_symlink() and _starts_as_elf(path)]


def main() -> int:
    """Compare and count."""
    files = elf_files([Path(word) for word in sys.argv[1:]] or [Path("/usr/bin"), Path("/usr/lib")])
    differing = 0
    for start in range(0, len(files), _AT_ONCE):
        for path, theirs in readelf(files[start : start + _AT_ONCE]):
            said = _said(path)
            if said != theirs:
                differing += 1
                print(f"{path}\n  doctor:  {said}\n  readelf: {theirs}")
    print(f"{len(files)} files, {len(files) - differing} agree, {differing} differ")
    return 1 if differing or not files else 0


def _said(path: Path) -> Facts | str:
    try:
        return ours(path)
    except (MalformedError, InputError) as error:
        return str(error)


def _is_glibc(version: str) -> bool:
    return re.fullmatch(r"GLIBC_\d[\d.]*", version) is not None


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


def _starts_as_elf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(4) == b"\x7fELF"
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
