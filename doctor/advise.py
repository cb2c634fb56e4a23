"""Finding x system → fixes, the least to regret first. Pure: nothing is looked up on the machine here."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from doctor.diagnose import holds
from doctor.host.family import in_release
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Family, FixTemplate, Need, Packages, PackagesIf, Rule
from doctor.model import Context, Edit, Finding, Fix, System
from doctor.template import fill, fill_argv, is_safe_word

# Debian's names of architectures, for packages of another one (man dpkg-architecture).
_DEBIAN_ARCH = {
    "aarch64": "arm64", "arm": "armhf", "armv7": "armhf", "riscv64gc": "riscv64", "i686": "i386", "i586": "i386",
    "powerpc64le": "ppc64el", "s390x": "s390x", "x86_64": "amd64",
}  # fmt: skip


def advise(finding: Finding, context: Context, knowledge: Knowledge) -> tuple[Fix, ...]:
    """The fixes of a finding on the system of the context; empty when nothing can honestly be advised."""
    rule = knowledge.rule(finding.rule)
    fixes = [
        fix
        for template in rule.fixes
        if holds(template.when, finding.facts)
        for fix in _fixes(template, rule, finding, context, knowledge)
    ]
    return tuple({(fix.title, fix.commands, fix.edits): fix for fix in fixes}.values())


def install(need: Need, system: System, knowledge: Knowledge) -> Fix | None:
    """The fix that installs a need from the system's packages, whatever the target; None when it cannot."""
    family = _family(system, knowledge)
    return _install(need, _packages(need, system, knowledge), family, system) if family else _by_hand(need, knowledge)


def _family(system: System, knowledge: Knowledge) -> Family | None:
    """The system's family as its release has it: an old release has the package manager of its time."""
    family = knowledge.distros.families.get(system.family)
    return in_release(family, system.release) if family else None


def _fixes(
    template: FixTemplate, rule: Rule, finding: Finding, context: Context, knowledge: Knowledge
) -> Iterator[Fix]:
    key = template.need or finding.need
    if not template.offer:
        fix = _own(template, finding.facts, context.system)
        if fix is not None:
            yield fix
    elif key:
        case = _Case(knowledge.need(key), finding, context, knowledge)
        for offer in template.offer:
            yield from (_worded(fix, template, finding.facts) for fix in _OFFERS[offer](case))
    elif rule.look_up is not None and "packages" in template.offer:
        yield from _by_capability(rule, finding, context.system, knowledge)


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
    return shlex.join(argv)


@dataclass(frozen=True, slots=True)
class _Case:
    """A need that is missing, in the finding and the context in which it is."""

    need: Need
    finding: Finding
    context: Context
    knowledge: Knowledge

    @property
    def system(self) -> System:
        return self.context.system

    @property
    def family(self) -> Family | None:
        return _family(self.system, self.knowledge)

    @property
    def packages(self) -> Packages | None:
        return _packages(self.need, self.system, self.knowledge)


def _worded(fix: Fix, template: FixTemplate, facts: Mapping[str, str]) -> Fix:
    why = " ".join(part for part in (fix.why, fill(template.why, facts)) if part)
    return replace(fix, why=why, caution=fix.caution or fill(template.caution, facts) or None)


def _package_fixes(case: _Case) -> Iterator[Fix]:
    """The system's packages, unless the target's libc or system makes them useless."""
    need, family = case.need, case.family
    if family is None:
        yield _by_hand(need, case.knowledge)
    elif need.kind == "library" and _useless(case.finding.facts, family):
        return
    elif need.kind == "library" and _foreign(case.finding.facts, family):
        yield from _foreign_install(case, family)
    elif case.packages is None:
        yield from _elsewhere(need, family, case.knowledge)
    else:
        fix = _install(need, case.packages, family, case.system)
        if fix is not None:
            yield fix


