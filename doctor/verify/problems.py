"""What is not as it has to be: traps, unmet expectations, missing libraries. Each with its way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from doctor.elf.binary import GLIBC, MUSL, PROGRAMS, Binary, is_static
from doctor.elf.libraries import Library
from doctor.elf.machines import machine_title
from doctor.knowledge.load import Knowledge
from doctor.model import Diagnosis, Finding, Fix, Target
from doctor.verify import fixes
from doctor.verify.triple import is_for
from doctor.verify.verdict import DYNAMIC, STATIC, Question

Explain = Callable[[bytes], tuple[Fix, ...]]
# glibc, elf/dl-error-skeleton.c: what the program would say if it were started.
_LOADER = "{}: error while loading shared libraries: {}: cannot open shared object file: No such file or directory\n"
_CRASHES = "It calls itself static and has an interpreter: its start files are for a dynamic program, and it crashes."


def problems(binary: Binary, question: Question, target: Target | None, knowledge: Knowledge) -> Iterator[Diagnosis]:
    """Yield what is wrong with a file by itself: traps first, since they explain the rest."""
    traps = [*_trap(binary), *(_of_another_target(binary, target) if target else ())]
    yield from traps
    if question.expect == STATIC and not traps and not is_static(binary) and binary.kind in PROGRAMS:
        yield _said("not-static", "it is not static", _why_dynamic(binary), *fixes.towards_static(binary, knowledge))
    if question.expect == DYNAMIC and is_static(binary):
        yield _said(
            "not-dynamic", "it is static", "It has no interpreter and loads nothing.", *fixes.towards_dynamic(binary)
        )


def missing(libraries: tuple[Library, ...], where: str, explain: Explain) -> Iterator[Diagnosis]:
    """Yield one for each library that is needed and not there; the advice is that for the loader's own words."""
    for one in libraries:
        cause = f"{one.by} needs it, and the loader finds it nowhere {where}."
        said = _LOADER.format(one.by, one.name).encode()
        yield _said("library-missing", f"{one.name} is missing {where}", cause, *explain(said))


def nobody(_said: bytes) -> tuple[Fix, ...]:
    """Know nothing of what a loader says."""
    return ()


def _trap(binary: Binary) -> Iterator[Diagnosis]:
    if binary.kind in PROGRAMS and binary.interpreter and not binary.needed and binary.libc == MUSL:
        yield _said("static-with-interpreter", "it crashes at its start", _CRASHES, fixes.no_musl_gcc())


def _of_another_target(binary: Binary, target: Target) -> Iterator[Diagnosis]:
    if not is_for(target, binary):
        title = f"it is for {machine_title(binary.machine)}, not for {target.triple}"
        yield _said("wrong-architecture", title, "The folder that it lies in is called after another target.")
    elif target.libc == "musl" and binary.libc == GLIBC:
        title = f"it is made for {target.triple}, and linked with glibc"
        cause = "rustc took the host's C library: -C target-feature=-crt-static does so where no musl is installed."
        yield _said("musl-target-links-glibc", title, cause, fixes.crt_static())


def _why_dynamic(binary: Binary) -> str:
    loads = f" and loads {', '.join(binary.needed)}" if binary.needed else ""
    return f"{binary.interpreter} starts it{loads}." if binary.interpreter else f"It{loads.removeprefix(' and')}."


def _said(rule: str, title: str, cause: str, *ways: Fix) -> Diagnosis:
    return Diagnosis(Finding(rule=rule, confidence="certain", title=title, cause=cause), ways)
