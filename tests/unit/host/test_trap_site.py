"""What is known around the settings: whether rustc refuses nightly options, which crates and files there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.lock import Lock, LockedCrate
from doctor.host.programs import Access, Program
from doctor.host.run import Outcome
from doctor.host.rust import DISTRO, RUSTUP, UNKNOWN, Rust
from doctor.host.rustup import Rustup
from doctor.host.settings import Settings
from doctor.host.trap_site import is_stable, looked_around, site_of
from doctor.host.traps import Site


def rustup(active: str) -> Rust:
    return Rust(origin=RUSTUP, rustup=Rustup(Program("rustup", "/r", "/r"), active=active))


@pytest.mark.parametrize(
    ("rust", "stable"),
    [
        pytest.param(None, False, id="no Rust"),
        pytest.param(rustup("stable-x86_64-unknown-linux-gnu"), True, id="stable"),
        pytest.param(rustup("1.95.0"), True, id="a version"),
        pytest.param(rustup("beta"), True, id="beta"),
        pytest.param(rustup("nightly-2026-01-01"), False, id="nightly"),
        pytest.param(rustup("my-own"), False, id="a toolchain of one's own"),
        pytest.param(rustup("stablecoin"), False, id="a name that begins alike"),
        pytest.param(Rust(origin=DISTRO), True, id="the distribution's"),
        pytest.param(Rust(origin=UNKNOWN), False, id="nobody knows whose"),
    ],
)
def test_who_refuses_nightly_options(rust: Rust | None, stable: bool) -> None:  # noqa: FBT001 (what the function returns)
    assert is_stable(rust) is stable
    assert site_of("h", ("t",), rust, named=True) == Site("h", ("t",), named=True, stable=stable)


def no_process(*_argv: object, **_words: object) -> Outcome:
    raise AssertionError


def test_what_the_project_shows(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text("[env]\nA = 'b'\n")
    access = Access({}, no_process, tmp_path)
    lock = Lock("l", crates=(LockedCrate("app", "1", member=True), LockedCrate("cc", "1", member=False)))
    site = looked_around(Site(), access, Settings(home="/h", unread=("/c",)), tmp_path, lock)
    assert (site.home, site.registry, site.unread) == ("/h", True, ("/c",))
    assert [entry.key for entry in site.others] == ["env.A"]
    assert site.there(str(tmp_path / "Cargo.toml"))
    assert not site.there(str(tmp_path / "none"))


def test_of_another_root_no_path_is_judged(tmp_path: Path) -> None:
    site = looked_around(Site(), Access({}, no_process, tmp_path, tmp_path), Settings(home="/h"), None, None)
    assert site == Site()
    assert site.there("/no/such")
