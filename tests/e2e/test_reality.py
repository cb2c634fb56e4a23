"""The rows of reality.toml make projects, and what is counted is counted right."""

from __future__ import annotations

import tomllib

import pytest
from real_crates import Row, read_rows
from real_trial import Need, Outcome, together
from reality import sums


@pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in read_rows().items()])
def test_a_row_is_a_project_that_uses_its_crate(row: Row) -> None:
    files = row.project()
    manifest = tomllib.loads(files["Cargo.toml"])
    assert manifest["build-dependencies" if row.build else "dependencies"][row.crate]["version"] == row.version
    assert "fn main()" in files["src/main.rs"]
    assert ("build.rs" in files) == bool(row.build)


def test_the_crates_are_many_and_mostly_not_bindings() -> None:
    crates = {row.crate for row in read_rows().values()}
    assert len(crates) >= 40
    assert sum(crate.endswith("-sys") for crate in crates) * 4 < len(crates)


def test_needs_that_share_a_package_are_taken_away_together() -> None:
    rows = {"krb5": ["libkrb5-dev", "libclang-dev"], "make": ["make"], "libclang": ["libclang-dev"], "none": []}
    told = [{"need": need, "packages": packages} for need, packages in rows.items()]
    found = [[one["need"] for one in group] for group in together(told)]
    assert found == [["make"], ["krb5", "libclang"], ["none"]]


SURE, LIKELY = Need(("openssl",), "sure", needed=True), Need(("cmake",), "likely", needed=True)


@pytest.mark.parametrize(
    ("outcome", "said", "enough"),
    [
        pytest.param(Outcome("a", (SURE, LIKELY)), "recall    100.0 % (2 of 2)", True, id="all right"),
        pytest.param(Outcome("a", (SURE,), ("perl",)), "recall     50.0 % (1 of 2)", False, id="one missed"),
        pytest.param(
            Outcome("a", (SURE, Need(("make",), "sure", needed=False))),
            "precision  50.0 % (1 of 2) of the sure",
            False,
            id="a false alarm that was sure",
        ),
        pytest.param(
            Outcome("a", (SURE, Need(("make",), "likely", needed=False))),
            "precision   0.0 % (0 of 1) of the likely",
            False,
            id="a false alarm that was likely",
        ),
        pytest.param(
            Outcome("a", (), ("perl",), stuck="red"), "0 rows count, 1 do not", True, id="a row that says nothing"
        ),
    ],
)
def test_the_sums(outcome: Outcome, said: str, enough: bool) -> None:  # noqa: FBT001 (a column of the table)
    text, is_enough = sums([outcome])
    assert said in text.splitlines()
    assert is_enough is enough


def test_what_was_built_holds_for_the_same_needs_only() -> None:
    before = Outcome("a", (Need(("openssl", "pkg-config"), "sure", needed=True),))
    told = [{"need": "openssl", "how": "likely"}, {"need": "pkg-config", "how": "likely"}]
    after = before.retold(told)
    assert after is not None
    assert after.needs == (Need(("openssl", "pkg-config"), "likely", needed=True),)
    assert before.retold(told[:1]) is None
    assert Outcome("a", before.needs, stuck="red").retold(told) is None
