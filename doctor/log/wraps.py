r"""Lines that a terminal broke at its width, inside words, are put together again.

A terminal of W columns leaves lines of exactly W characters and none longer. A line is continued by the next one unless
that begins like a message of its own. A terminal that was resized pads with blanks instead: `webview      -sys`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_NARROWEST, _WIDEST = 60, 320
_USUAL = frozenset({80, 100, 120, 132, 160, 190, 200})
_FEWEST = 2
_LONGEST_JOINED = 65_536
_PADDING = re.compile(r"(?<=[^\s|]) {40,}(?=\S)")
# Characters that begin a word or continue one; a new message of a tool begins differently.
_HEAD = re.compile(
    r"\s*+(?:error|warning|note|help|Error|fatal|thread|Caused by|---|-->|= (?:note|help)|\d*+ *+\||cargo[:=]|"
    r"[Rr]unning\b|[Tt]hread |Process didn|test |"
    r"(?:Compiling|Checking|Finished|Downloaded|Downloading|Updating|Building|Running) |CMake |make\b|collect2|"
    r"[/\w.+-]*(?:ld|gcc|cc|clang|lld|g\+\+|c\+\+)(?:-\d+)?: |(?:In file|Package|Perhaps|Undefined) |"
    r">>> |#\d|\$ |[\w-]+@\d)"
)

Numbered = tuple[int, str]


def unwrap(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines (number, text) with those joined that a terminal's width broke; the first part's number stays."""
    width = _width([text for _, text in lines])
    padded = sum(1 for _, text in lines if "          " in text and _PADDING.search(text)) >= _FEWEST
    joined = _joined(lines, width) if width else list(lines)
    return [(number, _PADDING.sub("", text)) for number, text in joined] if padded else joined


def _width(texts: Sequence[str]) -> int:
    """The column at which lines were broken, or 0."""
    lengths = Counter(len(text) for text in texts)
    longest = max(lengths, default=0)
    if not _NARROWEST <= longest <= _WIDEST:
        return 0
    enough = lengths[longest] >= _FEWEST or longest in _USUAL
    return longest if enough else 0


def _joined(lines: Sequence[Numbered], width: int) -> list[Numbered]:
    result: list[Numbered] = []
    open_line = False
    for number, text in lines:
        if open_line and _continues(result[-1][1], text):
            result[-1] = (result[-1][0], result[-1][1] + text)
        else:
            result.append((number, text))
        open_line = len(text) == width and len(result[-1][1]) < _LONGEST_JOINED
    return result


def _continues(before: str, text: str) -> bool:
    """Whether the text goes on where the line before it was broken: not when it begins like a message of its own."""
    return bool(text.strip()) and (
        _HEAD.match(text) is None or (before[-1].isalnum() and text[0].isalnum() and " " not in text[:8])
    )
