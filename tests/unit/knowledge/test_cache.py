"""The cache of a checkout notices changes and survives damage."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from doctor.knowledge.cache import cache_file, fingerprint
from doctor.knowledge.sections import dump, parse, read_sections

CHECKOUT = Path(__file__).parents[3]


def test_a_changed_file_changes_the_fingerprint(tmp_path: Path) -> None:
    record = tmp_path / "needs" / "a.toml"
    record.parent.mkdir()
    record.write_text("a = 1\n", encoding="utf-8")
    before = fingerprint(str(tmp_path))
    os.utime(record, ns=(1, 1))
    assert fingerprint(str(tmp_path)) != before
    assert fingerprint(str(tmp_path / "nowhere")) == fingerprint(str(tmp_path / "nowhere"))


def test_what_is_dumped_is_parsed_again() -> None:
    table = {"format": 3, "needs": {"a": {"id": "a"}, "b": {"id": "b"}}, "index": {"libs": {"x": "a"}}}
    data = dump(table)
    parsed = parse(len(data), lambda offset, length: data[offset : offset + length])
    assert parsed["format"] == 3
    assert {key: dict(parsed["needs"])[key] for key in parsed["needs"]} == table["needs"]
    assert parsed["index"] == table["index"]
    assert pickle.loads(pickle.dumps(parsed)) == table  # noqa: S301 (bytes of our own: what multiprocessing does)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"rubbish", id="rubbish"),
        pytest.param(dump({"index": {}})[:-1], id="cut off"),
        pytest.param(dump({"index": {}}) + b"x", id="with something behind"),
        pytest.param(dump({"index": {}}).replace(b'"format":8', b'"format":3'), id="of an older doctor"),
        pytest.param(b"             10\n[1,2,3,4,5]", id="an index of another shape"),
        pytest.param(b"\xff\xfe", id="binary"),
        pytest.param(b"      999999999\n{}", id="an index that is not there"),
    ],
)
def test_a_damaged_cache_is_not_used(tmp_path: Path, data: bytes) -> None:
    place = tmp_path / "cache.json"
    place.write_bytes(data)
    assert read_sections(str(place)) is None


@pytest.mark.parametrize(
    ("xdg", "home", "expected"),
    [
        ("/x", "/h", "/x/toolchain-doctor/"),
        ("", "/h", "/h/.cache/toolchain-doctor/"),
        ("relative", "/h", "/h/.cache/"),
        ("", "", ""),
    ],
)
def test_where_the_cache_lies(monkeypatch: pytest.MonkeyPatch, xdg: str, home: str, expected: str) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", xdg)
    monkeypatch.setenv("HOME", home)
    assert cache_file("/some/root").startswith(expected)


def test_many_at_once_on_an_empty_cache_all_answer(tmp_path: Path) -> None:
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    argv = [sys.executable, "-m", "doctor", "explain", "--quiet", "--distro", "debian:12"]
    running = [
        subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, cwd=CHECKOUT) for _ in range(6)
    ]
    for process in running:
        out, _ = process.communicate(b"error: linker `cc` not found\n", timeout=120)
        assert b"linker-missing" in out
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".json"]


def test_a_cache_folder_that_cannot_be_written_only_costs_time(tmp_path: Path) -> None:
    (tmp_path / "toolchain-doctor").write_text("a file where the folder should be", encoding="utf-8")
    env = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    argv = [sys.executable, "-m", "doctor", "explain", "--quiet", "--distro", "debian:12"]
    done = subprocess.run(argv, input=b"error: linker `cc` not found\n", capture_output=True, env=env, check=False)
    assert done.returncode == 1
    assert done.stderr == b""
