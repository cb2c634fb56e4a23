"""What several tests of the host's facts share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest

from doctor.host.settings import read_settings
from doctor.host.traps import Site, Trap, traps

GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
PROGRAMS = frozenset(
    {
        "cc",
        "gcc",
        "g++",
        "clang",
        "sccache",
        "ccache",
        "musl-gcc",
        "x86_64-linux-gnu-gcc",
        "aarch64-linux-gnu-gcc",
        "ld.bfd",
        "ld.gold",
        "pkg-config",
    }
)


class Finder(Protocol):
    """Finds the traps of variables and a config for targets, on a glibc machine unless the site says otherwise."""

    def __call__(
        self, config: str = "", environment: Mapping[str, str] | None = None, *, target: str = MUSL, **site: Any
    ) -> tuple[Trap, ...]:
        """Return them all."""


@pytest.fixture
def find_traps(tmp_path: Path) -> Finder:
    """Write the config into a project's folder and look."""

    def find(
        config: str = "", environment: Mapping[str, str] | None = None, *, target: str = MUSL, **site: Any
    ) -> tuple[Trap, ...]:
        (tmp_path / ".cargo").mkdir(exist_ok=True)
        (tmp_path / ".cargo/config.toml").write_text(config)
        entries = read_settings(tmp_path, {"CARGO_HOME": str(tmp_path / "home")}).entries
        host = site.pop("host", GNU)
        has: Callable[[str], bool] = site.pop("has", PROGRAMS.__contains__)
        around = Site(host=host, built=(target,), **{"named": target != host, "there": lambda _path: True, **site})
        foreign = () if target == host else (target,)
        return traps(environment or {}, entries, foreign, has, around)

    return find
