"""`{name}` in a record's text: filled from captures and facts; and the shape a value must have to enter a command."""

from __future__ import annotations

import re
from collections.abc import Mapping

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# One whole name: letters, digits and the punctuation of packages, triples, files and versions; never an option.
_SAFE_WORD = re.compile(r"[A-Za-z0-9_@+./][\w.+:/@=~-]{0,127}", re.ASCII)
_LONGEST_SHOWN = 200


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with every placeholder replaced; an unknown one becomes empty (the lint finds those)."""
    return _PLACEHOLDER.sub(lambda found: values.get(found.group(1), "")[:_LONGEST_SHOWN], text)


def placeholders(text: str) -> frozenset[str]:
    """The names that a text asks for."""
    return frozenset(_PLACEHOLDER.findall(text))


def is_safe_word(word: str) -> bool:
    """Whether a captured value may stand in a command: one name, no shell characters, no option, no way up."""
    return _SAFE_WORD.fullmatch(word) is not None and ".." not in word


def fill_argv(argv: tuple[str, ...], values: Mapping[str, str]) -> tuple[str, ...] | None:
    """An argv with its placeholders replaced by safe words; None when one is missing or not safe."""
    for word in argv:
        if any(not is_safe_word(values.get(name, "")) for name in placeholders(word)):
            return None
    return tuple(fill(word, values) for word in argv)
