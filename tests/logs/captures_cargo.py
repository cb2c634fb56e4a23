"""More captures: what cargo and rustc say of stale and damaged files, crate types, channels, subcommands, permissions."""

from __future__ import annotations

from typing import Any

from rows import APT, GCC, MUSL, OLD, app, row, script

LAYERS = {"two-rusts": f"{APT}rustc cargo {GCC}"}
_LIB = "pub fn one() -> u32 { 1 }\n"
_USE = 'extern crate dep;\nfn main() { println!("{}", dep::one()); }\n'
_PROC = {
    "Cargo.toml": '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2018"\n\n[dependencies]\npaste = "=1.0.15"\n',
    "src/main.rs": "fn main() {}\n",
}
_CDYLIB = app("", rest='\n[lib]\ncrate-type = ["{kind}"]\n')


def _lib(kind: str) -> dict[str, str]:
    files = {name: text.replace("{kind}", kind) for name, text in _CDYLIB.items() if name != "src/main.rs"}
    return files | {"src/lib.rs": ""}


_STALE = [
    row("cargo/other-rustc", "a crate of another rustc", "two-rusts", "rustc src/main.rs --extern dep=libdep.rlib", ("dep",),
        files={"src/main.rs": _USE, "dep.rs": _LIB}, before="PATH=/usr/bin:/bin rustc --crate-type rlib dep.rs"),
    row("cargo/other-rustc-search", "a crate of another rustc in the search path", "two-rusts", OLD + "rustc --edition 2018 src/main.rs -L .", ("dep",),
        files={"src/main.rs": _USE, "dep.rs": _LIB}, before="rustc --crate-type rlib dep.rs"),
    row("cargo/newer-std", "a crate whose own dependency was compiled anew", "gcc", "rustc src/main.rs -L .", ("a",),
        files={"src/main.rs": 'extern crate b;\nfn main() { println!("{}", b::two()); }\n', "a.rs": _LIB, "b.rs": "extern crate a;\npub fn two() -> u32 { a::one() }\n"},
        before="rustc --crate-type rlib a.rs; rustc --crate-type rlib -L . b.rs; echo 'pub fn three() -> u64 { 3 } pub fn one() -> u32 { 1 }' > a.rs; rustc --crate-type rlib a.rs"),
    row("cargo/library-gone", "a build script's library is not there any more", "gcc", "cargo build", ("lib",),
        files=script('println!("cargo:rustc-link-search=native=out"); println!("cargo:rustc-link-lib=static=ring-core");') | {"src/lib.rs": ""}),
    row("cargo/library-gone-1.63", "the same, Rust 1.63", "old-rust-gcc", OLD + "cargo build", ("lib",),
        files=script('println!("cargo:rustc-link-search=native=out"); println!("cargo:rustc-link-lib=static=seven");') | {"src/lib.rs": ""}),
    row("cargo/rlib-empty", "an rlib of length zero", "gcc", "rustc src/main.rs --extern dep=libdep.rlib", ("dep",), files={"src/main.rs": _USE, "dep.rs": _LIB},
        before=": > libdep.rlib"),
    row("cargo/rlib-cut", "an rlib that was cut short", "gcc", "rustc src/main.rs --extern dep=libdep.rlib", ("dep",), files={"src/main.rs": _USE, "dep.rs": _LIB},
        before="rustc --crate-type rlib dep.rs; head -c 900 libdep.rlib > x; mv x libdep.rlib"),
    row("cargo/rlib-zeroes", "an rlib overwritten with zeroes", "gcc", "rustc src/main.rs --extern dep=libdep.rlib", ("dep",), files={"src/main.rs": _USE, "dep.rs": _LIB},
        before="head -c 9000 /dev/zero > libdep.rlib"),
    row("cargo/object-cut", "an object that was cut short", "gcc", "gcc main.o -o app", ("main.o",), files={"main.c": "int main(void) { return 0; }\n"},
        before="gcc -c main.c; head -c 700 main.o > x; mv x main.o"),
    row("cargo/archive-cut", "an archive that was cut short, lld", "linkers", "gcc -fuse-ld=lld main.o libx.a -o app", ("libx.a",), files={"main.c": "int f(void);\nint main(void) { return f(); }\n", "x.c": "int f(void) { return 0; }\n"},
        before="gcc -c main.c; gcc -c x.c; ar rcs libx.a x.o; head -c 300 libx.a > y; mv y libx.a"),
    row("cargo/archive-cut-bfd", "an archive that was cut short, bfd", "linkers", "gcc main.o libx.a -o app", ("libx.a",), files={"main.c": "int f(void);\nint main(void) { return f(); }\n", "x.c": "int f(void) { return 0; }\n"},
        before="gcc -c main.c; gcc -c x.c; ar rcs libx.a x.o; head -c 300 libx.a > y; mv y libx.a"),
]  # fmt: skip
_CRATES = [
    row("cargo/proc-macro-crt-static", "+crt-static without --target reaches the proc macros", "gcc", "RUSTFLAGS='-C target-feature=+crt-static' cargo build", ("proc",), files=_PROC),
    row("cargo/cdylib-musl", "a cdylib for musl", "gcc", f"cargo build --target {MUSL}", ("cdylib",), files=_lib("cdylib"), target=MUSL, rust="musl"),
    row("cargo/dylib-musl", "a dylib for musl", "gcc", f"cargo build --target {MUSL}", ("dylib",), files=_lib("dylib"), target=MUSL, rust="musl"),
    row("cargo/subcommand", "a subcommand that is not installed", "gcc", "cargo zigbuild", ("zigbuild",), files=app()),
    row("cargo/subcommand-1.63", "a subcommand that is not installed, Rust 1.63", "old-rust-gcc", OLD + "cargo ndk -t arm64-v8a build", ("ndk",), files=app()),
    row("cargo/subcommand-cinstall", "cargo-c's command", "gcc", "cargo cinstall", ("cinstall",), files=app()),
    row("cargo/edition-1.63", "edition 2024 under Rust 1.63", "old-rust-gcc", OLD + "cargo build", ("2024",),
        files=app() | {"Cargo.toml": '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2024"\n'}),
    row("cargo/resolver-1.63", "resolver 3 under Rust 1.63", "old-rust-gcc", OLD + "cargo build", ("resolver",), files=app(rest='\n[workspace]\nresolver = "3"\n')),
    row("cargo/cargo-feature", "a cargo feature that is not stable", "gcc", "cargo build", ("profile-rustflags",), files={"Cargo.toml": 'cargo-features = ["profile-rustflags"]\n[package]\nname = "app"\nversion = "0.1.0"\n', "src/main.rs": "fn main() {}\n"}),
    row("cargo/time-0.3.30", "an old time under today's rustc", "gcc", "cargo build", ("time",), files=app(deps='time = { version = "=0.3.30", features = ["parsing", "formatting"] }')),
    row("cargo/time-0.3.20", "an older time under today's rustc", "gcc", "cargo check", ("time",), files=app(deps='time = { version = "=0.3.20", features = ["macros", "parsing"] }')),
    row("cargo/offline", "crates that were never fetched, offline", "gcc", "rm -rf ~/.cargo/registry; cargo build --offline", ("libc",), files=app(deps='libc = "0.2"')),
    row("cargo/offline-locked", "a locked crate that was never fetched, offline", "gcc", "cargo build --offline", ("libc",), files=app(deps='libc = "=0.2.150"'),
        before="cargo generate-lockfile; rm -rf ~/.cargo/registry/cache ~/.cargo/registry/src"),
    row("cargo/vendored", "a vendor directory that lacks a crate", "gcc", "cargo build", ("libc",),
        files=app(deps='libc = "0.2"') | {".cargo/config.toml": '[source.crates-io]\nreplace-with = "local"\n[source.local]\ndirectory = "vendor"\n', "vendor/.keep": ""}),
    row("cargo/permission-target", "a target directory of root's", "gcc", "su -s /bin/sh nobody -c 'CARGO_HOME=/tmp/c PATH=$PATH:/opt/rust/bin cargo build'", ("permission",), files=app(),
        before="mkdir -p target; chmod 755 . target /root"),
    row("cargo/permission-home", "a CARGO_HOME of root's", "gcc", "su -s /bin/sh nobody -c 'CARGO_TARGET_DIR=/tmp/t CARGO_HOME=/opt/cargo PATH=$PATH:/opt/rust/bin cargo build'", ("permission",), files=app(deps='libc = "0.2"'),
        before="mkdir -p /opt/cargo; chmod 755 /root . /opt/cargo; rm -f Cargo.lock; chmod 777 ."),
    row("cargo/permission-output", "rustc may not write here", "gcc", "su -s /bin/sh nobody -c 'PATH=$PATH:/opt/rust/bin rustc src/main.rs'", ("permission",), files=app(), before="chmod 755 /root ."),
]  # fmt: skip

