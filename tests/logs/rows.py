"""What the tables of captures share: the packages of a layer, a crate as files, a row."""

from __future__ import annotations

from typing import Any

APT = "apt-get update -qq && apt-get install -y -qq --no-install-recommends "
GCC = "gcc libc6-dev"
HELLO = 'fn main() { println!("hello"); }\n'
GNU = "x86_64-unknown-linux-gnu"
MUSL = "x86_64-unknown-linux-musl"
OLD = "PATH=/usr/bin:/bin "  # Debian's own Rust, not the machine's
LINKERS = {
    "lld": "",
    "bfd": "-Clink-arg=-fuse-ld=bfd",
    "gold": "-Clink-arg=-fuse-ld=gold",
    "mold": "-Clink-arg=-fuse-ld=mold",
}
LAYERS = {
    "trixie-rust": f"{APT}rustc cargo {GCC}",
    "trixie-musl": f"{APT}{GCC} musl-tools lld mold",
    "musl-linkers": f"{APT}{GCC} musl-tools lld mold",
    "cross-bare": f"{APT}{GCC} gcc-aarch64-linux-gnu",
    "cmake-no-make": f"{APT}{GCC} g++ cmake",
    "cmake": f"{APT}{GCC} g++ cmake make pkg-config",
    "cmake-no-cxx": f"{APT}{GCC} cmake make",
    "gxx-pkg": f"{APT}{GCC} g++ make pkg-config",
    "perl-make": f"{APT}{GCC} perl make",
    "libclang": f"{APT}{GCC} libclang1-14 pkg-config",
    "protoc": f"{APT}{GCC} protobuf-compiler",
    "autoconf": f"{APT}{GCC} make autoconf automake",
    "autoconf-only": f"{APT}{GCC} make autoconf",
    "git": f"{APT}{GCC} git",
    "libpq-pc": f"{APT}{GCC} libpq-dev pkg-config",
}


def row(
    name: str, about: str, layer: str, command: str = "cargo build", missing: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    """One capture, as Capture in capture.py takes it."""
    return {"name": name, "about": about, "layer": layer, "command": command, "missing": missing, **more}


def app(main: str = HELLO, deps: str = "", build: str = "", build_deps: str = "", rest: str = "") -> dict[str, str]:
    """The crate `app`; `rest` is the end of its Cargo.toml."""
    manifest = (
        '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2018"\n\n'
        f"[dependencies]\n{deps}\n\n[build-dependencies]\n{build_deps}\n{rest}"
    )
    return {"Cargo.toml": manifest, "src/main.rs": main} | ({"build.rs": build} if build else {})


def config(text: str) -> dict[str, str]:
    """Cargo's own settings."""
    return {".cargo/config.toml": text}


def flags(text: str, command: str = "cargo build") -> str:
    """A build with RUSTFLAGS."""
    return f"RUSTFLAGS='{text}' {command}"


def extern(library: str, symbol: str) -> str:
    """A program that calls one C function; with a library name it asks for -l too."""
    link = f'#[link(name = "{library}")]\n' if library else ""
    return f'{link}extern "C" {{ fn {symbol}(); }}\nfn main() {{ unsafe {{ {symbol}() }} }}\n'


def cc(
    version: str, file: str = "seven.c", text: str = "int seven(void) { return 7; }\n", more: str = ""
) -> dict[str, str]:
    """A crate whose build script compiles one C file by the cc crate."""
    build = f'fn main() {{ cc::Build::new(){more}.file("{file}").compile("libseven.a"); }}\n'
    return app(build=build, build_deps=f'cc = "={version}"') | {file: text}


def script(rust: str, deps: str = "", **more: str) -> dict[str, str]:
    """A crate whose build script is `rust`."""
    return app(build=f"fn main() {{ {rust} }}\n", build_deps=deps) | more
