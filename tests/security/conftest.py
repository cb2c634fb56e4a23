"""What the tests of this folder share: hostile texts, and doctor as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from doctor.knowledge.load import Knowledge, load

# All that acts on a terminal or turns text around: CSI, OSC with title and link, DCS, C1, DEL, bidi, tags, lines.
ACTS = (
    "\x1b[2J\x1b[31m\x1b]0;owned\x07\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x1b\\\x1bP1$r\x1b\\\x9b31m\x9d0;x\x9c"
    "\x07\x08\x7f\x0b\x0c\u202e\u2066\u2069\u200b\ufeff\u2028\u2029\U000e0041\u0085"
)


Acting = Callable[[bytes], set[str]]
Doctor = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture
def acts() -> str:
    """A text that acts on a terminal."""
    return ACTS


@pytest.fixture
def acting() -> Acting:
    """The judge of what was printed."""
    return lambda data: {char for char in data.decode() if not char.isprintable() and char != "\n"}


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The records of this checkout."""
    return load()


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for caches, which is filled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def variables(tmp_path: Path, cache: Path) -> dict[str, str]:
    """The environment of a doctor that has no home but an empty one."""
    return {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(cache),
    }


@pytest.fixture
def doctor(tmp_path: Path, variables: dict[str, str]) -> Doctor:
    """Doctor itself."""

    def run(
        *words: str | bytes, data: bytes = b"", cwd: Path | None = None, **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        argv = [sys.executable, "-m", "doctor", *words]
        around = {**variables, **environment}
        return subprocess.run(
            argv, input=data, capture_output=True, env=around, cwd=cwd or tmp_path, timeout=60, check=False
        )

    return run
