"""Settings that break builds: each is found where it stands, and their innocent neighbours are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.host.settings import read_settings
from doctor.host.traps import Trap, traps

MUSL = "x86_64-unknown-linux-musl"
PRESENT = frozenset({"cc", "gcc", "sccache", "/usr/bin/clang", "musl-gcc"})


def _found(tmp_path: Path, environment: dict[str, str], config: str, targets: tuple[str, ...]) -> tuple[Trap, ...]:
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo/config.toml").write_text(config)
    settings = read_settings(tmp_path, {"CARGO_HOME": str(tmp_path / "home")})
    return traps(environment, settings.entries, targets, PRESENT.__contains__)


@pytest.mark.parametrize(
    ("environment", "config", "place", "words"),
    [
        pytest.param({"CARGO_TARGET": MUSL}, "", "CARGO_TARGET", "does not read", id="a variable nobody reads"),
        pytest.param({}, f'[env]\nCARGO_TARGET = "{MUSL}"\n', "config.toml:2", "does not read", id="the same in a config"),
        pytest.param(
            {"RUSTFLAGS": "-g"}, '[build]\njobs = 2\nrustflags = ["-C", "x"]\n', "config.toml:3", "not used",
            id="RUSTFLAGS replaces the config's",
        ),
        pytest.param(
            {}, f'[target.{MUSL}]\nlinker = "musl-gcc"\n', "config.toml:2", "crashes", id="musl-gcc as linker"
        ),
        pytest.param(
            {"CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER": "musl-gcc"}, "",
            "CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER", "crashes", id="musl-gcc by variable",
        ),
        pytest.param(
            {"RUSTFLAGS": "-C linker=musl-gcc"}, "", "RUSTFLAGS", "crashes", id="musl-gcc among flags"
        ),
        pytest.param(
            {}, f'[target.{MUSL}]\nrustflags = ["-C", "target-feature=-crt-static"]\n', "config.toml:2", "pull glibc",
            id="-crt-static on musl",
        ),
        pytest.param(
            {"RUSTFLAGS": "-Ctarget-feature=+aes,-crt-static"}, "", "RUSTFLAGS", "pull glibc", id="-crt-static by variable"
        ),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "1"}, "", "PKG_CONFIG_ALLOW_CROSS", "host's own", id="allow cross"),
        pytest.param(
            {}, '[env]\nPKG_CONFIG_ALLOW_CROSS = { value = "1", force = true }\n', "config.toml:2", "host's own",
            id="allow cross in a config",
        ),
        pytest.param({"CC": "gcc-99"}, "", "CC", "not there: gcc-99", id="CC points nowhere"),
        pytest.param({"CC_x86_64-unknown-linux-musl": "/no/cc -m64"}, "", "CC_x86_64-unknown-linux-musl", "not there: /no/cc", id="CC_target"),
        pytest.param({"RUSTC_WRAPPER": "nocache"}, "", "RUSTC_WRAPPER", "not there", id="a wrapper that is not there"),
        pytest.param({}, '[build]\nrustc-wrapper = "nocache"\n', "config.toml:2", "not there", id="a config's wrapper"),
        pytest.param({}, f'[target.{MUSL}]\nlinker = "tools/ld"\n', "config.toml:2", "/tools/ld", id="a config's relative path"),
        pytest.param({}, f'target.{MUSL}.linker = "nold"\n', "config.toml:1", "nold", id="a dotted key"),
    ],
)  # fmt: skip
def test_a_trap_is_found(tmp_path: Path, environment: dict[str, str], config: str, place: str, words: str) -> None:
    found = _found(tmp_path, environment, config, (MUSL,))
    assert len(found) == 1
    assert found[0].place.endswith(place)
    assert words in found[0].what
    assert found[0].instead


@pytest.mark.parametrize(
    ("environment", "config", "targets"),
    [
        pytest.param({}, "", (MUSL,), id="nothing set"),
        pytest.param({"CARGO_BUILD_TARGET": MUSL, "CARGO_TARGET_DIR": "/x"}, "", (MUSL,), id="variables that are read"),
        pytest.param({"RUSTFLAGS": "-g"}, "", (MUSL,), id="RUSTFLAGS alone"),
        pytest.param({}, '[build]\nrustflags = "-C target-feature=+crt-static"\n', (MUSL,), id="the opposite feature"),
        pytest.param({"RUSTFLAGS": "-C target-feature=-crt-static"}, "", (), id="-crt-static for the host"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "1"}, "", (), id="allow cross without a cross build"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "0"}, "", (MUSL,), id="allow cross switched off"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "1", "PKG_CONFIG_LIBDIR": "/s"}, "", (MUSL,), id="allow cross, well told"),
        pytest.param({"CC": "sccache cc", "CXX": "", "CC_x": "/usr/bin/clang"}, "", (), id="programs that are there"),
        pytest.param({"CC": "./mine"}, "", (MUSL,), id="a path relative to who knows where"),
        pytest.param({}, '[target.aarch64-unknown-linux-gnu]\nlinker = "gcc"\n', (MUSL,), id="another linker"),
        pytest.param({"CC_x86_64_unknown_linux_musl": "musl-gcc"}, "", (MUSL,), id="musl-gcc for C code is right"),
        pytest.param({"LD_PRELOAD": "/x", "CCACHE_DIR": "/x", "CARGO": "/x"}, "", (MUSL,), id="names that look alike"),
    ],
)  # fmt: skip
def test_no_trap_where_none_is(
    tmp_path: Path, environment: dict[str, str], config: str, targets: tuple[str, ...]
) -> None:
    assert _found(tmp_path, environment, config, targets) == ()


def test_only_what_every_build_starts_breaks_every_build(tmp_path: Path) -> None:
    found = _found(tmp_path, {"RUSTC_WRAPPER": "a", "CC": "b"}, "", ())
    assert {trap.where: trap.breaks for trap in found} == {"RUSTC_WRAPPER": True, "CC": False}


def test_a_config_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo/config.toml").write_text("[build\n")
    settings = read_settings(tmp_path, {})
    assert settings.entries == ()
    assert "config.toml" in settings.problems[0]


@pytest.mark.parametrize("home", ["", "/", "{0}/home", "{0}/app/.cargo/.."])
def test_a_projects_config_is_never_taken_for_the_users(tmp_path: Path, home: str) -> None:
    (tmp_path / "app/.cargo").mkdir(parents=True)
    (tmp_path / "app/.cargo/config.toml").write_text(f'[target.{MUSL}]\nlinker = "theirs"\n')
    settings = read_settings(tmp_path / "app", {"CARGO_HOME": home.format(tmp_path)})
    assert settings.own(f"target.{MUSL}.linker") == ()


def test_what_the_user_set_is_told_from_what_the_project_set(tmp_path: Path) -> None:
    for folder, linker in (("app/.cargo", "theirs"), ("home", "mine")):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "config.toml").write_text(f'[target.{MUSL}]\nlinker = "{linker}"\n')
    settings = read_settings(tmp_path / "app", {"CARGO_HOME": str(tmp_path / "home")})
    assert (settings.of(f"target.{MUSL}.linker"), settings.own(f"target.{MUSL}.linker")) == (("theirs",), ("mine",))
