"""Ways to a program that is as it has to be: targets, features, older builders. Commands are words of our own."""

from __future__ import annotations

from collections.abc import Iterator

from doctor.elf.binary import GLIBC, Binary
from doctor.knowledge.load import Knowledge
from doctor.model import Fix

# Processors whose Rust target for static programs has this name; others are called otherwise (armv7 …eabihf).
_SAME = ("x86_64", "aarch64", "i686", "loongarch64", "powerpc64le", "s390x")
RUST_ARCHES = {**{name: name for name in _SAME}, "riscv64": "riscv64gc"}
_OURS = frozenset({"libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libgcc_s.so.1"})


def towards_static(binary: Binary, knowledge: Knowledge) -> Iterator[Fix]:
    """Yield: the musl target, and what each library of the system that it loads can be replaced by."""
    arch = RUST_ARCHES.get(binary.machine, "")
    if binary.libc == GLIBC and arch:
        triple = f"{arch}-unknown-linux-musl"
        build = f"cargo build --release --target {triple}"
        yield Fix("Build for musl, whose programs are static", (f"rustup target add {triple}", build))
    for name in binary.needed:
        if name not in _OURS and not name.startswith("ld-"):
            yield from _replaced(name, knowledge)


def towards_dynamic(binary: Binary) -> Iterator[Fix]:
    """Yield how a static program becomes a dynamic one."""
    if binary.libc == GLIBC:
        yield Fix(
            "Leave out what makes it static", why="-C target-feature=+crt-static stands in RUSTFLAGS or a config."
        )
    elif binary.machine in RUST_ARCHES:
        triple = f"{RUST_ARCHES[binary.machine]}-unknown-linux-gnu"
        yield Fix("Build for glibc", (f"cargo build --release --target {triple}",))


def no_musl_gcc() -> Fix:
    """What to do about musl-gcc as linker (rust-lang/rust#95926)."""
    why = "rustc brings musl's start files itself. musl-gcc is for C code: CC_x86_64_unknown_linux_musl=musl-gcc"
    return Fix('Remove `linker = "musl-gcc"` from cargo\'s config, and CARGO_TARGET_…_LINKER', why=why)


def crt_static() -> Fix:
    """What to do about a musl build that took glibc (rust-lang/rust#135244)."""
    return Fix(
        "Remove -C target-feature=-crt-static from RUSTFLAGS and cargo's config", why="musl is static without it."
    )


def for_release(binary: Binary, glibc: str, image: str) -> Iterator[Fix]:
    """Yield how a program asks for less: an older builder, zig's choice of glibc, or none of it."""
    arch = RUST_ARCHES.get(binary.machine, "")
    if glibc and arch:
        triple = f"{arch}-unknown-linux-gnu.{glibc}"
        commands = ("pip install ziglang cargo-zigbuild", f"cargo zigbuild --release --target {triple}")
        yield Fix(f"Link against glibc {glibc} by zig, where no library of this system is used", commands)
    if image:
        yield Fix(f"Build on the oldest system that it is for: in a container of {image}")
    if binary.libc == GLIBC and arch:
        build = f"cargo build --release --target {arch}-unknown-linux-musl"
        yield Fix("Or need no glibc at all: build for musl", (f"rustup target add {arch}-unknown-linux-musl", build))


def _replaced(name: str, knowledge: Knowledge) -> Iterator[Fix]:
    """A library that its crate can build."""
    keys = (knowledge.find("lib", _bare(name)), knowledge.find("soname", name))
    key = next((one for one in keys if one and knowledge.need(one).vendored), "")
    own = knowledge.need(key).vendored if key else None
    if own is not None:
        title = f"Let the crate build {knowledge.need(key).title} itself: feature `{own.feature}` of `{own.crate}`"
        yield Fix(title, (f"cargo add {own.crate} --features {own.feature}",))


def _bare(name: str) -> str:
    """`libssl.so.3` → `ssl`, the name after -l."""
    return name.removeprefix("lib").partition(".so")[0]