def _elsewhere(need: Need, family: Family, knowledge: Knowledge) -> Iterator[Fix]:
    """For a system whose package's name no record has: its names on others, and no command."""
    fix = _by_hand(need, knowledge)
    if fix.why:
        yield replace(fix, title=f"Install {need.title} for {family.title}: no record of ours has its package's name")


def _static_fixes(case: _Case) -> Iterator[Fix]:
    """The archives for a static link: separate packages where the host's own libc is the target's."""
    need, family = case.need, case.family
    if family is None or _useless(case.finding.facts, family):
        return
    extra = _resolve(need.static, need.static_if, case.system, case.knowledge)
    if extra is None or not extra.names:
        return
    base = case.packages
    names = tuple(dict.fromkeys([*((base.names or ()) if base else ()), *extra.names]))
    fix = _install(need, Packages(names), family, case.system)
    if fix is not None:
        title = f"Install {need.title} with its static archives"
        yield Fix(title, fix.commands, why="A static link needs the .a files too.")


def _vendored_fixes(case: _Case) -> Iterator[Fix]:
    """The crate's own feature that builds the library for whatever target."""
    vendored, knowledge = case.need.vendored, case.knowledge
    if vendored is None:
        return
    takes = ", ".join(knowledge.need(key).title for key in vendored.needs if key in knowledge.need_ids())
    yield Fix(
        title=f"Let the crate build {case.need.title} itself: feature `{vendored.feature}` of `{vendored.crate}`",
        commands=(shlex.join(("cargo", "add", vendored.crate, "--features", vendored.feature)),),
        why=f"It works for every target{f' and takes {takes}' if takes else ''}.",
        caution="Cargo unifies features: one line in your own Cargo.toml is enough even when another crate pulls it "
        f"in. It must be the version that Cargo.lock has: `cargo add {vendored.crate}@VERSION`.",
    )


def _avoid_fixes(case: _Case) -> Iterator[Fix]:
    """Doing without the library altogether."""
    if case.need.vendored is not None and case.need.vendored.avoid:
        yield Fix(title=f"Do without {case.need.title}: {case.need.vendored.avoid}")


def _note_fixes(case: _Case) -> Iterator[Fix]:
    """What the record says beyond packages, and how a build script links the library."""
    need = case.need
    edits = (Edit("build.rs", f'println!("cargo:rustc-link-lib={need.link}");'),) if need.link else ()
    if need.note or edits:
        yield Fix(title=need.note or f"Link {need.title}", edits=edits)


_OFFERS: Mapping[str, Callable[[_Case], Iterator[Fix]]] = {
    "packages": _package_fixes,
    "static": _static_fixes,
    "vendored": _vendored_fixes,
    "note": _note_fixes,
    "avoid": _avoid_fixes,
}


def _useless(facts: Mapping[str, str], family: Family) -> bool:
    """A library of the system is built for the system's libc: no help for musl on glibc, for Windows, for wasm."""
    libc, target_os = facts.get("target_libc", ""), facts.get("target_os", "")
    if target_os and target_os != family.os:
        return True
    return family.os == "linux" and libc in {"musl", "gnu"} and libc != family.libc


def _foreign(facts: Mapping[str, str], family: Family) -> bool:
    """A target of another architecture than the host, with the same system and libc."""
    host_arch = facts.get("host_target", "").partition("-")[0]
    return bool(family.os == "linux" and facts.get("target_arch") and host_arch and facts["target_arch"] != host_arch)


def _foreign_install(case: _Case, family: Family) -> Iterator[Fix]:
    """Debian installs libraries of other architectures side by side; elsewhere a sysroot or `cross` is the way."""
    need, packages = case.need, case.packages
    arch = _DEBIAN_ARCH.get(case.finding.facts.get("target_arch", ""), "")
    if family.id != "debian" or not arch or packages is None or not packages.names:
        return
    names = tuple(f"{name}:{arch}" for name in packages.names)
    commands = [("dpkg", "--add-architecture", arch), family.refresh, _argv(family, names)]
    yield Fix(
        title=f"Install {need.title} for {arch} beside the host's",
        commands=tuple(_as_root(argv, case.system, family) for argv in commands),
        why=f"The link is for {case.finding.facts['target']}: the host's own package has the wrong architecture.",
        caution="pkg-config has to be told too: PKG_CONFIG_ALLOW_CROSS=1 with PKG_CONFIG_LIBDIR set to that "
        "architecture's pkgconfig folder.",
    )


