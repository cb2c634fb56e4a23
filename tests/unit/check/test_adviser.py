"""What the adviser says of a need by the real knowledge."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest

from doctor.check.adviser import KnowledgeAdviser
from doctor.forecast import LIKELY, SURE, Wanted
from doctor.host.lock import Lock, LockedCrate
from doctor.knowledge.load import Knowledge, load
from doctor.model import Release, System

GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
VARIABLE = "BINDGEN_EXTRA_CLANG_ARGS_x86_64_unknown_linux_musl"


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The knowledge as shipped."""
    return load()


def adviser(knowledge: Knowledge, release: str = "debian:12", family: str = "debian") -> KnowledgeAdviser:
    name, _, version = release.partition(":")
    return KnowledgeAdviser(knowledge, System(Release(name, version), family, "host", root=True))


@pytest.mark.parametrize(
    ("system", "need", "libc", "expected"),
    [
        pytest.param("debian:12 debian", "libclang", "musl", ("clang-headers",), id="libclang of Debian, for musl"),
        pytest.param("ubuntu:24.04 debian", "libclang", "musl", ("clang-headers",), id="of Ubuntu"),
        pytest.param("debian:12 debian", "libclang", "gnu", (), id="for another glibc"),
        pytest.param("fedora:42 fedora", "libclang", "musl", (), id="of Fedora, which brings clang along"),
        pytest.param("debian:12 debian", "cmake", "musl", (), id="another tool"),
        pytest.param("debian:12 debian", "no-such-need", "musl", (), id="what nobody knows"),
    ],
)  # fmt: skip
def test_what_else_a_tool_takes_for_another_libc(
    knowledge: Knowledge, system: str, need: str, libc: str, expected: tuple[str, ...]
) -> None:
    assert adviser(knowledge, *system.split()).also(need, libc) == expected


def test_bindgen_for_musl_is_told_musls_headers(knowledge: Knowledge) -> None:
    wanted = Wanted("clang-headers", "app", "1.0.0", ("app 1.0.0",), LIKELY)
    fix = adviser(knowledge).missing(wanted, MUSL).fixes[0]
    assert fix.commands == (
        "apt-get install -y musl-dev",
        f"export '{VARIABLE}=-isystem /usr/include/x86_64-linux-musl'",
    )


def test_bindgen_for_glibc_wants_clang(knowledge: Knowledge) -> None:
    wanted = Wanted("clang-headers", "app", "1.0.0", ("app 1.0.0",), LIKELY)
    assert adviser(knowledge).missing(wanted, GNU).fixes[0].commands == ("apt-get install -y clang",)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell")
def test_an_export_can_be_pasted(knowledge: Knowledge) -> None:
    wanted = Wanted("clang-headers", "app", "1.0.0", ("app 1.0.0",), LIKELY)
    command = adviser(knowledge).missing(wanted, MUSL).fixes[0].commands[1]
    done = subprocess.run(["sh", "-c", f'{command}; echo "${VARIABLE}"'], capture_output=True, text=True, check=True)
    assert shlex.split(done.stdout) == ["-isystem", "/usr/include/x86_64-linux-musl"]


def test_clangs_headers_are_there_with_clang(knowledge: Knowledge) -> None:
    names = adviser(knowledge).names("clang-headers")
    assert "clang" in names["tools"]
    assert "stddef.h" in names["headers"]
    assert adviser(knowledge).names("cmake") is knowledge.need("cmake").names


@pytest.mark.parametrize(
    ("wanted", "cause"),
    [
        pytest.param(
            Wanted("make", "app", "1", ("app 1",), LIKELY),
            "", id="the project itself",
        ),
        pytest.param(
            Wanted("make", "some-sys", "1", ("app 1", "some-sys 1"), SURE),
            "It comes by app → some-sys.", id="another crate",
        ),
        pytest.param(
            Wanted("sqlite3", "some-sys", "1", ("app 1", "some-sys 1"), SURE, looks_for=True, through="rusqlite's feature"),
            "It comes by app → some-sys. To do without: rusqlite's feature.", id="a library",
        ),
        pytest.param(
            Wanted("make", "some-sys", "1", ("app 1", "some-sys 1"), SURE, own=("make", "perl")),
            "It takes that to build its own copy.", id="what its own copy takes: its way is told already",
        ),
        pytest.param(
            Wanted("make", "the project", "", (), SURE, why="build.rs calls it"),
            "The project's manifest asks for it: build.rs calls it.", id="a reason of the project's own",
        ),
    ],
)  # fmt: skip
def test_who_wants_it_and_why(knowledge: Knowledge, wanted: Wanted, cause: str) -> None:
    assert adviser(knowledge).missing(wanted, GNU).finding.cause == cause


def test_a_feature_is_added_in_the_version_of_the_lock_file(knowledge: Knowledge) -> None:
    sys = LockedCrate("openssl-sys", "0.9.1", member=False, dependencies=("cc 1.0.0",))
    beside = LockedCrate("openssl", "0.10.7", member=False, dependencies=("openssl-sys 0.9.1",))
    tls = LockedCrate("native-tls", "0.2.1", member=False, dependencies=("openssl 0.10.7", "openssl-sys 0.9.1"))
    app = LockedCrate("app", "0.1.0", member=True, dependencies=("native-tls 0.2.1",))
    wanted = adviser(knowledge).wanted(Lock("Cargo.lock", crates=(sys, beside, tls, app)), "linux")
    openssl = next(one for one in wanted if one.need == "openssl")
    assert openssl.path == ("app", "native-tls", "openssl-sys")
    fixes = adviser(knowledge).missing(openssl, MUSL).fixes
    assert fixes[0].commands == ("cargo add openssl@0.10.7 --features vendored",)
