"""Records against an index: what is dead, held by others, in the base or not, packaged after all; and what is excused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from doctor.errors import KnowledgeError
from doctor.knowledge.compiled import compile_source
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Distros, Family
from doctor.knowledge.schema import read_need
from doctor.knowledge.source import Source
from doctor.knowledge.table import Table
from doctor.knowledge.truth.allowed import allowed
from doctor.knowledge.truth.package_index import PackageIndex
from doctor.knowledge.truth.prove import FAULTS, Allowed, Fault, prove
from doctor.knowledge.truth.read import read_index
from doctor.knowledge.truth.survey import survey
from doctor.model import Release

FIXTURES = Path(__file__).parent / "fixtures"
DISTROS = {
    "family": {
        "debian": {"title": "Debian", "ids": ["debian"], "manager": "apt-get", "install": ["apt-get", "{packages}"]},
        "arch": {"title": "Arch", "ids": ["arch"], "manager": "pacman", "install": ["pacman", "{packages}"]},
    }
}
HEADERS = {"frob.h", "frob/"}
DEBIAN_12 = read_index([FIXTURES / "debian-12"], Release("debian", "12"), "Debian 12", HEADERS)
DEBIAN_13 = read_index([FIXTURES / "debian-13"], Release("debian", "13"), "Debian 13", HEADERS)
NAMES_ONLY = read_index([FIXTURES / "debian-12" / "Packages"], Release("debian", "12"), "Debian 12", HEADERS)
ARCH = read_index([FIXTURES / "pacman" / "frob.files"], Release("arch"), "Arch", HEADERS)
ALPINE = read_index([FIXTURES / "apk"], Release("debian"), "Alpine", HEADERS)


def source_of(*needs: Mapping[str, Any], truth: Mapping[str, Any] | None = None) -> Source:
    """Make records as a folder of them would be read; each table lacks only what all of these have in common."""
    tables = {f"needs/{need['id']}.toml": {"title": "T", "kind": "library", **need} for need in needs}
    families = {key: Family(key, key, (key,), "", ()) for key in DISTROS["family"]}
    read = tuple(read_need(Table(file, table)) for file, table in tables.items())
    return Source((), read, (), Distros(families), {}, {**tables, "distros.toml": DISTROS, "truth.toml": truth or {}})


def knowledge_of(*needs: Mapping[str, Any]) -> Knowledge:
    return Knowledge(compile_source(source_of(*needs)))


def faults(need: Mapping[str, Any], index: PackageIndex, excuses: Allowed | None = None) -> list[tuple[str, str]]:
    family = "arch" if index is ARCH else "debian"
    (verdict,) = prove(knowledge_of({"id": "frob", **need}), family, index, excuses or {})
    return [(fault.kind, fault.name) for fault in verdict.faults]


FROB = {"pkg_config": ["frob"], "libs": ["frob"], "headers": ["frob.h", "frob/"], "sonames": ["libfrob.so.1"]}


@pytest.mark.parametrize(
    ("need", "expected"),
    [
        pytest.param({"names": FROB, "packages": {"debian": ["libfrob-dev"]}}, [], id="a right record"),
        pytest.param({"names": FROB, "packages": {"debian": ["libwhirl-dev"]}}, [], id="all by what it pulls in"),
        pytest.param(
            {"names": {"libs": ["frob", "frob-of-another-system"]}, "packages": {"debian": ["libfrob-dev"]}},
            [],
            id="a name of another system",
        ),
        pytest.param(
            {"names": {"libs": ["frob"]}, "packages": {"debian": ["libfrob-dev", "libgone-dev"]}},
            [("dead", "libgone-dev")],
            id="a package that is not there",
        ),
        pytest.param(
            {"names": {"tools": ["frobnicate"]}, "packages": {"debian": ["frob-virtual"]}},
            [],
            id="a virtual package",
        ),
        pytest.param(
            {"names": {"tools": ["größe"]}, "packages": {"debian": ["frob-virtual"]}},
            [("elsewhere", "größe")],
            id="a virtual package of which another provider comes",
        ),
        pytest.param(
            {"names": {"libs": ["frob"]}, "packages": {"debian": ["libfrob1"]}},
            [("elsewhere", "frob")],
            id="the library without what builds with it",
        ),
        pytest.param(
            {"names": {"tools": ["nothing"]}, "packages": {"debian": ["frob-tools"]}},
            [("unseen", "")],
            id="no file of it anywhere",
        ),
        pytest.param({"names": {"crates": ["x"]}, "packages": {"debian": []}}, [], id="in the base, and no file"),
        pytest.param({"names": {"tools": ["frobsh"]}, "packages": {"debian": []}}, [], id="in an essential package"),
        pytest.param({"names": {"tools": ["frob-get"]}, "packages": {"debian": []}}, [], id="in an important package"),
        pytest.param({"names": {"sonames": ["libfrobc.so.6"]}, "packages": {"debian": []}}, [], id="pulled in by it"),
        pytest.param(
            {"names": {"tools": ["frobnicate"]}, "packages": {"debian": []}},
            [("not-base", "frobnicate")],
            id="not in the base",
        ),
        pytest.param({"names": {"tools": ["gone"]}, "packages": {"debian": False}}, [], id="not packaged"),
        pytest.param(
            {"names": {"tools": ["frobnicate"]}, "packages": {"debian": False}},
            [("packaged", "frobnicate")],
            id="packaged after all",
        ),
        pytest.param(
            {"names": {"headers": ["frob.h"]}, "packages": {"debian": False}},
            [],
            id="a header of that name proves no package",
        ),
        pytest.param(
            {"names": {"libs": ["frob"]}, "packages": {"debian": ["libfrob-dev"]}, "static": {"debian": []}},
            [],
            id="archives in the same package",
        ),
        pytest.param(
            {"names": {"libs": ["frob"]}, "packages": {"debian": ["libfrob-dev"]}, "static": {"debian": False}},
            [("no-archive", "static")],
            id="no archives, and there is one",
        ),
        pytest.param(
            {"names": {"libs": ["whirl"]}, "packages": {"debian": ["libwhirl-dev"]}, "static": {"debian": []}},
            [("no-archive", "static")],
            id="archives, and there is none",
        ),
        pytest.param(
            {
                "names": {"libs": ["spin"], "tools": ["größe"]},
                "packages": {"debian": ["frob-tools"]},
                "static": {"debian": []},
            },
            [],
            id="archives of a library that this release does not have",
        ),
        pytest.param(
            {"names": {"libs": ["whirl"]}, "packages": {"debian": ["libwhirl-dev"]}, "static": {"debian": False}},
            [],
            id="no archives, and there is none",
        ),
        pytest.param(
            {"names": {"libs": ["frob"]}, "packages": {"debian": ["libfrob-dev"]}, "runtime": {"debian": ["libfrob9"]}},
            [("dead", "libfrob9")],
            id="a package to run with that is not there",
        ),
        pytest.param(
            {"names": {"modules": ["Frob::Deep"]}, "packages": {"debian": ["frob-tools"]}}, [], id="a module of Perl"
        ),
        pytest.param(
            {"names": {"objects": ["frobcrt1.o"]}, "packages": {"debian": ["frob-tools"]}},
            [("elsewhere", "frobcrt1.o")],
            id="an object elsewhere",
        ),
        pytest.param({"names": {"libs": ["frob"]}, "packages": {"arch": ["frob"]}}, [], id="nothing said of it"),
        pytest.param(
            {
                "names": {"libs": ["frob"]},
                "packages": {"debian": ["libgone-dev"]},
                "packages_if": [{"distro": "debian", "version": "<13", "packages": ["libfrob-dev"]}],
            },
            [],
            id="an exception for this release",
        ),
    ],
)
def test_what_debian_says_of_a_record(need: Mapping[str, Any], expected: list[tuple[str, str]]) -> None:
    assert faults(need, DEBIAN_12) == expected
    assert {kind for kind, _ in expected} <= set(FAULTS)


@pytest.mark.parametrize(
    ("index", "need", "expected"),
    [
        pytest.param(
            NAMES_ONLY, {"names": FROB, "packages": {"debian": ["libfrob1"]}}, [], id="names alone say of files nothing"
        ),
        pytest.param(
            NAMES_ONLY, {"names": FROB, "packages": {"debian": ["gone"]}}, [("dead", "gone")], id="but of packages"
        ),
        pytest.param(
            ALPINE,
            {"names": {"tools": ["frobnicate"]}, "packages": {"debian": []}},
            [],
            id="an index that tells of no base denies nothing of it",
        ),
        pytest.param(
            ARCH,
            {"names": {"sonames": ["libfrobc.so.6"]}, "packages": {"arch": []}},
            [],
            id="what the package base pulls in",
        ),
        pytest.param(
            ARCH,
            {"names": {"tools": ["frobnicate"]}, "packages": {"arch": []}},
            [("not-base", "frobnicate")],
            id="what it does not",
        ),
        pytest.param(
            ARCH,
            {"names": {**FROB, "tools": ["frob-config"]}, "packages": {"arch": ["frob"]}, "static": {"arch": []}},
            [],
            id="each file with its own package",
        ),
    ],
)
def test_an_index_denies_only_what_it_tells_of(
    index: PackageIndex, need: Mapping[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert faults(need, index) == expected


def test_a_fault_says_what_is_where() -> None:
    knowledge = knowledge_of({"id": "frob", "names": {"libs": ["frob"]}, "packages": {"debian": ["libfrob1"]}})
    (verdict,) = prove(knowledge, "debian", DEBIAN_12, {})
    text = "libs frob is not in libfrob1, but in libfrob-dev"
    assert verdict.faults == (Fault("frob", "elsewhere", "frob", text),)
    assert (verdict.proven, verdict.names) == (False, ("libfrob1",))


def test_an_excuse_is_for_one_need_and_one_name() -> None:
    need = {"names": {"libs": ["frob"], "tools": ["frobnicate"]}, "packages": {"debian": ["libfrob1"]}}
    assert faults(need, DEBIAN_12, {("frob", "frob"): "why"}) == [("elsewhere", "frobnicate")]
    assert len(faults(need, DEBIAN_12, {("whirl", "frob"): "why", ("frob", ""): "why"})) == 2


# All releases of a family

NEEDS = (
    {"id": "both", "names": {"tools": ["frobnicate"]}, "packages": {"debian": ["frob-tools"]}},
    {"id": "older", "names": {"libs": ["frob"]}, "packages": {"debian": ["libfrob-dev"]}},
    {"id": "arch", "names": {"libs": ["whirl"]}, "packages": {"arch": ["frob"]}},
    {"id": "none", "names": {"titles": ["x"]}, "packages": {"debian": False}},
    {"id": "base", "names": {"tools": ["frobsh"]}, "packages": {"debian": []}},
)


def test_only_what_holds_in_every_release_is_proven() -> None:
    found = survey(knowledge_of(*NEEDS), "debian", [DEBIAN_12, DEBIAN_13], {})
    assert found.needs == ("base", "both", "none")
    assert [(fault.need, fault.kind) for release in found.releases for fault in release.faults] == [
        ("older", "dead"),
        ("older", "elsewhere"),
    ]
    assert (found.right, found.means) == (False, "Debian 12, Debian 13: packages and files")


def test_names_alone_prove_only_that_a_package_is_there() -> None:
    found = survey(knowledge_of(*NEEDS), "debian", [NAMES_ONLY], {})
    assert (found.needs, found.means, found.right) == (("both", "older"), "Debian 12: packages", True)


def test_an_excuse_that_nothing_needs_is_a_fault_where_files_were_read() -> None:
    excuses = {("both", ""): "why", ("older", "libfrob-dev"): "w", ("older", "frob"): "w", ("base", "x"): "w"}
    found = survey(knowledge_of(*NEEDS), "debian", [DEBIAN_12, DEBIAN_13], excuses)
    assert (found.unused, found.right) == (("base x", "both"), False)
    assert survey(knowledge_of(*NEEDS), "debian", [NAMES_ONLY], excuses).unused == ()
    assert survey(knowledge_of(*NEEDS), "debian", [], {}).needs == ()


# knowledge/truth.toml

ENTRY = {"family": "debian", "need": "both", "why": "because"}


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        pytest.param([], {}, id="none"),
        pytest.param([ENTRY], {("both", ""): "because"}, id="no file of it"),
        pytest.param([{**ENTRY, "names": ["a", ""]}], {("both", "a"): "because", ("both", ""): "because"}, id="names"),
        pytest.param([{**ENTRY, "family": "arch"}], {}, id="another family's"),
    ],
)
def test_what_an_index_cannot_show(entries: list[Mapping[str, Any]], found: Allowed) -> None:
    assert allowed(source_of(*NEEDS, truth={"allowed": entries}), "debian") == found


@pytest.mark.parametrize(
    ("truth", "message"),
    [
        pytest.param({"allowed": [{**ENTRY, "need": "gone"}]}, r"need: there is no need `gone`", id="no such need"),
        pytest.param({"allowed": [{**ENTRY, "family": "debain"}]}, "there is no family `debain`", id="no such family"),
        pytest.param({"allowed": [{"need": "both", "family": "debian"}]}, "why: must be a non-empty", id="no reason"),
        pytest.param({"allowed": [{**ENTRY, "name": "x"}]}, "name: unknown key; did you mean", id="a misspelt key"),
        pytest.param({"allowed": [{**ENTRY, "names": [1]}]}, "names: must be a list of strings", id="a number"),
        pytest.param({"allowed": ENTRY}, "must be an array of tables", id="a table for an array"),
        pytest.param({"alowed": [ENTRY]}, "alowed: unknown key", id="a misspelt table"),
    ],
)
def test_a_wrong_exception_is_refused(truth: Mapping[str, Any], message: str) -> None:
    with pytest.raises(KnowledgeError, match=f"truth.toml: .*{message}"):
        allowed(source_of(*NEEDS, truth=truth), "debian")