def _packages(need: Need, system: System, knowledge: Knowledge) -> Packages | None:
    return _resolve(need.packages, need.packages_if, system, knowledge)


def _resolve(
    plain: Mapping[str, Packages], exceptions: tuple[PackagesIf, ...], system: System, knowledge: Knowledge
) -> Packages | None:
    """Exceptions of the release first, then the family, then the family it is based on; None when nothing is known."""
    release, distros = system.release, knowledge.distros
    names = {release.id, distros.like.get(release.id, "")}
    version = distros.release_of.get(f"{release.id}:{release.version.partition('.')[0]}", release.version)
    for exception in exceptions:
        if exception.distro in names and version_holds(exception.version, version):
            return exception.packages
    family = system.family
    while family:
        if family in plain:
            return plain[family]
        found = knowledge.distros.families.get(family)
        family = found.base if found else ""
    return None


def version_holds(condition: str, version: str) -> bool:
    """`>=40` and the like on dotted numbers; a missing version (sid, rolling) counts as the newest."""
    if not condition:
        return True
    operator = condition.rstrip("0123456789.")
    wanted = _numbers(condition[len(operator) :])
    have = _numbers(version) or (10**9,)
    have = have[: len(wanted)] if operator == "==" else have
    return {">=": have >= wanted, "<=": have <= wanted, "<": have < wanted, ">": have > wanted, "==": have == wanted}[
        operator
    ]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _install(need: Need, packages: Packages | None, family: Family | None, system: System) -> Fix | None:
    if family is None or packages is None:
        return None
    if packages.names is None:
        return Fix(title=f"{need.title} is not packaged for {family.title}", why=need.note)
    if not packages.names:
        return None
    commands = [family.refresh] if system.stale_lists and family.refresh else []
    commands.append(_argv(family, packages.names))
    return Fix(
        title=f"Install {need.title}",
        commands=tuple(_as_root(argv, system, family) for argv in commands),
        caution=family.note or None,
    )


def _argv(family: Family, packages: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for part in family.install for word in (packages if part == "{packages}" else (part,)))


def _as_root(argv: tuple[str, ...], system: System, family: Family) -> str:
    return shlex.join(("sudo", *argv) if family.root and not system.root else argv)


def _by_hand(need: Need, knowledge: Knowledge) -> Fix:
    """For a system that we do not know: what the package is called elsewhere, and no command."""
    known = [
        f"{knowledge.distros.families[family].title}: {' '.join(packages.names)}"
        for family, packages in need.packages.items()
        if packages.names and family in knowledge.distros.families
    ]
    return Fix(
        title=f"Install {need.title} with your system's package manager",
        why=f"Its name elsewhere: {'; '.join(known)}." if known else "",
    )


def _by_capability(rule: Rule, finding: Finding, system: System, knowledge: Knowledge) -> Iterator[Fix]:
    """A name without a record: some package managers resolve it themselves (`pkgconfig(x)`, `pc:x`, `cmd:x`)."""
    family = _family(system, knowledge)
    if family is None or rule.look_up is None:
        return
    name = finding.facts.get("looked_up", "")
    template = next((family.capability[by] for by in rule.look_up.by if by in family.capability), "")
    if template and is_safe_word(name):
        argv = _argv(family, (fill(template, {"name": name}),))
        yield Fix(
            title=f"Install what provides {name}",
            commands=(_as_root(argv, system, family),),
            why="Found by name through the package manager; no record of ours says more.",
            source="capability",
        )
