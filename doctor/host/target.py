"""Target triples: architecture, system and C library by name. Pure; no compiler is asked."""

from __future__ import annotations

from doctor.host import uname
from doctor.model import Target

# A word of the triple (rustc book, "Platform Support") → system; the first that occurs decides.
_SYSTEMS = (
    ("android", "android"), ("linux", "linux"), ("darwin", "macos"), ("macos", "macos"), ("apple-ios", "ios"),
    ("windows", "windows"), ("freebsd", "freebsd"), ("netbsd", "netbsd"), ("openbsd", "openbsd"),
    ("illumos", "illumos"), ("solaris", "solaris"), ("wasi", "wasi"), ("emscripten", "emscripten"), ("uefi", "uefi"),
    ("fuchsia", "fuchsia"), ("haiku", "haiku"), ("none", "none"),
)  # fmt: skip
# Architectures of targets without a system in their name (`wasm32-unknown-unknown`, `thumbv7em-none-eabi`).
_BARE = ("thumb", "wasm", "avr", "bpf", "nvptx")
# What uname says → what a triple says.
_MACHINES = {"amd64": "x86_64", "arm64": "aarch64", "i386": "i686", "i486": "i686", "i586": "i686",
             "riscv64": "riscv64gc", "ppc64le": "powerpc64le", "ppc64": "powerpc64", "armv7l": "armv7"}  # fmt: skip
# What a triple says → what gcc's name says, where they differ.
_GNU_ARCHS = {"riscv64gc": "riscv64", "riscv32gc": "riscv32", "i586": "i686", "mipsisa64r6el": "mipsisa64r6el"}


def parse_target(triple: str) -> Target:
    """Take a triple such as `aarch64-unknown-linux-musl` apart; never fails.

    `libc` is gnu, musl, msvc, mingw, other, or none for targets without an operating system.
    """
    arch, _, rest = triple.partition("-")
    system = next((name for word, name in _SYSTEMS if word in rest), "none" if arch.startswith(_BARE) else "other")
    return Target(triple, arch, system, _libc(rest, system))


def gnu_prefix(target: Target) -> str:
    """The name before `-gcc` of the compiler that cc-rs and people use for a target; "" where no gcc is usual.

    Source: cc-rs, src/lib.rs prefix_for_target().
    """
    if target.os == "windows" and "gnu" in target.triple:
        return f"{target.arch}-w64-mingw32"
    if target.os != "linux" or target.libc not in {"gnu", "musl"}:
        return ""
    arch = _GNU_ARCHS.get(target.arch, "arm" if target.arch.startswith(("arm", "thumb")) else target.arch)
    return f"{arch}-linux-{target.triple.rpartition('-')[2]}"


def in_variables(triple: str) -> str:
    """Return a triple as it stands in the names of cargo's variables: X86_64_UNKNOWN_LINUX_MUSL."""
    return triple.upper().replace("-", "_").replace(".", "_")


def usual_triple(machine: str, system: str, libc: str) -> str:
    """Return the triple that a Rust for this machine has, in the words of platform.machine() and platform.system().

    `libc` is gnu or musl. It is what rustup's installer would choose; a rustc that is there is asked instead.
    """
    arch = _MACHINES.get(machine.lower(), machine.lower())
    if system == "Darwin":
        return f"{arch}-apple-darwin"
    if system == "Windows":
        return f"{arch}-pc-windows-msvc"
    end = f"{libc}eabihf" if arch == "armv7" else libc
    return f"{arch}-unknown-linux-{end}"


def this_triple(libc: str) -> str:
    """Return the triple of this machine, without asking any compiler."""
    return usual_triple(uname.machine(), uname.system(), libc)


def _libc(rest: str, system: str) -> str:
    if "musl" in rest or "ohos" in rest:
        return "musl"
    if "-gnu" in rest and system == "linux":
        return "gnu"
    if system == "windows":
        return "mingw" if "-gnu" in rest else "msvc"
    return "none" if system == "none" else "other"
