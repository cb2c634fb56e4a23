"""Where apt keeps the indexes of the system that it runs on (apt-get(8), indextargets; apt-helper, cat-file)."""

from __future__ import annotations

from pathlib import Path

from doctor.errors import UsageError
from doctor.host.run import Outcome, Runner, run_into
from doctor.knowledge.truth.open_file import foreign_packing

_HELPER = "/usr/lib/apt/apt-helper"
_SECONDS = 120.0


def apt_lists(runner: Runner, environment: dict[str, str]) -> tuple[Path, ...]:
    """Apt's own `Packages` files, and `Contents` where it was told to fetch them.

    Raises UsageError when apt is not there or has no lists.
    """
    argv = ("/usr/bin/apt-get", "indextargets", "--format", "$(CREATED_BY)\t$(FILENAME)")
    outcome = runner(argv, cwd=Path("/"), environment=environment)
    rows = [line.partition("\t") for line in outcome.text.splitlines()] if outcome.ok else []
    found = tuple(Path(file) for kind, _, file in rows if kind in {"Packages", "Contents-deb"} and Path(file).is_file())
    if not found:
        problem = outcome.problem or outcome.stderr.decode("utf-8", "replace").strip() or "`apt-get update` first"
        raise UsageError(f"apt has no package lists here ({problem}); give index files with --index")
    return found


def readable(files: tuple[Path, ...], folder: Path, environment: dict[str, str]) -> tuple[Path, ...]:
    """The same files; those packed as only apt can unpack them (lz4, zstd) are unpacked into `folder`.

    Raises UsageError when apt cannot.
    """
    return tuple(_unpacked(file, folder, environment) if foreign_packing(file) else file for file in files)


def _unpacked(file: Path, folder: Path, environment: dict[str, str]) -> Path:
    target = folder / file.name.removesuffix(file.suffix)
    outcome: Outcome = run_into(
        (_HELPER, "cat-file", str(file)), target, cwd=folder, environment=environment, seconds=_SECONDS
    )
    if not outcome.ok:
        problem = outcome.problem or outcome.stderr.decode("utf-8", "replace").strip()
        raise UsageError(f"{file} cannot be unpacked by apt-helper: {problem}")
    return target
