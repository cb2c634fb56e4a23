"""Every .pc and every lib*.so of a Debian release, missing in a log: the printed package must bring the file.

    python tests/knowledge/every_name.py 13 DIR      # DIR has Packages and Contents files of that release

The logs are made up, the names and the packages are Debian's. Prints what is wrong; ends with 1 when anything is.
"""

from __future__ import annotations

import shlex
import sys
from collections import Counter
from multiprocessing import Pool
from pathlib import Path

from doctor.explain import explain_bytes
from doctor.host.system import system_named
from doctor.knowledge.load import Knowledge, load
from doctor.knowledge.truth.package_index import PackageIndex
from doctor.knowledge.truth.read import read_index
from doctor.model import Release

# Names that no package of Debian's brings under the file that people mean by them, each with its reason.
ALLOWED = {
    ("libs", "++dfb"): "no name that a linker's message is read for",
    (
        "libs",
        "cblas",
    ): "libblas.so of libblas-dev has CBLAS's functions; libatlas-base-dev of Debian 12 is another BLAS",
    ("libs", "lua"): "Debian calls it lua5.4; the only liblua.so is a private one of tiled",
    ("libs", "ruby"): "Debian calls it ruby-3.3; the only libruby.so is a plug-in of ngraph",
}
LOGS = {
    "pkg_config": """error: failed to run custom build command for `foo-sys v0.1.0`

Caused by:
  process didn't exit successfully: `/app/target/debug/build/foo-sys-5c8a7b2d/build-script-build` (exit status: 101)
  --- stderr
  thread 'main' panicked at build.rs:5:42:
  called `Result::unwrap()` on an `Err` value:
  pkg-config exited with status code 1
  > PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 pkg-config --libs --cflags NAME

  The system library `NAME` required by crate `foo-sys` was not found.
  The file `NAME.pc` needs to be installed and the PKG_CONFIG_PATH environment variable must contain its parent directory.
""",
    "libs": """   Compiling app v0.1.0 (/app)
error: linking with `cc` failed: exit status: 1
  |
  = note:  "cc" "-m64" "/app/target/debug/deps/app-1.1.rcgu.o" "-Wl,-Bdynamic" "-lNAME" "-lgcc_s" "-lc"
  = note: /usr/bin/ld: cannot find -lNAME: No such file or directory
          collect2: error: ld returned 1 exit status

error: could not compile `app` (bin "app") due to 1 previous error
""",
}


class Asker:
    """Asks doctor for one name; made once in each process."""

    def __init__(self, version: str) -> None:
        self._knowledge: Knowledge = load()
        self._system = system_named(Release("debian", version), "option", self._knowledge)

    def packages(self, question: tuple[str, str]) -> tuple[str, str, tuple[str, ...]]:
        """Return the packages of the first command that installs any."""
        kind, name = question
        log = LOGS[kind].replace("NAME", name).encode()
        diagnoses = explain_bytes(log, self._knowledge, lambda _seen: self._system).diagnoses
        commands = (shlex.split(line) for found in diagnoses for fix in found.fixes for line in fix.commands)
        first = next((words for words in commands if "install" in words), [])
        return (
            kind,
            name,
            tuple(word for word in first[first.index("install") + 1 :] if word[0] != "-") if first else (),
        )


def main(version: str, folder: str) -> int:
    """Ask for every name and look the answer up in the release's own index."""
    index = read_index([Path(folder)], Release("debian", version), f"Debian {version}", ())
    questions = sorted(key for key in index.holders if key[0] in LOGS)
    with Pool() as pool:
        answers = pool.map(Asker(version).packages, questions, chunksize=64)
    wrong = [answer for answer in answers if not _brings(index, *answer) and answer[:2] not in ALLOWED]
    sys.stdout.writelines(f"{kind} {name}: {' '.join(packages) or 'no package'}\n" for kind, name, packages in wrong)
    counts = Counter(kind for kind, _, _ in answers)
    sys.stdout.write(f"Debian {version}: {dict(counts)}, {len(wrong)} without the package, {len(ALLOWED)} allowed\n")
    return 1 if wrong else 0


def _brings(index: PackageIndex, kind: str, name: str, packages: tuple[str, ...]) -> bool:
    return bool(packages) and bool((index.closure(packages) | index.base) & index.holding(kind, name))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