_MORE = [
    row("rustup/rustc-dev-missing", "the compiler's own crates", "gcc", "RUSTC_BOOTSTRAP=1 cargo build", ("rustc-dev",), files=app("#![feature(rustc_private)]\nextern crate rustc_driver;\nfn main() {}\n")),
    row("rustup/rustc-dev-missing-1.63", "the same, Rust 1.63", "old-rust-gcc", OLD + "RUSTC_BOOTSTRAP=1 cargo build", ("rustc-dev",), files=app("#![feature(rustc_private)]\nextern crate rustc_driver;\nfn main() {}\n")),
    row("rustup/plus-misplaced", "+nightly behind the command", "gcc", "cargo build +nightly", ("+nightly",), files=app()),
    row("cargo/lock-twice", "a lock file with a package twice", "gcc", "cargo build", ("lock",), files=app() | {"Cargo.lock": "version = 3\n" + 2 * '\n[[package]]\nname = "app"\nversion = "0.1.0"\n'}),
    row("cargo/subcommand-unknown", "a subcommand that nobody knows", "gcc", "cargo frobnicate", ("frobnicate",), files=app()),
    row("cargo/subcommand-unknown-1.63", "the same, Rust 1.63", "old-rust-gcc", OLD + "cargo frobnicate --all", ("frobnicate",), files=app()),
    row("target/spec-broken-1.63", "a target specification without a field, Rust 1.63", "old-rust-gcc", OLD + "rustc --target mine.json src/main.rs", ("target",), files=app() | {"mine.json": '{"llvm-target": "x86_64-unknown-none"}\n'}),
    row("rustup/new-cargo-older-rustc", "cargo of 1.95 calls a rustc of 1.63", "two-rusts", "RUSTC=/usr/bin/rustc RUSTFLAGS=-Zfrob cargo build", ("rustc",), files=app()),
    row("target/add-tier3-avr", "another target without a compiled std", "host", "rustup target add avr-none", ()),
]  # fmt: skip

CAPTURES: list[dict[str, Any]] = [*_STALE, *_CRATES, *_MORE]
