"""Which features a project's manifests name."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.asked import asked_in
from doctor.host.lock import read_lock
from doctor.host.manifests import member_tables


@pytest.mark.parametrize(
    ("manifest", "expected"),
    [
        pytest.param('[dependencies]\na = "1"\n', set(), id="none"),
        pytest.param(
            '[dependencies]\na = { version = "1", features = ["x", "y"] }\n', {("a", "x"), ("a", "y")}, id="two"
        ),
        pytest.param('[dependencies.b]\npackage = "a"\nfeatures = ["x"]\n', {("a", "x")}, id="by the crate's own name"),
        pytest.param('[build-dependencies]\na = { features = ["x"] }\n', {("a", "x")}, id="of the build script"),
        pytest.param('[dev-dependencies]\na = { features = ["x"] }\n', set(), id="of tests: not in a plain build"),
        pytest.param('[target."cfg(unix)".dependencies]\na = { features = ["x"] }\n', {("a", "x")}, id="of a target"),
        pytest.param('[workspace.dependencies]\na = { features = ["x"] }\n', {("a", "x")}, id="of the workspace"),
        pytest.param('[dependencies]\na = { features = "x" }\nb = { features = [1] }\n', set(), id="other shapes"),
        pytest.param("target = 3\nworkspace = []\n", set(), id="other shapes above"),
        pytest.param("[broken\n", set(), id="broken TOML"),
    ],
)
def test_the_features_that_a_manifest_names(manifest: str, expected: set[tuple[str, str]], tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text(manifest, encoding="utf-8")
    assert asked_in(member_tables(tmp_path)) == expected


def test_the_lock_file_has_them(tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_text('[dependencies]\na = { features = ["x"] }\n', encoding="utf-8")
    (tmp_path / "Cargo.lock").write_text("version = 4\n", encoding="utf-8")
    found = read_lock(tmp_path)
    assert found is not None
    assert found.asked == {("a", "x")}
