"""Programs, folders and files that a setting names and that are not there; signs that only a shell would expand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from doctor.host.settings import Setting
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import is_for, table_of
from doctor.host.traps.variables import in_force, read_by_cargo

# Variables that name a program: cargo's (the Cargo book, "Environment Variables") and build scripts' own.
_CC_RS = re.compile(r"(?:(?:HOST_|TARGET_)?(?:CC|CXX|AR|RANLIB)|(?:CC|CXX|AR|RANLIB)_(?P<triple>\w[\w.-]*))")
_PROGRAMS = re.compile(
    r"CARGO_TARGET_\w+_LINKER|RUSTC|RUSTC_WRAPPER|RUSTC_WORKSPACE_WRAPPER|CARGO_BUILD_RUSTC(?:_WORKSPACE)?(?:_WRAPPER)?"
    r"|PKG_CONFIG|CMAKE|PROTOC|NASM|CLANG_PATH|LLVM_CONFIG_PATH|PYO3_PYTHON|QMAKE|RUSTFMT"
)
_PROGRAM_KEYS = re.compile(r"target\..+\.linker|build\.rustc|build\.rustc-(?:workspace-)?wrapper")
# Variables that are set for builds alone and name a folder or file (documentation of clang-sys, openssl-sys, cmake and
# cargo); those of other needs are judged where a crate has the need (doctor/check/need_variables.py).
_PATHS = re.compile(
    r"(?:\w+_)?OPENSSL_(?:DIR|LIB_DIR|INCLUDE_DIR)|LIBCLANG_PATH|LIBCLANG_STATIC_PATH|CMAKE_TOOLCHAIN_FILE\w*"
    r"|PKG_CONFIG_SYSROOT_DIR\w*|SSL_CERT_FILE|SSL_CERT_DIR|CARGO_HTTP_CAINFO|GIT_SSL_CAINFO"
)
_PATH_KEYS = re.compile(r"http\.cainfo")
_CONFIG_PATHS = re.compile(
    r"target\..+\.linker|build\.(?:rustc|rustc-wrapper|target-dir|build-dir)|source\..+\.(?:directory|local-registry)"
)
_SHELL_PATHS = re.compile(r"CARGO_HOME|RUSTUP_HOME|CARGO_TARGET_DIR|CARGO_BUILD_TARGET_DIR")
_EXPANDED = re.compile(r"^~/|\$\{?[A-Za-z_]")
_BROUGHT = "rust-lld"  # rustc looks for it in its own folders (seen with rustc 1.95)
# A variable of cargo's → the key of a config that it outranks.
_OUTRANKED = {
    "build.rustc": ("RUSTC", "CARGO_BUILD_RUSTC"),
    "build.rustc-wrapper": ("RUSTC_WRAPPER", "CARGO_BUILD_RUSTC_WRAPPER"),
    "build.rustc-workspace-wrapper": ("RUSTC_WORKSPACE_WRAPPER", "CARGO_BUILD_RUSTC_WORKSPACE_WRAPPER"),
}


def nowhere(case: Case) -> Iterator[Trap]:
    """Find names that lead to nothing."""
    for setting in (*in_force(case), *_keys(case)):
        if unexpanded := next(_not_expanded(setting), None):
            yield unexpanded
            continue
        yield from _relative_home(setting)
        program = _program(setting, case)
        if program not in {"", _BROUGHT} and not case.has(program):
            what = f"names a program that is not there: {program}"
            yield trap(
                setting, "no-program", what, "remove the setting, or install the program", breaks=_always(setting)
            )
        path = _path(setting)
        if path and not case.site.there(path):
            what = f"leads to nothing: there is no {path}"
            yield trap(setting, "no-path", what, "remove the setting, or name what is there")


def _keys(case: Case) -> Iterator[Setting]:
    """Yield the entries of configs that count: the nearest of each key, where no variable outranks it."""
    seen: set[str] = set()
    for entry in case.config:
        names = _OUTRANKED.get(entry.key, ())
        if not entry.key.startswith("env.") and entry.key not in seen and case.environment.keys().isdisjoint(names):
            yield entry
        seen.add(entry.key)


def _not_expanded(setting: Setting) -> Iterator[Trap]:
    """cargo, rustc and build scripts take `~` and `$HOME` for parts of a name (seen with cargo 1.95)."""
    named = _names_path(setting)
    if named and _EXPANDED.search(setting.value):
        what = f"{setting.value}: only a shell knows `~` and `$`; here they are part of the folder's name"
        write = f'{setting.key.rpartition(".")[2]} = "/home/NAME/…"' if setting.line else ""
        yield trap(setting, "not-expanded", what, "write the whole path", write, breaks=_always(setting))


def _relative_home(setting: Setting) -> Iterator[Trap]:
    """Look at CARGO_HOME, which cargo takes from the folder that it is started in (seen with cargo 1.95)."""
    if setting.name == "CARGO_HOME" and not Path(setting.value).is_absolute():
        what = f"{setting.value} is another folder wherever cargo starts: each has its own crates and config"
        yield trap(setting, "relative-home", what, "write the whole path")


def _names_path(setting: Setting) -> bool:
    name = setting.name
    patterns = (_CONFIG_PATHS, _PATH_KEYS) if setting.line and not name else (_CC_RS, _PROGRAMS, _PATHS, _SHELL_PATHS)
    return any(pattern.fullmatch(name or setting.key) for pattern in patterns)


def _program(setting: Setting, case: Case) -> str:
    """Return the program that a setting names: whole for cargo, the first word of what cc-rs splits (`ccache gcc`).

    A path in a config is relative to the folder that holds `.cargo` (the Cargo book, "Config-relative paths"); one in a
    variable is relative to wherever the build runs, and says nothing here.
    """
    name, value = setting.name, setting.value.strip()
    split = _CC_RS.fullmatch(name) if name else None
    whole = _PROGRAMS.fullmatch(name) if name else _PROGRAM_KEYS.fullmatch(setting.key)
    if not (split or whole) or not _wanted(setting, case) or (setting.line and read_by_cargo(name)):
        return ""
    first = value if whole or (value.startswith("/") and " " not in value) else next(iter(value.split()), "")
    if "/" in first and not first.startswith("/"):
        return str(Path(setting.where).parent.parent / first) if setting.line and not name else ""
    return first


def _wanted(setting: Setting, case: Case) -> bool:
    """Whether it is for a target that is built, or for the host, whose build scripts are built in any case."""
    triples = {*case.built, *((case.site.host,) if case.site.host else ())}
    split = _CC_RS.fullmatch(setting.name) if setting.name else None
    if split and split["triple"]:
        plain = split["triple"].replace("-", "_").replace(".", "_")
        return any(triple.replace("-", "_").replace(".", "_") == plain for triple in triples)
    return not table_of(setting)[0] or any(is_for(setting, triple) for triple in triples)


def _path(setting: Setting) -> str:
    """Return the absolute path that a variable or key names, "" for others."""
    named = _PATHS.fullmatch(setting.name) if setting.name else _PATH_KEYS.fullmatch(setting.key)
    return setting.value if named and setting.value.startswith("/") else ""


def _always(setting: Setting) -> bool:
    """Whether cargo starts the program in every build."""
    name = setting.name
    return (
        "WRAPPER" in name
        or name == "RUSTC"
        or (not name and ("wrapper" in setting.key or setting.key == "build.rustc"))
    )
