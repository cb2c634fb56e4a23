"""`cfg()` of cargo's config, judged by a triple's name; checked by real cargo in tests/toolchain/test_real_traps.py."""

from __future__ import annotations

import pytest

from doctor.host.cfg import matches, words_in

GNU, MUSL, ARM = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "armv7-unknown-linux-gnueabihf"
MAC, WINDOWS, BARE = "aarch64-apple-darwin", "x86_64-pc-windows-msvc", "thumbv7em-none-eabi"


@pytest.mark.parametrize(
    ("expression", "triple", "value"),
    [
        ("cfg(unix)", GNU, True),
        ("cfg(unix)", WINDOWS, False),
        ("cfg(windows)", WINDOWS, True),
        ("cfg(windows)", MAC, False),
        ('cfg(target_os = "linux")', MUSL, True),
        ('cfg(target_os="macos")', MAC, True),
        ('cfg(target_os = "linux")', BARE, False),
        ('cfg(target_env = "musl")', MUSL, True),
        ('cfg(target_env = "musl")', GNU, False),
        ('cfg(target_arch = "arm")', ARM, True),
        ('cfg(target_arch = "x86")', "i686-unknown-linux-gnu", True),
        ('cfg(target_arch = "x86_64")', ARM, False),
        ('cfg(target_family = "unix")', MAC, True),
        ('cfg(not(target_env = "musl"))', GNU, True),
        ('cfg(all(unix, target_env = "gnu"))', GNU, True),
        ('cfg(all(unix, target_env = "gnu"))', MUSL, False),
        ('cfg(any(windows, target_arch = "arm",))', ARM, True),
        ("cfg(all())", GNU, True),
        ("cfg(any())", GNU, False),
        ("cfg(true)", GNU, True),
        ("cfg(my_own)", GNU, None),
        ('cfg(target_vendor = "unknown")', GNU, None),
        ("cfg(not(my_own))", GNU, None),
        ("cfg(all(unix, my_own))", GNU, None),
        ("cfg(all(windows, my_own))", GNU, False),
        ("cfg(any(unix, my_own))", GNU, True),
        ("cfg(any(windows, my_own))", GNU, None),
    ],
)
def test_an_expression_holds_for_a_triple_or_not(expression: str, triple: str, value: bool | None) -> None:  # noqa: FBT001 (what the function returns)
    assert matches(expression, triple) is value


@pytest.mark.parametrize(
    "expression",
    ["", "cfg", "cfg(", "cfg(unix", "cfg()", "unix", "cfg(unix) x", "cfg(unix unix)", "cfg(all(unix)", "cfg(all()", "cfg(all(unix unix))",
     "cfg(none(unix))", "cfg(not())", "cfg(not(unix, windows))", "cfg(target_os = linux", 'cfg(target_os = "linux)', "cfg(!unix)", "cfg(" + "not(" * 99 + "unix" + ")" * 100],
)  # fmt: skip
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        matches(expression, GNU)


def test_the_names_in_an_expression() -> None:
    assert words_in('cfg(all(unix, not(target = "x"), linux))') == ("unix", "target =", "linux")
    assert words_in("cfg(!)") == ()
