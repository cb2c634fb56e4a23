"""What will fail next is named from the crates that stand in the log."""

from __future__ import annotations

import pytest

from doctor.knowledge.lint.examples import run
from doctor.knowledge.load import load

KNOWLEDGE = load()
MUSL = "x86_64-unknown-linux-musl"
LINKER = "error: linker `cc` not found\n  |\n  = note: No such file or directory (os error 2)\n\nerror: could not compile `libc` (build script)\n"
STD = f"error[E0463]: can't find crate for `std`\n  |\n  = note: the `{MUSL}` target may not be installed\n\nerror: could not compile `cfg-if` (lib)\n"
SCRIPT = "error: failed to run custom build command for `libz-sys v1.1.20`\n\nCaused by:\n  --- stderr\n  Package zlib was not found in the pkg-config search path.\n"


def after(log: str, target: str = "") -> list[tuple[str, str]]:
    return [(item.need, item.crate) for item in run(log, "debian:12", target, KNOWLEDGE).upcoming]


@pytest.mark.parametrize(
    ("log", "target", "expected"),
    [
        ("   Compiling openssl-sys v0.9.100\n" + LINKER, "", [("openssl", "openssl-sys")]),
        (" Downloaded serde v1.0.200\n Downloaded pq-sys v0.6.3\n   Compiling cfg-if v1.0.0\n" + STD, "", [("libpq", "pq-sys")]),
        ("   Compiling cc v1.2.1\n" + STD, "", [("musl-cc", "cc")]),
        ("   Compiling cc v1.2.1\n" + LINKER, "", []),
        (" Downloaded openssl-sys v0.9.100\n   Compiling pq-sys v0.6.3\n" + SCRIPT, "", [("openssl", "openssl-sys")]),
        ("   Compiling libz-sys v1.1.20\n" + SCRIPT, "", []),
        ("   Compiling openssl-sys v0.9.100\n    Finished `dev` profile\n", "", []),
        ("   Compiling pq-sys v0.6.3\n" + LINKER + "\n" * 50_000, "", [("libpq", "pq-sys")]),
    ],
    ids=[
        "a linker stops every build script",
        "a missing std stops everything",
        "a target of its own needs its own C compiler",
        "the host's C compiler comes with the linker",
        "a failed build script leaves begun crates in doubt",
        "the failing crate itself is no news",
        "nothing failed",
        "blank lines without end take no time",
    ],
)  # fmt: skip
def test_what_comes_after_the_root_cause(log: str, target: str, expected: list[tuple[str, str]]) -> None:
    assert after(log, target) == expected
