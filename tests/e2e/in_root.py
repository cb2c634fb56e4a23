"""What runs inside a root of tests/e2e/reality.py: doctor's forecast with the ids of the needs, and a need taken away again.

usage: python3 in_root.py forecast
       python3 in_root.py remove CLEAN NEED[,NEED…] [OTHER…]     (CLEAN: a file with the packages of the clean root)

`doctor check --format json` shows neither ids nor what is sure: the check itself is run with an adviser that notes both.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from doctor.check.adviser import KnowledgeAdviser, system_for
from doctor.check.checks_crates import crates
from doctor.check.model import View
from doctor.check.run import Selection, parts_for
from doctor.forecast import Wanted
from doctor.host.facts import SYSTEM, Request
from doctor.host.presence import where
from doctor.host.probe import probe
from doctor.host.programs import Access
from doctor.host.run import run_process
from doctor.knowledge.load import Knowledge, load
from doctor.model import Diagnosis, System
from doctor.packages import packages_of

_GNU = f"{os.uname().machine}-linux-gnu"


@dataclass(frozen=True, slots=True)
class Noting(KnowledgeAdviser):
    """The check's own adviser, which also keeps what it was told is missing."""

    told: list[tuple[Wanted, Diagnosis]] = field(default_factory=list)

    def missing(self, wanted: Wanted, triple: str) -> Diagnosis:
        """Explain it, and note it."""
        diagnosis = KnowledgeAdviser.missing(self, wanted, triple)
        self.told.append((wanted, diagnosis))
        return diagnosis


def forecast(access: Access, knowledge: Knowledge) -> list[dict[str, object]]:
    """What the check says is missing here: need, how sure, the crate, the commands of the first fix, the packages."""
    request = Request((), Path.cwd(), trial=False)
    host = probe(access, request, knowledge.distros, parts_for(Selection(("crates",))) | {SYSTEM})
    system = system_for(host, None)
    adviser = Noting(knowledge, system)
    crates(View(host, request, adviser, access, access.scratch.parent))
    return [
        {
            "need": wanted.need,
            "how": wanted.how,
            "crate": wanted.crate,
            "commands": _commands(diagnosis),
            "packages": sorted(_packages([wanted.need], knowledge, system)),
        }
        for wanted, diagnosis in adviser.told
    ]


def remove(access: Access, knowledge: Knowledge, clean: set[str], needs: list[str], others: list[str]) -> list[str]:
    """Take some needs away by force, with all that came for them alone; returns the packages."""
    host = probe(access, Request((), Path.cwd(), trial=False), knowledge.distros, frozenset({SYSTEM}))
    system, depends = system_for(host, None), _depends()
    own = _packages(needs, knowledge, system)
    gone = (set(depends) - clean - _reach(_packages(others, knowledge, system), depends)) & _reach(own, depends)
    gone |= own & set(depends)
    _purge(gone)
    for _ in range(8):
        left = {owner for key in needs for owner in _owners(where(knowledge.need(key).names, access, _GNU))}
        if not left:
            break
        _purge(left)
        gone |= left
    return sorted(gone)


def _packages(needs: list[str], knowledge: Knowledge, system: System) -> set[str]:
    found = (packages_of(knowledge.need(key), system, knowledge) for key in needs if key in knowledge.need_ids())
    return {name for one in found if one for name in one.names or ()}


def _commands(diagnosis: Diagnosis) -> list[str]:
    return list(next((fix.commands for fix in diagnosis.fixes if fix.commands), ()))


def _depends() -> dict[str, set[str]]:
    """Installed package → the names that it depends on or recommends; what provides a name counts as depended on by it."""
    form = "${db:Status-Abbrev}\t${Package}\t${Depends}, ${Pre-Depends}, ${Recommends}\t${Provides}\n"
    listed = subprocess.run(["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in listed.splitlines() if line.startswith("ii")]
    depends = {name: _names(wanted) for _, name, wanted, _ in rows}
    for _, name, _, provided in rows:
        for virtual in _names(provided) - set(depends):
            depends.setdefault(virtual, set()).add(name)
    return depends


def _names(text: str) -> set[str]:
    return set(re.findall(r"(?:^|[,|])\s*([a-z0-9][a-z0-9+.-]+)", text))


def _reach(start: set[str], depends: dict[str, set[str]]) -> set[str]:
    """All packages that these bring, themselves included."""
    found: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name in depends and name not in found:
            found.add(name)
            waiting += depends[name]
    return found


def _owners(path: str) -> set[str]:
    """The packages of a file, or of the file behind its links."""
    for name in dict.fromkeys((path, os.path.realpath(path)) if path.startswith("/") else ()):
        for spelt in (name, name.removeprefix("/usr")):
            done = subprocess.run(["dpkg-query", "-S", spelt], capture_output=True, text=True, check=False)
            owners = {line.partition(":")[0] for line in done.stdout.splitlines() if not line.startswith("diversion")}
            if owners:
                return owners
    return set()


def _purge(packages: set[str]) -> None:
    if packages:
        argv = ["dpkg", "--force-all", "--purge", *sorted(packages)]
        subprocess.run(argv, capture_output=True, check=False)


def main(argv: list[str]) -> int:
    """Run one of the two."""
    knowledge = load()
    with tempfile.TemporaryDirectory() as scratch:
        empty = Path(scratch) / "empty"
        empty.mkdir()
        access = Access(dict(os.environ), run_process, empty)
        if argv[0] == "forecast":
            answer: object = forecast(access, knowledge)
        else:
            clean = set(Path(argv[1]).read_text(encoding="utf-8").split())
            answer = remove(access, knowledge, clean, argv[2].split(","), argv[3:])
    print("\n" + json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
