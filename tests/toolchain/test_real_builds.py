"""Real cargo, rustc and linker on this machine: what they print today is still understood."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.toolchain,
    pytest.mark.skipif(shutil.which("cargo") is None, reason="there is no cargo on the PATH"),
    pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler on the PATH"),
]
EXTERN = 'extern "C" {{ fn {0}(); }}\nfn main() {{ unsafe {{ {0}() }} }}\n'


def build(folder: Path, main: str, *words: str, flags: str = "", config: str = "") -> bytes:
    """What `cargo build 2>&1` prints for a crate without dependencies; offline."""
    (folder / "src").mkdir()
    (folder / "src" / "main.rs").write_text(main, encoding="utf-8")
    (folder / "Cargo.toml").write_text(
        '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n', encoding="utf-8"
    )
    if config:
        (folder / ".cargo").mkdir()
        (folder / ".cargo" / "config.toml").write_text(config, encoding="utf-8")
    env = {
        **os.environ,
        "RUSTFLAGS": flags,
        "CARGO_NET_OFFLINE": "true",
        "RUSTUP_AUTO_INSTALL": "0",
        "CARGO_TERM_COLOR": "always",
    }
    if not flags:
        del env["RUSTFLAGS"]
    argv = ["cargo", "build", *words]
    return subprocess.run(
        argv, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    ).stdout


def explain(log: bytes) -> tuple[int, list[tuple[str, dict[str, str]]]]:
    done = subprocess.run(
        [sys.executable, "-m", "doctor", "explain", "--format", "json"], input=log, capture_output=True, check=False
    )
    answer = json.loads(done.stdout)
    return done.returncode, [(one["rule"], one["captures"]) for one in answer["diagnoses"]]


@pytest.mark.parametrize("flags", ["", "-Clink-arg=-fuse-ld=bfd"], ids=["rustc's own linker", "GNU ld"])
def test_a_missing_library_is_named(tmp_path: Path, flags: str) -> None:
    main = '#[link(name = "odbc")]\n' + EXTERN.format("frobnicate")
    assert explain(build(tmp_path, main, flags=flags))[1][:1] == [("library-missing", {"lib": "odbc"})]


@pytest.mark.parametrize("flags", ["", "-Clink-arg=-fuse-ld=bfd"], ids=["rustc's own linker", "GNU ld"])
def test_a_symbol_names_its_library(tmp_path: Path, flags: str) -> None:
    found = explain(build(tmp_path, EXTERN.format("sqlite3_open"), flags=flags))[1]
    assert found == [("library-not-linked", {"symbol": "sqlite3_open"})]


def test_a_configured_linker_that_is_not_there(tmp_path: Path) -> None:
    flags = "-Clinker=riscv64-linux-gnu-gcc-of-nobody"
    assert explain(build(tmp_path, "fn main() {}\n", flags=flags))[1] == [
        ("linker-missing", {"linker": "riscv64-linux-gnu-gcc-of-nobody"})
    ]


def test_a_misspelt_target_gets_the_nearest_name(tmp_path: Path) -> None:
    status, found = explain(build(tmp_path, "fn main() {}\n", "--target", "x86_64-unknown-linux-muls"))
    assert status == 1
    assert found[0] == ("target-unknown", {"wrong": "x86_64-unknown-linux-muls"})


def test_a_target_without_standard_library(tmp_path: Path) -> None:
    done = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True)
    if (Path(done.stdout.strip()) / "lib/rustlib/riscv64gc-unknown-linux-musl").exists():
        pytest.skip("the target is installed here")
    found = explain(build(tmp_path, "fn main() {}\n", "--target", "riscv64gc-unknown-linux-musl"))[1]
    assert found[0][0] == "target-std-missing"


def test_cargos_json_messages_are_read(tmp_path: Path) -> None:
    main = '#[link(name = "odbc")]\n' + EXTERN.format("frobnicate")
    assert explain(build(tmp_path, main, "--message-format=json"))[1][:1] == [("library-missing", {"lib": "odbc"})]


@pytest.mark.parametrize(
    ("main", "status"),
    [
        pytest.param("fn main() {}\n", 0, id="a build that passes"),
        pytest.param('fn unused() { let _x = "cannot find -lssl"; }\nfn main() {}\n', 0, id="warnings"),
        pytest.param(
            'fn main() { let x: u32 = "linker `cc` not found"; }\n', 3, id="a type error that quotes a linker"
        ),
        pytest.param("use openssl::ssl::SslStream;\nfn main() {}\n", 3, id="a crate that is not declared"),
        pytest.param('compile_error!("linker `cc` not found");\nfn main() {}\n', 3, id="compile_error"),
        pytest.param("fn main() { let x = ; }\n", 3, id="a syntax error"),
        pytest.param("fn main() { undefined_thing(); }\n", 3, id="an unknown function"),
        pytest.param("mod missing;\nfn main() {}\n", 3, id="a file of one's own that is not there"),
        pytest.param('fn main() { let s = String::new(); let t = s; println!("{s}{t}"); }\n', 3, id="a move"),
    ],
)
def test_nothing_is_diagnosed_where_nothing_is_missing(tmp_path: Path, main: str, status: int) -> None:
    assert explain(build(tmp_path, main)) == (status, [])


def test_check_finds_this_machine_ready(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "doctor", "check", "--project", str(tmp_path), "--format", "json"],
        capture_output=True,
        check=False,
    )
    states = {check["id"]: check["status"] for check in json.loads(done.stdout)["checks"]}
    assert states["c-compiler"] == "ok"
    assert "crashed" not in states.values()
