"""The list of rustc's targets: how it is made, read, and what makes it wrong."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from doctor.errors import KnowledgeError
from doctor.knowledge.load import load
from doctor.knowledge.schema_targets import read_targets
from doctor.knowledge.table import Table
from doctor.knowledge.target_list import lines

SPECS: dict[str, dict[str, Any]] = {
    "x86_64-unknown-linux-musl": {"metadata": {"tier": 2, "std": True, "host_tools": True}, "crt-static-default": True},
    "thumbv8m.main-none-eabi": {"metadata": {"tier": 2, "std": False, "host_tools": False}},
    "odd": {"metadata": {"tier": None}},
}


def test_what_is_written_can_be_read() -> None:
    table = tomllib.loads("\n".join(lines("1.95.0", SPECS)))
    found = read_targets(Table("targets.toml", table))
    values = {triple: (spec.tier, spec.std, spec.host, spec.static) for triple, spec in found.items()}
    assert values == {
        "odd": (3, False, False, False),
        "thumbv8m.main-none-eabi": (2, False, False, False),
        "x86_64-unknown-linux-musl": (2, True, True, True),
    }


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ({"targets": {}}, "rustc"),
        ({"rustc": "1", "targets": {"a": {}}}, "targets.a.tier"),
        ({"rustc": "1", "targets": {"a": {"tier": 4}}}, "targets.a.tier"),
        ({"rustc": "1", "targets": {"a": {"tier": 1, "std": 1}}}, "targets.a.std"),
        ({"rustc": "1", "targets": {"a": {"tier": 1, "stb": True}}}, "targets.a.stb"),
        ({"rustc": "1", "target": {}}, "target"),
    ],
)
def test_a_wrong_list_names_the_key(table: dict[str, Any], key: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        read_targets(Table("targets.toml", table))
    assert key in str(caught.value)


def test_tiers_that_everybody_knows() -> None:
    knowledge = load()
    triples = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-musl", "riscv64gc-unknown-linux-musl", "no-such")
    found = [(spec.tier, spec.static) if (spec := knowledge.target(triple)) else None for triple in triples]
    assert found == [(1, False), (2, True), (2, False), None]
