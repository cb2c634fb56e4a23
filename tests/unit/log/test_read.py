"""Where a log comes from, and what may be shown of it as it comes."""

from __future__ import annotations

from pathlib import Path

import pytest

from doctor.errors import InputError
from doctor.log.decode import decode
from doctor.log.read import harmless, read_file, sift


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"\x1b[31mred\x1b[0m", b"\x1b[31mred\x1b[0m", id="colours pass"),
        pytest.param(b"\x1b[2K\r 3/9", b"\x1b[2K\r 3/9", id="a progress bar passes"),
        pytest.param(b"\x1b]0;title\x07x", b"x", id="window titles do not"),
        pytest.param(b"\x1b]8;;http://x\x1b\\link", b"link", id="hyperlinks do not"),
        pytest.param(b"\x1b[2J\x1b[Hx", b"x", id="clearing the screen does not"),
        pytest.param(b"\x1bPq#0\x1b\\x", b"x", id="device strings do not"),
        pytest.param(b"a\x07\x08b", b"ab", id="bells and backspaces do not"),
        pytest.param("a\u202eb".encode(), b"ab", id="bidi overrides do not"),
        pytest.param("ä€".encode(), "ä€".encode(), id="other letters pass"),
    ],
)
def test_the_echo_passes_only_what_cannot_harm(data: bytes, expected: bytes) -> None:
    assert harmless(data) == expected


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_file(str(tmp_path / "none.log"))


def test_a_folder_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_file(str(tmp_path))


def test_a_binary_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.out").write_bytes(b"\x7fELF" + bytes(range(9)) * 50)
    with pytest.raises(InputError, match="binary"):
        read_file(str(tmp_path / "a.out"))


@pytest.mark.parametrize("size", [1, 3, 5000, 1 << 20])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_log_in_pieces_is_the_same_log(size: int, encoding: str) -> None:
    text = "error: linking with `cc` failed\n" * 300 + "ende: Grüße\n"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    data = mark + text.encode(encoding)
    found = sift((data[start : start + size] for start in range(0, len(data), size)), "x")
    assert decode(found.data) == text


@pytest.mark.parametrize("size", [1, 100, 1 << 20])
def test_a_binary_file_is_refused_however_it_comes(size: int) -> None:
    data = b"\x7fELF" + bytes(range(8)) * 2000
    with pytest.raises(InputError, match="doctor verify"):
        sift((data[start : start + size] for start in range(0, len(data), size)), "x")
