"""Rustflags that rustc refuses, or passes over with a warning. Each was seen with rustc 1.95."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctor.host.traps import write
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import OUTER, Flags, reaching

_TWO_IN_ONE = re.compile(r"(?P<option>-[CZADWFLl]|--[a-z-]+) +(?P<rest>\S.*)", re.DOTALL)
_LINTS = frozenset({"-A", "-D", "-F", "-W"})
_HARMLESS_PAIR = ("-L",)  # becomes a folder whose name starts with a blank: not found, and nobody minds


def flags(case: Case) -> Iterator[Trap]:
    """Find the traps among the rustflags in force."""
    for one in reaching(case):
        yield from _written_wrong(one)
        for finder in (_nightly, _no_plus, _lto):
            yield from finder(case, one)


def _written_wrong(one: Flags) -> Iterator[Trap]:
    """`["-C link-arg=-s"]` is one word: "unknown codegen option: ` link-arg`"; quote marks of a string stay in it.

    Of a lint rustc only warns: "unknown lint: ` unused`", and goes on without it.
    """
    pairs = map(_TWO_IN_ONE.fullmatch, one.words if one.setting.shape == "array" else ())
    pair = next((pair for pair in pairs if pair and pair["option"] not in _HARMLESS_PAIR), None)
    if pair:
        lint = pair["option"] in _LINTS
        end = "rustc knows no such lint, and goes on without it" if lint else "rustc does not know it"
        what = f'"{pair[0]}" is one item, and so one argument: {end}'
        yield trap(one.setting, "rustflags-item", what, "write two items", _items(one.words), breaks=not lint)
        return
    quoted = next(_quoted(one), "")
    if quoted:
        what = f"{quoted} keeps its quote marks: cargo splits at blanks and knows no quotes"
        instead = "write the flags as an array in a config, or set CARGO_ENCODED_RUSTFLAGS (separator 0x1f)"
        yield trap(one.setting, "rustflags-quotes", what, instead, _unset_or(one, 'rustflags = ["-C", "link-arg=…"]'))


def _quoted(one: Flags) -> Iterator[str]:
    """Words with quote marks that no cfg needs."""
    if one.setting.shape == "array" or one.setting.where == OUTER[0]:
        return
    before = ""
    for word in one.words:
        cfg = before in {"--cfg", "--check-cfg"} or word.startswith(("--cfg", "--check-cfg"))
        if not cfg and re.search(r"^['\"]|=['\"]|['\"]$", word):
            yield word
        before = word


def _nightly(case: Case, one: Flags) -> Iterator[Trap]:
    """rustc: "the option `Z` is only accepted on the nightly compiler"; RUSTC_BOOTSTRAP lifts that."""
    option = next((word for word in one.words if word.startswith("-Z")), "")
    if option and case.site.stable and not case.environment.get("RUSTC_BOOTSTRAP"):
        what = "-Z flags are for the nightly compiler: the stable one stops at them"
        yield trap(one.setting, "rustflags-nightly", what, "remove it, or build with cargo +nightly", breaks=True)


def _no_plus(_case: Case, one: Flags) -> Iterator[Trap]:
    """With a warning, "unknown feature specified", rustc builds without it."""
    if "crt-static" in one.features:
        what = "crt-static without + does nothing: rustc only warns, and the program is as dynamic as before"
        yield trap(
            one.setting,
            "crt-static-no-plus",
            what,
            "write target-feature=+crt-static",
            _unset_or(one, 'rustflags = ["-C", "target-feature=+crt-static"]'),
        )


def _lto(_case: Case, one: Flags) -> Iterator[Trap]:
    """rustc: "options `-C embed-bitcode=no` and `-C lto` are incompatible"; cargo passes the former."""
    if any(name == "lto" and value not in {"off", "no", "n", "false"} for name, value in one.codegen):
        what = "-C lto among the rustflags stops with `-C embed-bitcode=no` and `-C lto` are incompatible"
        instead = "let the profile say it, in Cargo.toml"
        yield trap(one.setting, "rustflags-lto", what, instead, _in_profile(one), breaks=True)


def _items(words: tuple[str, ...]) -> str:
    parts = [part for word in words for part in _TWO_IN_ONE.sub(r"\g<option>\0\g<rest>", word).split("\0")]
    return f"rustflags = {write.array(parts)}"


def _unset_or(one: Flags, line: str) -> str:
    return line if one.setting.line else ""


def _in_profile(one: Flags) -> str:
    return "" if not one.setting.line else "[profile.release]\nlto = true"
