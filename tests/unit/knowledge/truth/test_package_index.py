"""What comes with a package: alternatives, virtual packages, cycles, and names that nothing provides."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.knowledge.truth.held import index_of
from doctor.knowledge.truth.package_index import Package, PackageIndex, merge, providers_of
from doctor.model import Release

DEBIAN = Release("debian", "12")


def index_with(*packages: Package) -> PackageIndex:
    return index_of("Debian 12", DEBIAN, packages)


def chain(*names: str) -> list[Package]:
    """Packages of which each pulls in the next, and the last one nothing."""
    return [Package(name, ((after,),)) for name, after in pairwise(names)] + [Package(names[-1])]


@pytest.mark.parametrize(
    ("packages", "closure"),
    [
        pytest.param([], [], id="a package that is not there"),
        pytest.param(chain("a", "b", "c"), ["a", "b", "c"], id="a chain"),
        pytest.param([*chain("a", "b"), Package("b", (("a",),))], ["a", "b"], id="a cycle"),
        pytest.param([Package("a", (("a",),))], ["a"], id="a package that needs itself"),
        pytest.param([Package("a", (("nowhere",),))], ["a"], id="a dependency that does not exist"),
        pytest.param([Package("a", (("b", "c"),)), Package("b"), Package("c")], ["a", "b"], id="the first alternative"),
        pytest.param([Package("a", (("x", "c"),)), Package("c")], ["a", "c"], id="the first alternative that exists"),
        pytest.param(
            [Package("a", (("v", "c"),)), Package("c"), Package("p", (), ("v",))],
            ["a", "p"],
            id="a virtual alternative in front of a real one",
        ),
        pytest.param(
            [Package("a", (("x", "v"),)), Package("p", (), ("v",))],
            ["a", "p"],
            id="a virtual alternative behind one that is not there",
        ),
        pytest.param(
            [Package("a", (("v",),)), Package("q", (), ("v",)), Package("p", (), ("v",))],
            ["a", "p"],
            id="one of two providers, by name",
        ),
        pytest.param(
            [Package("a", (("v",),)), Package("p", (("w",),), ("v",)), Package("q", (("v",),), ("w",))],
            ["a", "p", "q"],
            id="providers that loop",
        ),
        pytest.param([Package("p", (), ("a",))], ["p"], id="a name that another package provides"),
        pytest.param([Package("a", (), ("a",))], ["a"], id="a package that provides itself"),
        pytest.param(chain(*map(str, range(3000)), "a"), ["a"], id="a long chain seen from its end"),
    ],
)
def test_what_comes_with_a_package(packages: list[Package], closure: list[str]) -> None:
    assert sorted(index_with(*packages).closure(["a"])) == closure


def test_a_long_chain_does_not_go_too_deep() -> None:
    names = [f"p{number}" for number in range(20_000)]
    assert len(index_with(*chain(*names)).closure(["p0"])) == 20_000


GRAPHS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(
        st.lists(st.lists(st.sampled_from("abcdefvwx"), min_size=1, max_size=3), max_size=3),
        st.lists(st.sampled_from("vwa"), max_size=2),
    ),
)


@given(GRAPHS, st.lists(st.sampled_from("abcvx")))
def test_a_closure_is_closed_and_holds_packages_only(
    graph: dict[str, tuple[list[list[str]], list[str]]], names: list[str]
) -> None:
    index = index_with(*(Package(name, tuple(map(tuple, of)), tuple(gives)) for name, (of, gives) in graph.items()))
    found = index.closure(names)
    assert found <= index.packages.keys()
    assert index.closure(found) == found
    assert {name for name in names if name in index.packages} <= found
    for package in (index.packages[name] for name in found):
        for group in package.depends:
            there = [name for name in group if index.knows(name)]
            assert not there or index.closure(there[:1]) <= found


@pytest.mark.parametrize(
    ("name", "known"),
    [
        pytest.param("libz1", True, id="a package"),
        pytest.param("virtual", True, id="a name that is provided"),
        pytest.param("libz1:i386", True, id="a library of another architecture"),
        pytest.param("gcc:i386", False, id="a program of another architecture"),
        pytest.param("libz", False, id="the beginning of a name"),
        pytest.param("", False, id="nothing"),
        pytest.param("lib:", False, id="an architecture of nothing"),
    ],
)
def test_names_that_the_manager_could_install(name: str, known: bool) -> None:  # noqa: FBT001 (a column)
    index = index_with(Package("libz1"), Package("gcc", (), ("virtual",)))
    assert index.knows(name) is known


def test_the_base_system_is_what_the_essential_packages_pull_in() -> None:
    index = index_with(Package("sh", (("c",),), base=True), Package("c"), Package("apt", base=True), Package("other"))
    assert index.base == {"sh", "c", "apt"}
    assert index.base is index.base
    assert index_with(Package("a")).base == frozenset()


def test_a_library_is_content_with_an_archive_wherever_it_lies() -> None:
    held = [("libs", "z", "dev"), ("archives", "z", "static"), ("inner_libs", "z", "gcc"), ("tools", "z", "bin")]
    index = index_of("x", DEBIAN, (), held, ("libs",))
    assert index.holding("libs", "z") == {"dev", "static", "gcc"}
    assert index.holding("archives", "z") == {"static"}
    assert index.holding("headers", "z.h") == frozenset()


def test_parts_of_a_release_are_merged_and_the_last_version_counts() -> None:
    one = index_of("x", DEBIAN, [Package("a", (("old",),), ("v",))], [("tools", "t", "a")], ("tools",))
    two = index_of("x", DEBIAN, [Package("a", (("new",),)), Package("b", (), ("w",))], [("tools", "t", "b")])
    both = merge("Debian 12", DEBIAN, [one, two])
    assert both.packages["a"].depends == (("new",),)
    assert both.holders == {("tools", "t"): frozenset({"a", "b"})}
    assert dict(both.providers) == {"w": ("b",)}
    assert both.kinds == {"tools"}
    assert merge("x", DEBIAN, []).packages == {}


def test_providers_stand_in_order_of_name() -> None:
    packages = [Package("b", (), ("v",)), Package("a", (), ("v", "w"))]
    assert providers_of(packages) == {"v": ("a", "b"), "w": ("a",)}
