"""A need as `doctor knowledge show` prints it: whole, and for one system."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.release_name import release_argument
from doctor.host.system import system_named
from doctor.knowledge.load import load
from doctor.knowledge.records import Need, Packages, PackagesIf, RepositoryIf, Vendored, Verified
from doctor.report.need_text import need_text

GOLDEN = Path(__file__).parents[2] / "golden"
NEED = Need(
    id="frob",
    title="Frob",
    kind="library",
    names={"pkg_config": ("frob-2",), "libs": ("frob",), "headers": ("frob/",), "prefixes": ("frob_",)},
    packages={
        "debian": Packages(("libfrob-dev",)),
        "fedora": Packages(("frob-devel",)),
        "suse": Packages(None),
        "alpine": Packages(("frob-dev",)),
        "macos": Packages(()),
    },
    packages_if=(PackagesIf("debian", "<12", Packages(("libfrob1-dev",))),),
    static={"debian": Packages(()), "fedora": Packages(None), "alpine": Packages(("frob-static",))},
    runtime={"debian": Packages(("libfrob2",))},
    vendored=Vendored("frob-sys", "vendored", ("c-compiler",), "the crate frob-rs is written in Rust"),
    note="A library for frobbing.",
    proof=("pkg-config", "--exists", "frob-2"),
    verified={
        "debian": Verified("2026-11-25", "index", "Debian 12, Debian 13: packages and files"),
        "fedora": Verified("2026-11-25", "unproven"),
    },
    repositories=(RepositoryIf("rhel", ">=9", "crb"),),
)


@pytest.mark.parametrize(
    "distro",
    [
        pytest.param("", id="everywhere"),
        pytest.param("debian:11", id="debian-11"),
        pytest.param("rocky:9", id="rocky-9"),
        pytest.param("rhel:9", id="rhel-9"),
        pytest.param("silverblue", id="silverblue"),
        pytest.param("opensuse-tumbleweed", id="tumbleweed"),
        pytest.param("macos", id="macos"),
        pytest.param("void", id="void"),
        pytest.param("guix", id="guix"),
    ],
)
def test_a_need_reads_as_agreed(distro: str, request: pytest.FixtureRequest) -> None:
    knowledge = load()
    system = system_named(release_argument(distro), "option", knowledge) if distro else None
    text = need_text(NEED, knowledge, system)
    golden = GOLDEN / f"need-{request.node.callspec.id}.txt"
    if request.config.getoption("--bless"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")
