"""By what programs of another target start here: cargo's runner, the kernel's binfmt_misc, an emulator on the PATH."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doctor.host.cgroup import read_text
from doctor.host.inside import HERE
from doctor.host.programs import Access, find
from doctor.host.settings import Settings
from doctor.host.target import in_variables
from doctor.model import Target

# Architectures that QEMU calls otherwise (qemu, linux-user; the kernel's binfmt_misc entries have the same names).
_QEMU = {"armv7": "arm", "arm": "arm", "armv5te": "arm", "thumbv7neon": "arm", "i586": "i386", "i686": "i386",
         "riscv64gc": "riscv64", "powerpc": "ppc", "powerpc64": "ppc64", "powerpc64le": "ppc64le"}  # fmt: skip
_NATIVE = {("i586", "x86_64"), ("i686", "x86_64")}
_WINE = "wine"


@dataclass(frozen=True, slots=True)
class Runner:
    """`by` says what starts the programs ("" for nothing), `emulator` is the program that could."""

    by: str
    emulator: str


def starts_here(target: Target, host: Target) -> bool:
    """Whether this machine starts the target's programs itself: static musl and 32-bit x86 run on any Linux of it."""
    if target.os != host.os:
        return False
    same = target.arch == host.arch or (target.arch, host.arch) in _NATIVE
    return same and target.libc in {host.libc, "musl"}


def runner_of(target: Target, access: Access, settings: Settings) -> Runner:
    """Find what would start the target's programs (the Cargo book, "target.<triple>.runner"; binfmt_misc)."""
    emulator = _emulator(target)
    variable = f"CARGO_TARGET_{in_variables(target.triple)}_RUNNER"
    named = access.environment.get(variable, "") if access.live else ""
    chosen = named or next(iter(settings.of(f"target.{target.triple}.runner")), "")
    if chosen:
        return Runner(f"{chosen} ({variable if named else 'a config of cargo'})", emulator)
    if access.live and emulator and "enabled" in read_text(HERE / "proc/sys/fs/binfmt_misc" / emulator):
        return Runner("binfmt_misc", emulator)
    return Runner("", emulator)


def installed(emulator: str, access: Access) -> str:
    """Return the path of the emulator, or of its static twin; "" for none."""
    return find(emulator, access) or find(f"{emulator}-static", access) if emulator else ""


def runner_words(target: Target, path: str, prefix: str) -> str:
    """Return what cargo's `runner` is to be: a glibc program also needs the folder with its loader (qemu -L)."""
    return f"{path} -L /usr/{prefix}" if target.libc == "gnu" and "qemu" in path and prefix else path


def _emulator(target: Target) -> str:
    by_system: Mapping[str, str] = {"wasi": "wasmtime", "windows": _WINE}
    if target.os in by_system:
        return by_system[target.os]
    return f"qemu-{_QEMU.get(target.arch, target.arch)}" if target.os == "linux" else ""
