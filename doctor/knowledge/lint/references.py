"""Names that records mention exist, are unique, and templates ask only for what is there."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from doctor.diagnose import compiled
from doctor.facts import FACTS
from doctor.knowledge.lint.model import Problem
from doctor.knowledge.records import NAME_KINDS, Crate, Need
from doctor.knowledge.records_rules import Rule
from doctor.knowledge.source import Source
from doctor.template import placeholders


def check(source: Source) -> Iterator[Problem]:
    """All problems of references."""
    yield from _unique_names(source)
    for need in source.needs:
        yield from _need(need, source)
    for rule in source.rules:
        yield from _rule(rule, source)
    for crate in source.crates:
        yield from _crate(crate, {need.id for need in source.needs})


def rule_file(rule: Rule, source: Source) -> str:
    """The file of a rule, relative to the knowledge folder."""
    return next(
        (file for file in source.tables if file.startswith("rules/") and file.endswith(f"/{rule.id}.toml")), rule.id
    )


def _unique_names(source: Source) -> Iterator[Problem]:
    """A name stands for one need, or the look-up would depend on the order of files."""
    owners: dict[tuple[str, str], str] = {}
    for need in source.needs:
        for kind in NAME_KINDS:
            for name in need.names.get(kind, ()):
                owner = owners.setdefault((kind, name), need.id)
                if owner != need.id:
                    yield Problem(
                        f"needs/{need.id}.toml", f"names.{kind}", f"`{name}` belongs to the need `{owner}` already"
                    )


def _need(need: Need, source: Source) -> Iterator[Problem]:
    file = f"needs/{need.id}.toml"
    known = {other.id for other in source.needs}
    families = set(source.distros.families)
    tables = {"packages": need.packages, "static": need.static, "runtime": need.runtime, "verified": need.verified}
    for table, keys in tables.items():
        yield from (
            Problem(file, f"{table}.{key}", "is no family of distros.toml") for key in keys if key not in families
        )
    named = {"vendored.needs": need.vendored.needs if need.vendored else (), "covered_by": need.covered_by}
    for table, wanted in (*named.items(), *(("also.needs", one.needs) for one in need.also)):
        yield from (Problem(file, table, f"there is no need `{key}`") for key in wanted if key not in known)
    for one in need.also:
        if one.family not in families:
            yield Problem(file, "also.family", f"`{one.family}` is no family of distros.toml")
    ids = {name for family in source.distros.families.values() for name in family.ids}
    for exception in (*need.packages_if, *need.static_if):
        if not any(fnmatchcase(exception.distro, name) for name in ids):
            yield Problem(file, "packages_if.distro", f"`{exception.distro}` is no id of distros.toml")
    yield from _proofs(need, file)
    yield from _repositories(need, file, source)
    if not any(need.names.values()):
        yield Problem(file, "names", "a need without any name can never be found")


def _proofs(need: Need, file: str) -> Iterator[Problem]:
    """Every name says how it was proven, if only that it was not."""
    for family, packages in need.packages.items():
        if packages.names != () and family not in need.verified:
            yield Problem(file, f"verified.{family}", "must say how the family's packages were proven, or `unproven`")


def _repositories(need: Need, file: str, source: Source) -> Iterator[Problem]:
    for item in need.repositories:
        family = source.distros.families.get(item.family)
        if family is None or item.name not in {repository.name for repository in family.repositories}:
            yield Problem(file, "repository.name", f"`{item.name}` is no repository of the family `{item.family}`")


def _crate(crate: Crate, known: set[str]) -> Iterator[Problem]:
    """A crate's needs exist, and it says nothing of a copy of its own without saying what shows it."""
    file = f"crates/{crate.id}.toml"
    depends = {need for needs in crate.if_depends.values() for need in needs}
    variants = {need for one in crate.with_feature.values() for need in (one.library, *one.needs)}
    for wanted in ({crate.library, *variants} - {""}) | {*crate.own, *crate.needs, *crate.users} | depends:
        if wanted not in known:
            yield Problem(file, "needs", f"there is no need `{wanted}`")
    if any(name[:1] == "!" for name in crate.os) and not all(name[:1] == "!" for name in crate.os):
        yield Problem(file, "os", "either all values begin with `!` or none does")
    if not (crate.library or crate.own or crate.needs or crate.users or crate.if_depends):
        yield Problem(file, "id", "a crate that asks nothing needs no record")


def _rule(rule: Rule, source: Source) -> Iterator[Problem]:
    file = rule_file(rule, source)
    rules, needs = {other.id for other in source.rules}, {need.id for need in source.needs}
    for other in rule.supersedes:
        if other not in rules:
            yield Problem(file, "supersedes", f"there is no rule `{other}`")
    for fix in rule.fixes:
        if fix.need and fix.need not in needs:
            yield Problem(file, "fix.need", f"there is no need `{fix.need}`")
        if fix.offer and not fix.need and rule.look_up is None:
            yield Problem(file, "fix.offer", "a fix that offers needs a `need` or the rule a [look_up]")
    captures = {name for pattern in rule.match.patterns for name in compiled(pattern).groupindex}
    allowed = captures | set(FACTS) | {"linker", "program", "module"}
    texts = {
        "title": rule.title,
        "cause": rule.cause,
        **{f"fix[{number}]": _fix_text(rule, number) for number in range(len(rule.fixes))},
    }
    for key, text in texts.items():
        for name in sorted(placeholders(text) - allowed):
            yield Problem(file, key, f"`{{{name}}}` is neither a capture of a pattern nor a fact")
    for condition in (*rule.when, *(condition for fix in rule.fixes for condition in fix.when)):
        if condition.fact not in allowed:
            yield Problem(file, "when", f"`{condition.fact}` is neither a capture of a pattern nor a fact")


def _fix_text(rule: Rule, number: int) -> str:
    fix = rule.fixes[number]
    words = [word for argv in fix.commands for word in argv]
    edits = [part for edit in fix.edits for part in (edit.file, edit.text)]
    return " ".join([fix.title, fix.why, fix.caution, *words, *edits])
