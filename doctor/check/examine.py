"""The whole of `doctor check` but printing: probe, advise, check."""

from __future__ import annotations

from dataclasses import dataclass, replace

from doctor.check.adviser import KnowledgeAdviser, system_for
from doctor.check.combine import AtOnce, combined
from doctor.check.model import Check, CheckResult, View
from doctor.check.run import Selection, all_checks, parts_for, run_checks
from doctor.host.facts import RUST, SYSTEM, Host, Request
from doctor.host.family import in_release
from doctor.host.probe import probe
from doctor.host.programs import Access
from doctor.host.reaching import Asked
from doctor.knowledge.load import Knowledge
from doctor.model import System


@dataclass(frozen=True, slots=True)
class Examination:
    """The facts, what the checks say of them, and what to paste for all that is missing at once."""

    host: Host
    results: tuple[CheckResult, ...]
    at_once: AtOnce


def examine(
    access: Access, request: Request, selection: Selection, knowledge: Knowledge, asked: Asked | None = None
) -> Examination:
    """Probe what the selected checks read, and run them; `asked` is what is under way already."""
    host = probe(access, request, knowledge.distros, parts_for(selection) | {SYSTEM}, asked)
    system = system_for(host, _chosen(request.distro, knowledge))
    view = View(host, request, KnowledgeAdviser(knowledge, system), access, access.scratch.parent)
    results = run_checks(view, with_choices(selection, host))
    family = knowledge.distros.families.get(system.family)
    return Examination(host, results, combined(results, in_release(family, system.release) if family else None))


def with_choices(selection: Selection, host: Host) -> Selection:
    """What the project skips is skipped, unless the reader asks for it; ids that do not exist are left out."""
    project = host.project.value
    ids = [check.id for check in all_checks(host)]
    known = {*ids, *(key.partition(":")[0] for key in ids)}
    skip = (key for key in (project.choices.skip if project else ()) if key in known and key not in selection.only)
    return replace(selection, skip=(*selection.skip, *skip))


def listed(access: Access, request: Request, knowledge: Knowledge) -> tuple[Check, ...]:
    """Return the checks that there are for this machine and these targets."""
    return all_checks(probe(access, request, knowledge.distros, frozenset({SYSTEM, RUST})))


def _chosen(distro: str, knowledge: Knowledge) -> System | None:
    if not distro:
        return None
    from doctor.host.release_name import release_argument  # noqa: PLC0415 (only for --distro, and heavy)
    from doctor.host.system import system_named  # noqa: PLC0415

    release = release_argument(distro)
    return system_named(release, "option", knowledge)
