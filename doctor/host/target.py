"""Target triples: architecture, system and C library by name. Pure; no compiler is asked."""

from __future__ import annotations

from doctor.model import Target

_SYSTEMS = (
    ("linux", "linux"), ("darwin", "macos"), ("ios", "ios"), ("windows", "windows"), ("android", "android"),
    ("freebsd", "freebsd"), ("netbsd", "netbsd"), ("openbsd", "openbsd"), ("illumos", "illumos"), ("solaris", "solaris"),
    ("wasi", "wasi"), ("emscripten", "emscripten"), ("uefi", "uefi"), ("fuchsia", "fuchsia"), ("haiku", "haiku"),
)  # fmt: skip


def parse_target(triple: str) -> Target:
    """A triple such as `aarch64-unknown-linux-musl` taken apart (rustc's platform-support names); never fails.

    `libc` is gnu, musl, other, or none for targets without an operating system.
    """
    arch, _, rest = triple.partition("-")
    system = next((name for word, name in _SYSTEMS if word in rest), "none" if rest.startswith("none") or "-none" in rest else "")
    if "android" in rest:
        system = "android"
    return Target(triple, arch, system or ("none" if arch.startswith(("thumb", "wasm")) else "other"), _libc(rest, system))


def _libc(rest: str, system: str) -> str:
    if "musl" in rest or "ohos" in rest:
        return "musl"
    if "-gnu" in rest and system == "linux":
        return "gnu"
    return "none" if system in {"none", ""} else "other"
