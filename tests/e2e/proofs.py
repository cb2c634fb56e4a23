"""Needs in a clean Debian: the command that `doctor knowledge show` prints is run as it stands, then the record's proof.

    sudo python tests/e2e/proofs.py --suite trixie openssl zlib cmake
    sudo python tests/e2e/proofs.py --suite bookworm --every 12      # each twelfth need that has packages and a proof

One line a need; ends with 1 when a command failed or a proof did not hold.
"""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import lab

from doctor.host.family import family_of
from doctor.installing import install
from doctor.knowledge.load import Knowledge, load
from doctor.knowledge.records import Need
from doctor.knowledge.source import folder, read
from doctor.model import Release, System
from doctor.packages import packages_of

_VERSIONS = {"bookworm": "12", "trixie": "13"}
# pkg-config asks; the compiler's own packages are what most -dev packages need to be of use.
_TOOLS = "apt-get update -q && apt-get install -y -q --no-install-recommends pkg-config"


def main() -> int:
    """Run the needs named, or every n-th that can be proven on the suite."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("needs", nargs="*", metavar="NEED")
    parser.add_argument("--suite", default="bookworm", choices=tuple(_VERSIONS))
    parser.add_argument("--every", type=int, default=1, metavar="N")
    parser.add_argument("--lab", default=f"{tempfile.gettempdir()}/doctor-lab", type=Path, metavar="DIR")
    args = parser.parse_args()
    lacking = lab.missing_parts()
    if lacking:
        sys.exit(lacking)
    knowledge = load()
    release = Release("debian", _VERSIONS[args.suite])
    system = System(release, family_of(release, knowledge.distros)[0], "option", root=True)
    chosen = [need for need in _provable(knowledge, system) if not args.needs or need.id in args.needs][:: args.every]
    lower = lab.layer(args.lab, f"pkg-config-{args.suite}", lab.base(args.lab, args.suite), _TOOLS, lab.machine_rust())
    wrong = [need.id for need in chosen if not _holds(need, system, knowledge, args.lab, lower)]
    sys.stdout.write(
        f"{args.suite}: {len(chosen) - len(wrong)} of {len(chosen)} hold; not: {' '.join(wrong) or 'none'}\n"
    )
    return 1 if wrong else 0


def _provable(knowledge: Knowledge, system: System) -> Iterator[Need]:
    """The needs with a proof (which only the records have, not the compiled table) and with packages on the system."""
    for need in read(folder()).needs:
        packages = packages_of(need, system, knowledge)
        if need.proof and packages and packages.names:
            yield need


def _holds(need: Need, system: System, knowledge: Knowledge, folder: Path, lower: str) -> bool:
    fix = install(need, system, knowledge)
    if fix is None:
        return False
    root = lab.new_root(folder, f"proof-{need.id}", lower, lab.machine_rust())
    try:
        before = root.run(shlex.join(need.proof)).returncode
        done = root.run(f"set -e; {'; '.join(fix.commands)}; {shlex.join(need.proof)}")
    finally:
        root.drop()
    word = "holds" if done.returncode == 0 else f"FAILS ({done.returncode})"
    sys.stdout.write(
        f"{need.id}: {'; '.join(fix.commands)}: {shlex.join(need.proof)} {word}{'' if before else ' (and before)'}\n"
    )
    if done.returncode:
        sys.stdout.write(done.stdout.decode(errors="replace")[-600:] + "\n")
    sys.stdout.flush()
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
