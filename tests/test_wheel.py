"""The wheel is whole: installed into an empty environment it works from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[1]


@pytest.mark.wheel
@pytest.mark.skipif(
    not os.environ.get("DOCTOR_WHEEL"),
    reason="building a wheel asks the package index for hatchling: set DOCTOR_WHEEL=1",
)
def test_the_wheel_works_in_an_empty_environment(tmp_path: Path) -> None:
    wheels, home = tmp_path / "wheels", tmp_path / "venv"
    _run([sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", str(wheels), str(CHECKOUT)])
    venv.create(home, with_pip=True)
    _run([str(home / "bin/python"), "-m", "pip", "install", "-q", str(next(wheels.glob("*.whl")))])
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "build.log").write_text("error: linker `cc` not found\n", encoding="utf-8")
    for program, words in (("doctor", []), ("cargo-doctor", ["doctor"])):
        argv = [str(home / "bin" / program), *words, "explain", "--distro", "ubuntu:22.04", "build.log"]
        done = subprocess.run(
            argv, cwd=folder, capture_output=True, text=True, env={"PATH": os.environ["PATH"]}, check=False
        )
        assert done.returncode == 1, done.stderr
        assert "sudo apt-get install -y gcc libc6-dev" in done.stdout
    assert not list((home / "lib").rglob("doctor/_knowledge/.cache*"))


def _run(argv: list[str]) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.fail(f"{' '.join(argv)}\n{done.stdout}{done.stderr}")
