"""Compares the symbols and prefixes of the needs with what real libraries export.

    python -m doctor.knowledge.library_symbols FOLDER… [-l LIB.so]…

FOLDER holds unpacked packages (on Debian: `apt-get download`, `dpkg-deb -x FILE.deb FOLDER`), with all libraries of a
need and many others, the C library among them. For each need that the name of a file leads to:
  wrong    a symbol of the record that none of its libraries exports, or a prefix that begins none of their names
  foreign  names of other libraries that lead to this need
  missing  names of its own libraries that lead to no need
Counted are C names that a link can find: no C++, no version kept for old programs (`name@V1` beside `name@@V2`; ld:
VERSION), none of the link editor's own (System V ABI, chapter 5). Of the needs that export a name any is right.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from doctor.host.elf_head import read_head
from doctor.host.run import OUTPUT, Runner, run_process
from doctor.knowledge.load import Knowledge, load

# Not: C++, Rust, the sanitizers' marks, what the link editor puts into every library, and old versions (one `@`).
_C_NAME = re.compile(r"(?!_Z|_R|__odr_asan|(?:_init|_fini|_edata|_end|__bss_start)(?:@|$))([A-Za-z_]\w*)(?:@@.*)?")


@dataclass(frozen=True, slots=True)
class Report:
    """What the record of a need and its libraries say of each other."""

    need: str
    exported: int
    wrong: list[str]
    foreign: list[str]
    missing: list[str]

    def lines(self) -> Iterator[str]:
        """The report for people, a few names of each list."""
        yield f"{self.need}: {self.exported - len(self.missing)} of {self.exported} names lead to a need"
        for title, found in (("wrong", self.wrong), ("foreign", self.foreign), ("missing", self.missing)):
            if found:
                yield f"  {title} {len(found)}: {' '.join(found[:8])}"


def libraries(folders: Iterable[Path]) -> Iterator[Path]:
    """Every shared library below these folders, each once."""
    found = (path for folder in folders for path in sorted(folder.rglob("lib*.so*")))
    return (path for path in found if path.is_file() and not path.is_symlink() and read_head(path))


def exported(path: Path, run: Runner = run_process) -> frozenset[str]:
    """The C names that a link finds in this library; raises OSError when `nm` does not tell all of them."""
    argv = [shutil.which("nm") or "nm", "-D", "-P", "--defined-only", str(path.absolute())]
    done = run(argv, cwd=path.absolute().parent, environment=dict(os.environ), seconds=60.0)
    if not done.ok or len(done.stdout) >= OUTPUT:
        raise OSError(f"{path}: {done.problem or done.stderr.decode('utf-8', 'replace').strip() or 'too many names'}")
    return c_names(done.text)


def c_names(listing: str) -> frozenset[str]:
    """The names of C in what `nm -P` prints; a default version (`@@`) counts, an old one (`@`) does not."""
    rows = (line.split() for line in listing.splitlines())
    found = (_C_NAME.fullmatch(row[0]) for row in rows if len(row) > 1 and row[1] != "A")  # A: the version itself
    return frozenset(match[1] for match in found if match)


def compare(knowledge: Knowledge, tables: Mapping[str, frozenset[str]]) -> list[Report]:
    """Library's file name → its names; a report for each need that owns one of the libraries or is led to wrongly."""
    owners: dict[str, set[str]] = defaultdict(set)
    own: dict[str, set[str]] = defaultdict(set)
    foreign: dict[str, list[str]] = defaultdict(list)
    for library, names in tables.items():
        need = knowledge.find("lib", library) or knowledge.find("soname", library)
        own[need].update(names)
        for name in names:
            owners[name].add(need)
    answers = {name: knowledge.find("symbol", name) for name in owners}
    for library, names in tables.items():
        for name in sorted(names):
            if (answer := answers[name]) and answer not in owners[name] and knowledge.need(answer).kind == "library":
                foreign[answer].append(f"{name} ({library})")
    reports = []
    for need in sorted({*own, *foreign} - {""}):
        wrong = _unproven(knowledge.need(need).names, own[need]) if own[need] else []
        missing = sorted(name for name in own[need] if not answers[name])
        reports.append(Report(need, len(own[need]), wrong, foreign[need], missing))
    return reports


def _unproven(record: Mapping[str, tuple[str, ...]], own: set[str]) -> list[str]:
    symbols = [name for name in record.get("symbols", ()) if name not in own]
    return symbols + [start for start in record.get("prefixes", ()) if not any(name.startswith(start) for name in own)]


def main(argv: Sequence[str] | None = None) -> int:
    """Print what does not fit; 1 when a record names something wrong or foreign."""
    parser = argparse.ArgumentParser(prog="python -m doctor.knowledge.library_symbols")
    parser.add_argument("folder", nargs="*", type=Path, help="a folder of unpacked packages")
    parser.add_argument("-l", dest="library", action="append", default=[], type=Path, help="a shared library")
    arguments = parser.parse_args(argv)
    tables: dict[str, frozenset[str]] = {}
    for path in [*libraries(arguments.folder), *arguments.library]:
        try:
            tables[path.name] = exported(path)
        except OSError as error:
            sys.stderr.write(f"left out: {error}\n")
    reports = compare(load(), tables)
    sys.stdout.writelines(f"{line}\n" for report in reports for line in report.lines())
    return 1 if any(report.wrong or report.foreign for report in reports) else 0


if __name__ == "__main__":
    sys.exit(main())
