"""An inspected file and a question → the answer. Pure but for the files of libraries that it is asked to look for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from doctor.elf.binary import GLIBC, MUSL, OBJECT, PROGRAMS, Binary, is_static
from doctor.elf.libraries import Library
from doctor.elf.linker_view import LinkerView
from doctor.knowledge.load import Knowledge
from doctor.model import Diagnosis, Finding
from doctor.releases import NO, UPDATED, Needed, Reach, floor, judge, reach
from doctor.verify import fixes
from doctor.verify.floor import Floor, floors
from doctor.verify.inspect import Inspection
from doctor.verify.problems import Explain, missing, nobody, problems
from doctor.verify.titles import reasons, title
from doctor.verify.triple import triple_in
from doctor.verify.verdict import STATIC, Question, Verdict

_NSS = frozenset({"getaddrinfo", "gethostbyname", "getpwnam", "getpwnam_r", "getpwuid", "getpwuid_r", "getgrnam",
                  "getgrgid", "getgrgid_r"})  # fmt: skip
_MUCH = 1 << 20
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Judge:
    """Answers questions about files; `today` is a day such as 2026-11-25: releases without support count less.

    `explain` knows what a loader's words mean on the system at hand.
    """

    knowledge: Knowledge
    today: str
    explain: Explain = nobody

    def answer(self, found: Inspection, question: Question) -> Verdict:
        """Answer for one file."""
        binary = found.binary
        if binary is None or binary.kind == OBJECT:
            return Verdict(found, title(found, ()), tuple(self._of_objects(found)))
        target = triple_in(found.path, self.knowledge.targets)
        asked = _expected(question, target.libc if target else "")
        needs = floors(binary, found.linked)
        reached = self._reach(binary, needs) if found.linked else None
        gone = self._missing(found, binary, question)
        wrong = (
            *problems(binary, asked, target, self.knowledge),
            *self._too_new(binary, needs, question),
            *missing(gone, question.where, self.explain),
        )
        return Verdict(
            found,
            title(found, needs, self._kernel(binary)),
            tuple(reasons(binary, needs, reached, self.knowledge.raised)),
            wrong,
            (*self._with_updates(binary, needs, question), *cautions(binary, found.linked)),
            needs,
            reached,
            gone,
            target,
        )

    def _kernel(self, binary: Binary) -> str:
        """What Rust asks of Linux on this processor: its book says it of the -gnu targets, which share the library."""
        arch = fixes.RUST_ARCHES.get(binary.machine, "")
        found = floor(self.knowledge.releases, "rust", target=f"{arch}-unknown-linux-gnu") if arch else None
        return found.kernel if found else ""

    def _reach(self, binary: Binary, needs: tuple[Floor, ...]) -> Reach | None:
        if binary.kind not in PROGRAMS or is_static(binary) or binary.libc not in {GLIBC, MUSL}:
            return None
        return reach(self.knowledge.releases, _needed(binary, needs), self.today)

    def _too_new(self, binary: Binary, needs: tuple[Floor, ...], question: Question) -> Iterator[Diagnosis]:
        """Releases that it has to start on, and does not."""
        if is_static(binary):
            return
        for release in question.runs_on:
            found = judge(release, _needed(binary, needs), self.knowledge.releases.symbols)
            if found.starts == NO:
                cause = f"{release.title} {'; '.join(lack.words for lack in found.lacks)}."
                glibc = release.libc_version if release.libc == "glibc" else ""
                ways = tuple(fixes.for_release(binary, glibc, f"{release.distro}:{release.version}"))
                name = f"it does not start on {release.title}"
                yield Diagnosis(Finding(rule="too-new", confidence="certain", title=name, cause=cause), ways)

    def _with_updates(self, binary: Binary, needs: tuple[Floor, ...], question: Question) -> Iterator[str]:
        """Releases that it starts on only when their updates are installed."""
        for release in () if is_static(binary) else question.runs_on:
            if judge(release, _needed(binary, needs), self.knowledge.releases.symbols).starts == UPDATED:
                yield f"On {release.title} it starts only with the release's updates."

    def _missing(self, found: Inspection, binary: Binary, question: Question) -> tuple[Library, ...]:
        elsewhere = question.machine not in {"", binary.machine}
        if question.loader is None or elsewhere or not binary.needed or binary.kind not in PROGRAMS:
            return ()
        return tuple(one for one in question.loader.libraries(found.path.absolute(), binary) if not one.path)

    def _of_objects(self, found: Inspection) -> Iterator[str]:
        """What objects want that musl has not: they are made for glibc."""
        if len(found.members) > 1:
            yield "Objects for several processors in one archive: the link takes one kind and refuses the others."
        lacking = sorted(
            name for name in found.wanted if (group := self.knowledge.group(name)) and group.id != "newer-musl"
        )
        if lacking:
            named = ", ".join(lacking[:5]) + (f" and {len(lacking) - 5} more" if lacking[5:] else "")
            yield f"Made for glibc: musl has no {named}; it cannot be linked into a static musl program."


def cautions(binary: Binary, linked: LinkerView | None) -> Iterator[str]:
    """Yield what may hurt later, and what is worth knowing before it is shipped."""
    names = linked.names if linked else frozenset()
    if is_static(binary) and binary.libc == GLIBC and names & _NSS:
        used = ", ".join(sorted(names & _NSS)[:3])
        yield f"Static, but {used} of glibc load the libnss libraries of the very same glibc at run time (NSS)."
    if is_static(binary) and "dlopen" in names:
        yield "dlopen is in it: what it loads needs the very same C library."
    if binary.executable_stack:
        yield "Its stack is executable: an object without .note.GNU-stack was linked, most often of assembler."
    if linked is not None and linked.symbols + linked.debug > _MUCH:
        yield f"`strip` would take {(linked.symbols + linked.debug) / _MB:.1f} MB off (`strip = true` in the profile)."


def _expected(question: Question, libc: str) -> Question:
    """A musl target is chosen to be static: without another word that is what is expected of its programs."""
    if question.expect or libc != "musl":
        return question
    return replace(question, expect=STATIC)


def _needed(binary: Binary, needs: tuple[Floor, ...]) -> Needed:
    versions = {floor.family: floor.version for floor in needs}
    return Needed("musl" if binary.libc == MUSL else "glibc", versions, binary.notes.kernel)
