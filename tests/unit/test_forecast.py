"""What crates will ask for: who wants it, how sure that is, and what a lock file shows of features."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from doctor.forecast import Wanted, forecast
from doctor.host.lock import Lock, LockedCrate
from doctor.knowledge.load import Knowledge

CRATES: dict[str, dict[str, Any]] = {
    "pkg-config": {"id": "pkg-config", "users": ["pkg-config"], "from": "pkg-config"},
    "cc": {"id": "cc", "users": ["c-compiler"], "from": "cc"},
    "winres": {"id": "winres", "users": ["windows-sdk"], "os": ["windows"], "from": "winres"},
    "openssl-sys": {
        "id": "openssl-sys",
        "library": "openssl",
        "own": ["perl", "make"],
        "shown_by": ["openssl-src"],
        "feature": "vendored",
        "needs": ["pkg-config"],
        "os": ["!windows", "!macos"],
        "through": "native-tls: use rustls instead",
        "from": "openssl-sys",
    },
    "libz-sys": {"id": "libz-sys", "library": "zlib", "optional": True, "own": ["c-compiler"], "from": "libz-sys"},
    "zlike": {"id": "zlike", "library": "zlib", "from": "zlike"},
    "guessing": {"id": "guessing", "library": "sqlite3", "unaided": True, "from": "guessing"},
    "hid": {"id": "hid", "library": "libudev", "varies": True, "from": "hid"},
    "mlua-sys": {
        "id": "mlua-sys",
        "library": "lua5.4",
        "varies": True,
        "with_feature": {"luajit": {"library": "luajit"}, "module": {"needs": ["make"]}},
        "from": "mlua-sys",
    },
    "wayland-sys": {"id": "wayland-sys", "library": "wayland", "asked_by": ["dlib"], "from": "wayland-sys"},
    "clangy": {"id": "clangy", "needs": ["cmake"], "if_depends": {"bindgen": ["libclang"]}, "from": "clangy"},
}
NEEDS = {
    "jack": {
        "id": "jack",
        "title": "JACK",
        "kind": "library",
        "names": {"crates": ["jack-sys", "jack"], "libs": ["web"]},
    },
}
INDEX = {"crates": {"jack-sys": "jack", "jack": "jack"}, "libs": {"web": "jack"}}
KNOWLEDGE = Knowledge({"crates": CRATES, "needs": NEEDS, "index": INDEX})


def lock(*rows: str) -> Lock:
    """`app > reqwest, cc` is a member (the first row) or a crate with its dependencies, all of version 1."""
    crates = []
    for place, row in enumerate(rows):
        name, _, words = row.partition(" > ")
        keys = tuple(f"{word} 1" for word in words.split(", ") if word)
        crates.append(LockedCrate(name, "1", place == 0, keys))
    return Lock("Cargo.lock", crates=tuple(crates))


def test_an_optional_dependency_or_one_of_tests_is_not_sure() -> None:
    found = replace(lock("app > openssl-sys", "openssl-sys"), doubtful=frozenset({("app", "openssl-sys")}))
    assert {one.how for one in forecast(found, "linux", KNOWLEDGE)} == {"likely"}


def test_a_sure_way_counts_before_a_shorter_doubtful_one() -> None:
    rows = lock("app > openssl-sys, tls", "tls > openssl-sys", "openssl-sys")
    found = forecast(replace(rows, doubtful=frozenset({("app", "openssl-sys")})), "linux", KNOWLEDGE)
    assert short(found[0]) == "openssl sure app>tls>openssl-sys"


def test_the_tool_that_finds_a_library() -> None:
    found = forecast(lock("app > zlike", "zlike > pkg-config", "pkg-config"), "linux", KNOWLEDGE)
    assert [one.need for one in found] == ["zlib", "pkg-config"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        pytest.param(set(), ["lua5.4 likely app>mlua>mlua-sys"], id="no feature named"),
        pytest.param({("mlua", "luajit")}, ["luajit sure app>mlua>mlua-sys"], id="one that is handed on"),
        pytest.param({("mlua-sys", "luajit")}, ["luajit sure app>mlua>mlua-sys"], id="one of the crate itself"),
        pytest.param({("mlua", "module")}, ["make sure app>mlua>mlua-sys"], id="one that needs no library"),
        pytest.param({("rlua", "luajit")}, ["lua5.4 likely app>mlua>mlua-sys"], id="one of another crate"),
    ],
)
def test_a_feature_that_a_manifest_names(asked: set[tuple[str, str]], expected: list[str]) -> None:
    rows = replace(lock("app > mlua", "mlua > mlua-sys", "mlua-sys"), asked=frozenset(asked))
    assert [short(one) for one in forecast(rows, "linux", KNOWLEDGE)] == expected


def test_a_feature_that_comes_by_a_longer_way() -> None:
    rows = lock("app > mlua-sys, mlua", "mlua > mlua-sys", "mlua-sys")
    found = forecast(replace(rows, asked=frozenset({("mlua", "luajit")})), "linux", KNOWLEDGE)
    assert [short(one) for one in found] == ["luajit sure app>mlua-sys"]


def short(wanted: Wanted) -> str:
    return f"{wanted.need} {wanted.how} {'>'.join(wanted.path)}"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(["app > serde", "serde"], [], id="crates of Rust alone ask nothing"),
        pytest.param(
            ["app > openssl-sys", "openssl-sys > libc", "libc"],
            ["openssl sure app>openssl-sys", "pkg-config sure app>openssl-sys"],
            id="a library of the system, and the tool that finds it",
        ),
        pytest.param(
            ["app > openssl-sys", "openssl-sys > openssl-src", "openssl-src"],
            ["pkg-config sure app>openssl-sys", "perl sure app>openssl-sys", "make sure app>openssl-sys"],
            id="a vendored copy, shown by its sources",
        ),
        pytest.param(
            ["app > libz-sys", "libz-sys"],
            ["c-compiler likely app>libz-sys"],
            id="a crate that builds its own copy where there is none",
        ),
        pytest.param(
            ["app > ring", "ring > cc", "cc"],
            ["c-compiler likely app>ring"],
            id="a crate nobody recorded, by the helper of its build script",
        ),
        pytest.param(
            ["app > clangy", "clangy > bindgen", "bindgen"],
            ["cmake sure app>clangy", "libclang sure app>clangy"],
            id="an optional dependency that is there",
        ),
        pytest.param(["app > clangy", "clangy"], ["cmake sure app>clangy"], id="an optional dependency that is not"),
        pytest.param(
            ["app > guessing", "guessing > pkg-config", "pkg-config"],
            ["sqlite3 sure app>guessing"],
            id="a library that is found without the tool",
        ),
        pytest.param(
            ["app > hid", "hid > pkg-config", "pkg-config"],
            ["libudev likely app>hid", "pkg-config likely app>hid"],
            id="a crate whose features decide, and show nowhere",
        ),
        pytest.param(
            ["app > wayland-sys", "wayland-sys > dlib, pkg-config", "dlib", "pkg-config"],
            ["wayland sure app>wayland-sys", "pkg-config sure app>wayland-sys"],
            id="a library that one feature asks for, shown by what the feature brings",
        ),
        pytest.param(
            ["app > wayland-sys", "wayland-sys > pkg-config", "pkg-config"], [], id="a library that no feature asks for"
        ),
        pytest.param(
            ["app > jack-sys", "jack-sys > pkg-config", "pkg-config"],
            ["jack likely app>jack-sys", "pkg-config likely app>jack-sys"],
            id="a binding nobody recorded, by the name of its library",
        ),
        pytest.param(
            ["app > jack-sys", "jack-sys > cc, pkg-config", "cc", "pkg-config"],
            ["c-compiler likely app>jack-sys", "pkg-config likely app>jack-sys"],
            id="a binding that may build its own copy",
        ),
        pytest.param(
            ["app > jack-sys", "jack-sys"],
            ["jack likely app>jack-sys"],
            id="a binding that asks for nothing, and links",
        ),
        pytest.param(["app > jack", "jack"], [], id="a crate above a binding"),
        pytest.param(["app > web-sys", "web-sys"], [], id="a binding of no library, with a library's name"),
        pytest.param(
            ["app > jack", "jack > pkg-config", "pkg-config"],
            ["jack likely app>jack", "pkg-config likely app>jack"],
            id="a crate that is its own binding",
        ),
        pytest.param(["app > x", "x > winres", "winres"], [], id="a helper for another system"),
        pytest.param(
            ["app > a, b", "a > c", "b > openssl-sys", "c > openssl-sys", "openssl-sys"],
            ["openssl sure app>b>openssl-sys", "pkg-config sure app>b>openssl-sys"],
            id="the shortest way",
        ),
        pytest.param(
            ["app > ring, far", "ring > cc", "cc", "far > clang-two", "clang-two > cc"],
            ["c-compiler likely app>ring"],
            id="one crate for each need, the nearest",
        ),
        pytest.param(["app", "openssl-sys"], [], id="a crate that nothing leads to"),
        pytest.param(["app > a", "a > b", "b > a, cc", "cc"], ["c-compiler likely app>a>b"], id="a circle of tests"),
        pytest.param(["app > gone", "cc"], [], id="a dependency that is not in the file"),
    ],
)
def test_what_the_crates_of_a_lock_file_need(rows: list[str], expected: list[str]) -> None:
    assert [short(one) for one in forecast(lock(*rows), "linux", KNOWLEDGE)] == expected


@pytest.mark.parametrize(("target_os", "needs"), [("linux", ["openssl", "pkg-config"]), ("windows", []), ("macos", [])])
def test_a_crate_that_does_nothing_on_another_system(target_os: str, needs: list[str]) -> None:
    found = forecast(lock("app > openssl-sys", "openssl-sys"), target_os, KNOWLEDGE)
    assert [one.need for one in found] == needs


def test_a_library_says_how_to_do_without_it() -> None:
    openssl = forecast(lock("app > openssl-sys", "openssl-sys"), "linux", KNOWLEDGE)[0]
    assert openssl.looks_for
    assert (openssl.feature, openssl.through) == ("vendored", "native-tls: use rustls instead")
