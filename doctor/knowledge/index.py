"""The reverse index: any name a message can mention → the need it stands for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from doctor.knowledge.records import Need, SymbolGroup

Index = Mapping[str, Mapping[str, str]]

_VERSION_SUFFIX = re.compile(r"-\d+(?:\.\d+)*$")
_SONAME = re.compile(r"^lib(?P<name>.+?)(?:\.so(?:\.[\w.]+)?|\.a|\.dylib|\.\d[\w.]*\.dylib)$")
_LIBRARY_FILE = re.compile(r"^(?:lib)?(?P<name>.+?)(?:\.so(?:\.[\w.]+)?|\.a|\.dylib|\.lib|\.dll\.a)$", re.IGNORECASE)
_KINDS = {"tool": "tools", "lib": "libs", "object": "objects", "module": "modules", "crate": "crates", "env": "env"}
_SYS_CRATE = re.compile(r"^(?P<name>.{2,60}?)[-_]sys(?:[-_]\w+)?$")
_SHORTEST_PREFIX = 2


def build(needs: Iterable[Need]) -> dict[str, dict[str, str]]:
    """Kind of name → name → need id; the first need in order of id keeps a name that two claim."""
    index: dict[str, dict[str, str]] = {}
    for need in needs:
        for kind, name in _spoken(need):
            index.setdefault(kind, {}).setdefault(name, need.id)
    return index


def _spoken(need: Need) -> Iterator[tuple[str, str]]:
    for kind, names in need.names.items():
        for name in names:
            yield kind, name.lower() if kind == "titles" else name
    yield "titles", need.title.lower()


# Compilers of development kits, whatever the architecture, vendor and level in their names.
_KITS = (
    re.compile(r"\w{1,20}-(linux-android)\w{0,8}-(?:clang(?:\+\+)?|gcc|g\+\+|ar|ranlib|strip|objcopy|nm|ld)$"),
    re.compile(
        r"\w{1,20}-(?:\w{1,20}-)??((?:poky|oe|openwrt|buildroot|wrs)-linux)(?:-\w{1,12})?-(?:gcc|g\+\+|cc|ld|ar)$"
    ),
)


def find(index: Index, by: str, name: str) -> str:
    """The id of the need that goes by this name, or ""."""
    finder = _FINDERS.get(by)
    names = (name,) if finder is None else finder(name)
    kind = _KINDS.get(by, by)
    if by in {"symbol", "header"}:
        return _by_prefix(index, by, names)
    table = index.get({"soname": "libs", "title": "titles"}.get(by, kind), {})
    exact = index.get("sonames", {}).get(name, "") if by == "soname" else ""
    found = exact or next((table[found] for found in names if found in table), "")
    return found or (_by_convention(index, name) if by == "crate" else "")


def _by_convention(index: Index, crate: str) -> str:
    """Cargo's convention: the crate `x264-sys` or `libsnappy-sys` is the C library of that name."""
    found = _SYS_CRATE.match(crate)
    bare = found.group("name") if found else ""
    return next((need for by in ("lib", "pkg_config", "title") if bare and (need := find(index, by, bare))), "")


def find_group(groups: Iterable[SymbolGroup], symbol: str) -> SymbolGroup | None:
    """The group of glibc-only symbols that holds this name; exact names before globs."""
    bare = symbol.partition("@")[0]
    everything = tuple(groups)
    exact = (group for group in everything if bare in group.names)
    wild = (group for group in everything if any(fnmatchcase(bare, glob) for glob in group.globs))
    return next(exact, None) or next(wild, None)


def _by_prefix(index: Index, by: str, names: tuple[str, ...]) -> str:
    exact, starts = ("symbols", "prefixes") if by == "symbol" else ("headers", "headers")
    for name in names:
        if name in index.get(exact, {}):
            return index[exact][name]
    table = index.get(starts, {})
    for name in names:
        for length in range(len(name), _SHORTEST_PREFIX - 1, -1):
            if name[:length] in table and (name[length - 1] == "/" if by == "header" else _word_ends(name, length)):
                return table[name[:length]]
    return ""


def _word_ends(name: str, length: int) -> bool:
    """A prefix such as `gl` or `inflate` is a word of its own: `glBegin` is OpenGL's, `glob` is not."""
    return not (name[length - 1].islower() and name[length : length + 1].islower())


def _tool_names(name: str) -> tuple[str, ...]:
    base = re.split(r"[/\\]", name)[-1]
    base = re.sub(r"\.(?:exe|bat|cmd|sh)$", "", base, flags=re.IGNORECASE)
    bare = _VERSION_SUFFIX.sub("", base)
    kit = next((f"{found.group(1)}-gcc" for kits in _KITS if (found := kits.match(base))), bare)
    return (base, f"{base}.exe", bare, base.lower(), kit)


def _library_names(name: str) -> tuple[str, ...]:
    name = name.removeprefix("-l").removeprefix(":")
    found = _LIBRARY_FILE.match(name)
    bare = found.group("name") if found else name
    return (name, bare, name.removeprefix("lib"), bare.removeprefix("lib"), _VERSION_SUFFIX.sub("", bare))


def _soname_names(name: str) -> tuple[str, ...]:
    base = re.split(r"[/\\]", name)[-1]
    found = _SONAME.match(base)
    bare = found.group("name") if found else base
    return (bare, _VERSION_SUFFIX.sub("", bare), re.sub(r"[\d.]+$", "", bare))


def _module_names(name: str) -> tuple[str, ...]:
    bare = re.split(r"\s*[<>=!]", name.strip())[0].strip()
    return (bare, bare.lower(), bare.removesuffix(".pc"))


def _crate_names(name: str) -> tuple[str, ...]:
    return (name, name.replace("_", "-"), name.replace("-", "_"))


def _header_names(name: str) -> tuple[str, ...]:
    path = name.replace("\\", "/").lstrip("./")
    tail = path.rsplit("/include/", 1)[-1]
    return (path, tail, tail.rsplit("/", 1)[-1])


def _symbol_names(name: str) -> tuple[str, ...]:
    bare = re.split(r"[@(]", name)[0]
    return (bare, bare.removeprefix("_"))


_FINDERS: Mapping[str, Callable[[str], tuple[str, ...]]] = {
    "tool": _tool_names,
    "lib": _library_names,
    "soname": _soname_names,
    "pkg_config": _module_names,
    "crate": _crate_names,
    "header": _header_names,
    "symbol": _symbol_names,
    "title": lambda name: (name.lower(), name.lower().removeprefix("lib")),
}
