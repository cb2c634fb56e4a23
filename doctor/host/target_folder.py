"""Where cargo builds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from doctor.host.settings import Settings


def target_folder(project: Path | None, environment: Mapping[str, str], settings: Settings) -> Path | None:
    """Return the target folder; None without a manifest, unless a setting names one (the Cargo book, build.target-dir).

    A relative path is the variable's for the current folder, the config's for the folder that holds `.cargo`.
    """
    variable = environment.get("CARGO_TARGET_DIR") or environment.get("CARGO_BUILD_TARGET_DIR")
    if variable and (project or Path(variable).is_absolute()):
        return (project or Path("/")) / variable
    entry = next((entry for entry in settings.entries if entry.key == "build.target-dir" and entry.value), None)
    if entry is not None:
        return Path(entry.where).parent.parent / entry.value
    if project is None or not (project / "Cargo.toml").is_file():
        return None
    return _root_of(project) / "target"


def _root_of(project: Path) -> Path:
    """Return the folder of the workspace that the project belongs to: where Cargo.lock lies, else the project."""
    return next((folder for folder in (project, *project.parents) if (folder / "Cargo.lock").is_file()), project)
