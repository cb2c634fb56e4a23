"""What a rule's record says, as frozen values. The TOML form is described in knowledge/README.md."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, eq=False, repr=False)
class Condition:
    """`fact` must have one of `values` (or none of them when `negate`)."""

    fact: str
    values: tuple[str, ...]
    negate: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class LookUp:
    """Turns a captured name into a need: `by` is a kind of name, `name` a template of captures.

    `resolve` says when the rule speaks: "must" only for a known name, "never" only for an unknown one, "may" for both.
    """

    by: tuple[str, ...]
    name: str
    resolve: str = "may"


@dataclass(frozen=True, eq=False, repr=False)
class Match:
    """How a failure looks: kinds of block, plain literals (one must occur), patterns with named captures.

    `each` names the captures or facts that tell two findings apart; of one finding's hits the one with the highest
    dotted number in the capture `highest` is shown. With `command` the patterns read the linker's command line instead.
    A `fallback` speaks only where no other rule has anything to say of the block or the crate.
    """

    blocks: tuple[str, ...]
    literals: tuple[str, ...]
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()
    warnings: bool = False
    each: tuple[str, ...] = ()
    highest: str = ""
    command: bool = False
    fallback: bool = False


@dataclass(frozen=True, eq=False, repr=False)
class Edit:
    """A change to a file of the project; both fields are templates."""

    file: str
    text: str


@dataclass(frozen=True, eq=False, repr=False)
class FixTemplate:
    """A way out: either what the looked-up (or named) need offers, or commands and edits of its own."""

    title: str = ""
    when: tuple[Condition, ...] = ()
    offer: tuple[str, ...] = ()
    need: str = ""
    commands: tuple[tuple[str, ...], ...] = ()
    edits: tuple[Edit, ...] = ()
    why: str = ""
    caution: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Example:
    """Real output, and what has to come of it: captures, and commands by system."""

    name: str
    source: str
    text: str
    captures: tuple[Mapping[str, str], ...] = ()
    expect: Mapping[str, str] = field(default_factory=dict)
    distro: str = ""
    target: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Counterexample:
    """Real output on which the rule must stay silent; `match` is the rule that wins instead ("" for none)."""

    name: str
    source: str
    text: str
    match: str = ""
    distro: str = ""
    target: str = ""


@dataclass(frozen=True, eq=False, repr=False)
class Rule:
    """How a failure looks and what it means. It never names a package."""

    id: str
    title: str
    confidence: str
    match: Match
    cause: str
    look_up: LookUp | None = None
    when: tuple[Condition, ...] = ()
    fixes: tuple[FixTemplate, ...] = ()
    supersedes: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    counterexamples: tuple[Counterexample, ...] = ()
