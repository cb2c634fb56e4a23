"""Bytes → text: byte order marks, UTF-16 of a redirected PowerShell, and what old consoles write instead of UTF-8."""

from __future__ import annotations

from collections.abc import Callable

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
SAMPLE = 4096
_BINARY_SHARE = 0.1


def decode(data: bytes) -> str:
    """The text of a log. A line that is not UTF-8 is read as GBK or Latin-1; what is neither becomes U+FFFD."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if _is_utf16(data):
        return data.decode("utf-16-le", errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "\n".join(decode_line(line) for line in data.split(b"\n"))


def recoder(start: bytes) -> Callable[[bytes], bytes] | None:
    """Return what makes UTF-8 of a log's chunks that is written in UTF-16, by its first bytes; None for other logs."""
    encoding = next((name for mark, name in _BOMS if start.startswith(mark) and name != "utf-8"), "")
    encoding = encoding or ("utf-16-le" if _is_utf16(start) else "")
    if not encoding:
        return None
    import codecs  # noqa: PLC0415 (for such logs alone)

    decoder = codecs.getincrementaldecoder(encoding)("replace")
    return lambda chunk: decoder.decode(chunk).encode("utf-8", "replace").removeprefix(b"\xef\xbb\xbf")


def is_binary(data: bytes) -> bool:
    """Whether the first 4 kB hold so many control bytes that this is no log: an ELF file, an archive, an image."""
    sample = data[:SAMPLE]
    if not sample or _is_utf16(data) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    control = sum(byte < 9 or 13 < byte < 27 for byte in sample)  # noqa: PLR2004 (C0 without white space and ESC)
    return control > len(sample) * _BINARY_SHARE


def decode_line(line: bytes) -> str:
    """One line in the code page of its writer: Chinese when its high bytes come in pairs that are ideographs."""
    for encoding in ("utf-8", "gbk"):
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _is_chinese(text):
            return text
    high = sum(byte > 0x7F for byte in line)  # noqa: PLR2004 (the end of ASCII)
    return line.decode("cp1252" if high * 4 < len(line.rstrip(b"\r")) else "utf-8", errors="replace")


def _is_chinese(text: str) -> bool:
    foreign = [char for char in text if not char.isascii()]
    ideographs = sum(
        "\u4e00" <= char <= "\u9fff"
        or "\u2010" <= char <= "\u2026"
        or "\u3000" <= char <= "\u303f"
        or "\uff00" <= char <= "\uffef"
        for char in foreign
    )
    return len(foreign) > 1 and ideographs == len(foreign)


def _is_utf16(data: bytes) -> bool:
    """Without a mark: Latin text in UTF-16-LE has a NUL at nearly every odd offset."""
    odd = data[1:SAMPLE:2]
    return len(odd) > 8 and odd.count(0) > len(odd) * 0.7 and data[0:SAMPLE:2].count(0) == 0  # noqa: PLR2004
