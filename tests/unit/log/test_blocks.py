"""Lines → blocks: what belongs together by cargo's grammar, also when the log is cut."""

from __future__ import annotations

import re

import pytest

from doctor.log import grammar
from doctor.log.blocks import blocks
from doctor.log.clean import clean
from doctor.model import Block


def read(text: str) -> tuple[Block, ...]:
    return blocks(clean(text.encode()))


LINK = """\
   Compiling app v0.1.0 (/home/user/app)
error: linking with `cc` failed: exit status: 1
  |
  = note: "cc" "-m64" "main.o" "-lssl" "-lcrypto" "-o" "app"
  = note: /usr/bin/ld: cannot find -lpq: No such file or directory
          collect2: error: ld returned 1 exit status

error: could not compile `app` (bin "app") due to 1 previous error
"""

SCRIPT = """\
error: failed to run custom build command for `openssl-sys v0.9.104`

Caused by:
  process didn't exit successfully: `/home/user/app/target/debug/build/x/build-script-build` (exit status: 101)
  --- stdout
  cargo:rerun-if-env-changed=OPENSSL_DIR
  error: something that the script said

  --- stderr
  thread 'main' panicked at build.rs:1:1:
warning: build failed, waiting for other jobs to finish...
"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            LINK, [("link", "app"), ("summary", "app")], id="a failed link belongs to the crate that could not compile"
        ),
        pytest.param(
            SCRIPT,
            [("build-script", "openssl-sys"), ("summary", "")],
            id="a build script's own error lines stay inside it",
        ),
        pytest.param(
            "  --- stderr\n  thread 'main' panicked at x\n",
            [("build-script", "")],
            id="a build script whose head was cut off",
        ),
        pytest.param(
            "error[E0308]: mismatched types\n --> src/main.rs:1:2\n  |\n1 | x\n  | ^\n\nhello\n",
            [("rustc", ""), ("output", "")],
            id="a diagnostic ends at the blank line",
        ),
        pytest.param(
            "running 1 test\nerror: linker `cc` not found\ntest result: FAILED. 0 passed; 1 failed\n",
            [("test", "")],
            id="tests may print anything",
        ),
        pytest.param(
            "error: toolchain '1.60.0' is not installed\n", [("cargo", "")], id="rustup's errors are cargo's kind"
        ),
        pytest.param(
            "warning: zlib-sys@1.1.0: a.c:1: fatal error: zlib.h: No such file\nwarning: zlib-sys@1.1.0: more\n",
            [("build-script", "zlib-sys")],
            id="warnings of a build script belong to its crate",
        ),
        pytest.param(
            "The following warnings were emitted during compilation:\n\nwarning: a.c:1: fatal error: zlib.h: No such file\n"
            "warning: more\n\nerror: failed to run custom build command for `zlib-sys v1.1.0`\n",
            [("build-script", "zlib-sys"), ("build-script", "zlib-sys")],
            id="warnings that older cargo lists belong to the script that failed",
        ),
        pytest.param(
            'warning: `"pkg-config" "--libs" "zlib"` did not exit successfully: exit code: 1\n'
            "error: failed to run custom build command for `zlib-sys v1.1.0`\n",
            [("build-script", "zlib-sys"), ("build-script", "zlib-sys")],
            id="so does one whose heading was cut off",
        ),
        pytest.param(
            'warning: `"pkg-config" "--libs" "zlib"` did not exit successfully: exit code: 1\n'
            "error[E0308]: mismatched types\n",
            [("rustc", ""), ("rustc", "")],
            id="but not when no script failed after it",
        ),
        pytest.param("bash: cmake: command not found\n", [("output", "")], id="other programs are output"),
        pytest.param("", [], id="nothing has no blocks"),
    ],
)
def test_blocks_and_their_crates(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(block.kind, block.crate.name if block.crate else "") for block in read(text)] == expected


def test_the_linkers_command_line_is_kept_apart() -> None:
    link = read(LINK)[0]
    assert '"-lssl"' in link.command
    assert "-lssl" not in link.text
    assert "cannot find -lpq" in link.text


def test_a_diagnostics_place_is_read_and_its_source_lines_are_left_out() -> None:
    block = read(
        "error[E0425]: cannot find function\n  --> src/main.rs:7:9\n   |\n7  |     cannot find -lssl\n   | ^^^\n   = note: text\n"
    )[0]
    assert block.place == "src/main.rs"
    assert "-lssl" not in block.text
    assert "= note: text" in block.text


def test_complaints_before_finished_were_survived() -> None:
    survived, later = read(
        "pkg-config: not found\n    Finished `dev` profile [unoptimized] target(s) in 1s\nbash: x: command not found\n"
    )
    assert survived.survived
    assert not later.survived


def test_finished_of_another_command_does_not_heal_an_error() -> None:
    found = read("error: linker `cc` not found\n\nerror: could not compile `a`\n    Finished `dev` profile in 1s\n")
    assert not any(block.survived for block in found)


@pytest.mark.parametrize("kind", [grammar.COMMAND, grammar.GUTTER], ids=["the linker's command", "rustc's gutter"])
@pytest.mark.parametrize("start", ["", "  = note: ", "12"])
def test_blanks_without_end_are_passed_over_once(kind: re.Pattern[str], start: str) -> None:
    assert kind.match(start + " " * 50_000 + "x") is None
