"""Names that nobody reads, values of the wrong type, empty variables, settings in the wrong file; and their neighbours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from doctor.host.other_settings import other_settings
from doctor.host.settings import read_settings
from doctor.host.traps import Trap

GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
TABLE = "CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL"
Find = Callable[..., tuple[Trap, ...]]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        pytest.param('[build]\nrustflag = ["-g"]\n', ("unknown-key", 2, False, 'rustflags = ["-g"]'), id="a plural is missing"),
        pytest.param('[build]\nrustc_wrapper = "sccache"\n', ("unknown-key", 2, False, 'rustc-wrapper = "sccache"'), id="an underscore"),
        pytest.param('[build]\ntargets = ["x"]\n', ("unknown-key", 2, False, 'target = ["x"]'), id="a plural too many"),
        pytest.param('[build]\nlinker = "cc"\n', ("unknown-key", 2, False, '[target.TRIPLE]\nlinker = "cc"'), id="a linker for all targets"),
        pytest.param('[target]\nlinker = "cc"\n', ("unknown-key", 2, True, '[target.TRIPLE]\nlinker = "cc"'), id="a linker for no target"),
        pytest.param(f'[target.{MUSL}]\nLinker = "cc"\n', ("unknown-key", 2, True, 'linker = "cc"'), id="a capital, where cargo stops"),
        pytest.param('[target.other-triple]\nLinker = "cc"\n', ("unknown-key", 2, False, 'linker = "cc"'), id="a capital, where it does not"),
        pytest.param("[target.'cfg(unix)']\nrustflag = ['-g']\n", ("unknown-key", 2, False, 'rustflags = ["-g"]'), id="a slip under a cfg"),
        pytest.param('rustflags = ["-g"]\n', ("unknown-key", 1, False, '[build]\nrustflags = ["-g"]'), id="no table at all"),
        pytest.param('[target.x]\nlinker = ["cc"]\n', ("wrong-type", 2, True, 'linker = "cc"'), id="an array for a string"),
        pytest.param("[target.x]\nlinker = true\n", ("wrong-type", 2, True, 'linker = "true"'), id="a boolean for a string"),
        pytest.param("[build]\nrustflags = 3\n", ("wrong-type", 2, True, 'rustflags = ["-C", "…"]'), id="a number for flags"),
        pytest.param("[target.'cfg(unix']\nrunner = 'a'\n", ("cfg", 2, False, "[target.'cfg(all(unix, target_env = \"musl\"))']"), id="a cfg that is not closed"),
        pytest.param("[target.'cfg(target = \"x\")']\nrunner = 'a'\n", ("cfg", 2, False, ""), id="a triple in a cfg"),
        pytest.param("[target.'cfg(all(unix, not(musl)))']\nrunner = 'a'\n", ("cfg", 2, False, ""), id="a predicate that rustc lacks"),
        pytest.param('[env]\nRUSTFLAGS = "-g"\n', ("env-table", 2, False, ""), id="cargo's own variable in env"),
        pytest.param('[env]\nCARGO_BUILD_TARGET = { value = "x" }\n', ("env-table", 2, False, ""), id="the same as a table"),
        pytest.param('[env]\nRUSTUP_TOOLCHAIN = "nightly"\n', ("env-table", 2, True, ""), id="a variable that cargo refuses there"),
    ],
)  # fmt: skip
def test_entries_that_cargo_does_not_read(find_traps: Find, config: str, expected: tuple[str, int, bool, str]) -> None:
    (found,) = [one for one in find_traps(config) if one.id != "no-program"]
    assert (found.id, found.line, found.breaks, found.write) == expected


@pytest.mark.parametrize(
    "config",
    [
        pytest.param('[build]\njobs = 2\ntarget-dir = "t"\nrustflags = "-g"\nrustc-wrapper = "sccache"\n', id="keys that there are"),
        pytest.param('[build]\nnew-key = 1\nwarnings = "deny"\n', id="keys of a newer cargo"),
        pytest.param(f'[target.{MUSL}]\nlinker = "cc"\nrunner = ["a", "b"]\nrustflags = []\n', id="a target's keys"),
        pytest.param(f'[target.{MUSL}.foo]\nrustc-link-lib = ["foo"]\nrustc-link-search = ["/x"]\n', id="a links override"),
        pytest.param(f'[target.{MUSL}.flags]\nlinkers = "x"\n', id="a key of a links override"),
        pytest.param("[target.'cfg(all(unix, target_env = \"musl\", not(my_own)))']\nrunner = 'a'\n", id="a cfg with a name of one's own"),
        pytest.param('[env]\nCC_x = "cc"\nFOO = { value = "a", relative = true }\n', id="variables for build scripts"),
        pytest.param("[alias]\nb = 'build'\n[term]\ncolor = 'auto'\n[http]\ntimeout = 3\n", id="other tables"),
        pytest.param("[[weird]]\nlinker = 1\n[[weird]]\nrustflags = 2\n", id="arrays of tables"),
    ],
)  # fmt: skip
def test_entries_that_cargo_reads(find_traps: Find, config: str) -> None:
    assert find_traps(config) == ()


@pytest.mark.parametrize(
    ("config", "site", "kinds"),
    [
        pytest.param("[unstable]\nbuild-std = ['std']\n", {"stable": True}, ["unstable"], id="build-std on stable"),
        pytest.param("[unstable]\nbuild-std = ['std']\n", {}, [], id="build-std and who knows which cargo"),
        pytest.param("[unstable]\ncodegen-backend = true\n", {"stable": True}, [], id="another wish of a nightly"),
    ],
)
def test_what_a_stable_cargo_passes_over(
    find_traps: Find, config: str, site: dict[str, bool], kinds: list[str]
) -> None:
    assert [one.id for one in find_traps(config, **site)] == kinds


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({"CARGO_TARGET": MUSL}, ("not-read", 0, False, f"export CARGO_BUILD_TARGET={MUSL}"), id="CARGO_TARGET"),
        pytest.param({"RUSTFLAG": "-C link-arg=-s"}, ("not-read", 0, False, "export RUSTFLAGS='-C link-arg=-s'"), id="RUSTFLAG"),
        pytest.param({f"CARGO_TARGET_{MUSL}_LINKER": "cc"}, ("not-read", 0, False, f"export {TABLE}_LINKER=cc"), id="a triple as it is written"),
        pytest.param({f"{TABLE}_RUSTFLAGs": "-g"}, ("not-read", 0, False, f"export {TABLE}_RUSTFLAGS=-g"), id="one small letter"),
        pytest.param({"CARGO_BUILD_TARGET": ""}, ("empty-variable", 0, True, "unset CARGO_BUILD_TARGET"), id="an empty target"),
        pytest.param({"CARGO_TARGET_DIR": ""}, ("empty-variable", 0, True, "unset CARGO_TARGET_DIR"), id="an empty folder"),
        pytest.param({"RUSTC": ""}, ("empty-variable", 0, True, "unset RUSTC"), id="an empty rustc"),
        pytest.param({f"{TABLE}_LINKER": ""}, ("empty-variable", 0, True, f"unset {TABLE}_LINKER"), id="an empty linker"),
        pytest.param({"CARGO_PROFILE_RELEASE_LTO": ""}, ("empty-variable", 0, True, "unset CARGO_PROFILE_RELEASE_LTO"), id="an empty profile"),
        pytest.param({"CARGO_BUILD_INCREMENTAL": "1"}, ("boolean", 0, True, "export CARGO_BUILD_INCREMENTAL=true"), id="one for true"),
        pytest.param({"CARGO_TERM_VERBOSE": "no"}, ("boolean", 0, True, "export CARGO_TERM_VERBOSE=false"), id="no for false"),
        pytest.param({"CARGO_INCREMENTAL": "1", "RUSTC_WRAPPER": "sccache"}, ("sccache-incremental", 0, True, "export CARGO_INCREMENTAL=0"), id="sccache and incremental"),
    ],
)  # fmt: skip
def test_variables_that_hurt(
    find_traps: Find, environment: dict[str, str], expected: tuple[str, int, bool, str]
) -> None:
    found = find_traps(environment=environment)
    assert [(one.id, one.line, one.breaks, one.run) for one in found] == [expected]


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"RUSTC_WRAPPER": "", "CARGO_HOME": "", "CC": "", "CFLAGS": "", "RUSTUP_TOOLCHAIN": ""}, id="what may be empty"),
        pytest.param({"CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER": ""}, id="an empty linker of another target"),
        pytest.param({"CARGO_BUILD_INCREMENTAL": "true", "CARGO_INCREMENTAL": "1", "CARGO_NET_OFFLINE": "1"}, id="booleans as cargo takes them"),
        pytest.param({"CARGO_INCREMENTAL": "0", "RUSTC_WRAPPER": "sccache"}, id="sccache alone"),
        pytest.param({f"{TABLE}_LINKER": "cc", "cargo_target_x": "y", "CARGO_TARGET_TMPDIR": "/x"}, id="names that are right, or nobody's"),
        pytest.param({"": "", "=": "=", "\udcff": "\udcff", "A": "x" * 100_000}, id="odd variables"),
    ],
)  # fmt: skip
def test_variables_that_do_no_harm(find_traps: Find, environment: dict[str, str]) -> None:
    assert find_traps(environment=environment) == ()


def test_a_value_of_a_config_stays_one_word_of_a_command(find_traps: Find) -> None:
    (found,) = find_traps("[env]\nRUSTFLAGS = '$(touch x) ; `y` \"z\"'\n")
    assert found.run == "export RUSTFLAGS='$(touch x) ; `y` \"z\"'"
    (found,) = find_traps('[env]\n"CARGO_TARGET_$(touch x)_LINKER" = "cc"\n')
    assert found.run == ""


@pytest.mark.parametrize(
    ("files", "keys"),
    [
        pytest.param({"Cargo.toml": "[build]\ntarget = 'x'\n"}, ["build.target"], id="build in a manifest"),
        pytest.param({"Cargo.toml": "[target.x]\nlinker = 'y'\n[target.x.dependencies]\na = '1'\n"}, ["target.x.linker"], id="a linker in a manifest"),
        pytest.param({"Cargo.toml": "[workspace]\n[env]\nA = 'b'\n"}, ["env.A"], id="env in a manifest"),
        pytest.param({"rust-toolchain.toml": "[toolchain]\nchannel = 'stable'\ntarget = ['x']\ncomponent = 'y'\n"}, ["toolchain.target", "toolchain.component"], id="singulars in a toolchain file"),
        pytest.param({"rust-toolchain.toml": "[toolchain]\nchannel = 'stable'\ntargets = ['x']\nprofile = 'minimal'\n"}, [], id="a good toolchain file"),
        pytest.param({"rust-toolchain": "stable\n"}, [], id="a toolchain file of one word"),
        pytest.param({"Cargo.toml": "[package]\nbuild = 'b.rs'\n[profile.release]\nlto = true\n[target.'cfg(unix)'.dependencies]\nlinker = '1'\n"}, [], id="a good manifest"),
        pytest.param({"Cargo.toml": "[build\n", "rust-toolchain.toml": "\xff"}, [], id="files that cannot be read"),
        pytest.param({"Cargo.toml": "build = 1\nenv = []\ntarget = 'x'\n", "rust-toolchain.toml": "toolchain = 3\n"}, [], id="values where tables should be"),
    ],
)  # fmt: skip
def test_settings_in_the_wrong_file(find_traps: Find, tmp_path: Path, files: dict[str, str], keys: list[str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="latin-1")
    others, hidden = other_settings(tmp_path)
    found = find_traps(others=others, unread=hidden)
    assert [one.text.partition(" = ")[0] for one in found] == keys
    assert all(one.line > 1 and one.write for one in found)


@pytest.mark.parametrize(
    ("older", "newer", "hidden"),
    [
        ("[build]\njobs = 1\n", "[build]\njobs = 2\n", 1),
        ("[build]\njobs = 1\n", "[build]\njobs = 1\n", 0),
        ("", None, 0),
    ],
    ids=["another text", "the same text", "only the older"],
)
def test_a_hidden_file_is_named(find_traps: Find, tmp_path: Path, older: str, newer: str | None, hidden: int) -> None:
    project = tmp_path / "app"
    (project / ".cargo").mkdir(parents=True)
    for folder, name in ((project / ".cargo", "config"), (project, "rust-toolchain")):
        (folder / name).write_text(older)
        if newer is not None:
            (folder / f"{name}.toml").write_text(newer)
    unread = read_settings(project, {}).unread + other_settings(project)[1]
    assert len(unread) == 2 * hidden
    assert [one.id for one in find_traps(unread=unread)] == ["hidden-file"] * 2 * hidden


def test_a_link_hides_nothing(tmp_path: Path) -> None:
    (tmp_path / ".cargo").mkdir()
    (tmp_path / ".cargo/config.toml").write_text("[build]\njobs = 1\n")
    (tmp_path / ".cargo/config").symlink_to("config.toml")
    assert read_settings(tmp_path, {}).unread == ()
