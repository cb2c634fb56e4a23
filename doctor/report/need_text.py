"""A need as a person wants to read it: what it is called, how each system installs it, how one does without it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from doctor.installing import install
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Need, Packages, PackagesIf, Verified
from doctor.model import System
from doctor.packages import family_of_release, packages_of, resolve

_WIDTH = 100
_NAMES = {
    "pkg_config": "pkg-config",
    "libs": "-l",
    "sonames": "sonames",
    "objects": "objects",
    "headers": "headers",
    "tools": "programs",
    "modules": "modules",
    "crates": "crates",
    "titles": "called",
    "env": "variables",
    "symbols": "symbols",
    "prefixes": "symbols of",
}
_BY = {"index": "by its package index", "source": "by its packaging source", "unproven": "NOT PROVEN"}


def need_text(need: Need, knowledge: Knowledge, system: System | None = None) -> str:
    """The whole record, or what holds for one system."""
    lines = [f"{need.id}: {need.title} ({need.kind})"]
    lines += _paragraph(need.note) if need.note else []
    lines += ["", "Known as", *_names(need)] if system is None else []
    lines += _on(need, system, knowledge) if system else _everywhere(need, knowledge)
    lines += _without(need)
    if need.proof:
        lines += ["", f"There when this succeeds: {' '.join(need.proof)}"]
    return "\n".join(lines) + "\n"


def _names(need: Need) -> Iterator[str]:
    for kind, label in _NAMES.items():
        names = " ".join(f"{name}*" if kind == "prefixes" else name for name in need.names.get(kind, ()))
        if names:
            yield from textwrap.wrap(
                names, _WIDTH, initial_indent=f"  {label:<12}", subsequent_indent=" " * 14, break_on_hyphens=False
            )


def _everywhere(need: Need, knowledge: Knowledge) -> Iterator[str]:
    yield from ("", "Packages")
    for key, family in knowledge.distros.families.items():
        if key in need.packages:
            yield f"  {family.title:<24}{_words(need.packages[key])}"
            yield from _details(need, key)
    yield from _exceptions(need.packages_if, "")
    yield from _exceptions(need.static_if, "for a static link: ")


def _details(need: Need, family: str) -> Iterator[str]:
    indent = " " * 26
    static, runtime = need.static.get(family), need.runtime.get(family)
    if static is not None:
        yield f"{indent}for a static link: {_static(static)}"
    if runtime is not None and runtime.names:
        yield f"{indent}to run only: {_words(runtime)}"
    for item in need.repositories:
        if item.family == family:
            yield f"{indent}from the repository {item.name}{f' ({item.version})' if item.version else ''}"
    if family in need.verified:
        yield f"{indent}{_proof(need.verified[family])}"


def _exceptions(exceptions: tuple[PackagesIf, ...], label: str) -> Iterator[str]:
    for item in exceptions:
        yield f"  {f'{item.distro} {item.version}'.strip():<24}{label}{_words(item.packages)}"


def _on(need: Need, system: System, knowledge: Knowledge) -> Iterator[str]:
    """What holds on one system: the commands, and what is known of the names in them."""
    family = family_of_release(system, knowledge)
    fix = install(need, system, knowledge)
    there = packages_of(need, system, knowledge)
    yield from (
        "",
        f"On {system.release}{f' ({family.title})' if family else ': its package names are not known to doctor'}",
    )
    if fix is not None:
        yield from (f"  {fix.title}", *(f"    {command}" for command in fix.commands))
        yield from _paragraph(" ".join(text for text in (fix.why if fix.why != need.note else "", fix.caution) if text))
    elif there is not None:
        yield "  part of the base system"
    else:
        yield "  no record says what it is called here"
    static = resolve(need.static, need.static_if, system, knowledge)
    if static is not None:
        yield f"  for a static link: {_static(static)}"
    if family and family.id in need.verified:
        yield f"  {_proof(need.verified[family.id])}"


def _without(need: Need) -> Iterator[str]:
    vendored = need.vendored
    if vendored is None:
        return
    takes = f" (takes {', '.join(vendored.needs)})" if vendored.needs else ""
    yield from ("", f"Without it: feature `{vendored.feature}` of the crate `{vendored.crate}` builds it{takes}")
    yield from _paragraph(vendored.avoid) if vendored.avoid else ()


def _proof(proof: Verified) -> str:
    return f"{_BY[proof.by]}, {proof.on}{f': {proof.of}' if proof.of else ''}"


def _paragraph(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)


def _static(packages: Packages) -> str:
    if packages.names is None:
        return "no archive is packaged"
    return " ".join(packages.names) or "nothing more"


def _words(packages: Packages) -> str:
    if packages.names is None:
        return "not packaged"
    return " ".join(packages.names) or "part of the base system"
