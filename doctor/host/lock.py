"""Which crates a project builds, from its Cargo.lock, read as data. Features are not seen there: names are likely."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lock:
    """A lock file's path and the names of its packages; `problem` says why it could not be read."""

    path: str
    packages: frozenset[str] = frozenset()
    problem: str = ""

    @property
    def compiles_c(self) -> bool:
        """Whether a build script in there can compile C: it uses one of the crates made for that."""
        return not self.packages.isdisjoint({"cc", "cmake"})


def read_lock(project: Path) -> Lock | None:
    """Read the Cargo.lock of the project or of the workspace above it; None where there is none."""
    import tomllib  # noqa: PLC0415 (only where there is such a file)

    path = next((file for folder in (project, *project.parents) if (file := folder / "Cargo.lock").is_file()), None)
    if path is None:
        return None
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Lock(str(path), problem=" ".join(str(error).split()))
    packages = table.get("package", [])
    entries = packages if isinstance(packages, list) else []
    return Lock(str(path), frozenset(str(entry.get("name", "")) for entry in entries if isinstance(entry, dict)))
