"""Settings that hurt, tried: real cargo and rustc do what the check `traps` says, and build where it is silent."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
HERE: tuple[str, ...] = ()
TO_GNU, TO_MUSL = ("--target", GNU), ("--target", MUSL)
MUSL_LINKER = "CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER"


@cache
def ready() -> str:
    """Why these builds cannot be tried here, "" if they can."""
    if not all(map(shutil.which, ("cargo", "rustc", "cc"))):
        return "there is no cargo, rustc or C compiler"
    said = subprocess.run(["rustc", "-vV"], capture_output=True, text=True, check=False).stdout
    sysroot = subprocess.run(
        ["rustc", "--print", "sysroot"], capture_output=True, text=True, check=False
    ).stdout.strip()
    if f"host: {GNU}" not in said:
        return "the tables are for x86_64 with glibc"
    return "" if (Path(sysroot) / "lib/rustlib" / MUSL).is_dir() else "the musl target is not installed"


pytestmark = [pytest.mark.toolchain, pytest.mark.skipif(bool(ready()), reason=ready() or "-")]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A program with a build script and a procedural macro, as nearly every real one has."""
    for name, manifest, source in (
        ("app", '[dependencies]\nmac = { path = "mac" }\n', 'mac::seven!();\nfn main() { println!("{}", seven()); }\n'),
        ("app/mac", "[lib]\nproc-macro = true\n", '#[proc_macro]\npub fn seven(_: proc_macro::TokenStream) -> proc_macro::TokenStream { "fn seven() -> i32 { 7 }".parse().unwrap() }\n'),
    ):  # fmt: skip
        (tmp_path / name / "src").mkdir(parents=True)
        package = f'[package]\nname = "{Path(name).name}"\nversion = "0.1.0"\nedition = "2021"\n'
        (tmp_path / name / "Cargo.toml").write_text(package + manifest)
        (tmp_path / name / "src" / ("lib.rs" if "mac" in name else "main.rs")).write_text(source)
    (tmp_path / "app/build.rs").write_text("fn main() {}\n")
    return tmp_path / "app"


def environment(project: Path, extra: dict[str, str]) -> dict[str, str]:
    """Return this shell's variables without what it says of builds, and the extra ones."""
    mine = {name: value for name, value in os.environ.items() if not name.startswith(("CARGO_", "RUSTFLAGS", "RUSTC"))}
    homes = {name: value for name, value in os.environ.items() if name == "CARGO_HOME"}
    return {**mine, **homes, "CARGO_NET_OFFLINE": "true", "CARGO_TARGET_DIR": str(project / "target"), **extra}


def build(project: Path, config: str, extra: dict[str, str], words: tuple[str, ...]) -> tuple[bool, str]:
    """Whether the build passes, and what it prints."""
    (project / ".cargo").mkdir()
    (project / ".cargo/config.toml").write_text(config)
    done = subprocess.run(
        ["cargo", "build", *words], cwd=project, env=environment(project, extra), capture_output=True, check=False
    )
    return done.returncode == 0, done.stderr.decode("utf-8", "replace")


def judged(project: Path, extra: dict[str, str], words: tuple[str, ...]) -> dict[str, str]:
    """The rules of the traps that doctor sees, with how sure it is."""
    argv = [sys.executable, "-m", "doctor", "check", "--only", "traps", "--format", "json", *words]
    env = environment(project, extra) | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(argv, cwd=project, env=env, capture_output=True, check=False)
    (check,) = json.loads(done.stdout)["checks"]
    return {one["rule"]: one["confidence"] for one in check["diagnoses"]}


def flags(*words: str) -> str:
    return f"[build]\nrustflags = {list(words)}\n"


