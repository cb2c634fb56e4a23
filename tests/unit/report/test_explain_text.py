"""The report that people read, as golden texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from doctor.explain import explain_bytes
from doctor.knowledge.load import load
from doctor.model import Explanation, Release, System
from doctor.report.explain_text import rows
from doctor.report.layout import draw_plain, draw_rich

GOLDEN = Path(__file__).parents[2] / "golden"
KNOWLEDGE = load()
CASES = {
    "linker-missing": ("error: linker `cc` not found\n  |\n  = note: No such file or directory (os error 2)\n", "ubuntu:22.04", ""),
    "musl-openssl": ("error: failed to run custom build command for `openssl-sys v0.9.104`\n  run pkg_config fail: pkg-config has not been configured to support cross-compilation.\n", "debian:12", "x86_64-unknown-linux-musl"),
    "own-code": ("error[E0308]: mismatched types\n --> src/main.rs:1:20\n", "debian:12", ""),
    "unknown": ("error: the frobnicator is out of order\n", "debian:12", ""),
    "healthy": ("    Finished `dev` profile in 1s\n", "debian:12", ""),
    "unknown-system": ("error: linker `cc` not found\n", "plan9", ""),
    "hostile": ("error: linker `c[bold red]c\x1b[2J` not found\n", "alpine:3.20", ""),
}  # fmt: skip


def explain(text: str, distro: str, target: str) -> Explanation:
    name, _, version = distro.partition(":")
    family = {"ubuntu": "debian", "debian": "debian", "alpine": "alpine"}.get(name, "")
    system = System(Release(name, version), family, "option")
    system_of: Callable[[object], System] = lambda _seen: system  # noqa: E731 (one line says it)
    return explain_bytes(text.encode(), KNOWLEDGE, system_of, target=target or None)


@pytest.mark.parametrize("name", CASES)
def test_the_report_reads_as_agreed(name: str, request: pytest.FixtureRequest) -> None:
    text = draw_plain(rows(explain(*CASES[name]), 80))
    golden = GOLDEN / f"explain-{name}.txt"
    if request.config.getoption("--bless"):
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [20, 40, 80, 200])
def test_commands_stay_whole_at_any_width(width: int) -> None:
    text = draw_plain(rows(explain(*CASES["linker-missing"]), width))
    assert "sudo apt-get install -y gcc libc6-dev\n" in text


def test_markup_in_a_log_is_text_when_rich_draws(capsys: pytest.CaptureFixture[str]) -> None:
    draw_rich(rows(explain(*CASES["hostile"]), 80))
    out = capsys.readouterr().out
    assert "c[bold red]c" in out
    assert "\x1b[2J" not in out
