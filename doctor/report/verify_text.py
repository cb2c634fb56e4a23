"""doctor verify for people: the answer first, the reasons, what is wrong and the way out; with -v all facts."""

from __future__ import annotations

from collections.abc import Iterator

from doctor.elf.binary import Binary, is_static
from doctor.elf.linker_view import LinkerView
from doctor.report.explain_text import fix_rows
from doctor.report.layout import ERROR, FAINT, GOOD, TITLE, WARN, Row, Span, safe, wrapped
from doctor.verify.verdict import Verdict

_INDENT = " " * 7
_MOST_FIXES = 3
_MB = 1 << 20


def rows(verdicts: tuple[Verdict, ...], width: int = 80, *, verbose: bool = False) -> Iterator[Row]:
    """Return the report as rows; of many files those that are as they have to be take one line each."""
    many = len(verdicts) > 1
    for verdict in verdicts:
        yield from _verdict(verdict, width, short=many and verdict.good and not verbose, verbose=verbose)
    if many or not verdicts:
        yield _sum(verdicts)


def _verdict(verdict: Verdict, width: int, *, short: bool, verbose: bool) -> Iterator[Row]:
    mark, style = ("ok", GOOD) if verdict.good else ("FAIL", ERROR)
    yield (Span(f"{mark:<7}", style), Span(safe(str(verdict.found.path)), TITLE))
    yield from wrapped(verdict.title, width, indent=_INDENT)
    if short:
        return
    for line in verdict.reasons:
        yield from wrapped(line, width, indent=_INDENT, style=FAINT)
    for problem in verdict.problems:
        yield (Span("     - ", ERROR), Span(safe(problem.finding.title), TITLE))
        yield from wrapped(problem.finding.cause, width, indent=_INDENT)
        for number, fix in enumerate(problem.fixes[:_MOST_FIXES]):
            yield from fix_rows(fix, "or" if number else "fix", width)
    for line in verdict.cautions:
        yield from wrapped(f"mind: {line}", width, indent=_INDENT, style=WARN)
    binary = verdict.found.binary
    if verbose and binary is not None:
        yield from (
            row for line in _facts(verdict, binary) for row in wrapped(line, width, indent=_INDENT, style=FAINT)
        )
    yield (Span(""),)


def _facts(verdict: Verdict, binary: Binary) -> Iterator[str]:
    yield f"{binary.kind}, {binary.bits} bit, {binary.machine}, C library {binary.libc or 'none that is known'}"
    stack = "executable stack" if binary.executable_stack else "no executable stack"
    yield f"interpreter {binary.interpreter or 'none'}; RELRO {binary.relro}; {stack}"
    if verdict.reach is not None:
        yield f"starts on {', '.join(verdict.reach.starts) or 'no system that is known'}"
        yield f"not on {', '.join(verdict.reach.fails) or 'none that is known'}"
    for floor in verdict.floors:
        symbols = ", ".join(floor.symbols) or "symbols that are not read here"
        yield f"{floor.library}: {floor.family}_{floor.version} by {symbols}"
    if binary.dynamic is not None and (binary.dynamic.runpath or binary.dynamic.rpath):
        yield f"RUNPATH {binary.dynamic.runpath}" if binary.dynamic.runpath else f"RPATH {binary.dynamic.rpath}"
    if verdict.found.linked is not None:
        yield from _linked(verdict.found.linked, verdict.found.size)


def _linked(linked: LinkerView, size: int) -> Iterator[str]:
    made = [f"rustc {linked.rustc}" if linked.rustc else "", linked.linker, *linked.compilers]
    yield f"made by {', '.join(part for part in made if part) or 'tools that left no name'}"
    state = "stripped" if linked.stripped else "not stripped"
    parts = f"symbols {linked.symbols / _MB:.1f} MB, debug information {linked.debug / _MB:.1f} MB"
    yield f"{size / _MB:.1f} MB, {state}: {parts}"
    if linked.problem:
        yield linked.problem


def _sum(verdicts: tuple[Verdict, ...]) -> Row:
    bad = sum(not verdict.good for verdict in verdicts)
    static = sum(verdict.found.binary is not None and is_static(verdict.found.binary) for verdict in verdicts)
    if not verdicts:
        return (Span("doctor: no ELF file and no archive there", WARN),)
    if bad:
        return (
            Span(f"doctor: {bad} of {len(verdicts)} files are not as they have to be ({static} are static)", ERROR),
        )
    return (Span(f"doctor: {len(verdicts)} files, {static} of them static", GOOD),)
