"""Where crates come from, and names that lead nowhere: programs, folders, what only a shell would expand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from doctor.host.traps import Trap

GNU, MUSL, ARM = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu"
VENDORED = '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n'
Find = Callable[..., tuple[Trap, ...]]


@pytest.mark.parametrize(
    ("config", "kinds", "site"),
    [
        pytest.param('[source.crates-io]\nreplace-with = "mine"\n', {"source-unknown"}, {}, id="replaced with nothing"),
        pytest.param('[source.crates-io]\nreplace-with = "a"\n[source.a]\nregistry = "r"\nreplace-with = "crates-io"\n', {"source-cycle"}, {}, id="in a circle"),
        pytest.param('[source.crates_io]\nreplace-with = "crates-io"\n', {"source-place"}, {}, id="a name with an underscore"),
        pytest.param('[source.a]\ndirectory = "a"\nlocal-registry = "b"\n', {"source-place"}, {}, id="two places"),
        pytest.param(VENDORED, {"source-folder"}, {"there": lambda _path: False}, id="a folder that is not there"),
        pytest.param("[net]\noffline = true\n", {"offline"}, {"there": lambda _path: False}, id="offline with nothing at home"),
    ],
)  # fmt: skip
def test_sources_that_lead_nowhere(find_traps: Find, config: str, kinds: set[str], site: dict[str, object]) -> None:
    found = find_traps(config, registry=True, home="/home/u/.cargo", **site)
    assert {one.id for one in found} == kinds
    assert all(one.breaks for one in found)


@pytest.mark.parametrize(
    ("config", "site"),
    [
        pytest.param(VENDORED, {}, id="a folder that is there"),
        pytest.param(f"{VENDORED}[net]\noffline = true\n", {}, id="offline with a vendored source"),
        pytest.param("[net]\noffline = true\n", {}, id="offline with crates at home"),
        pytest.param("[net]\noffline = false\n", {"there": lambda _path: False}, id="online"),
        pytest.param("[net]\noffline = true\n", {"registry": False, "there": lambda _path: False}, id="offline with no need of a net"),
        pytest.param('[source.crates-io]\nreplace-with = "mine"\n[registries.mine]\nindex = "sparse+x"\n', {}, id="replaced with a registry"),
        pytest.param('[source.unused]\ndirectory = "none"\n', {"there": lambda _path: False}, id="a source that nobody uses"),
        pytest.param("[source]\ncrates-io = 3\n[source.a.b]\nc = 1\n", {}, id="values where tables should be"),
    ],
)  # fmt: skip
def test_sources_that_do_no_harm(find_traps: Find, config: str, site: dict[str, object]) -> None:
    found = find_traps(config, **{"registry": True, "home": "/home/u/.cargo", **site})
    assert [one for one in found if one.id != "source-place"] == []


def test_a_project_without_crates_of_a_registry_builds_all_the_same(find_traps: Find) -> None:
    (found,) = find_traps('[source.crates-io]\nreplace-with = "mine"\n')
    assert not found.breaks


@pytest.mark.parametrize(
    ("config", "environment", "words"),
    [
        pytest.param("", {"PROTOC": "protoc-9"}, "protoc-9", id="a build script's program"),
        pytest.param("", {"LLVM_CONFIG_PATH": "/no/llvm-config"}, "/no/llvm-config", id="a program by its path"),
        pytest.param(f'[target.{MUSL}]\nlinker = "cc -static"\n', {}, "cc -static", id="a linker with arguments is one name"),
        pytest.param(f'[target.{GNU}]\nlinker = "nolink"\n', {}, "nolink", id="the linker of build scripts"),
        pytest.param("", {f"AR_{MUSL}": "noar"}, "noar", id="a target's archiver"),
    ],
)  # fmt: skip
def test_programs_that_are_not_there(find_traps: Find, config: str, environment: dict[str, str], words: str) -> None:
    (found,) = find_traps(config, environment)
    assert (found.id, found.breaks) == ("no-program", False)
    assert found.what.endswith(f"not there: {words}")


@pytest.mark.parametrize(
    ("config", "environment"),
    [
        pytest.param(f'[target.{ARM}]\nlinker = "nolink"\n', {}, id="a target that is not built"),
        pytest.param("[target.'cfg(windows)']\nlinker = 'nolink'\n", {}, id="a system that is not built for"),
        pytest.param("", {"CC_aarch64_unknown_linux_gnu": "nocc"}, id="the compiler of such a target"),
        pytest.param("[build]\nrustc-wrapper = 'nocache'\n", {"RUSTC_WRAPPER": ""}, id="a wrapper that a variable switches off"),
        pytest.param("[build]\nrustc-wrapper = 'nocache'\n", {"CARGO_BUILD_RUSTC_WRAPPER": "sccache"}, id="a wrapper that a variable replaces"),
        pytest.param("[env]\nPROTOC = 'noprotoc'\n", {"PROTOC": "cc"}, id="a variable that the shell has too"),
        pytest.param("", {"CC": "sccache clang", "PKG_CONFIG": "pkg-config", "PROTOC": ""}, id="programs that are there"),
        pytest.param("", {"JAVA_HOME": "/no/java", "CUDA_PATH": "/no/cuda"}, id="folders that who knows which crate wants"),
        pytest.param("", {"JAVA_HOME": "relative/folder", "LIBCLANG_PATH": "/usr/lib"}, id="folders that are there, or nobody knows where"),
    ],
)  # fmt: skip
def test_programs_that_do_no_harm(find_traps: Find, config: str, environment: dict[str, str]) -> None:
    assert find_traps(config, environment) == ()


def test_a_home_that_moves_with_the_shell(find_traps: Find) -> None:
    (found,) = find_traps(environment={"CARGO_HOME": "cargo-home"})
    assert (found.id, found.run) == ("relative-home", "unset CARGO_HOME")


@pytest.mark.parametrize(
    "name", ["LIBCLANG_PATH", "OPENSSL_LIB_DIR", "CMAKE_TOOLCHAIN_FILE", "SSL_CERT_FILE", "CARGO_HTTP_CAINFO"]
)
def test_a_folder_or_file_that_is_not_there(find_traps: Find, name: str) -> None:
    (found,) = find_traps(environment={name: "/no/such"}, there=lambda path: path != "/no/such", target=GNU)
    assert (found.id, found.run) == ("no-path", f"unset {name}")
    assert "/no/such" in found.what


@pytest.mark.parametrize(
    ("config", "environment", "harm"),
    [
        pytest.param("[build]\ntarget-dir = '~/t'\n", {}, "hurts", id="a folder in a config"),
        pytest.param("[build]\nrustc-wrapper = '$HOME/bin/sccache'\n", {}, "breaks", id="a wrapper in a config"),
        pytest.param(f"[target.{MUSL}]\nlinker = '${{HOME}}/ld'\n", {}, "hurts", id="a linker in a config"),
        pytest.param("", {"CARGO_HOME": "~/.cargo"}, "hurts", id="CARGO_HOME of a Dockerfile"),
        pytest.param("", {"OPENSSL_DIR": "$HOME/ssl"}, "hurts", id="a build script's folder"),
    ],
)
def test_what_only_a_shell_expands(find_traps: Find, config: str, environment: dict[str, str], harm: str) -> None:
    (found,) = find_traps(config, environment)
    assert (found.id, "breaks" if found.breaks else "hurts") == ("not-expanded", harm)


def test_a_vendor_folder_is_looked_for_beside_the_folder_of_the_config(find_traps: Find, tmp_path: Path) -> None:
    assert find_traps(VENDORED, there=lambda path: path == str(tmp_path / "vendor")) == ()
