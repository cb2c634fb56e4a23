"""How long `doctor verify FOLDER` takes on 2,000 binaries, as ratios to `readelf -d` on the same files.

usage: python tests/bench/verify.py [--rounds N] [--doctor PROGRAM] [--count N]

readelf is timed twice: once for all files, and once for each file, as `find -exec` does. The files are
links to ELF files of this machine (/usr/bin, /usr/lib), each as often as is needed for the count.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from start import measure

sys.path.insert(0, str(Path(__file__).parents[1] / "elf"))
from agree import elf_files


def folder_of(count: int, folder: Path) -> Path:
    """A folder with so many ELF files; copies by hard link where the file system allows, else whole."""
    files = elf_files([Path("/usr/bin"), Path("/usr/lib")])
    for number in range(count):
        source, target = files[number % len(files)], folder / f"{number:05}"
        try:
            os.link(source, target)
        except OSError:
            shutil.copy(source, target)
    return folder


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--doctor", default=str(Path(sys.executable).with_name("doctor")))
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="doctor-bench-", dir=Path.home()))
    folder = folder_of(options.count, scratch)
    each = "for file in *; do readelf -d $file; done"
    argvs = {
        "readelf -d, one process": ["sh", "-c", f"cd {folder}; exec readelf -d *"],
        "readelf -d, a process for each file": ["sh", "-c", f"cd {folder}; {each}"],
        "doctor verify FOLDER": [options.doctor, "verify", str(folder)],
        "doctor verify FOLDER --format json": [options.doctor, "verify", "--format", "json", str(folder)],
    }
    for name, (ratio, seconds) in measure(argvs, options.rounds).items():
        print(f"{ratio:6.2f} x {seconds * 1000:7.0f} ms  {name}")
    shutil.rmtree(scratch)
    return 0


if __name__ == "__main__":
    sys.exit(main())
