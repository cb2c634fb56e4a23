"""What rustup's own files say, and when they are not believed."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.rustup_home import Home, read_home

SETTINGS = 'version = "12"\ndefault_toolchain = "stable-x"\n\n[overrides]\n"/w" = "nightly-x"\n'


def home(tmp_path: Path, settings: str | None) -> Path:
    """A RUSTUP_HOME with two toolchains, one of them linked, and a stray file."""
    folder = tmp_path / ".rustup"
    (folder / "toolchains/stable-x").mkdir(parents=True)
    (folder / "toolchains/mine").symlink_to(tmp_path)
    (folder / "toolchains/note").touch()
    if settings is not None:
        (folder / "settings.toml").write_text(settings)
    return folder


def test_toolchains_default_and_overrides(tmp_path: Path) -> None:
    folder = home(tmp_path, SETTINGS)
    toolchains = (("mine", str(folder / "toolchains/mine")), ("stable-x", str(folder / "toolchains/stable-x")))
    expected = Home(toolchains, "stable-x", (("/w", "nightly-x"),))
    assert read_home({"HOME": str(tmp_path)}) == expected
    assert read_home({"RUSTUP_HOME": str(folder), "HOME": "/nowhere"}) == expected


@pytest.mark.parametrize(
    "settings",
    [
        pytest.param(None, id="no settings yet"),
        pytest.param('version = "13"\n', id="a version that nobody knows"),
        pytest.param("version = [\n", id="broken"),
        pytest.param("", id="empty"),
    ],
)
def test_files_that_are_not_believed(tmp_path: Path, settings: str | None) -> None:
    home(tmp_path, settings)
    assert read_home({"HOME": str(tmp_path)}) is None


@pytest.mark.parametrize(
    "settings",
    ['version = "12"\n', 'version = "12"\ndefault_toolchain = 1\noverrides = []\n', 'version = "12"\n[overrides]\n"/w" = 1\n'],
)  # fmt: skip
def test_values_of_other_shapes_say_nothing(tmp_path: Path, settings: str) -> None:
    home(tmp_path, settings)
    found = read_home({"HOME": str(tmp_path)})
    assert found is not None
    assert (found.default, found.overrides) == ("", ())


def test_without_a_home_there_is_nothing_to_read() -> None:
    assert read_home({}) is None
