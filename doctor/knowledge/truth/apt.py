"""Where apt keeps the indexes of the system that it runs on (apt-get(8), indextargets)."""

from __future__ import annotations

from pathlib import Path

from doctor.errors import UsageError
from doctor.host.run import Runner


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
