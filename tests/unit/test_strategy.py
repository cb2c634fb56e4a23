"""Which way of building suits: by the libraries that crates look for."""

from __future__ import annotations

import pytest

from doctor.forecast import Wanted
from doctor.knowledge.load import Knowledge, load
from doctor.strategy import ALPINE, MUSL, OWN_COPIES, SLIM, strategy


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def wanted(need: str, crate: str = "some-sys", feature: str = "", *, library: bool = True, through: str = "") -> Wanted:
    return Wanted(
        need, crate, "1.0.0", (f"{crate} 1.0.0",), "sure", looks_for=library, feature=feature, through=through
    )


OPENSSL = wanted("openssl", "openssl-sys", "vendored", through="rustls")
SQLITE = wanted("sqlite3", "libsqlite3-sys", "bundled")
ALSA = wanted("alsa", "alsa-sys")
ZLIB = wanted("zlib", "libz-sys")


@pytest.mark.parametrize(
    ("needs", "kind", "words"),
    [
        pytest.param((), MUSL, "no crate uses a C library", id="pure Rust"),
        pytest.param((wanted("c-compiler", library=False),), MUSL, "no crate uses", id="C of the crates' own"),
        pytest.param((wanted("cxx-compiler", "cxx", library=False),), MUSL, "cxx compiles C++, and there is no musl-g++", id="C++"),
        pytest.param((OPENSSL, SQLITE), OWN_COPIES, "OpenSSL (feature `vendored` of openssl), SQLite", id="own copies"),
        pytest.param((OPENSSL,), OWN_COPIES, "Or do without OpenSSL: rustls.", id="how to do without"),
        pytest.param((ZLIB, OPENSSL), ALPINE, "No crate builds zlib itself", id="an archive of Alpine's"),
        pytest.param((ALSA, ZLIB), SLIM, "cannot be linked statically", id="no archive"),
    ],
)  # fmt: skip
def test_what_suits(needs: tuple[Wanted, ...], kind: str, words: str, knowledge: Knowledge) -> None:
    found = strategy(needs, "", knowledge)
    assert found.kind == kind
    assert words in " ".join(found.why)


@pytest.mark.parametrize(
    ("needs", "glibc", "words"),
    [
        pytest.param((), "2.36", "may need glibc 2.36, and does not start on older systems", id="the floor"),
        pytest.param((), "2.36", "cargo zigbuild --target x86_64-unknown-linux-gnu.2.17", id="zig brings older ones"),
        pytest.param(
            (OPENSSL,), "2.36", "the oldest system that it is for.", id="with libraries only a container does"
        ),
    ],
)
def test_what_a_gnu_build_needs(needs: tuple[Wanted, ...], glibc: str, words: str, knowledge: Knowledge) -> None:
    assert words in strategy(needs, glibc, knowledge).why[-1]


def test_other_libcs_have_no_floor(knowledge: Knowledge) -> None:
    assert "glibc" not in " ".join(strategy((), "", knowledge).why)
