"""More captures: programs that do not start because a library is of another version."""

from __future__ import annotations

from typing import Any

from rows import APT, GCC, OLD, app, row, script

LAYERS = {"avr": f"{APT}{GCC} gcc-avr", "node": f"{APT}{GCC} nodejs"}

_MAIN = "int f(void);\nint main(void) { return f(); }\n"


def _gone(name: str, soname: str, need: str) -> dict[str, Any]:
    """A program linked to a library of this name, which is not there when it starts."""
    return row(f"runtime/{name}", f"a program that wants {soname}", "gcc", "./app", (need,), files={"main.c": _MAIN, "f.c": "int f(void) { return 0; }\n"},
        before=f"gcc -shared -fPIC -Wl,-soname,{soname} f.c -o libf.so && gcc main.c ./libf.so -o app && rm libf.so")  # fmt: skip


# A plugin of the compiler that wants a newer glibc than the linker's: the plugin is made on Debian 13 and loaded on 12.
_PLUGIN = "#include <stdlib.h>\n#include <string.h>\nint onload(void *tv) { char b[4]; strlcpy(b, (char *)tv, 4); return (int)strtol(b, 0, 10); }\n"
_MIXED = {
    "files": {"main.c": "int main(void) { return 0; }\n", "plugin.c": _PLUGIN},
    "before": "gcc -shared -fPIC plugin.c -o liblto_plugin.so",
    "made_on": "trixie-gcc",
}

_NO_CORE = "RUSTC_BOOTSTRAP=1 rustc --crate-type lib -Zcrate-attr='feature(no_core)' -Zcrate-attr=no_core"

_DEP = "#[derive(Debug)] pub struct One;\npub fn one(x: u8) -> u8 { debug_assert!(x > 1); x }\n"

CAPTURES: list[dict[str, Any]] = [
    row("link/plugin-newer-glibc", "a linker whose glibc is older than the plugin's", "gcc", "gcc -c main.c; ld -plugin ./liblto_plugin.so main.o", ("glibc",), **_MIXED),
    row("link/plugin-newer-glibc-gcc", "the same, started by gcc", "gcc", "gcc -fno-lto -Wl,-plugin,./liblto_plugin.so main.c", ("glibc",), **_MIXED),
    _gone("libssl11-missing", "libssl.so.1.1", "openssl-1.1"),
    _gone("libcrypto10-missing", "libcrypto.so.10", "openssl-1.0"),
    _gone("tinfo5-missing", "libtinfo.so.5", "ncurses"),
    row("link/avr-start-file", "avr-gcc without avr-libc", "avr", "avr-gcc -mmcu=atmega328p main.c -o app", ("avr-libc",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("link/avr-start-file-tiny", "the same for an ATtiny", "avr", "avr-gcc -mmcu=attiny85 main.c -o app", ("avr-libc",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("tools/node-module", "a build script's node without a module", "node", "cargo build", ("node-gyp",),
        files=script('let o = std::process::Command::new("node").args(["-e", "require(\'node-gyp\')"]).output().unwrap(); panic!("{}", String::from_utf8_lossy(&o.stderr));')),
    row("tools/node-module-path", "npm without its own node-gyp", "node", "node /usr/lib/node_modules/npm/node_modules/node-gyp/bin/node-gyp.js rebuild", ("node-gyp",)),
    row("target/prelude-gone", "a dependency without core", "gcc", f"{_NO_CORE} vendor/dep/src/lib.rs", ("core",), files={"vendor/dep/src/lib.rs": _DEP}),
    row("target/prelude-gone-1.63", "the same, Rust 1.63", "old-rust-gcc", OLD + f"{_NO_CORE} vendor/dep/src/lib.rs", ("core",), files={"vendor/dep/src/lib.rs": _DEP}),
    row("target/prelude-gone-macro", "a macro of core in a dependency", "gcc", f"{_NO_CORE} vendor/dep/src/lib.rs", ("core",), files={"vendor/dep/src/lib.rs": "fn f() { debug_assert!(true); }\n"}),
    row("rustup/missing-bash", "a script asks rustup, which is not there", "gcc", "bash build.sh", ("rustup",), files={"build.sh": "rustup show || { echo 'rustup not found in PATH.' >&2; exit 1; }\n"}),
    row("rustup/missing-wasm-pack", "a build script asks rustup", "gcc", "cargo build", ("rustup",),
        files=script('std::process::Command::new("rustup").arg("show").status().expect("failed to run rustup");')),
    row("target/custom-json", "a target of one's own, without build-std", "gcc", "RUSTC_BOOTSTRAP=1 cargo build -Zjson-target-spec --target x86_64-kern.json", ("x86_64-kern",), files=app("#![no_std]\n#![no_main]\n#[panic_handler] fn p(_: &core::panic::PanicInfo) -> ! { loop {} }\n"),
        before="RUSTC_BOOTSTRAP=1 rustc -Zunstable-options --print target-spec-json --target x86_64-unknown-none > x86_64-kern.json"),
    row("target/custom-json-1.63", "the same, Rust 1.63", "old-rust-gcc", OLD + "cargo build --target x86_64-kern.json", ("x86_64-kern",), files=app("#![no_std]\n#![no_main]\n#[panic_handler] fn p(_: &core::panic::PanicInfo) -> ! { loop {} }\n"),
        before=OLD + "RUSTC_BOOTSTRAP=1 rustc -Zunstable-options --print target-spec-json --target x86_64-unknown-none | grep -v is-builtin > x86_64-kern.json"),
    *[
        row(f"rustup/risc0-missing-{version}", f"risc0-build {version} without RISC Zero's toolchain", "gxx-pkg", "cargo build", ("RISC",),
            files={"Cargo.toml": f'[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\n\n[build-dependencies]\nrisc0-build = "={version}"\n\n[package.metadata.risc0]\nmethods = ["guest"]\n\n[workspace]\n',
                   "src/lib.rs": "", "build.rs": "fn main() { risc0_build::embed_methods(); }\n",
                   "guest/Cargo.toml": '[package]\nname = "guest"\nversion = "0.1.0"\nedition = "2021"\n\n[workspace]\n', "guest/src/main.rs": "fn main() {}\n"})
        for version in ("2.1.1", "2.3.1")
    ],
    row("runtime/symbol-of-version", "a library without the symbol version that it was linked with", "gcc", "LD_LIBRARY_PATH=. LD_BIND_NOW=1 ./app", ("g",),
        files={"main.c": "int f(void); int g(void);\nint main(void) { return f() + g(); }\n", "f.c": "int f(void) { return 0; }\nint g(void) { return 0; }\n", "v": "V1 { global: f; g; };\n", "h.c": "int f(void) { return 0; }\n"},
        before="gcc -shared -fPIC -Wl,--version-script=v f.c -o libf.so && gcc main.c ./libf.so -o app && sed -i 's/ g;//' v && gcc -shared -fPIC -Wl,--version-script=v h.c -o libf.so"),
]  # fmt: skip
