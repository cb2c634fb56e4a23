"""How a setting is written: as a line of TOML, or as a command of the shell. A value is data and stays one word."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PLAIN = re.compile(r"[\w@%+=:,./-]+", re.ASCII)
_NAME = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)*", re.ASCII)
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f]')


def text(value: str) -> str:
    """Write a string of TOML (TOML 1.0, "String": control characters are escaped)."""
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found[0] in '"\\' else f"\\u{ord(found[0]):04x}"


def array(values: Iterable[str]) -> str:
    """Write an array of strings."""
    return f"[{', '.join(map(text, values))}]"


def line(key: str, values: tuple[str, ...], shape: str) -> str:
    """Write a key with its values, as they stood: strings and arrays of them in quote marks, numbers bare."""
    value = array(values) if shape == "array" else "".join(text(one) if shape == "string" else one for one in values)
    return f"{key if _BARE.fullmatch(key) else text(key)} = {value}"


def table(name: str, kind: str = "target") -> str:
    """Write the header of a target's table, or of a source's."""
    quoted = f"'{name}'" if name.isprintable() and "'" not in name else text(name)
    return f"[{kind}.{name if _BARE.fullmatch(name) else quoted}]"


def export(name: str, value: str) -> str:
    """Write a command that sets a variable; "" for a name that no shell can set, or a value of several lines."""
    word = value if _PLAIN.fullmatch(value) else "'" + value.replace("'", "'\"'\"'") + "'"
    return f"export {name}={word}" if _NAME.fullmatch(name) and value.isprintable() else ""


def unset(name: str) -> str:
    """Write a command that forgets a variable; "" for a name that no shell has, such as one with a hyphen."""
    return f"unset {name}" if _NAME.fullmatch(name) else ""


def command(words: str, argument: str) -> str:
    """Write a command with one argument; "" where that is not one plain word, or would be an option."""
    return f"{words} {argument}" if _PLAIN.fullmatch(argument) and argument[0] != "-" else ""
