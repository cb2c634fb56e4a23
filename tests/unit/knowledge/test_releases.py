"""The releases of distributions: the file itself, what makes it wrong, and where a program that asks for this starts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from doctor.errors import KnowledgeError, UsageError
from doctor.knowledge.load import load
from doctor.knowledge.schema_releases import read_releases
from doctor.knowledge.table import Table
from doctor.release_names import release_of
from doctor.releases import Lack, Needed, floor, judge, numbers, reach

KNOWLEDGE = load()
RELEASES = KNOWLEDGE.releases
TODAY = "2026-11-25"

GOOD: dict[str, Any] = {"version": "1", "on": "2020-01-01", "glibc": "2.31", "from": "index"}


def _file(*rows: Mapping[str, Any], **more: Any) -> Table:
    return Table("releases.toml", {"distro": [{"id": "a", "title": "A", "releases": list(rows)}], **more})


def _made(*rows: Mapping[str, Any], title: str = "A") -> list[dict[str, Any]]:
    return [{"id": title.lower(), "title": title, "releases": [{**GOOD, **row} for row in rows]}]


@pytest.mark.parametrize(
    ("table", "key"),
    [
        pytest.param(_file({**GOOD, "glibc": "two"}), "releases[0].glibc", id="a version in words"),
        pytest.param(_file({**GOOD, "musl": "1.2.5"}), "glibc or musl", id="two C libraries"),
        pytest.param(_file({key: GOOD[key] for key in ("version", "on", "from")}), "glibc or musl", id="no C library"),
        pytest.param(_file({**GOOD, "on": "2020-13-01"}), "releases[0].on", id="no day"),
        pytest.param(_file({**GOOD, "until": "soon"}), "releases[0].until", id="no end"),
        pytest.param(_file({key: GOOD[key] for key in ("version", "on", "glibc")}), "releases[0].from", id="no source"),
        pytest.param(_file(GOOD, GOOD), "is there twice", id="one release twice"),
        pytest.param(_file(GOOD, {**GOOD, "version": "2", "on": "2019-01-01"}), "releases[1].on", id="out of order"),
        pytest.param(_file({**GOOD, "unproven": ["gcc"]}), "releases[0].unproven", id="unproven, and not even said"),
        pytest.param(_file({**GOOD, "gc": "12.2"}), "releases[0].gc", id="a misspelt key"),
        pytest.param(_file(GOOD, main=["b"]), "no distribution `b`", id="first of all one that is not there"),
        pytest.param(
            _file(GOOD, aliases={"b:1": {"title": "B", "of": "a:2", "from": "x"}}),
            "no release `a:2`",
            id="an alias of nothing",
        ),
        pytest.param(_file(GOOD, symbols=[{"gcc": "12.1", "glibcxx": "3.4.30"}]), "symbols[0].cxxabi", id="half a row"),
        pytest.param(
            _file(GOOD, floor=[{"of": "rust", "kernel": "3.2"}]), "floor[0].from", id="a floor without source"
        ),
        pytest.param(_file(GOOD, flor=[]), "flor", id="a misspelt table"),
    ],
)
def test_a_wrong_record_names_the_key(table: Table, key: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_releases(table)
    assert key in str(caught.value)


def test_newer_releases_have_no_older_libraries() -> None:
    older: dict[tuple[str, str], tuple[tuple[int, ...], tuple[int, ...]]] = {}
    for release in RELEASES.all:
        have = (numbers(release.libc_version), numbers(release.gcc))
        before = older.get((release.group, release.libc), ((), ()))
        assert have[0] >= before[0], release.title
        assert not release.gcc or have[1] >= before[1], release.title
        assert not release.gcc_updated or numbers(release.gcc_updated) > have[1], release.title
        older[release.group, release.libc] = have


@pytest.mark.parametrize("key", ["gcc", "glibcxx", "cxxabi", "libgcc"])
def test_symbols_only_ever_grow(key: str) -> None:
    column = [numbers(getattr(row, key)) for row in RELEASES.symbols]
    assert column == sorted(column)
    assert len(column) > 30


def test_memory_alone_is_never_taken_for_a_source() -> None:
    sources = [(one.source, one.unproven) for one in RELEASES.all] + [
        (one.source, one.unproven) for one in RELEASES.floors
    ]
    assert [source for source, unproven in sources if source == "memory" and not unproven] == []


def test_what_everybody_knows() -> None:
    found = [
        release_of(name, RELEASES, KNOWLEDGE.distros) for name in ("debian:12", "ubuntu:20.04", "rhel:7", "alpine:3.20")
    ]
    assert [(one.libc, one.libc_version, one.gcc, one.kernel) for one in found] == [
        ("glibc", "2.36", "12.2", "6.1"),
        ("glibc", "2.31", "10.1", "5.4"),
        ("glibc", "2.17", "4.8.5", "3.10"),
        ("musl", "1.2.5", "13.2", "6.6"),
    ]


@pytest.mark.parametrize(
    ("older", "newer"), [("2.9", "2.10"), ("2.34", "2.35"), ("3.4", "3.4.1"), ("1.3.9", "1.3.13"), ("14", "14.1")]
)
def test_versions_are_numbers(older: str, newer: str) -> None:
    assert numbers(older) < numbers(newer)


@pytest.mark.parametrize(("one", "other"), [("14", "14.0.0"), ("3.4", "3.4.0"), ("2.10", "2.10")])
def test_zeros_at_the_end_say_nothing(one: str, other: str) -> None:
    assert numbers(one) == numbers(other)
    assert numbers("2.10") != numbers("2.1")


def test_digits_without_end_are_no_error() -> None:
    assert numbers("2." + "3" * 5000)[:2] == (2, 333_333_333_333_333_333)


# As verify prints them, for the distributions that are named first; on the day TODAY.
@pytest.mark.parametrize(
    ("libc", "versions", "starts", "fails"),
    [
        pytest.param(
            "glibc",
            {"GLIBC": "2.34"},
            "Debian 12+, Ubuntu 22.04+, RHEL 9+, Fedora 36+, Amazon Linux 2023+, SLES 15 SP6+, openSUSE Leap 15.6+",
            "RHEL 8, Alpine",
            id="Rust on a system of today",
        ),
        pytest.param(
            "glibc",
            {"GLIBC": "2.34", "GLIBCXX": "3.4.30"},
            "Debian 12+, Ubuntu 22.04+, RHEL 10+, Fedora 36+, Amazon Linux 2023+ with its updates, SLES 15 SP6+, openSUSE Leap 15.6+",
            "RHEL 9, Alpine",
            id="C++ asks for more than C",
        ),
        pytest.param(
            "glibc",
            {"GLIBC": "2.39", "GCC": "4.2.0"},
            "Debian 13+, Ubuntu 24.04+, RHEL 10+, Fedora 40+, SLES 16.0+, openSUSE Leap 16.0+",
            "Debian 12, RHEL 9, Amazon Linux, SLES 15 SP7, Alpine",
            id="no release of Amazon Linux",
        ),
        pytest.param(
            "glibc",
            {"GLIBC": "2.17"},
            "Debian 8+, Ubuntu 14.04+, RHEL 7+, Fedora 36+, Amazon Linux 2+, SLES 12 SP5+, openSUSE Leap 42.3+",
            "Alpine",
            id="what rustc's own floor reaches",
        ),
        pytest.param(
            "musl",
            {},
            "Alpine 3.14+",
            "Debian, Ubuntu, RHEL, Fedora, Amazon Linux, SLES, openSUSE Leap",
            id="dynamic, with musl",
        ),
        pytest.param(
            "musl",
            {"MUSL": "1.2.4"},
            "Alpine 3.18+",
            "Debian, Ubuntu, RHEL, Fedora, Amazon Linux, SLES, openSUSE Leap",
            id="newer musl",
        ),
        pytest.param(
            "glibc",
            {"GLIBC": "2.99"},
            "",
            "Debian, Ubuntu, RHEL, Fedora, Amazon Linux, SLES, openSUSE Leap, Alpine",
            id="nowhere yet",
        ),
        pytest.param(
            "glibc",
            {"GLIBC": "2.17", "OPENSSL": "3.0.0"},
            "Debian 8+, Ubuntu 14.04+, RHEL 7+, Fedora 36+, Amazon Linux 2+, SLES 12 SP5+, openSUSE Leap 42.3+",
            "Alpine",
            id="versions of other libraries are not judged",
        ),
    ],
)
def test_where_it_starts(libc: str, versions: dict[str, str], starts: str, fails: str) -> None:
    found = reach(RELEASES, Needed(libc, versions), TODAY, distros=RELEASES.main)
    assert (", ".join(found.starts), ", ".join(found.fails)) == (starts, fails)


@pytest.mark.parametrize(
    ("today", "old", "fails"),
    [
        pytest.param("2026-11-25", False, ("A 3",), id="only what is supported"),
        pytest.param("2026-11-25", True, ("A 3", "B 2"), id="all, what is out of support last"),
        pytest.param("2021-01-01", False, ("B 2", "A 3"), id="on the last day it is supported still"),
    ],
)
def test_releases_out_of_support(today: str, fails: tuple[str, ...], *, old: bool) -> None:
    rows = [
        *_made({"version": "2", "until": "2021-01-01"}, {"version": "3", "glibc": "2.36"}, title="B"),
        *_made({"version": "1"}, {"version": "3"}, {"version": "4", "glibc": "2.36"}),
    ]
    made = read_releases(Table("releases.toml", {"distro": rows}))
    found = reach(made, Needed(versions={"GLIBC": "2.34"}), today, old=old)
    assert (found.starts, found.fails) == (("B 3+", "A 4+"), fails)


def test_a_release_that_fails_breaks_the_row() -> None:
    rows = _made(
        {"version": "1", "gcc": "14.2"},
        {"version": "2", "gcc": "8.5"},
        {"version": "3", "gcc": "14.2"},
        {"version": ""},
    )
    table = {"distro": rows, "symbols": [{"gcc": "14.1", "glibcxx": "3.4.33", "cxxabi": "1.3.15", "libgcc": "14.0.0"}]}
    made = read_releases(Table("releases.toml", table))
    needed = Needed(versions={"GLIBC": "2.31", "GLIBCXX": "3.4.33"})
    assert [judge(release, needed, made.symbols).starts for release in made.all] == ["yes", "yes", "yes", "unknown"]
    assert reach(made, needed, TODAY) == reach(made, needed, TODAY, distros=["a"])
    assert reach(made, needed, TODAY).starts == ()  # the last one nobody knows of
    assert reach(made, Needed(versions={"GLIBC": "2.31"}), TODAY).starts == ("A 1+",)


@pytest.mark.parametrize(
    ("name", "needed", "starts", "lacks"),
    [
        ("debian:11", Needed(versions={"GLIBC": "2.34"}), "no", (Lack("GLIBC", "2.31", "2.34"),)),
        ("debian:12", Needed(versions={"GLIBC": "2.34"}), "yes", ()),
        ("rhel:9", Needed(versions={"GLIBC": "2.34", "CXXABI": "1.3.15"}), "no", (Lack("CXXABI", "1.3.13", "1.3.15"),)),
        ("sles:15.6", Needed(versions={"GLIBCXX": "3.4.34"}), "updated", (Lack("GLIBCXX", "3.4.32", "3.4.34"),)),
        ("debian:12", Needed(versions={"GCC": "14.0.0"}), "no", (Lack("GCC", "12.0.0", "14.0.0"),)),
        ("alpine:3.23", Needed(versions={"GLIBC": "2.17"}), "no", (Lack("libc", "musl", "glibc"),)),
        ("ubuntu:24.04", Needed("musl"), "no", (Lack("libc", "glibc", "musl"),)),
        ("rhel:7", Needed(versions={"GLIBC": "2.17"}, kernel="4.1"), "no", (Lack("kernel", "3.10", "4.1"),)),
        ("chimera", Needed("musl", {"GLIBCXX": "3.4.20"}), "unknown", ()),
    ],
)
def test_what_one_release_lacks(name: str, needed: Needed, starts: str, lacks: tuple[Lack, ...]) -> None:
    verdict = judge(release_of(name, RELEASES, KNOWLEDGE.distros), needed, RELEASES.symbols)
    assert (verdict.starts, verdict.lacks) == (starts, lacks)


@pytest.mark.parametrize(
    ("lack", "words"),
    [
        (Lack("GLIBC", "2.31", "2.34"), "has GLIBC 2.31, where 2.34 is needed"),
        (Lack("libc", "musl", "glibc"), "has musl, where glibc is needed"),
        (Lack("a loader at the usual place"), "lacks a loader at the usual place"),
    ],
)
def test_what_is_lacking_in_words(lack: Lack, words: str) -> None:
    assert lack.words == words


def test_nixos_starts_nothing_from_elsewhere() -> None:
    needed = Needed(versions={"GLIBC": "2.17"})
    found = reach(RELEASES, needed, TODAY, distros=["nixos"])
    lacks = judge(release_of("nixos:26.05", RELEASES, KNOWLEDGE.distros), needed, RELEASES.symbols).lacks
    assert (found.starts, found.fails, "nix-ld" in lacks[0].what) == ((), ("NixOS",), True)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("ubuntu:20.04", "Ubuntu 20.04"),
        ("Ubuntu:22.04.5", "Ubuntu 22.04"),
        ("debian:bookworm-slim", "Debian 12"),
        ("debian:sid", "Debian testing"),
        ("docker.io/library/debian:12", "Debian 12"),
        ("alpine:3.18.4", "Alpine 3.18"),
        ("rhel:8.10", "RHEL 8"),
        ("rocky:9.4", "rocky:9.4, like RHEL 9"),
        ("centos:stream9", "centos:stream9, like RHEL 9"),
        ("amazonlinux:2023", "amazonlinux:2023, like Amazon Linux 2023"),
        ("opensuse/leap:15.6", "openSUSE Leap 15.6"),
        ("linuxmint:22", "linuxmint:22, like Ubuntu 24.04"),
        ("linuxmint:6", "LMDE 6, like Debian 12"),
        ("raspbian:12", "raspbian:12, like Debian 12"),
        ("devuan:5", "devuan:5, like Debian 12"),
        ("steamrt:3", "Steam Runtime 3 (sniper), like Debian 11"),
        ("manylinux:2_28", "manylinux_2_28, like RHEL 8"),
        ("arch", "Arch Linux"),
        ("void:musl", "Void Linux with musl"),
    ],
)
def test_a_release_by_the_names_that_people_use(name: str, title: str) -> None:
    assert release_of(name, RELEASES, KNOWLEDGE.distros).title == title


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ubuntu:22.05", "the nearest is `ubuntu:22.04`"),
        ("debian:7", "the nearest is `debian:8`"),
        ("fedora:30", "the nearest is `fedora:36` (known are 36, 37"),
        ("ubuntu", "needs a release, as `ubuntu:26.10`"),
        ("ubuntuu:22.04", "did you mean `ubuntu`?"),
        ("rockey:9", "did you mean `rocky`?"),
        ("plan9:4", "known are debian, ubuntu"),
        ("kali:2024.1", "which release of `debian` is that of `kali:2024.1`"),
        (" ", "write ID:VERSION"),
        ("ubuntu:\x1b[31m", r"\x1b[31m': write ID:VERSION"),
    ],
)
def test_an_unknown_release_names_the_nearest(name: str, words: str) -> None:
    with pytest.raises(UsageError) as caught:
        release_of(name, RELEASES, KNOWLEDGE.distros)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("of", "version", "target", "expected"),
    [
        ("rust", "1.95.0", "x86_64-unknown-linux-gnu", ("2.17", "", "3.2")),
        ("rust", "", "riscv64gc-unknown-linux-gnu", ("2.29", "", "4.20")),
        ("rust", "1.60.0", "x86_64-unknown-linux-gnu", None),
        ("rust", "1.95.0", "aarch64-unknown-linux-musl", ("", "1.2.5", "")),
        ("rust", "1.92.0", "armv7-unknown-linux-musleabihf", ("", "1.2.3", "")),
        ("rust", "1.70.0", "x86_64-unknown-linux-musl", ("", "1.1.24", "")),
        ("rust", "1.95.0", "wasm32-wasip1", None),
        ("glibc", "2.36", "", ("", "", "3.2")),
        ("glibc", "2.21", "", ("", "", "2.6.32")),
        ("glibc", "2.5", "", None),
    ],
)
def test_what_has_to_be_there(of: str, version: str, target: str, expected: tuple[str, str, str] | None) -> None:
    found = floor(RELEASES, of, version, target)
    assert (found and (found.glibc, found.musl, found.kernel)) == expected