@pytest.mark.parametrize(
    ("config", "extra", "words", "said", "rule"),
    [
        pytest.param(flags("-Ctarget-feature=+crt-static"), {}, HERE, "cannot produce proc-macro", "crt-static-proc-macro", id="crt-static and procedural macros"),
        pytest.param(flags("-C link-arg=-s"), {}, HERE, "unknown codegen option", "rustflags-item", id="two words in one item"),
        pytest.param("", {"RUSTFLAGS": "-C link-args='-s -v'"}, HERE, "error", "rustflags-quotes", id="quote marks"),
        pytest.param(flags("-Clto=fat"), {}, TO_MUSL, "-C lto` are incompatible", "rustflags-lto", id="lto among the flags"),
        pytest.param(flags("-L", "/usr/lib/x86_64-linux-gnu"), {}, TO_MUSL, "undefined reference", "host-libraries", id="glibc's folder for musl"),
        pytest.param(flags("-Clink-self-contained=no"), {}, TO_MUSL, "-lunwind", "self-contained", id="musl not by rustc"),
        pytest.param(flags("-Clink-arg=-fuse-ld=nolinker"), {}, HERE, "-fuse-ld=nolinker", "fuse-ld", id="a linker nobody has"),
        pytest.param(flags("-Clink-arg=-fuse-ld=/usr/bin/ld"), {}, HERE, "unrecognized", "fuse-ld-path", id="gcc takes no path"),
        pytest.param(f"[target.{GNU}]\nlinker = 'ld'\n", {}, HERE, "cannot find -lgcc_s", "bare-linker", id="a linker that is no driver"),
        pytest.param(f"[target.{GNU}]\nlinker = 'nolinker'\n", {}, TO_MUSL, "`nolinker` not found", "no-program", id="the linker of build scripts"),
        pytest.param(f"[target.{MUSL}]\nlinker = 'cc -static'\n", {}, TO_MUSL, "`cc -static` not found", "no-program", id="a linker with arguments"),
        pytest.param(f"[target.{MUSL}]\nlinker = '~/bin/cc'\n", {}, TO_MUSL, "/~/bin/cc` not found", "not-expanded", id="a tilde"),
        pytest.param("[target.'cfg(unix)']\nlinker = 'cc'\n[target.'cfg(target_os = \"linux\")']\nlinker = 'cc'\n", {}, HERE, "several matching instances", "linker-twice", id="two tables that hold"),
        pytest.param(f"[target.{GNU}]\nrustflag = ['-g']\n", {}, HERE, "expected a table", "unknown-key", id="a key that is none"),
        pytest.param("[target.any]\nlinker = ['cc']\n", {}, HERE, "expected a string", "wrong-type", id="an array for a linker"),
        pytest.param("[target]\nlinker = 'cc'\n", {}, HERE, "expected a table", "unknown-key", id="a linker for no target"),
        pytest.param("[env]\nRUSTUP_TOOLCHAIN = 'x'\n", {}, HERE, "not supported in the `[env]`", "env-table", id="a variable that env may not set"),
        pytest.param("", {"CARGO_BUILD_TARGET": ""}, HERE, "target was empty", "empty-variable", id="an empty target"),
        pytest.param("", {MUSL_LINKER: ""}, TO_MUSL, "linker", "empty-variable", id="an empty linker"),
        pytest.param("", {"CARGO_BUILD_JOBS": ""}, HERE, "could not parse", "empty-variable", id="an empty number"),
        pytest.param("", {"CARGO_TERM_VERBOSE": "1"}, HERE, "`true` or `false`", "boolean", id="one for true"),
        pytest.param("", {"RUSTC_WRAPPER": "nowrapper"}, HERE, "nowrapper", "no-program", id="a wrapper that is not there"),
        pytest.param("[source.crates_io]\nreplace-with = 'crates-io'\n", {}, HERE, "no source location", "source-place", id="a source without a place"),
    ],
)  # fmt: skip
def test_a_build_that_is_said_to_fail_fails(  # noqa: PLR0913, PLR0917 (a row of the table)
    project: Path, config: str, extra: dict[str, str], words: tuple[str, ...], said: str, rule: str
) -> None:
    passed, text = build(project, config, extra, words)
    assert not passed
    assert said in text
    assert rule in judged(project, extra, words)


