"""`cfg(…)` expressions of cargo's config, judged for a triple by its name alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from doctor.host.target import parse_target

_TOKEN = re.compile(r'\s*(?:(?P<word>[A-Za-z_]\w*)|(?P<text>"[^"]*")|(?P<sign>[=(),]))')
# What a triple says → target_arch, where they differ (rustc --print cfg).
_ARCHS = {"i686": "x86", "i586": "x86", "armv7": "arm", "armv5te": "arm", "riscv64gc": "riscv64",
          "powerpc64le": "powerpc64"}  # fmt: skip
_MOST_DEPTH = 32


def matches(expression: str, triple: str) -> bool | None:
    """Whether the expression holds for the triple; None where its name does not tell.

    Raises ValueError for what is no expression.
    """
    tokens = _tokens(expression)
    if tokens[:2] != ["cfg", "("] or tokens[-1] != ")":
        raise ValueError("not a cfg() expression")
    rest = tokens[2:-1][::-1]
    value = _one(rest, _facts(triple), 0)
    if rest:
        raise ValueError(f"nothing was expected after `{expression}`")
    return value


def words_in(expression: str) -> tuple[str, ...]:
    """The names and `name =` pairs of an expression, in its order; () for what is none."""
    try:
        tokens = _tokens(expression)
    except ValueError:
        return ()
    pairs = zip(tokens, [*tokens[1:], ""], strict=True)
    return tuple(f"{word} =" if after == "=" else word for word, after in pairs if word[0].isalpha() and after != "(")


def _tokens(expression: str) -> list[str]:
    tokens, place = [], 0
    text = expression.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None:
            raise ValueError(f"cannot be read from `{text[place : place + 20]}` on")
        tokens.append(found.group().strip())
        place = found.end()
    return tokens


def _one(rest: list[str], facts: Mapping[str, str], depth: int) -> bool | None:
    """Judge the next predicate; `rest` holds the tokens, the first last."""
    if not rest or depth > _MOST_DEPTH:
        raise ValueError("the expression ends too early, or is too deep")
    word = rest.pop()
    if rest and rest[-1] == "(":
        rest.pop()
        return _joined(word, _several(rest, facts, depth + 1))
    if rest and rest[-1] == "=":
        rest.pop()
        return _equals(word, rest.pop().strip('"') if rest else "", facts)
    return {"true": True, "false": False, "unix": _is(facts, "unix"), "windows": _is(facts, "windows")}.get(word)


def _several(rest: list[str], facts: Mapping[str, str], depth: int) -> list[bool | None]:
    values: list[bool | None] = []
    while rest and rest[-1] != ")":
        values.append(_one(rest, facts, depth))
        if rest and rest[-1] == ",":
            rest.pop()
        elif not rest or rest[-1] != ")":
            raise ValueError("a comma or a parenthesis is missing")
    if not rest:
        raise ValueError("a parenthesis is not closed")
    rest.pop()
    return values


def _joined(word: str, values: list[bool | None]) -> bool | None:
    if word == "not" and len(values) == 1:
        return None if values[0] is None else not values[0]
    if word not in {"all", "any"}:
        raise ValueError(f"`{word}(` is neither all, any nor not")
    decisive = word == "any"
    if decisive in values:
        return decisive
    return None if None in values else not decisive


def _equals(word: str, value: str, facts: Mapping[str, str]) -> bool | None:
    return facts[word] == value if facts.get(word) else None


def _is(facts: Mapping[str, str], family: str) -> bool | None:
    return facts["target_family"] == family if facts["target_family"] else None


def _facts(triple: str) -> Mapping[str, str]:
    """What the name of a triple tells; "" for what it does not."""
    target = parse_target(triple)
    unix = target.os in {"linux", "macos", "freebsd", "netbsd", "openbsd", "android", "illumos"}
    return {
        "target_os": "" if target.os == "other" else target.os,
        "target_arch": _ARCHS.get(target.arch, target.arch),
        "target_env": target.libc if target.libc in {"gnu", "musl"} and target.os == "linux" else "",
        "target_family": "unix" if unix else target.os if target.os == "windows" else "",
    }
