"""Which systems cannot install into themselves as they run, and which only look like them."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.errors import KnowledgeError
from doctor.host.family import family_of
from doctor.host.immutable import immutable_here, immutable_of
from doctor.host.release import parse_release
from doctor.knowledge.load import load
from doctor.knowledge.records import Distros
from doctor.knowledge.schema_distros import read_immutables
from doctor.knowledge.table import Table
from doctor.model import Release

_OSTREE = "/run/ostree-booted"


@pytest.fixture(scope="module")
def distros() -> Distros:
    return load().distros


def _release(name: str, like: str = "", version: str = "", variant: str = "") -> Release:
    return parse_release(f'ID="{name}"\nID_LIKE="{like}"\nVERSION_ID="{version}"\nVARIANT_ID="{variant}"\n')


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        (_release("fedora", "", "42", "silverblue"), "fedora-atomic"),
        (_release("fedora", "", "42", "kinoite"), "fedora-atomic"),
        (_release("fedora", "", "40", "sway-atomic"), "fedora-atomic"),
        (_release("fedora", "", "39", "sericea"), "fedora-atomic"),
        (_release("fedora", "", "42", "coreos"), "fedora-atomic"),
        (_release("fedora", "", "42", "iot"), "fedora-iot"),
        (_release("fedora", "", "42", "workstation"), ""),
        (_release("fedora", "", "42", "container"), ""),
        (_release("fedora", "", "40", "toolbx"), ""),
        (_release("fedora", "", "42"), ""),
        (_release("fedora", "", "39", "bluefin"), "universal-blue"),
        (_release("bazzite", "rhel centos fedora", "40", "bazzite"), "universal-blue"),
        (_release("aurora", "fedora", "41", "aurora"), "universal-blue"),
        (_release("silverblue", "", "42"), "fedora-atomic"),
        (_release("rhcos", "rhel fedora", "4.14", "coreos"), "image-mode"),
        (_release("rhel", "fedora", "9.4", "server"), ""),
        (_release("opensuse-microos", "suse opensuse", "20250101"), "opensuse-micro"),
        (_release("opensuse-leap-micro", "suse opensuse", "6.1"), "opensuse-micro"),
        (_release("sl-micro", "suse", "6.0"), "opensuse-micro"),
        (_release("opensuse-aeon", "suse opensuse opensuse-microos", "20250101"), "opensuse-desktop"),
        (_release("opensuse-tumbleweed", "opensuse suse", "20250101"), ""),
        (_release("sles", "suse", "15.7"), ""),
        (_release("steamos", "arch", "3.7", "steamdeck"), "steamos"),
        (_release("steamos", "debian", "2"), ""),
        (_release("arch"), ""),
        (_release("endless", "ubuntu debian", "5.1.1"), "endless"),
        (_release("vanilla", "debian"), "vanilla"),
        (_release("debian", "", "12"), ""),
        (_release("nixos"), ""),
    ],
    ids=lambda value: f"{value} {value.variant}".strip() if isinstance(value, Release) else value or "installs as ever",
)
def test_told_by_os_release(distros: Distros, release: Release, expected: str) -> None:
    found = immutable_of(release, family_of(release, distros)[0], distros.immutables)
    assert (found.id if found else "") == expected


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        (_release("fedora", "", "42", "my-own-image"), "fedora-atomic"),
        (_release("centos", "rhel fedora", "10"), "image-mode"),
        (_release("fedora", "", "42", "iot"), "fedora-iot"),
        (_release("debian", "", "13"), "debian-image"),
        (_release("arch"), ""),
    ],
    ids=str,
)
def test_told_by_a_mark(distros: Distros, release: Release, expected: str) -> None:
    found = immutable_of(release, family_of(release, distros)[0], distros.immutables, {_OSTREE})
    assert (found.id if found else "") == expected


def test_the_mark_is_looked_for_on_the_machine_but_never_in_a_container(distros: Distros, tmp_path: Path) -> None:
    release = _release("fedora", "", "42")
    assert immutable_here(release, "fedora", distros.immutables, "", tmp_path) is None
    (tmp_path / "run").mkdir()
    (tmp_path / _OSTREE.lstrip("/")).touch()
    found = immutable_here(release, "fedora", distros.immutables, "", tmp_path)
    assert found is not None
    assert found.id == "fedora-atomic"
    assert immutable_here(release, "fedora", distros.immutables, "podman", tmp_path) is None


def test_every_immutable_system_has_a_family_and_a_way(distros: Distros) -> None:
    for one in distros.immutables:
        assert one.families
        assert set(one.families) <= set(distros.families)
        for name in one.ids:
            assert family_of(Release(name), distros)[0] in one.families


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"title": "x", "note": "y"}, "a.ids: a system needs an id, a variant or a mark"),
        ({"title": "x", "ids": ["x"]}, "a.note: without a command"),
        ({"title": "x", "ids": ["x"], "make": [["toolbox", "create"]]}, "a.inside: how a command is run"),
        ({"title": "x", "ids": ["x"], "install": ["rpm-ostree", "install"]}, "a.install: must have {packages} once"),
        ({"title": "x", "ids": ["x"], "note": "y", "then": ["reboot"]}, "a.then: must be a list of argv lists"),
        ({"title": "x", "ids": ["x"], "note": "y", "then": [[1]]}, "a.then: every word of an argv"),
        ({"title": "x", "ids": ["x"], "note": "y", "variant": "z"}, "a.variant: unknown key; did you mean `variants`"),
    ],
)
def test_a_slip_of_the_pen_is_named(values: dict[str, object], message: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        read_immutables(Table("distros.toml", {"a": values}))
    assert message in str(error.value)
