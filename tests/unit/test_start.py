"""Start-up is a feature: what may be imported on the way to an answer."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def loaded(*words: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    code = (
        "import sys; sys.argv = ['doctor', *sys.argv[1:]]\n"
        "from doctor.__main__ import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    )
    argv = [sys.executable, "-c", code, *words]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE_")}
    done = subprocess.run(
        argv, input=b"error: linker `cc` not found\n", capture_output=True, timeout=60, env=environment, check=False
    )
    return set(done.stderr.decode().splitlines()[-1].split())


HEAVY = {"rich", "psutil", "distro", "tomllib", "importlib.metadata", "hypothesis", "asyncio"}


@pytest.mark.parametrize(
    ("words", "banned"),
    [
        pytest.param(
            ["--version"],
            HEAVY | {"argparse", "re", "json", "dataclasses", "pathlib", "typing"},
            id="--version loads nothing",
        ),
        pytest.param(["--help"], HEAVY, id="help loads nothing heavy"),
        pytest.param(
            ["explain", "--distro", "debian:12"],
            HEAVY | {"subprocess", "platform"},
            id="a plain answer loads nothing heavy",
        ),
        pytest.param(
            ["explain", "--distro", "debian:12", "--format", "json"],
            HEAVY | {"subprocess", "textwrap"},
            id="a JSON answer draws nothing",
        ),
    ],
)
def test_heavy_modules_stay_away(words: list[str], banned: set[str]) -> None:
    loaded(*words)  # the first run may compile the knowledge of a checkout, which reads TOML
    assert not loaded(*words) & banned
