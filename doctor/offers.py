"""What a need offers by itself: packages, archives, a crate's feature, doing without, a note."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from doctor.by_name import unrecorded_need
from doctor.installing import ways_to_install
from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Family, Need, Packages
from doctor.model import Context, Edit, Finding, Fix, Release, System
from doctor.packages import at_home, by_hand, family_of_release, manager_argv, packages_of, resolve
from doctor.repositories import as_root

# Debian's names of architectures, for packages of another one (man dpkg-architecture).
_DEBIAN_ARCH = {
    "aarch64": "arm64", "arm": "armhf", "armv7": "armhf", "riscv64gc": "riscv64", "i686": "i386", "i586": "i386",
    "powerpc64le": "ppc64el", "s390x": "s390x", "x86_64": "amd64",
}  # fmt: skip


_LIBCS = {"gnu", "musl", "msvc", "mingw"}  # libraries for one of these are of no use for another
_SONAME = re.compile(r"(?P<name>lib[a-z][a-z0-9._+-]{0,40})\.so\.(?P<version>\d{1,4})")


@dataclass(frozen=True, slots=True)
class Case:
    """A need that is missing, in the finding and the context in which it is."""

    need: Need
    finding: Finding
    context: Context
    knowledge: Knowledge

    @property
    def system(self) -> System:
        """The machine that the fix is for, with the family that has the need."""
        return at_home(self.need, self.context.system, self.knowledge, self.finding.facts.get("target_libc", ""))

    @property
    def family(self) -> Family | None:
        """Its family of package names, or None when unknown."""
        return family_of_release(self.system, self.knowledge)

    @property
    def packages(self) -> Packages | None:
        """What the need is called there; None when no record says so."""
        return packages_of(self.need, self.system, self.knowledge)

    @property
    def other_version(self) -> bool:
        """Whether the need was found by a name without its version: `clang-19` is looked up as `clang`."""
        name = self.finding.facts.get("looked_up", "").rpartition("/")[2]
        return any(char.isdigit() for char in name) and not any(name in names for names in self.need.names.values())


def _package_fixes(case: Case) -> Iterator[Fix]:
    """The system's packages, unless the target's libc or system makes them useless."""
    need, family = case.need, case.family
    if family is None:
        yield by_hand(need, case.system, case.knowledge)
    elif need.kind == "library" and useless(case.finding.facts, family):
        yield from _musl_fixes(case, family)
    elif need.kind == "library" and _foreign(case.finding.facts, family):
        yield from _foreign_install(case, family)
    elif case.packages is None:
        yield from _by_file(case) or _elsewhere(case, family)
    else:
        denied = case.packages.names is None and case.system.release.id == "debian"
        better = _by_file(case) if denied or (family.id == "debian" and case.other_version) else ()
        yield from better or ways_to_install(need, case.packages, family, case.system, family.base)


def _by_file(case: Case) -> tuple[Fix, ...]:
    """Where the record has no package: the one that holds a file of exactly this name, if the family tells."""
    look_up, name = case.knowledge.rule(case.finding.rule).look_up, case.finding.facts.get("looked_up", "")
    found = unrecorded_need(look_up.by, name, case.system, case.knowledge) if look_up else None
    if found is None:
        return ()
    fixes = ways_to_install(
        replace(found, title=case.need.title), packages_of(found, case.system, case.knowledge), case.family, case.system
    )
    return tuple(replace(fix, why=f"{fix.why} {found.note}".strip(), source="capability") for fix in fixes)


def _musl_fixes(case: Case, family: Family) -> Iterator[Fix]:
    """Why a package of this system is no help for a static musl program, and where one would be."""
    need, facts = case.need, case.finding.facts
    if facts.get("target_libc") != "musl" or family.os != "linux":
        return
    there = System(Release("alpine"), "alpine", "option", root=True)
    shared = packages_of(need, there, case.knowledge)
    archive = resolve(need.static, need.static_if, there, case.knowledge)
    if archive is not None and archive.names is None:
        yield _only_shared(need, family)
        return
    names = [name for cell in (shared, archive) for name in (cell.names or () if cell else ())]
    apk = f" There: {shlex.join(('apk', 'add', *dict.fromkeys(names)))}." if names else ""
    yield Fix(
        title="Or build where the system's own libc is musl: in an Alpine container",
        why=f"No package of {family.title} helps: its libraries are built for glibc and cannot be linked into a static "
        f"musl program.{apk}",
    )


def _only_shared(need: Need, family: Family) -> Fix:
    """For a library that not even Alpine has as an archive."""
    return Fix(
        title=f"Or build for glibc (a -gnu target): {need.title} is nowhere packaged for a static musl program",
        why=f"The package of {family.title} is a shared library for glibc, Alpine's a shared one for musl: a program "
        "that uses it can only be dynamic, and needs the library where it starts.",
    )


def _elsewhere(case: Case, family: Family) -> Iterator[Fix]:
    """For a system whose package's name no record has: its names on others, and no command."""
    need = case.need
    fix = by_hand(need, case.system, case.knowledge)
    if fix.why:
        yield replace(fix, title=f"Install {need.title} for {family.title}: no record of ours has its package's name")


def _static_fixes(case: Case) -> Iterator[Fix]:
    """The archives for a static link: separate packages where the host's own libc is the target's."""
    need, family = case.need, case.family
    if family is None or useless(case.finding.facts, family):
        return
    extra = resolve(need.static, need.static_if, case.system, case.knowledge)
    if extra is None or not extra.names:
        return
    base = case.packages
    names = tuple(dict.fromkeys([*((base.names or ()) if base else ()), *extra.names]))
    for fix in ways_to_install(need, Packages(names), family, case.system, family.base):
        title = fix.title.replace(f"Install {need.title}", f"Install {need.title} with its static archives")
        yield replace(fix, title=title, why=f"{fix.why} A static link needs the .a files too.".strip())


