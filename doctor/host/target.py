"""Target triples: architecture, system and C library by name. Pure; no compiler is asked."""

from __future__ import annotations

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


def parse_target(triple: str) -> Target:
    """Take a triple such as `aarch64-unknown-linux-musl` apart; never fails.

    `libc` is gnu, musl, other, or none for targets without an operating system.
    """
    arch, _, rest = triple.partition("-")
    system = next((name for word, name in _SYSTEMS if word in rest), "none" if arch.startswith(_BARE) else "other")
    return Target(triple, arch, system, _libc(rest, system))


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
    import platform  # noqa: PLC0415 (only here, and a triple is read in every answer)

    return usual_triple(platform.machine(), platform.system(), libc)


def _libc(rest: str, system: str) -> str:
    if "musl" in rest or "ohos" in rest:
        return "musl"
    if "-gnu" in rest and system == "linux":
        return "gnu"
    return "none" if system == "none" else "other"
