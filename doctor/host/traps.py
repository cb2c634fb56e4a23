"""Settings that break builds, in variables and cargo's config, read as data: popular wrong fixes, and slips."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from doctor.host.settings import Setting

_CRASHES = "a program linked by musl-gcc calls itself static and crashes at its start (rust-lang/rust#95926, #85543)"
_FOR_C = "remove it: rustc brings musl itself; for C code set CC_x86_64_unknown_linux_musl=musl-gcc"
_PULLS_GLIBC = "-C target-feature=-crt-static on a musl target can pull glibc into the program (rust-lang/rust#135244)"
_ALLOW_CROSS = "pkg-config then answers with the host's own libraries, which a musl or foreign link cannot use"
# Variables that name a program: cargo's (the Cargo book, "Environment Variables") and cc-rs' (its documentation).
_PROGRAMS = re.compile(
    r"(?:(?:HOST_|TARGET_)?(?:CC|CXX|AR|RANLIB)|(?:CC|CXX|AR|RANLIB)_\w[\w-]*|CARGO_TARGET_\w+_LINKER"
    r"|RUSTC|RUSTC_WRAPPER|RUSTC_WORKSPACE_WRAPPER|CARGO_BUILD_RUSTC(?:_WORKSPACE)?(?:_WRAPPER)?|PKG_CONFIG|CMAKE|PROTOC|NASM)"
)
_PROGRAM_KEYS = re.compile(r"target\..+\.linker|build\.rustc|build\.rustc-(?:workspace-)?wrapper")
_TRUE = frozenset({"1", "true", "yes"})


@dataclass(frozen=True, slots=True)
class Trap:
    """A setting that will hurt: where it stands (`line` 0 for a variable), what it does, what to write instead.

    `breaks` means that no build can work with it.
    """

    where: str
    line: int
    what: str
    instead: str
    breaks: bool = False

    @property
    def place(self) -> str:
        """The variable, or the file with its line."""
        return f"{self.where}:{self.line}" if self.line else self.where


def traps(
    environment: Mapping[str, str], config: tuple[Setting, ...], targets: tuple[str, ...], has: Callable[[str], bool]
) -> tuple[Trap, ...]:
    """Find the traps in the environment and in cargo's config.

    `targets` are the triples that will be built for and are not the host's own; `has` says whether a program of this
    name or absolute path is there.
    """
    settings = (*variables(environment), *config)
    finders = (_not_read, _replaced, _musl_gcc, _crt_static, _allow_cross)
    found = [trap for finder in finders for trap in finder(settings, targets)]
    places = {trap.place for trap in found}
    return (*found, *(trap for trap in _nowhere(settings, has) if trap.place not in places))


def variables(environment: Mapping[str, str]) -> tuple[Setting, ...]:
    """Return the variables as settings, so that a config's [env] and the shell's are judged alike."""
    return tuple(Setting(name, 0, f"env.{name}", (value,)) for name, value in sorted(environment.items()) if value)


def _not_read(settings: tuple[Setting, ...], _targets: tuple[str, ...]) -> Iterator[Trap]:
    for setting in settings:
        if setting.key == "env.CARGO_TARGET":
            what = "cargo does not read CARGO_TARGET: the build is for the host"
            yield Trap(setting.where, setting.line, what, f"CARGO_BUILD_TARGET={setting.value}")


def _replaced(settings: tuple[Setting, ...], _targets: tuple[str, ...]) -> Iterator[Trap]:
    """RUSTFLAGS and CARGO_ENCODED_RUSTFLAGS outrank, and do not join, all rustflags of configs (the Cargo book)."""
    outer = next(
        (one for one in settings if not one.line and one.name in {"RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"}), None
    )
    inner = [one for one in settings if one.line and re.fullmatch(r"build\.rustflags|target\..+\.rustflags", one.key)]
    if outer is not None:
        for setting in inner:
            what = f"these rustflags are not used: the variable {outer.where} replaces those of every config"
            yield Trap(setting.where, setting.line, what, f"unset {outer.where}, or write all flags into it")


def _musl_gcc(settings: tuple[Setting, ...], targets: tuple[str, ...]) -> Iterator[Trap]:
    for setting in settings:
        linker = _linker(setting)
        triple = _triple(setting)
        for_musl = "musl" in triple if triple else any("musl" in target for target in targets)
        if for_musl and Path(linker).name == "musl-gcc":
            yield Trap(setting.where, setting.line, f"musl-gcc as the linker: {_CRASHES}", _FOR_C)


def _crt_static(settings: tuple[Setting, ...], targets: tuple[str, ...]) -> Iterator[Trap]:
    for setting in settings:
        triple = _triple(setting)
        for_musl = "musl" in triple if triple else any("musl" in target for target in targets)
        if for_musl and _is_flags(setting) and "-crt-static" in re.split(r"[ ,=\x1f]", " ".join(setting.values)):
            yield Trap(setting.where, setting.line, _PULLS_GLIBC, "remove it: static is what the musl target is for")


def _allow_cross(settings: tuple[Setting, ...], targets: tuple[str, ...]) -> Iterator[Trap]:
    told = any(one.name.startswith(("PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR")) for one in settings)
    for setting in settings:
        if (
            setting.name.startswith("PKG_CONFIG_ALLOW_CROSS")
            and setting.value.lower() in _TRUE
            and targets
            and not told
        ):
            instead = (
                "unset it and use the crate's vendored feature, or set PKG_CONFIG_LIBDIR to the target's own .pc files"
            )
            yield Trap(setting.where, setting.line, _ALLOW_CROSS, instead)


def _nowhere(settings: tuple[Setting, ...], has: Callable[[str], bool]) -> Iterator[Trap]:
    """Find programs that are named and not there; what follows the first word is an argument (`ccache gcc`)."""
    for setting in settings:
        named = _PROGRAMS.fullmatch(setting.name) or _PROGRAM_KEYS.fullmatch(setting.key)
        program = _program(setting) if named else ""
        if program and not has(program):
            what = f"names a program that is not there: {program}"
            yield Trap(
                setting.where, setting.line, what, "remove the setting, or install the program", breaks=_always(setting)
            )


def _program(setting: Setting) -> str:
    """Return the program that a setting names: a list's or a line's first word, a config's relative path made whole.

    A path in a config is relative to the folder that holds `.cargo` (the Cargo book, "Config-relative paths"); one in a
    variable is relative to wherever the build runs, and says nothing here.
    """
    value = setting.value
    first = value if value.startswith("/") and " " not in value else next(iter(value.split()), "")
    if "/" in first and not first.startswith("/"):
        return str(Path(setting.where).parent.parent / first) if setting.line else ""
    return first


def _always(setting: Setting) -> bool:
    """Whether cargo starts the program in every build."""
    return (
        "WRAPPER" in setting.name or "wrapper" in setting.key or setting.name == "RUSTC" or setting.key == "build.rustc"
    )


def _linker(setting: Setting) -> str:
    """Return the linker that a setting chooses: cargo's key or variable, or -C linker= among flags."""
    if setting.key.endswith(".linker") or re.fullmatch(r"CARGO_TARGET_\w+_LINKER", setting.name):
        return setting.value
    found = re.search(r"(?:-C ?|--codegen[= ])linker=(\S+)", " ".join(setting.values)) if _is_flags(setting) else None
    return found.group(1) if found else ""


def _is_flags(setting: Setting) -> bool:
    return setting.key.endswith("rustflags") or setting.name.endswith("RUSTFLAGS")


def _triple(setting: Setting) -> str:
    """Return the target that a setting is for, "" for any."""
    named = re.fullmatch(r"target\.(?P<triple>.+)\.\w+", setting.key) or re.fullmatch(
        r"CARGO_TARGET_(?P<triple>\w+)_(?:LINKER|RUSTFLAGS)", setting.name
    )
    return named["triple"].lower() if named else ""
