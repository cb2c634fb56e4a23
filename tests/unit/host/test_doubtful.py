"""Which dependencies a plain build is not sure to use."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.doubtful import doubtful_in
from doctor.host.manifests import member_tables

PACKAGE = '[package]\nname = "app"\n'


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        pytest.param('[dependencies]\na = "1"\n', set(), id="a plain dependency"),
        pytest.param('[build-dependencies]\na = "1"\n', set(), id="one of the build script"),
        pytest.param('[dependencies]\na = { version = "1", optional = true }\n', {"a"}, id="an optional one"),
        pytest.param('[dev-dependencies]\na = "1"\n', {"a"}, id="one of tests"),
        pytest.param(
            '[dependencies]\nb = { package = "a", version = "1", optional = true }\n', {"a"}, id="by its own name"
        ),
        pytest.param(
            '[dependencies]\na = "1"\n[dev-dependencies]\na = { version = "1", features = ["x"] }\n',
            set(),
            id="of tests too",
        ),
        pytest.param('[target."cfg(unix)".dependencies]\na = "1"\n', set(), id="one of a target"),
        pytest.param('[target."cfg(unix)".dev-dependencies]\na = "1"\n', {"a"}, id="one of a target's tests"),
        pytest.param("dependencies = 3\n", set(), id="another shape"),
        pytest.param("[broken\n", set(), id="broken TOML"),
    ],
)
def test_what_may_not_be_built(manifest: str, expected: set[str], tmp_path: Path) -> None:
    head = "" if manifest.startswith("dependencies") else PACKAGE
    (tmp_path / "Cargo.toml").write_text(head + manifest, encoding="utf-8")
    assert doubtful_in(member_tables(tmp_path)) == {("app", crate) for crate in expected}


def test_the_members_of_a_workspace(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "Cargo.toml").write_text('[workspace]\nmembers = ["app"]\n', encoding="utf-8")
    (tmp_path / "app" / "Cargo.toml").write_text(PACKAGE + '[dev-dependencies]\na = "1"\n', encoding="utf-8")
    assert doubtful_in(member_tables(tmp_path)) == {("app", "a")}


def test_without_a_manifest_nothing_is_doubtful(tmp_path: Path) -> None:
    assert doubtful_in(member_tables(tmp_path)) == frozenset()
