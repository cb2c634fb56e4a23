"""TOML tables of knowledge/rules → records. This is the last place that sees a dict; every error names file and key."""

from __future__ import annotations

from doctor.knowledge.records_rules import (
    Condition,
    Counterexample,
    Edit,
    Example,
    FixTemplate,
    LookUp,
    Match,
    Rule,
)
from doctor.knowledge.schema_values import all_of, one_of, read_argvs, read_id
from doctor.knowledge.table import Table

CONFIDENCES = ("certain", "likely", "hint")
BLOCK_KINDS = ("link", "build-script", "rustc", "cargo", "output")
RESOLVES = ("must", "may", "never")
OFFERS = ("packages", "runtime", "static", "vendored", "note", "avoid")
LOOK_UPS = (
    "tool",
    "lib",
    "soname",
    "object",
    "header",
    "module",
    "pkg_config",
    "crate",
    "title",
    "env",
    "symbol",
    "libc-symbol",
)


def read_rule(table: Table) -> Rule:
    """A rule record; raises KnowledgeError with file and key."""
    rule = Rule(
        id=read_id(table),
        title=table.text("title"),
        confidence=one_of(table, "confidence", CONFIDENCES),
        match=_match(table.table("match")),
        look_up=_look_up(table.table("look_up")) if table.has("look_up") else None,
        when=_conditions(table.table("when")),
        cause=_cause(table.table("cause")),
        fixes=tuple(_fix(fix) for fix in table.tables("fix")),
        supersedes=table.texts("supersedes"),
        references=table.texts("references"),
        examples=tuple(_example(example) for example in table.tables("example")),
        counterexamples=tuple(_counterexample(example) for example in table.tables("counterexample")),
    )
    table.finish()
    return rule


def _match(table: Table) -> Match:
    match = Match(
        blocks=all_of(table, "blocks", BLOCK_KINDS),
        literals=table.texts("literal"),
        patterns=tuple(_regex(table, "pattern", text) for text in table.texts("pattern")),
        unless=tuple(_regex(table, "unless", text) for text in table.texts("unless")),
        warnings=table.flag("warnings", default=False),
        each=table.texts("each"),
        highest=table.text("highest", ""),
        command=table.flag("command", default=False),
        fallback=table.flag("fallback", default=False),
    )
    if not match.patterns or not match.literals:
        raise table.error("pattern", "a rule needs at least one `pattern` and one plain-text `literal`")
    table.finish()
    return match


def _regex(table: Table, key: str, text: str) -> str:
    if len(text) > 2000:  # noqa: PLR2004 (a pattern longer than this is not readable)
        raise table.error(key, "is longer than 2000 characters")
    return text.strip("\n")


def _look_up(table: Table) -> LookUp:
    look_up = LookUp(
        by=all_of(table, "by", LOOK_UPS),
        name=table.text("name"),
        resolve=one_of(table, "resolve", RESOLVES, "may"),
    )
    table.finish()
    return look_up


def _conditions(table: Table) -> tuple[Condition, ...]:
    """`fact = "value"`, `fact = ["one", "two"]`, `fact = "!value"` (or a list of `!value`) for "none of these"."""
    found = []
    for key in table.keys():  # noqa: SIM118 (not a dict)
        values = table.texts(key)
        negated = [value.startswith("!") for value in values]
        if any(negated) and not all(negated):
            raise table.error(key, "either all values begin with `!` or none does")
        found.append(Condition(key, tuple(value.removeprefix("!") for value in values), negate=any(negated)))
    return tuple(found)


def _cause(table: Table) -> str:
    text = " ".join(table.text("text").split())
    table.finish()
    return text


def _fix(table: Table) -> FixTemplate:
    fix = FixTemplate(
        title=table.text("title", ""),
        when=_conditions(table.table("when")),
        offer=all_of(table, "offer", OFFERS),
        need=table.text("need", ""),
        commands=read_argvs(table, "commands"),
        edits=tuple(_edit(edit) for edit in table.tables("edit")),
        why=" ".join(table.text("why", "").split()),
        caution=" ".join(table.text("caution", "").split()),
    )
    if not fix.offer and not fix.title:
        raise table.error("title", "a fix needs a `title`, or an `offer` of the need's own")
    table.finish()
    return fix


def _edit(table: Table) -> Edit:
    edit = Edit(file=table.text("file"), text=table.text("text").strip("\n"))
    table.finish()
    return edit


def _example(table: Table) -> Example:
    captures = table.tables("captures")
    expect = table.table("expect")
    example = Example(
        name=table.text("name"),
        source=table.text("source"),
        text=table.text("text"),
        captures=tuple({key: row.text(key, "") for key in row.keys()} for row in captures),  # noqa: SIM118 (not a dict)
        expect={key: expect.text(key) for key in expect.keys()},  # noqa: SIM118
        distro=table.text("distro", ""),
        target=table.text("target", ""),
    )
    table.finish()
    return example


def _counterexample(table: Table) -> Counterexample:
    example = Counterexample(
        name=table.text("name"),
        source=table.text("source"),
        text=table.text("text"),
        match=table.text("match", ""),
        distro=table.text("distro", ""),
        target=table.text("target", ""),
    )
    table.finish()
    return example
