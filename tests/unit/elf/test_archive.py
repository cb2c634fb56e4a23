"""Members of archives by both ways of naming them, and archives that are broken."""

from __future__ import annotations

import contextlib

import pytest
from elf_builder import pieces_of
from hypothesis import given
from hypothesis import strategies as st

from doctor.elf.archive import MAGIC, members
from doctor.elf.source import MalformedError


def member(name: str, data: bytes, size: str = "") -> bytes:
    head = f"{name:<16}{0:<12}{0:<6}{0:<6}{644:<8}{size or len(data):<10}`\n".encode("latin-1")
    return head + data + b"\n" * (len(data) % 2)


def listed(data: bytes) -> list[tuple[str, bytes]]:
    return [(one.name, one.pieces.at(0, one.pieces.size)) for one in members(pieces_of(MAGIC + data))]


LONG = "a_name_of_more_than_sixteen_letters.o"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"", [], id="an empty archive"),
        pytest.param(member("a.o/", b"abc") + member("b.o/", b"de"), [("a.o", b"abc"), ("b.o", b"de")], id="short names"),
        pytest.param(member("/", b"xx") + member("//", f"{LONG}/\n".encode()) + member("/0", b"e"), [(LONG, b"e")], id="GNU's long names"),
        pytest.param(member("#1/4", b"n.o\0text"), [("n.o", b"text")], id="BSD's names"),
        pytest.param(member("/SYM64/", b"xx") + member("__.SYMDEF", b"y"), [], id="tables of symbols"),
        pytest.param(member("/\xb2", b"e"), [("/\xb2", b"e")], id="a slash and a superscript two"),
        pytest.param(member("a.o/", b"abc")[:-1], [("a.o", b"abc")], id="no padding at the end"),
    ],
)  # fmt: skip
def test_members(data: bytes, expected: list[tuple[str, bytes]]) -> None:
    assert listed(data) == expected


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(member("a.o/", b"abc", size="999"), "cut off", id="a size beyond the end"),
        pytest.param(member("a.o/", b"abc", size="x"), "is no number", id="a size that is none"),
        pytest.param(member("a.o/", b"abc", size="-4"), "is no number", id="a negative size"),
        pytest.param(member("#1/9", b"abc"), "cut off", id="a name longer than its member"),
        pytest.param(b"\0" * 60, "has no end", id="zeros"),
    ],
)
def test_broken_archives(data: bytes, words: str) -> None:
    with pytest.raises(MalformedError) as caught:
        listed(data)
    assert words in str(caught.value)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(MalformedError):
        assert all(one.name is not None for one in members(pieces_of(MAGIC + data)))
