"""What surrounds the build: root or not, sudo, container, CI, WSL, empty package lists. Files and variables only."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from doctor.host.inside import HERE, exists_inside, inside, read_inside

# Variables by which CI services show themselves (their own documentation); `CI` alone is everybody's custom.
_CI = {
    "GITHUB_ACTIONS": "GitHub Actions", "GITLAB_CI": "GitLab CI", "TF_BUILD": "Azure Pipelines", "CIRCLECI": "CircleCI",
    "JENKINS_URL": "Jenkins", "BUILDKITE": "Buildkite", "TRAVIS": "Travis CI", "CIRRUS_CI": "Cirrus CI",
    "TEAMCITY_VERSION": "TeamCity", "BITBUCKET_BUILD_NUMBER": "Bitbucket", "DRONE": "Drone", "CI": "CI",
}  # fmt: skip
# Where apt, apk and pacman keep what they know of their repositories, and how those files end. Images ship none.
_LISTS = (
    ("/var/lib/apt/lists", ("_Packages", "_Packages.lz4", "_Packages.xz", "_Packages.gz", "_Packages.zst")),
    ("/var/lib/pacman/sync", (".db",)),
)
_APK_LISTS = ("/var/cache/apk", "/etc/apk/cache")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`container` and `ci` name what was found, "" for none; `wsl` is 0, 1 or 2.

    `stale_lists` means that the package manager has no lists yet: its first install then finds nothing.
    """

    root: bool
    sudo: bool
    container: str
    ci: str
    wsl: int
    stale_lists: bool


def look_around(environment: Mapping[str, str], root: Path = HERE) -> Surroundings:
    """Read the surroundings of this machine, or those that the files below another `root` show; nothing raises.

    In another root the variables of this machine mean nothing, and commands are run as root where it has no sudo.
    """
    if root != HERE:
        sudo = exists_inside(root, "/usr/bin/sudo")
        return Surroundings(not sudo, sudo, _container({}, root), "", 0, lists_empty(root))
    return Surroundings(
        root=hasattr(os, "geteuid") and os.geteuid() == 0,
        sudo=shutil.which("sudo", path=environment.get("PATH", "")) is not None,
        container=_container(environment, root) or ("chroot" if _in_chroot() else ""),
        ci=next((name for key, name in _CI.items() if environment.get(key) not in {None, "", "false"}), ""),
        wsl=_wsl(root),
        stale_lists=lists_empty(root),
    )


def lists_empty(root: Path) -> bool:
    """Whether apt, apk or pacman has no package lists below `root` (apt-get(8), apk(8), pacman(8))."""
    if exists_inside(root, "/etc/apk/repositories"):
        return not any(name.startswith("APKINDEX") for folder in _APK_LISTS for name in _names(root, folder))
    if exists_inside(root, "/var/lib/pacman/local") and not exists_inside(root, "/var/lib/pacman/sync"):
        return True
    return any(
        exists_inside(root, folder) and not any(name.endswith(ends) for name in _names(root, folder))
        for folder, ends in _LISTS
    )


def _names(root: Path, folder: str) -> tuple[str, ...]:
    try:
        return tuple(path.name for path in inside(root, folder).iterdir())
    except OSError:
        return ()


def _container(environment: Mapping[str, str], root: Path) -> str:
    """Name the container by the marks of Docker, Podman, Kubernetes and systemd (systemd.io/CONTAINER_INTERFACE)."""
    if environment.get("KUBERNETES_SERVICE_HOST"):
        return "kubernetes"
    if exists_inside(root, "/.dockerenv"):
        return "docker"
    if exists_inside(root, "/run/.containerenv"):
        return "podman"
    return read_inside(root, "/run/systemd/container").strip() or environment.get("container", "")


def _in_chroot() -> bool:
    """Whether our root folder is not the first process's; only root may look (proc_pid_root(5)), others never know."""
    try:
        return not HERE.samefile("/proc/1/root")
    except OSError:
        return False


def _wsl(root: Path) -> int:
    """WSL writes its name into the kernel's release string: `-Microsoft` in 1, `-microsoft-standard-WSL2` in 2."""
    text = read_inside(root, "/proc/sys/kernel/osrelease").lower()
    return 0 if "microsoft" not in text else 2 if "wsl2" in text else 1
