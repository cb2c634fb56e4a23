"""The target that is proposed for a misspelt one."""

from __future__ import annotations

import pytest

from doctor.captured import nearest

_TARGETS = {
    "aarch64-apple-darwin", "aarch64-unknown-linux-gnu", "i686-pc-windows-msvc", "sparc64-unknown-linux-gnu",
    "x86_64-apple-darwin", "x86_64-apple-ios", "x86_64-unknown-linux-musl",
}  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("arm64-unknown-linux-gnu", "aarch64-unknown-linux-gnu"),
        ("amd64-unknown-linux-musl", "x86_64-unknown-linux-musl"),
        ("x86_64-apple-macos", "x86_64-apple-darwin"),
        ("x86-pc-windows-msvc", "i686-pc-windows-msvc"),
        ("aarch64-linux-gnu", "aarch64-unknown-linux-gnu"),
        ("quux", ""),
    ],
)
def test_a_target_keeps_the_architecture_it_was_given(wrong: str, meant: str) -> None:
    assert nearest(wrong, _TARGETS) == meant