@pytest.mark.parametrize(
    ("config", "words", "rule"),
    [
        pytest.param(flags("-Clink-arg=-no-pie"), TO_MUSL, "link-argument", id="no-pie on musl"),
        pytest.param(flags("-Clink-arg=-pie"), TO_MUSL, "link-argument", id="pie on musl"),
        pytest.param(flags("-Clink-arg=-static"), TO_GNU, "link-argument", id="static behind rustc's back"),
        pytest.param(flags("-Clink-arg=-nostartfiles"), TO_GNU, "link-argument", id="no start files"),
        pytest.param(flags("-Cprefer-dynamic"), HERE, "prefer-dynamic", id="the toolchain's own library"),
    ],
)
def test_a_program_that_is_said_not_to_start_does_not(
    project: Path, config: str, words: tuple[str, ...], rule: str
) -> None:
    passed, _text = build(project, config, {}, words)
    assert passed
    folder = project / "target" / (words[1] if words else "")
    started = subprocess.run([folder / "debug/app"], capture_output=True, check=False)
    assert started.returncode != 0
    assert rule in judged(project, {}, words)


@pytest.mark.parametrize(
    ("config", "extra", "words", "rules"),
    [
        pytest.param("", {}, TO_MUSL, set(), id="nothing set"),
        pytest.param(flags("-Ctarget-feature=+crt-static"), {}, TO_GNU, set(), id="crt-static with a target"),
        pytest.param(flags("-Crelocation-model=static"), {}, TO_MUSL, set(), id="a fixed address"),
        pytest.param(flags("-Clink-arg=-static"), {}, TO_MUSL, set(), id="static on musl"),
        pytest.param(flags("-C", "link-arg=-s"), {}, HERE, set(), id="two items"),
        pytest.param(f"[target.{MUSL}]\nlinker = 'rust-lld'\n", {}, TO_MUSL, set(), id="a linker proper on musl"),
        pytest.param(f"[target.{GNU}]\nrustflags = ['-Clink-arg=-static']\n", {}, TO_MUSL, set(), id="the host's flags with a target"),
        pytest.param("[build]\nrustc-wrapper = 'nowrapper'\n", {"RUSTC_WRAPPER": ""}, HERE, set(), id="a wrapper switched off"),
        pytest.param("[target.aarch64-unknown-linux-gnu]\nlinker = 'nolinker'\n", {}, TO_MUSL, set(), id="another target's linker"),
        pytest.param("[target.x86_64-unknown-linux-mulsl]\nlinker = 'nolinker'\n", {}, TO_MUSL, {"unknown-target"}, id="a target that is none"),
        pytest.param("", {"CARGO_TARGET_x86_64_unknown_linux_musl_LINKER": "nolinker"}, TO_MUSL, {"not-read"}, id="a variable in small letters"),
        pytest.param("[env]\nRUSTFLAGS = '-Cno-such-option'\n", {}, HERE, {"env-table"}, id="flags that come too late"),
        pytest.param(flags("-Cno-such-option"), {"RUSTFLAGS": ""}, HERE, {"rustflags-replaced"}, id="flags that nothing replaces"),
        pytest.param(f"{flags('-Cno-such-option')}[target.{MUSL}]\nrustflags = ['-g']\n", {}, TO_MUSL, {"rustflags-replaced"}, id="flags that a table replaces"),
        pytest.param(flags("-D warnings"), {}, HERE, {"rustflags-item"}, id="a lint that nobody knows"),
        pytest.param("[target.'cfg(unix']\nrustflags = ['-Cno-such-option']\n", {}, HERE, {"cfg"}, id="a cfg that is not closed"),
        pytest.param(f"[target.'cfg(target = \"{GNU}\")']\nrustflags = ['-Cno-such-option']\n", {}, HERE, {"cfg"}, id="a cfg that never holds"),
    ],
)  # fmt: skip
def test_where_it_is_silent_or_says_that_nothing_happens_the_build_passes(
    project: Path, config: str, extra: dict[str, str], words: tuple[str, ...], rules: set[str]
) -> None:
    passed, text = build(project, config, extra, words)
    assert passed, text
    assert set(judged(project, extra, words)) == rules
