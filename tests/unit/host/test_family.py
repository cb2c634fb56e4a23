"""Every real system that we know of gets its family of package names, or an honest unknown; none a wrong one."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.family import family_of, in_release, managers_on
from doctor.host.release import parse_release
from doctor.knowledge.load import load
from doctor.knowledge.records import Distros
from doctor.model import Release

_TABLE = Path(__file__).with_name("systems.txt")


def _systems() -> list[tuple[str, str, str, str]]:
    rows = [line.split(" | ") for line in _TABLE.read_text().splitlines() if not line.startswith("#")]
    return [
        (name, "" if like == "-" else like, "" if version == "-" else version, "" if family == "?" else family)
        for name, like, versions, family in rows
        for version in versions.split()
    ]


def _release(name: str, like: str = "", version: str = "") -> Release:
    return parse_release(f'ID="{name}"\nID_LIKE="{like}"\nVERSION_ID="{version}"\n')


@pytest.fixture(scope="module")
def distros() -> Distros:
    return load().distros


@pytest.mark.parametrize(
    ("name", "like", "version", "family"),
    [pytest.param(*row, id=f"{row[0]} {row[2]} is {row[3] or 'unknown'}") for row in _systems()],
)
def test_system_by_its_os_release(distros: Distros, name: str, like: str, version: str, family: str) -> None:
    assert family_of(_release(name, like, version), distros)[0] == family


@pytest.mark.parametrize(
    ("release", "managers", "expected"),
    [
        pytest.param(_release("debian"), (), ("debian", "id"), id="an ID decides"),
        pytest.param(_release("new", "surely debian"), (), ("debian", "like"), id="every word of ID_LIKE counts"),
        pytest.param(_release("new", "mandriva fedora"), (), ("fedora", "like"), id="a word not to follow is passed over"),
        pytest.param(_release("mageia", "mandriva fedora"), ("dnf",), ("mageia", "id"), id="Mageia is not Fedora"),
        pytest.param(_release("msys2", "cygwin arch"), ("pacman",), ("msys2", "id"), id="MSYS2 is not Arch, though it says so"),
        pytest.param(_release("altlinux"), ("apt-get",), ("", ""), id="ALT is never guessed"),
        pytest.param(_release("new"), ("apt-get",), ("debian", "manager"), id="a manager is a hint"),
        pytest.param(_release(""), ("apk",), ("alpine", "manager"), id="a manager without any os-release"),
        pytest.param(_release("kylin"), (), ("rhel", "id"), id="an id of two systems: the one that says no more"),
        pytest.param(_release("kylin"), ("dnf",), ("rhel", "manager"), id="a manager confirms it"),
        pytest.param(_release("kylin", "debian"), ("apt-get",), ("debian", "like"), id="ID_LIKE tells it from the other"),
        pytest.param(_release("kylin"), ("apt-get",), ("debian", "manager"), id="a manager tells it from the other"),
        pytest.param(_release("uos"), (), ("debian", "id"), id="another id of two systems"),
        pytest.param(_release("uos"), ("dnf",), ("fedora", "manager"), id="its server has dnf"),
        pytest.param(_release("uos"), ("apt-get", "dnf"), ("debian", "manager"), id="what it usually is, when both are there"),
        pytest.param(_release("new"), ("dnf",), ("fedora", "manager"), id="dnf means Fedora's names"),
        pytest.param(_release("new"), ("apk",), ("alpine", "manager"), id="apk means Alpine's names"),
        pytest.param(_release("new"), ("yum",), ("fedora", "manager"), id="an old manager is one too"),
        pytest.param(_release("new"), ("apt-get", "dnf"), ("", ""), id="two managers say nothing"),
        pytest.param(_release("new"), ("nix-shell", "brew"), ("", ""), id="managers that run anywhere say nothing"),
        pytest.param(_release(""), (), ("", ""), id="nothing says nothing"),
        pytest.param(_release("sles_sap"), (), ("suse", "id"), id="a variant with an underscore"),
    ],
)  # fmt: skip
def test_how_the_family_is_found(
    distros: Distros, release: Release, managers: tuple[str, ...], expected: tuple[str, str]
) -> None:
    assert family_of(release, distros, managers) == expected


@pytest.mark.parametrize(
    ("release", "manager"),
    [
        ("centos:7", "yum"), ("centos:8", "dnf"), ("rhel:7.9", "yum"), ("rhel:10.0", "dnf"), ("rocky:9.4", "dnf"),
        ("amzn:2", "yum"), ("amzn:2018.03", "yum"), ("amzn:2023", "dnf"), ("xcp-ng:8.2.0", "yum"), ("hce:2.0", "dnf"),
        ("fedora:21", "yum"), ("fedora:42", "dnf"), ("fedora", "dnf"), ("debian:12", "apt-get"),
    ],
)  # fmt: skip
def test_manager_of_a_release(distros: Distros, release: str, manager: str) -> None:
    name, _, version = release.partition(":")
    family = family_of(Release(name, version), distros)[0]
    found = in_release(distros.families[family], Release(name, version))
    assert (found.manager, found.install[0]) == (manager, manager)


def test_managers_are_looked_for_in_the_given_folders_only(distros: Distros, tmp_path: Path) -> None:
    (tmp_path / "apk").touch(mode=0o755)
    assert managers_on([str(tmp_path)], distros) == ("apk",)
    assert managers_on([], distros) == ()


def test_every_family_can_install(distros: Distros) -> None:
    for family in distros.families.values():
        for argv in (family.install, *(older.install for older in family.older)):
            assert argv.count("{packages}") == 1
        assert not family.base or family.base in distros.families
