"""Whether a need is there: its program on the PATH, its .pc, its header, its library. Files only, so in any root.

Where each is looked for: pkg-config(1) (its default path and PKG_CONFIG_PATH), the C compiler's default folders of
Debian, Fedora, Arch and Alpine, and the variables that point at the thing itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from doctor.host.inside import exists_inside, inside
from doctor.host.programs import Access, find

_POINTERS = ("_DIR", "_PATH", "_PREFIX", "_ROOT")


def where(names: Mapping[str, tuple[str, ...]], access: Access, gnu: str) -> str:
    """The path (or the variable) by which a need is found, "" where it is not; `gnu` is such as x86_64-linux-gnu."""
    return next(iter(_found(names, access, gnu)), "")


def _found(names: Mapping[str, tuple[str, ...]], access: Access, gnu: str) -> Iterator[str]:
    if access.live:
        yield from (name for name in names.get("env", ()) if name.endswith(_POINTERS) and access.environment.get(name))
        yield from (name for name in names.get("tools", ())[:1] if access.environment.get(name.upper()))
    yield from filter(None, (find(tool, access) for tool in names.get("tools", ())))
    files = (
        *(f"{folder}/{name}.pc" for folder in _modules(access, gnu) for name in names.get("pkg_config", ())),
        *(f"{folder}/lib{name}" for folder in _libraries(access, gnu) for name in _libs(names)),
        *(f"{folder}/{name.replace('::', '/')}.pm" for name in names.get("modules", ()) for folder in _perl(access)),
        *(f"{folder}/{name}" for folder in _headers(access, gnu) for name in _bare_headers(names)),
    )
    yield from (file for file in files if exists_inside(access.root, file))


def _libs(names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A module decides where there is one: the library alone may be an old one without its headers."""
    libs = () if names.get("pkg_config") else names.get("libs", ())
    return tuple(f"{lib}.{end}" for lib in libs for end in ("so", "a"))


def _bare_headers(names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return () if names.get("pkg_config") or names.get("libs") else names.get("headers", ())


def _modules(access: Access, gnu: str) -> tuple[str, ...]:
    own = _words(access, "PKG_CONFIG_PATH")
    return (*own, *(f"{folder}/pkgconfig" for folder in (*_libraries(access, gnu), "/usr/share", "/usr/local/share")))


def _libraries(access: Access, gnu: str) -> tuple[str, ...]:
    plain = (f"{start}/{name}" for start in ("/usr", "", "/usr/local") for name in (f"lib/{gnu}", "lib64", "lib"))
    return (*_words(access, "LIBRARY_PATH"), *plain, *_llvm(access))


def _llvm(access: Access) -> Iterator[str]:
    """Debian's /usr/lib/llvm-19/lib, the newest first."""
    return (f"{folder}/lib" for folder in _below(access, "/usr/lib", "llvm*"))


def _perl(access: Access) -> Iterator[str]:
    """Perl's folders of modules (perl -V, @INC): those of the distributions, whose names hold a version."""
    starts = ("/usr/share/perl5", "/usr/share/perl", "/usr/lib/perl5", "/usr/lib64/perl5")
    for start in (*starts, *(f"{folder}/perl" for folder in _below(access, "/usr/lib", "*-linux-gnu*"))):
        yield from (start, *_below(access, start, "*"))


def _below(access: Access, folder: str, pattern: str) -> list[str]:
    """The entries of a folder that fit, the newest names first."""
    try:
        names = sorted((entry.name for entry in inside(access.root, folder).iterdir()), reverse=True)
    except OSError:
        return []
    return [f"{folder}/{name}" for name in names if fnmatchcase(name, pattern)]


def _headers(access: Access, gnu: str) -> tuple[str, ...]:
    return (*_words(access, "CPATH"), f"/usr/include/{gnu}", "/usr/include", "/usr/local/include")


def _words(access: Access, variable: str) -> tuple[str, ...]:
    """The absolute folders that a variable of this machine names."""
    value = access.environment.get(variable, "") if access.live else ""
    return tuple(word for word in value.split(os.pathsep) if word.startswith("/"))
