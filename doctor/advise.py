"""Finding x system → fixes, the least to regret first. Pure: nothing is looked up on the machine here."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace

from doctor.by_name import unrecorded_need
from doctor.diagnose import holds
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records_rules import FixTemplate, LookUp, Rule
from doctor.model import Context, Edit, Finding, Fix, System
from doctor.offers import OFFERS, Case
from doctor.template import fill, fill_argv


def advise(finding: Finding, context: Context, knowledge: Knowledge) -> tuple[Fix, ...]:
    """The fixes of a finding on the system of the context; empty when nothing can honestly be advised."""
    rule = knowledge.rule(finding.rule)
    fixes = [
        fix
        for template in rule.fixes
        if holds(template.when, finding.facts)
        for fix in _fixes(template, rule, finding, context, knowledge)
    ]
    once = tuple({(fix.title, fix.commands, fix.edits): fix for fix in fixes}.values())
    return tuple(fix for place, fix in enumerate(once) if fix.title not in {before.why for before in once[:place]})


def _fixes(
    template: FixTemplate, rule: Rule, finding: Finding, context: Context, knowledge: Knowledge
) -> Iterator[Fix]:
    key = template.need or finding.need
    if not template.offer:
        fix = _own(template, finding.facts, context.system)
        if fix is not None:
            yield fix
    elif key:
        case = Case(knowledge.need(key), finding, context, knowledge)
        for offer in template.offer:
            yield from (_completed(fix, template, finding.facts, context.system) for fix in OFFERS[offer](case))
    elif rule.look_up is not None and {"packages", "runtime"} & set(template.offer):
        yield from _unrecorded(rule.look_up, finding, context, knowledge)


def _unrecorded(look_up: LookUp, finding: Finding, context: Context, knowledge: Knowledge) -> Iterator[Fix]:
    """For a name without a record: what the system itself knows of it, with all that holds for packages."""
    need = unrecorded_need(look_up.by, finding.facts.get("looked_up", ""), context.system, knowledge)
    if need is not None:
        for fix in OFFERS["packages"](Case(need, finding, context, knowledge)):
            yield replace(fix, why=need.note, source="capability") if fix.commands else fix


def _own(template: FixTemplate, facts: Mapping[str, str], system: System) -> Fix | None:
    """A fix that the rule spells out; None when a command asks for a value that is missing or not safe."""
    argvs = [fill_argv(argv, facts) for argv in template.commands]
    if any(argv is None for argv in argvs):
        return None
    return Fix(
        title=fill(template.title, facts),
        commands=tuple(_shell(argv, system) for argv in argvs if argv is not None),
        edits=tuple(Edit(fill(edit.file, facts), fill(edit.text, facts)) for edit in template.edits),
        why=fill(template.why, facts),
        caution=fill(template.caution, facts) or None,
    )


def _shell(argv: tuple[str, ...], system: System) -> str:
    """An argv as one pastes it; a leading `sudo` is dropped where the reader is root already."""
    if argv[0] == "sudo" and system.root:
        argv = argv[1:]
    return " ".join(map(_quoted, argv))


def _quoted(word: str) -> str:
    """One word for a shell, which still has to replace a leading `~/`."""
    return "~/" + shlex.quote(word[2:]) if word[:2] == "~/" and word[2:] else shlex.quote(word)


def _completed(fix: Fix, template: FixTemplate, facts: Mapping[str, str], system: System) -> Fix:
    """What a need offers, in the rule's words; the rule's commands come after it, and its title then says both."""
    why = " ".join(part for part in (fix.why, fill(template.why, facts)) if part)
    worded = replace(fix, why=why, caution=fix.caution or fill(template.caution, facts) or None)
    own = _own(template, facts, system) if template.commands else None
    if own is None or not fix.commands:
        return worded
    return replace(worded, title=own.title or fix.title, commands=(*fix.commands, *own.commands))