def _vendored_fixes(case: Case) -> Iterator[Fix]:
    """The crate's own feature that builds the library for whatever target."""
    vendored, knowledge = case.need.vendored, case.knowledge
    if vendored is None:
        return
    version = case.context.versions.get(vendored.crate, "")
    crate = f"{vendored.crate}@{version}" if version else vendored.crate
    newest = "" if version else f" It must be the version that Cargo.lock has: `cargo add {vendored.crate}@VERSION`."
    takes = ", ".join(knowledge.need(key).title for key in vendored.needs if knowledge.has_need(key))
    yield Fix(
        title=f"Let the crate build {case.need.title} itself: feature `{vendored.feature}` of `{vendored.crate}`",
        commands=(shlex.join(("cargo", "add", crate, "--features", vendored.feature)),),
        why=f"It works for every target{f' and takes {takes}' if takes else ''}.",
        caution="Cargo unifies features: one line in your own Cargo.toml is enough even when another crate pulls it "
        f"in.{newest}",
    )


def _avoid_fixes(case: Case) -> Iterator[Fix]:
    """Doing without the library altogether."""
    if case.need.vendored is not None and case.need.vendored.avoid:
        yield Fix(title=f"Do without {case.need.title}: {case.need.vendored.avoid}")


def _note_fixes(case: Case) -> Iterator[Fix]:
    """What the record says beyond packages, and how a build script links the library."""
    need = case.need
    edits = (Edit("build.rs", f'println!("cargo:rustc-link-lib={need.link}");'),) if need.link else ()
    if need.note or edits:
        yield Fix(title=need.note or f"Link {need.title}", edits=edits)


def _runtime_fixes(case: Case) -> Iterator[Fix]:
    """What a program needs to start: the library without its headers, where that is a package of its own."""
    family, facts = case.family, case.finding.facts
    runtime = resolve(case.need.runtime, (), case.system, case.knowledge)
    if family is None or useless(facts, family) or _foreign(facts, family):
        yield from _package_fixes(case)
    elif runtime is None:
        yield from _package_fixes(case)
        yield from _by_naming_rule(case, family)
    else:
        yield from ways_to_install(case.need, runtime, family, case.system, family.base)


def _by_naming_rule(case: Case, family: Family) -> Iterator[Fix]:
    """Debian calls the package of a shared library after its soname (Policy 8.1): libopus.so.0 is in libopus0."""
    name = runtime_package(case.finding.facts.get("looked_up", ""))
    known = case.packages
    if name and family.id == "debian" and not (known and known.names is None):
        yield Fix(
            title=f"Or only the library, without its headers: {name}",
            commands=(as_root(manager_argv(family, (name,)), case.system, family),),
            why="Debian names it after the library; where apt-get does not know the name, apt-cache search finds it.",
            source="capability",
        )


def runtime_package(soname: str) -> str:
    """Debian's name for the package of a soname, or "" where the rule says nothing."""
    found = _SONAME.fullmatch(soname.rsplit("/", 1)[-1].lower())
    if found is None:
        return ""
    name, version = found.group("name").replace("_", "-"), found.group("version")
    return f"{name}-{version}" if name[-1].isdigit() else f"{name}{version}"


OFFERS: Mapping[str, Callable[[Case], Iterator[Fix]]] = {
    "packages": _package_fixes,
    "runtime": _runtime_fixes,
    "static": _static_fixes,
    "vendored": _vendored_fixes,
    "note": _note_fixes,
    "avoid": _avoid_fixes,
}


def useless(facts: Mapping[str, str], family: Family) -> bool:
    """A library of the system is built for the system's libc: no help for musl on glibc, for Windows, for wasm."""
    libc, target_os = facts.get("target_libc", ""), facts.get("target_os", "")
    if target_os and target_os != family.os:
        return True
    return family.libc in _LIBCS and libc in _LIBCS and libc != family.libc


def _foreign(facts: Mapping[str, str], family: Family) -> bool:
    """A target of another architecture than the host, with the same system and libc."""
    host_arch = facts.get("host_target", "").partition("-")[0]
    return bool(family.os == "linux" and facts.get("target_arch") and host_arch and facts["target_arch"] != host_arch)


def _foreign_install(case: Case, family: Family) -> Iterator[Fix]:
    """Debian installs libraries of other architectures side by side; elsewhere a sysroot or `cross` is the way."""
    need, packages = case.need, case.packages
    arch = _DEBIAN_ARCH.get(case.finding.facts.get("target_arch", ""), "")
    if family.id != "debian" or not arch or packages is None or not packages.names:
        return
    names = tuple(f"{name}:{arch}" for name in packages.names)
    commands = [("dpkg", "--add-architecture", arch), family.refresh, manager_argv(family, names)]
    yield Fix(
        title=f"Install {need.title} for {arch} beside the host's",
        commands=tuple(as_root(argv, case.system, family) for argv in commands),
        why=f"The link is for {case.finding.facts['target']}: the host's own package has the wrong architecture.",
        caution="pkg-config has to be told too: PKG_CONFIG_ALLOW_CROSS=1 with PKG_CONFIG_LIBDIR set to that "
        "architecture's pkgconfig folder.",
    )
