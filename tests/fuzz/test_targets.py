"""The fuzzing targets hold for their seeds and for everything that fuzzing ever found; atheris is not needed."""

from __future__ import annotations

import random
from pathlib import Path

import fuzz_explain
import fuzz_toml
import fuzz_verify
import pytest
from by_line import ByLine
from fuzzing import FINDS, raw_in, write_dictionary

TARGETS = {"explain": fuzz_explain, "verify": fuzz_verify, "toml": fuzz_toml}
_SEEDS = 12
_FINDS = sorted(FINDS.iterdir())


def few(name: str) -> list[bytes]:
    """The first seeds that a target's own function makes, and some of the others."""
    seeds = list(TARGETS[name].seeds())
    return [*seeds[:3], *seeds[-6:], *random.Random(1).sample(seeds, 3)]  # noqa: S311 (the same each time)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_pass(name: str) -> None:
    seeds = few(name)
    assert len(seeds) == _SEEDS
    for data in seeds:
        TARGETS[name].run(data)


@pytest.mark.parametrize("find", _FINDS, ids=lambda path: path.name)
def test_what_was_found_stays_mended(find: Path) -> None:
    TARGETS[find.name.partition("-")[0]].run(find.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_a_dictionary_has_each_word_once(name: str, tmp_path: Path) -> None:
    lines = write_dictionary(TARGETS[name].words(), tmp_path / "words").read_text(encoding="ascii").splitlines()
    assert len(set(lines)) == len(lines) > 20
    assert all(line[0] == line[-1] == '"' and '"' not in line[1:-1].replace("\\x22", "") for line in lines)


def test_a_mutation_by_line_keeps_to_its_length_and_its_seed() -> None:
    mutate = ByLine([b"a = 1\nb = 2", b"[c]"], [b"[]"], lambda data, most: data[:most])
    made = [mutate(b"x = 0\n[y]\nz = 1", 30, seed) for seed in range(200)]
    assert made == [mutate(b"x = 0\n[y]\nz = 1", 30, seed) for seed in range(200)]
    assert max(len(one) for one in made) == 30
    assert any(b"= []" in one for one in made)


def test_what_is_raw_in_a_report_is_seen() -> None:
    assert raw_in("a\tb\n\u2028é") == ""
    assert raw_in("a\x1bb\x9b\u202e\r\x00\x7f") == "\x1b\x9b\u202e\r\x00\x7f"
