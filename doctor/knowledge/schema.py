"""TOML tables → records. This is the last place that sees a dict; every error names file and key."""

from __future__ import annotations

import re

from doctor.knowledge.records import (
    NAME_KINDS,
    VERIFIED_BY,
    Also,
    Condition,
    Counterexample,
    Edit,
    Example,
    FixTemplate,
    LookUp,
    Match,
    Need,
    Packages,
    PackagesIf,
    RepositoryIf,
    Rule,
    SymbolGroup,
    Vendored,
    Verified,
)
from doctor.knowledge.schema_values import read_argvs, read_version
from doctor.knowledge.table import Table

CONFIDENCES = ("certain", "likely", "hint")
BLOCK_KINDS = ("link", "build-script", "rustc", "cargo", "output")
NEED_KINDS = ("library", "tool", "compiler", "linker", "libc")
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
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,60}")


def read_rule(table: Table) -> Rule:
    """A rule record; raises KnowledgeError with file and key."""
    rule = Rule(
        id=_id(table),
        title=table.text("title"),
        confidence=_one_of(table, "confidence", CONFIDENCES),
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


def read_need(table: Table) -> Need:
    """A need record; raises KnowledgeError with file and key."""
    need = Need(
        id=_id(table),
        title=table.text("title"),
        kind=_one_of(table, "kind", NEED_KINDS),
        names=_names(table.table("names")),
        packages=_by_family(table.table("packages")),
        packages_if=tuple(_packages_if(item) for item in table.tables("packages_if")),
        static=_by_family(table.table("static")),
        static_if=tuple(_packages_if(item) for item in table.tables("static_if")),
        runtime=_by_family(table.table("runtime")),
        vendored=_vendored(table.table("vendored")) if table.has("vendored") else None,
        note=table.text("note", ""),
        link=table.text("link", ""),
        proof=table.texts("proof"),
        verified=_verified(table.table("verified")),
        repositories=tuple(_repository_if(item) for item in table.tables("repository")),
        covered_by=table.texts("covered_by"),
        also=tuple(_also(item) for item in table.tables("also")),
    )
    table.finish()
    return need


def read_group(table: Table) -> SymbolGroup:
    """A group of symbols that glibc has and musl lacks."""
    group = SymbolGroup(
        id=_id(table),
        title=table.text("title"),
        cause=table.text("cause").strip(),
        advice=table.text("advice").strip(),
        names=table.texts("names"),
        globs=table.texts("globs"),
    )
    table.texts("generated")
    table.finish()
    return group


def _id(table: Table) -> str:
    value = table.text("id")
    if not _ID.fullmatch(value):
        raise table.error("id", f"`{value}` must be lower-case letters, digits, dots and hyphens")
    return value


def _one_of(table: Table, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
    value = table.text(key, default)
    if value not in allowed:
        raise table.error(key, f"`{value}` is not one of {', '.join(allowed)}")
    return value


def _all_of(table: Table, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
    values = table.texts(key)
    for value in values:
        if value not in allowed:
            raise table.error(key, f"`{value}` is not one of {', '.join(allowed)}")
    return values


def _match(table: Table) -> Match:
    match = Match(
        blocks=_all_of(table, "blocks", BLOCK_KINDS),
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
        by=_all_of(table, "by", LOOK_UPS),
        name=table.text("name"),
        resolve=_one_of(table, "resolve", RESOLVES, "may"),
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
        offer=_all_of(table, "offer", OFFERS),
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


def _names(table: Table) -> dict[str, tuple[str, ...]]:
    names = {kind: table.texts(kind) for kind in NAME_KINDS if table.has(kind)}
    for kind, values in names.items():
        for value in values:
            if not value or value != value.strip() or "\t" in value:
                raise table.error(kind, f"`{value}` has white space around it or is empty")
    table.finish()
    return names


def _packages(table: Table, key: str) -> Packages:
    value = table.raw(key)
    if value is False:
        return Packages(None)
    names = table.texts(key)
    for name in names:
        if not re.fullmatch(r"[A-Za-z0-9@_][\w+.:/@*()=-]*", name, re.ASCII):
            raise table.error(key, f"`{name}` is not a package name")
    return Packages(names)


def _by_family(table: Table) -> dict[str, Packages]:
    return {key: _packages(table, key) for key in table.keys()}  # noqa: SIM118 (not a dict)


def _packages_if(table: Table) -> PackagesIf:
    found = PackagesIf(distro=table.text("distro"), version=read_version(table), packages=_packages(table, "packages"))
    table.finish()
    return found


def _vendored(table: Table) -> Vendored:
    vendored = Vendored(
        crate=table.text("crate"),
        feature=table.text("feature"),
        needs=table.texts("needs"),
        avoid=table.text("avoid", ""),
    )
    table.finish()
    return vendored


def _repository_if(table: Table) -> RepositoryIf:
    found = RepositoryIf(family=table.text("family"), version=read_version(table), name=table.text("name"))
    table.finish()
    return found


def _also(table: Table) -> Also:
    also = Also(family=table.text("family"), libc=table.text("libc"), needs=table.texts("needs"))
    table.finish()
    return also


def _verified(table: Table) -> dict[str, Verified]:
    return {key: _proof(table.table(key)) for key in table.keys()}  # noqa: SIM118 (not a dict)


def _proof(table: Table) -> Verified:
    verified = Verified(on=table.text("on"), by=_one_of(table, "by", VERIFIED_BY), of=table.text("of", ""))
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", verified.on):
        raise table.error("on", f"`{verified.on}` is not a day such as 2026-11-25")
    table.finish()
    return verified
