"""What a build would print for what a check has found: so the advice is the same before the build as after it.

The wordings are those of rustc, rustup, collect2 and cc-rs; the rules' records name their sources.
"""

from __future__ import annotations

from collections.abc import Iterable

NO_CC = b"error: linker `cc` not found\n  |\n  = note: No such file or directory (os error 2)\n"
NO_LD = b"collect2: fatal error: cannot find 'ld'\n"
_NO_STD = "error[E0463]: can't find crate for `std`\n  |\n  = note: the `{}` target may not be installed\n"
_NO_TIER3 = "  = help: consider building the standard library from source with `cargo build -Zbuild-std`\n"
_NO_TARGET = 'error: could not find specification for target "{}"\n'
_NO_TOOLCHAIN = "error: toolchain '{}' is not installed\n"
_NO_DEFAULT = (
    "error: rustup could not choose a version of {} to run, because one wasn't specified explicitly, "
    "and no default is configured.\n"
)
_NO_MODULE = (
    "error: failed to run custom build command for `{0} v0.0.0`\n\nCaused by:\n"
    "  process didn't exit successfully: `target/debug/build/{0}/build-script-build` (exit status: 101)\n"
    "  --- stderr\n  The system library `{1}` required by crate `{0}` was not found.\n"
    "  The file `{1}.pc` needs to be installed and the PKG_CONFIG_PATH environment variable must contain its parent "
    "directory.\n"
)
_NO_OWN_HEADER = (
    "error: failed to run custom build command for `{0} v0.0.0`\n\nCaused by:\n"
    "  process didn't exit successfully: `target/debug/build/{0}/build-script-build` (exit status: 101)\n"
    "  --- stderr\n  bindings.h:1:10: fatal error: '{1}' file not found\n\n  thread 'main' panicked at build.rs:1:1:\n"
    "  called `Result::unwrap()` on an `Err` value: "
    "ClangDiagnostic(\"bindings.h:1:10: fatal error: '{1}' file not found\\n\")\n"
)
_NO_C_COMPILER = 'error occurred in cc-rs: failed to find tool "{}": No such file or directory (os error 2)\n'


def no_std(triple: str, *, published: bool = True) -> bytes:
    """Return rustc's words for a target without its standard library (E0463), and for one that has none to download."""
    return (_NO_STD.format(triple) + ("" if published else _NO_TIER3)).encode()


def no_target(triple: str) -> bytes:
    """Return rustc's words for a target that it does not know."""
    return _NO_TARGET.format(triple).encode()


def no_toolchain(name: str) -> bytes:
    """Return rustup's words for a toolchain that is not installed."""
    return _NO_TOOLCHAIN.format(name).encode()


def no_default(program: str) -> bytes:
    """Return rustup's words where no toolchain is chosen."""
    return _NO_DEFAULT.format(program).encode()


def no_c_compiler(name: str) -> bytes:
    """Return the words of cc-rs for a compiler that is not there."""
    return _NO_C_COMPILER.format(name).encode()


def no_module(crate: str, module: str) -> bytes:
    """Return the pkg-config crate's words for a module that is not there."""
    return _NO_MODULE.format(crate, module).encode()


def no_own_header(crate: str, header: str) -> bytes:
    """Return bindgen's words for a header of the compiler's own that its libclang does not find."""
    return _NO_OWN_HEADER.format(crate, header).encode()


def compiling(keys: Iterable[str]) -> bytes:
    """Return cargo's words for crates that it builds, such as `openssl 0.10.82`."""
    return "".join(f"   Compiling {' v'.join(key.split(' ', 1))}\n" for key in keys).encode()


def no_library(lib: str) -> bytes:
    """Return GNU ld's words for a library that is not there."""
    return f"/usr/bin/ld: cannot find -l{lib}: No such file or directory\n".encode()
