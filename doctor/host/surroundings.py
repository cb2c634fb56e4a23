"""What surrounds the build: root or not, sudo, container, CI, WSL, empty package lists. Files and variables only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_CI = {
    "GITHUB_ACTIONS": "GitHub Actions", "GITLAB_CI": "GitLab CI", "TF_BUILD": "Azure Pipelines", "CIRCLECI": "CircleCI",
    "JENKINS_URL": "Jenkins", "BUILDKITE": "Buildkite", "TRAVIS": "Travis CI", "CIRRUS_CI": "Cirrus CI", "CI": "CI",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`container` and `ci` name what was found, "" for none; `wsl` is 0, 1 or 2."""

    root: bool
    sudo: bool
    container: str
    ci: str
    wsl: int
    stale_lists: bool


def look_around(environment: Mapping[str, str], root: Path = Path("/")) -> Surroundings:
    """Read the surroundings below `root`; nothing raises."""
    return Surroundings(
        root=hasattr(os, "geteuid") and os.geteuid() == 0,
        sudo=shutil.which("sudo", path=environment.get("PATH", "")) is not None,
        container=_container(environment, root),
        ci=next((name for key, name in _CI.items() if environment.get(key) not in {None, "", "false"}), ""),
        wsl=_wsl(root),
        stale_lists=lists_empty(root),
    )


def lists_empty(root: Path) -> bool:
    """Whether apt has no package lists (container images ship none): its first install then fails (apt-get(8))."""
    lists = root / "var/lib/apt/lists"
    try:
        return lists.is_dir() and not any(path.name.endswith(("_Packages", "_Packages.lz4", "_Packages.xz")) for path in lists.iterdir())
    except OSError:
        return False


def _container(environment: Mapping[str, str], root: Path) -> str:
    if (root / ".dockerenv").exists():
        return "docker"
    if (root / "run/.containerenv").exists():
        return "podman"
    if environment.get("KUBERNETES_SERVICE_HOST"):
        return "kubernetes"
    return environment.get("container", "")


def _wsl(root: Path) -> int:
    """WSL writes its name into the kernel's release string: `-Microsoft` in 1, `-microsoft-standard-WSL2` in 2."""
    text = _read(root / "proc/sys/kernel/osrelease").lower()
    return 0 if "microsoft" not in text else 2 if "wsl2" in text else 1


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
