"""Bytes → text: byte order marks, UTF-16 of a redirected PowerShell, invalid UTF-8."""

from __future__ import annotations

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_SAMPLE = 4096
_BINARY_SHARE = 0.1


def decode(data: bytes) -> str:
    """The text of a log; bytes that are not UTF-8 become U+FFFD, so the lines around them stay readable."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if _is_utf16(data):
        return data.decode("utf-16-le", errors="replace")
    return data.decode("utf-8", errors="replace")


def is_binary(data: bytes) -> bool:
    """Whether the first 4 kB hold so many control bytes that this is no log: an ELF file, an archive, an image."""
    sample = data[:_SAMPLE]
    if not sample or _is_utf16(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    control = sum(byte < 9 or 13 < byte < 27 for byte in sample)  # noqa: PLR2004 (C0 without white space and ESC)
    return control > len(sample) * _BINARY_SHARE


def _is_utf16(data: bytes) -> bool:
    """Without a mark: Latin text in UTF-16-LE has a NUL at nearly every odd offset."""
    odd = data[1:_SAMPLE:2]
    return len(odd) > 8 and odd.count(0) > len(odd) * 0.7 and data[0:_SAMPLE:2].count(0) == 0  # noqa: PLR2004
