"""A repository that has to be switched on first, and a name that nothing proves."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from doctor.host.family import family_of
from doctor.host.release import release_argument
from doctor.installing import install
from doctor.knowledge.load import load
from doctor.knowledge.records import Family, Need, Packages, Repository, RepositoryIf, Verified
from doctor.model import Fix, System
from doctor.packages import install_packages
from doctor.repositories import repository_of, switch_on

KNOWLEDGE = load()
FAMILY = Family("rhel", "RHEL", ("rhel",), "dnf", ("dnf", "install", "-y", "{packages}"), base="fedora")


def system_of(distro: str, *, root: bool = False) -> System:
    release = release_argument(distro)
    return System(release, family_of(release, KNOWLEDGE.distros)[0], "option", root=root)


def need_with(name: str = "crb", version: str = "", family: str = "rhel") -> Need:
    return Need("frob", "Frob", "library", {}, repositories=(RepositoryIf(family, version, name),))


def fix_for(need: Need, distro: str, *, root: bool = False) -> Fix:
    system = system_of(distro, root=root)
    family = KNOWLEDGE.distros.families[system.family]
    fix = install_packages(need, Packages(("frob-devel",)), family, system, family.base)
    assert fix is not None
    return fix


@pytest.mark.parametrize(
    ("need", "distro", "commands"),
    [
        pytest.param(need_with(), "rocky:9.4", ["dnf install -y dnf-plugins-core", "dnf config-manager --set-enabled crb"], id="CRB of a rebuild"),
        pytest.param(need_with(), "rocky:8.10", ["dnf install -y dnf-plugins-core", "dnf config-manager --set-enabled powertools"], id="its name before 9"),
        pytest.param(need_with(), "ol:9", ["dnf install -y dnf-plugins-core", "dnf config-manager --set-enabled ol9_codeready_builder"], id="Oracle's own"),
        pytest.param(need_with(), "rhel:9.4", ['subscription-manager repos --enable "codeready-builder-for-rhel-9-$(arch)-rpms"'], id="Red Hat's, of this architecture"),
        pytest.param(need_with(), "rhel", ['subscription-manager repos --enable "codeready-builder-for-rhel-$(rpm -E %rhel)-$(arch)-rpms"'], id="Red Hat's, of a release that is not known"),
        pytest.param(need_with("epel"), "ol:8", ["dnf install -y oracle-epel-release-el8"], id="EPEL of Oracle"),
        pytest.param(need_with(version="<9"), "rocky:9.4", [], id="not on this release"),
        pytest.param(need_with(family="fedora"), "rocky:9.4", [], id="not for this family"),
        pytest.param(need_with("no-such-repository"), "rocky:9.4", [], id="a repository that is not described"),
        pytest.param(need_with(family="fedora"), "fedora:42", [], id="a family without repositories"),
    ],
)  # fmt: skip
def test_the_repository_is_switched_on_before_the_package_is_installed(
    need: Need, distro: str, commands: list[str]
) -> None:
    *before, last = fix_for(need, distro, root=True).commands
    assert (before, last) == (commands, "dnf install -y frob-devel")
    assert fix_for(need, distro).commands == tuple(f"sudo {command}" for command in (*commands, last))


def test_a_repository_without_a_command_says_what_to_do_by_hand() -> None:
    fix = fix_for(need_with("epel"), "rhcos:9")
    assert fix.commands == ("sudo dnf install -y frob-devel",)
    assert "EPEL is not among this system's own repositories" in str(fix.caution)


def test_the_first_repository_that_fits_is_taken() -> None:
    rows = [
        Repository("a", ("rocky",), note="rocky"),
        Repository("a", version="<9", note="old"),
        Repository("b", note="b"),
        Repository("a", note="any"),
    ]
    family = Family("rhel", "RHEL", (), "dnf", (), repositories=tuple(rows))
    need = need_with("a")
    notes = [repository_of(need, family, release_argument(distro)) for distro in ("rocky:8", "ol:8", "ol:9", "ol")]
    assert [note.note for note in notes if note] == ["rocky", "old", "any", "any"]
    assert repository_of(Need("x", "X", "library", {}), family, release_argument("ol:9")) is None


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        pytest.param("frob-{major}", "frob-9", id="a version that is known"),
        pytest.param("{arch}", '"$(arch)"', id="the architecture"),
        pytest.param("https://a/{major}/{arch}/b?c=d e", '"https://a/9/$(arch)/b?c=d e"', id="an address"),
        pytest.param("{nothing}", "'{nothing}'", id="a word of another kind stays as it is"),
        pytest.param("$(reboot)", "'$(reboot)'", id="text for the shell stays text"),
        pytest.param("`id`{arch}", "'`id`{arch}'", id="of any kind"),
        pytest.param("$(reboot){arch}", "'$(reboot){arch}'", id="also beside the architecture"),
    ],
)
def test_what_is_not_known_here_the_shell_is_asked(word: str, shown: str) -> None:
    repository = Repository("a", commands=(("tool", word),))
    assert switch_on(repository, FAMILY, system_of("rhel:9", root=True)) == (f"tool {shown}",)


def test_the_shell_fills_the_architecture_in() -> None:
    (command,) = switch_on(Repository("a", commands=(("echo", "a-{arch}-b"),)), FAMILY, system_of("rhel:9", root=True))
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True, cwd=Path("/"), check=True)
    assert done.stdout.startswith("a-")
    assert done.stdout.endswith("-b\n")
    assert "{" not in done.stdout + command


@pytest.mark.parametrize(
    ("verified", "doubt"),
    [
        pytest.param({}, False, id="a record of before proofs"),
        pytest.param({"rhel": "index"}, False, id="proven by the index"),
        pytest.param({"rhel": "source"}, False, id="proven by the packaging source"),
        pytest.param({"rhel": "unproven"}, True, id="not proven"),
        pytest.param({"fedora": "unproven"}, True, id="a name of the family that it follows, not proven"),
        pytest.param({"fedora": "unproven", "rhel": "index"}, False, id="its own proof counts first"),
        pytest.param({"debian": "unproven"}, False, id="another family's doubt"),
    ],
)
def test_a_name_that_nothing_proves_is_said_to_be_one(verified: dict[str, str], doubt: bool) -> None:  # noqa: FBT001
    proofs = {family: Verified("2026-11-25", by) for family, by in verified.items()}
    need = Need("frob", "Frob", "library", {}, verified=proofs)
    said = "The package's name for RHEL and its rebuilds is not proven" in str(fix_for(need, "rocky:9.4").caution)
    assert said is doubt


def test_the_shipped_records_name_only_repositories_that_their_family_describes() -> None:
    families = KNOWLEDGE.distros.families
    wanted = {(one.family, one.name) for need in KNOWLEDGE.needs() for one in need.repositories}
    described = {(key, one.name) for key, family in families.items() for one in family.repositories}
    assert wanted <= described


def test_a_need_of_an_unknown_system_has_no_command() -> None:
    fix = install(KNOWLEDGE.need("openssl"), system_of("no-such-system"), KNOWLEDGE)
    assert fix is not None
    assert (fix.commands, "Debian" in fix.why) == ((), True)
