"""What a project's manifests say to doctor."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.choices import Choices, read_choices

PACKAGE = '[package]\nname = "app"\n'
WORKSPACE = "[workspace]\nmembers = ['app']\n"


@pytest.mark.parametrize(
    ("above", "own", "expected"),
    [
        pytest.param("", PACKAGE, Choices(), id="nothing said"),
        pytest.param(
            "",
            PACKAGE + '[package.metadata.doctor]\ntargets = ["wasm32-wasip1"]\nneeds = { protoc = "build.rs" }\n',
            Choices(("wasm32-wasip1",), (), (("protoc", "build.rs"),)),
            id="a package",
        ),
        pytest.param(
            WORKSPACE + '[workspace.metadata.doctor]\nskip = ["memory"]\n',
            PACKAGE,
            Choices((), ("memory",)),
            id="its workspace",
        ),
        pytest.param(
            WORKSPACE + '[workspace.metadata.doctor]\nskip = ["memory"]\ntargets = ["a"]\n',
            PACKAGE + '[package.metadata.doctor]\ntargets = ["b"]\n',
            Choices(("b",), ("memory",)),
            id="the package before the workspace, key by key",
        ),
        pytest.param(
            PACKAGE + '[package.metadata.doctor]\nskip = ["disk"]\n',
            WORKSPACE,
            Choices(),
            id="nothing from above a workspace",
        ),
        pytest.param("", PACKAGE + "[package.metadata]\ndoctor = 3\n", Choices(), id="another shape"),
        pytest.param(
            "",
            PACKAGE + "[package.metadata.doctor]\ntargets = 'x'\nskip = [1]\nneeds = []\n",
            Choices(),
            id="other types",
        ),
    ],
)
def test_choices(above: str, own: str, expected: Choices, tmp_path: Path) -> None:
    project = tmp_path / "app"
    project.mkdir()
    (project / "Cargo.toml").write_text(own, encoding="utf-8")
    if above:
        (tmp_path / "Cargo.toml").write_text(above, encoding="utf-8")
    assert read_choices(project) == expected


def test_without_a_manifest_nothing_is_chosen(tmp_path: Path) -> None:
    assert read_choices(tmp_path / "no" / "such") == Choices()


@pytest.mark.parametrize(
    "data", [pytest.param(b"[package\n", id="broken TOML"), pytest.param(b"\xff\xfe", id="no UTF-8")]
)
def test_a_manifest_that_cannot_be_read_is_named(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "Cargo.toml").write_bytes(data)
    assert str(tmp_path / "Cargo.toml") in read_choices(tmp_path).problem
