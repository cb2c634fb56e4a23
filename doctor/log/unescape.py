r"""Debug strings and JSON that hold a whole output on one line: `Failure { stderr: "Package x …\nPerhaps …" }`."""

from __future__ import annotations

import json
import re

from doctor.log.decode import decode_line

# A run of backslashes is tried from its start alone: from each of a long run it would take minutes.
_ESCAPED_BREAK = re.compile(r"(?<!\\)\\+n")
_SIMPLE = re.compile(r"(?<!\\)\\+([nrt\"'`\\]|u\{[0-9a-fA-F]{1,6}\})")
_MARK = re.compile(r'(?<!\\)\\*"')
_CLOSING = re.compile(r'(?<!\\)(?:\\*"[\s)}\]]*){1,8}$')
_BYTES = re.compile(r"(?<!\\)(?:\\+x[0-9a-fA-F]{2})+")
_BREAKS = {"n": "\n", "r": "", "t": "\t"}
_JSON_START = ('{"reason":', '{"$message_type":', '{"message":', '{"rendered":')


def expand(text: str) -> list[str]:
    """The lines inside one line: what a Debug or JSON string escapes is put back; other lines stay as they are."""
    rendered = _rendered(text)
    if rendered is not None:
        return rendered.split("\n")
    if "Non-UTF-8 output: " in text or len(_BYTES.findall(text)) > 1:
        text = _BYTES.sub(_decoded, text)
    if not _holds_output(text):
        return [text.replace('\\"', '"').replace("\\'", "'")]
    return [line for part in _opened(text) for line in _SIMPLE.sub(_plain, part).split("\n")]


def _opened(text: str) -> list[str]:
    """What stands around the string, and the string: what it says begins and ends a line of its own."""
    first = _ESCAPED_BREAK.search(text)
    start = _unclosed(text[: first.start()]) if first else 0
    end = _CLOSING.search(text, start)
    parts = [text[:start], text[start : end.start()], text[end.start() :]] if end else [text[:start], text[start:]]
    return [part for part in parts if part]


def _unclosed(text: str) -> int:
    """The offset behind the last quote mark that opens a string and is not closed before the end; 0 for none."""
    open_marks: list[int] = []
    for mark in _MARK.finditer(text):
        if mark.start() == 0 or text[mark.start() - 1] in " (:={[,":
            open_marks.append(mark.end())
        elif open_marks:
            open_marks.pop()
    return open_marks[-1] if open_marks else 0


def _decoded(found: re.Match[str]) -> str:
    """Bytes that rustc could not read as UTF-8 and wrote as escapes."""
    return decode_line(bytes.fromhex(found.group().replace("\\", "").replace("x", "")))


def _holds_output(text: str) -> bool:
    r"""Two escaped breaks, or one after an opening quote; `C:\new` in a path is neither."""
    if "\\n" not in text or '"' not in text:
        return False
    breaks = _ESCAPED_BREAK.findall(text)
    return len(breaks) > 1 or re.search(r'"[^"]*[^\\":]\\+n', text) is not None


def _plain(found: re.Match[str]) -> str:
    escape = found.group(1)
    if escape.startswith("u{"):
        point = int(escape[2:-1], 16)
        return chr(point) if point <= 0x10FFFF and not 0xD800 <= point <= 0xDFFF else "\ufffd"  # noqa: PLR2004
    return _BREAKS.get(escape, escape)


def _rendered(text: str) -> str | None:
    """The text that cargo's --message-format=json and rustc's --error-format=json carry for people."""
    if not text.lstrip().startswith(_JSON_START):
        return None
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    inner = value.get("message")  # cargo wraps the diagnostic in a message; in rustc's own the message is a text
    rendered = (inner if isinstance(inner, dict) else value).get("rendered")
    if isinstance(rendered, str):
        return rendered
    return "" if isinstance(inner, dict) or "reason" in value or "$message_type" in value else None
