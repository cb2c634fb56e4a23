"""A day is written into a record, and nothing else of the file changes."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.errors import UsageError
from doctor.knowledge.records import Verified
from doctor.knowledge.source import folder
from doctor.knowledge.truth.record import write_verified

PROOF = Verified("2026-11-25", "index", "Debian 12, Debian 13: packages and files")
LINE = b'debian = {on = "2026-11-25", by = "index", of = "Debian 12, Debian 13: packages and files"}'


def record(root: Path, data: bytes) -> Path:
    (root / "needs").mkdir(exist_ok=True)
    (root / "needs" / "a.toml").write_bytes(data)
    return root / "needs" / "a.toml"


def write(root: Path) -> int:
    return write_verified(root, ["a"], "debian", PROOF)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(b"", b"\n[verified]\n" + LINE + b"\n", id="an empty file"),
        pytest.param(b'id = "a"\n', b'id = "a"\n\n[verified]\n' + LINE + b"\n", id="no table of that name"),
        pytest.param(
            b'[names]\nlibs = ["a"] # why\n',
            b'[names]\nlibs = ["a"] # why\n\n[verified]\n' + LINE + b"\n",
            id="behind another table",
        ),
        pytest.param(
            b'[[packages_if]]\ndistro = "x"\n',
            b'[[packages_if]]\ndistro = "x"\n\n[verified]\n' + LINE + b"\n",
            id="behind an array of tables",
        ),
        pytest.param(
            b'[verified]\narch = {on = "2020-01-01", by = "source"}\n',
            b'[verified]\narch = {on = "2020-01-01", by = "source"}\n' + LINE + b"\n",
            id="beside another family",
        ),
        pytest.param(
            b'[verified]\ndebian = {on = "2020-01-01", by = "source"}\narch = { on = "2020-01-01", by = "index" } # x\n',
            b"[verified]\n" + LINE + b'\narch = { on = "2020-01-01", by = "index" } # x\n',
            id="over an older one",
        ),
        pytest.param(
            b'[verified]\r\ndebian = {}\r\narch = {on = "2020-01-01", by = "source"}\r\n',
            b"[verified]\r\n" + LINE + b'\r\narch = {on = "2020-01-01", by = "source"}\r\n',
            id="lines of Windows stay so",
        ),
        pytest.param(b"[verified]\n" + LINE + b"\n", b"[verified]\n" + LINE + b"\n", id="nothing new"),
    ],
)
def test_only_that_line_changes(tmp_path: Path, before: bytes, after: bytes) -> None:
    file = record(tmp_path, before)
    assert write(tmp_path) == (before != after)
    assert file.read_bytes() == after
    assert write(tmp_path) == 0
    assert [path.name for path in file.parent.iterdir()] == ["a.toml"]


def others(data: bytes) -> list[bytes]:
    """All lines but the one that is written, empty ones and the table's head."""
    return [line for line in data.splitlines() if line and not line.startswith((b"debian = {", b"[verified]"))]


@pytest.mark.parametrize("need", ["zlib", "openssl", "lua", "which"])
def test_a_shipped_record_keeps_every_other_line(tmp_path: Path, need: str) -> None:
    before = (folder() / "needs" / f"{need}.toml").read_bytes()
    file = record(tmp_path, before)
    write(tmp_path)
    assert others(file.read_bytes()) == others(before)
    assert tomllib.loads(file.read_text(encoding="utf-8"))["verified"]["debian"]["on"] == "2026-11-25"


KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=20)
VALUES = st.dictionaries(KEYS, st.lists(TEXTS))
OLD = 'debian = { on = "2020-01-01", by = "unproven" }'
COMMENTS = st.sampled_from(["", " # why", "  #"])


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lines_of(values: dict[str, list[str]], comment: str) -> str:
    rows = (f"{key} = [{', '.join(map(quoted, texts))}]{comment}\n" for key, texts in values.items())
    return "".join(rows)


@st.composite
def records(draw: st.DrawFn) -> str:
    """Draw a record's text: tables, perhaps `verified` in front or behind, with or without the family's line."""
    comment = draw(COMMENTS)
    tables = draw(st.dictionaries(KEYS.filter(lambda key: key != "verified"), VALUES, max_size=3))
    parts = [f"[{name}]\n{lines_of(values, comment)}\n" for name, values in tables.items()]
    families = draw(st.none() | st.lists(KEYS.filter(lambda key: key != "debian"), unique=True, max_size=3))
    if families is not None:
        rows = [f'{key} = {{ on = "2020-01-01", by = "source" }}{comment}\n' for key in families]
        table = "[verified]\n" + "".join([*rows, draw(st.sampled_from(["", f"{OLD}\n"]))]) + "\n"
        parts = draw(st.sampled_from([[*parts, table], [table, *parts]]))
    return "".join(parts)


@given(before=records())
def test_any_record_is_the_same_but_for_one_line(before: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.getbasetemp()
    file = record(root, before.encode())
    write(root)
    text = file.read_text(encoding="utf-8")
    old, new = tomllib.loads(before), tomllib.loads(text)
    proof = {"on": PROOF.on, "by": PROOF.by, "of": PROOF.of}
    assert new.pop("verified") == {**old.pop("verified", {}), "debian": proof}
    assert new == old
    gone = [line for line in before.splitlines() if line and line not in text.splitlines()]
    come = [line for line in text.splitlines() if line and line not in before.splitlines()]
    assert gone in ([], [OLD])
    assert [line for line in come if line != "[verified]"] == [LINE.decode()]


def test_a_record_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"needs/a\.toml cannot be written: No such file or directory"):
        write(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named_and_the_record_stays(tmp_path: Path) -> None:
    file = record(tmp_path, b'id = "a"\n')
    file.parent.chmod(0o500)
    with pytest.raises(UsageError, match="cannot be written: Permission denied"):
        write(tmp_path)
    file.parent.chmod(0o700)
    assert file.read_bytes() == b'id = "a"\n'
