"""A name that no record knows: some systems can say which package holds a file of that name."""

from __future__ import annotations

from doctor.knowledge.load import Knowledge
from doctor.knowledge.records import Family, Need, Packages
from doctor.model import Release, System
from doctor.packages import family_of_release
from doctor.template import fill, is_safe_word

# What a rule looks up → the kind of file in Debian's index.
_FILES = {"pkg_config": "pkg_config", "lib": "libs", "soname": "sonames", "tool": "tools"}


def unrecorded_need(by: tuple[str, ...], name: str, system: System, knowledge: Knowledge) -> Need | None:
    """A need made up for one name, with the package that provides it on this system; None when nothing tells.

    By the package manager's own capabilities (`pkgconfig(x)`, `pc:x`, `cmd:x`), or by the index of Debian's files.
    """
    family = family_of_release(system, knowledge)
    name = name.removeprefix("-l").removeprefix(":") if "lib" in by else name
    if family is None or not is_safe_word(name):
        return None
    package, why = _by_capability(by, name, family)
    if not package and family.id == "debian":
        package, why = _by_debian_files(by, name, system.release)
    if not package:
        return None
    kind = "tool" if by[:1] == ("tool",) else "library"
    return Need("", f"the package of {name}", kind, {}, {family.id: Packages((package,))}, note=why)


def _by_capability(by: tuple[str, ...], name: str, family: Family) -> tuple[str, str]:
    template = next((family.capability[each] for each in by if each in family.capability), "")
    package = fill(template, {"name": name}) if template else ""
    return package, "Found by name through the package manager; no record of ours says more."


def _by_debian_files(by: tuple[str, ...], name: str, release: Release) -> tuple[str, str]:
    from doctor.knowledge.debian_names import debian_names  # noqa: PLC0415 (three megabytes, only when asked for)

    title = f"Debian {release.version.partition('.')[0]}" if release.id == "debian" else ""
    spelled = ((_FILES[each], word) for each in by if each in _FILES for word in _spellings(each, name))
    for kind, word in spelled:
        found = debian_names().find(kind, word, title)
        if found is not None:
            where = " and ".join(debian_names().releases) if found.same else found.release
            return found.package, f"By the list of files of {where}; no record of ours says more."
    return "", ""


def _spellings(by: str, name: str) -> tuple[str, ...]:
    """The file's own name: programs and sonames without their folder, libraries without `lib` and ending."""
    last = name.rpartition("/")[2]
    return (last, last.removeprefix("lib").removesuffix(".a").removesuffix(".so")) if by == "lib" else (last,)
