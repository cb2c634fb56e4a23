"""More captures: wrappers, foreign and 32-bit programs, plug-ins of cargo, targets without a C library or without std."""

from __future__ import annotations

from typing import Any

from rows import APT, GCC, LAYERS, OLD, app, row, script

LAYERS.update(
    {
        "gcc-11": f"{APT}{GCC} gcc-11",
        "gcc-file": f"{APT}{GCC} file",
        "old-cargo-plugin": f"{APT}rustc cargo {GCC} cargo-outdated",
        "arm-none": f"{APT}{GCC} gcc-arm-none-eabi",
    }
)
_EDITION = {
    "Cargo.toml": '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2024"\n',
    "src/main.rs": "fn main() {}\n",
}
_REGISTRY = (
    "cargo fetch; mkdir -p local/index/it/oa .cargo; cp ~/.cargo/registry/cache/*/itoa-1.0.15.crate local/; "
    """printf '{"name":"itoa","vers":"1.0.15","deps":[],"cksum":"%064d","features":{},"yanked":false}\\n' 1 > local/index/it/oa/itoa; """
    "rm Cargo.lock; "
    """printf '[source.crates-io]\\nreplace-with = "mine"\\n[source.mine]\\nlocal-registry = "local"\\n' > .cargo/config.toml"""
)
_THIRTY_TWO = "mkdir -p /opt/tools/bin; echo 'void _start(void) {}' > start.c; gcc -m32 -nostdlib -pie -Wl,--dynamic-linker=/lib/ld-linux.so.2 start.c -o "
# The header of a program for IBM's S/390: no kernel here takes it.
_FOREIGN = "mkdir -p bin; printf '\\177ELF\\002\\002\\001\\000\\000\\000\\000\\000\\000\\000\\000\\000\\000\\002\\000\\026%0200d' 0 > bin/rustup; chmod +x bin/rustup; cp bin/rustup bin/cargo; cp bin/rustup bin/rustc; cp bin/rustup bin/protoc"
_PROCESS = 'fn main() { if let Err(e) = cargo_util::ProcessBuilder::new("TOOL").args(&["-c", "glue.c"]).exec() { eprintln!("error: {}", e); for c in e.chain().skip(1) { eprintln!("\\nCaused by:\\n  {}", c); } std::process::exit(101) } }\n'
_UTIL = 'cargo-util = "=0.2.20"'


def _standard_c(target: str, name: str, about: str, header: str = "stdlib.h") -> dict[str, Any]:
    """C code of a build script for a target without a C library: no Rust is compiled for it, so no std is wanted."""
    build = f'cc::Build::new().file("seven.c").target("{target}").compile("seven");'
    files = script(build, 'cc = "=1.0.79"') | {"seven.c": f"#include <{header}>\nint seven(void) {{ return 7; }}\n"}
    layer, command = ("arm-none", "cargo build") if "thumb" in target else ("clang", "CC=clang cargo build")
    return row(name, about, layer, command, ("C library",), files=files, target=target)


_SPEC = "RUSTC_BOOTSTRAP=1 rustc -Zunstable-options --print target-spec-json --target x86_64-unknown-none > x86_64-my_os.json; sed -i '/is-builtin/d' x86_64-my_os.json"

_CARGO = [
    row("target/custom-std", "a target of an own specification", "gcc", "RUSTC_BOOTSTRAP=1 cargo build -Zjson-target-spec --target ./x86_64-my_os.json", ("x86_64-my_os",), files=app("#![no_std]\n#![no_main]\n"), before=_SPEC, target="x86_64-my_os"),
    row("own-code/panicked-words", "an own mistake that quotes a compiler's panic", "gcc", "cargo build", (), files=app('fn main() { println!("internal compiler error: the compiler unexpectedly panicked {}", x); }\n')),
    row("rust/panicked", "the compiler panics", "gcc", "RUST_BACKTRACE=0 RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Ztreat-err-as-bug=1 cargo build", ("rustc",), files=app("fn main() { let x: u32 = 1u64; }\n")),
    row("rust/panicked-1.63", "the compiler panics, Rust 1.63", "old-rust-gcc", OLD + "RUST_BACKTRACE=0 RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Ztreat-err-as-bug=1 cargo build", ("rustc",), files=app("fn main() { let x: u32 = 1u64; }\n")),
    row("target/std-missing-nightly", "a target that nightly could also build from source", "gcc", "RUSTC_BOOTSTRAP=1 cargo build --target wasm32-wasip1", ("wasm32-wasip1",), files=app(), target="wasm32-wasip1"),
    row("target/std-missing-nightly-rustc", "the same by rustc", "gcc", "RUSTC_BOOTSTRAP=1 rustc --target aarch64-unknown-linux-musl src/main.rs", ("aarch64-unknown-linux-musl",), files=app(), target="aarch64-unknown-linux-musl"),
    row("cargo/checksum-local", "a crate whose checksum is not the registry's", "gcc", "cargo build", ("itoa",), files=app(deps='itoa = "=1.0.15"'), before=_REGISTRY),
    row("rustup/plus-last-1.63", "+nightly as the last word, Rust 1.63", "old-rust-gcc", OLD + "cargo build --release +nightly", ("+nightly",), files=app()),
    row("rustup/plus-run-1.63", "+nightly behind run, Rust 1.63", "old-rust-gcc", OLD + "cargo check +nightly", ("+nightly",), files=app()),
    row("rustup/new-cargo-old-rustc-test", "a newer cargo tests with an older rustc", "old-rust-gcc", "RUSTC=/usr/bin/rustc cargo test --target x86_64-unknown-linux-gnu", ("rustc 1.80",), files=app()),
    row("rustup/codegen-option-unknown-1.63", "a flag that came after Rust 1.63", "old-rust-gcc", OLD + "RUSTFLAGS='-C jump-tables=no' cargo build", ("jump-tables",), files=app()),
    row("rustup/codegen-option-unknown", "a flag that rustc does not know", "gcc", "RUSTFLAGS='-C linkr=clang' cargo build", ("linkr",), files=app()),
    row("rustup/wrapper-missing", "RUSTC_WRAPPER names a file that is not there", "gcc", "RUSTC_WRAPPER=/root/.cargo/bin/sccache cargo build", ("sccache",), files=app()),
    row("rustup/wrapper-missing-1.63", "the same by config, Rust 1.63", "old-rust-gcc", OLD + "cargo build", ("sccache",), files=app() | {".cargo/config.toml": '[build]\nrustc-wrapper = "sccache"\n'}),
    row("rustup/wrapper-missing-path-1.63", "the same by its path, Rust 1.63", "old-rust-gcc", OLD + "cargo build", ("ccache",), files=app() | {".cargo/config.toml": '[build]\nrustc-wrapper = "/usr/local/bin/ccache"\n'}),
    row("rustup/workspace-wrapper-missing", "RUSTC_WORKSPACE_WRAPPER names a file that is not there", "gcc", "RUSTC_WORKSPACE_WRAPPER=/opt/tools/mywrapper cargo build", ("mywrapper",), files=app()),
    row("rustup/rustc-missing", "RUSTC names a file that is not there", "gcc", "RUSTC=/usr/local/rust-1.70/bin/rustc cargo build", ("rustc",), files=app()),
    row("rustup/plugin-old-cargo", "a subcommand with an old cargo inside", "old-cargo-plugin", "{ set -x; cargo --version; cargo outdated; }", ("cargo outdated",), files=_EDITION),
    row("rustup/plugin-old-cargo-prompt", "the same in a terminal", "old-cargo-plugin", "echo '$ cargo --version'; cargo --version; echo '$ cargo outdated -R'; cargo outdated -R", ("cargo outdated",), files=_EDITION),
    row("runtime/rustup-other-arch", "a rustup of another processor", "gcc", "bash -c '/root/app/bin/rustup show'", ("rustup",), before=_FOREIGN),
    row("runtime/cargo-other-arch-dash", "a cargo of another processor, in dash", "gcc", "sh -c 'bin/cargo build'", ("cargo",), before=_FOREIGN),
    row("runtime/rustc-other-arch-cargo", "a rustc of another processor", "gcc", "RUSTC=/root/app/bin/rustc cargo build", ("rustc",), files=app(), before=_FOREIGN),
    row("link/linker-32bit", "a 32-bit linker without its loader", "gcc-file", "file /opt/tools/bin/arm-linux-gnueabihf-gcc-4.8.3; CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER=/opt/tools/bin/arm-linux-gnueabihf-gcc-4.8.3 cargo build", ("32-bit",), files=app(), before=_THIRTY_TWO + "/opt/tools/bin/arm-linux-gnueabihf-gcc-4.8.3"),
    row("link/tool-32bit-bash", "a 32-bit tool without its loader", "gcc-file", "file /opt/tools/bin/protoc; bash -c '/opt/tools/bin/protoc --version'", ("32-bit",), before=_THIRTY_TWO + "/opt/tools/bin/protoc"),
    row("android/ndk-gcc-gone", "an NDK that has no gcc", "gcc", "cargo run -q", ("gcc",), files=app(_PROCESS.replace("TOOL", "/opt/android-ndk-r19c/toolchains/arm-linux-androideabi-4.9/prebuilt/linux-x86_64/bin/arm-linux-androideabi-gcc"), deps=_UTIL)),
    row("android/ndk-gcc-gone-build", "the same in a build script", "gcc", "cargo build", ("gcc",), files=script('cc::Build::new().file("seven.c").compiler("/opt/android-ndk-r25b/toolchains/aarch64-linux-android-4.9/prebuilt/linux-x86_64/bin/aarch64-linux-android-gcc").compile("seven");', 'cc = "=1.0.79"') | {"seven.c": "int x;\n"}),
    row("tools/process-missing", "cargo's own words about a program that is not there", "gcc", "cargo run -q", ("cmake",), files=app(_PROCESS.replace("TOOL", "/usr/bin/cmake"), deps=_UTIL)),
    row("target/std-thumb-missing", "a program with std for a microcontroller", "host", "cargo +stable build --target thumbv7m-none-eabi", ("std",), files=app(), target="thumbv7m-none-eabi"),
    row("target/std-thumb-missing-1.63", "the same, Rust 1.63", "old-rust-gcc", OLD + "cargo build --target thumbv7em-none-eabihf", ("std",), files=app(), target="thumbv7em-none-eabihf"),
    row("target/std-riscv-dependency", "a dependency with std for a microcontroller", "host", "cargo +stable build --target riscv32imac-unknown-none-elf", ("std",), files=app("#![no_std]\n#![no_main]\n", deps='either = "=1.13.0"'), target="riscv32imac-unknown-none-elf"),
    row("target/install-for-thumb", "a host tool for a microcontroller, by a default target", "host", "CARGO_BUILD_TARGET=thumbv7m-none-eabi cargo +stable install --root . hexyl --version 0.14.0", ("std",), target="thumbv7m-none-eabi"),
    row("target/install-for-riscv", "the same for another microcontroller", "host", "CARGO_BUILD_TARGET=riscv32imac-unknown-none-elf cargo +stable install --root . tokei --version 12.1.2", ("std",), target="riscv32imac-unknown-none-elf"),
    row("target/std-thumb-uninstalled-rustc", "rustc itself for a microcontroller", "host", "rustc +stable --target riscv32imac-unknown-none-elf src/main.rs", ("std",), files=app(), target="riscv32imac-unknown-none-elf"),
    _standard_c("wasm32-unknown-unknown", "compilers/wasm-stdlib", "C code for wasm32-unknown-unknown"),
    _standard_c("wasm32-unknown-unknown", "compilers/wasm-string", "the same with string.h", "string.h"),
    _standard_c("wasm32-wasi", "compilers/wasi-stdio", "C code for WASI", "stdio.h"),
    _standard_c("thumbv7em-none-eabihf", "compilers/thumb-stdlib", "C code for a microcontroller without newlib"),
    _standard_c("thumbv7m-none-eabi", "compilers/thumb-string", "the same with string.h", "string.h"),
]  # fmt: skip

_RELOC = '__asm__(".globl _start\\n_start: mov foo@GOTPCREL(%rip), %rax\\n.globl foo\\nfoo: ret");\n'
_ODD = "gcc -c a.c; perl -0777 -pi -e 's/\\x2a\\0\\0\\0/\\x7f\\0\\0\\0/g; s/\\x29\\0\\0\\0/\\x7f\\0\\0\\0/g' a.o"
_CXX = 'fn main() { println!("cargo:rustc-link-search=/root/app"); println!("cargo:rustc-link-lib=static=new"); println!("cargo:rustc-link-lib=stdc++"); }\n'
_NEW_CXX = '#include <chrono>\nextern "C" int seven() { return std::chrono::current_zone() == nullptr; }\n'
_LINK = [
    *(row(f"linker/odd-relocation-{name}", f"a relocation that {name} does not know", "linkers", f"gcc -nostdlib -fuse-ld={name} a.o", ("binutils",), files={"a.c": _RELOC}, before=_ODD) for name in ("bfd", "gold", "lld", "mold")),
    *(row(f"linker/lto-llvm-{name}", f"Rust's bitcode for an older {name}", "linkers", f"clang -flto -fuse-ld={name} main.c libapp.a", ("LLVM",), files=app("") | {"main.c": "int seven(void);\nint main(void) { return seven(); }\n", "src/lib.rs": '#![no_std]\n#[panic_handler]\nfn p(_: &core::panic::PanicInfo) -> ! { loop {} }\n#[no_mangle] pub extern "C" fn seven() -> i32 { 7 }\n'}, before="rustc --crate-type staticlib -Cpanic=abort -O -Clinker-plugin-lto src/lib.rs -o libapp.a") for name in ("lld", "gold")),
    row("linker/libstdcxx-gcc13", "C++ objects of a newer gcc", "linkers", "cargo build", ("libstdc++",), files=app('extern "C" { fn seven() -> i32; }\nfn main() { std::process::exit(unsafe { seven() }) }\n', build=_CXX) | {"new.cc": _NEW_CXX}, before="g++ -std=c++20 -c new.cc; ar rc libnew.a new.o", made_on="trixie-gxx"),
    row("linker/libstdcxx-gcc14", "the same without cargo", "linkers", "g++ new.o", ("libstdc++",), files={"new.cc": '#include <print>\nint main() { std::print("{}", 7); }\n'}, before="g++ -std=c++23 -c new.cc", made_on="trixie-gxx"),
    row("linker/libstdcxx-gcc14-lld", "the same with lld", "linkers", "g++ -fuse-ld=lld new.o", ("libstdc++",), files={"new.cc": "#include <chrono>\nint main() { return std::chrono::current_zone() == nullptr; }\n"}, before="g++ -std=c++20 -c new.cc", made_on="trixie-gxx"),
    *(row(f"link/linker-{triple}", f"a linker called {triple}-gcc", "gcc", f"CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_LINKER={triple}-gcc cargo build", (triple,), files=app()) for triple in ("armv7-unknown-linux-gnueabi", "aarch64-unknown-linux-gnu", "riscv64gc-unknown-linux-gnu")),
    row("compilers/m32-wordsize", "32-bit C without its headers", "gcc", "cargo build", ("multilib",), files=script('cc::Build::new().file("seven.c").flag("-m32").compile("seven");', 'cc = "=1.2.40"') | {"seven.c": "#include <assert.h>\nint seven(void) { return 7; }\n"}),
    row("compilers/m32-asm", "32-bit C without the kernel's headers", "gcc", "gcc -m32 -c seven.c", ("multilib",), files={"seven.c": "#include <linux/types.h>\nint seven(void) { return 7; }\n"}),
    row("compilers/clang-no-backend", "a clang that has no back end", "clang", "clang --target=riscv128-unknown-elf -c seven.c", ("back end",), files={"seven.c": "int seven;\n"}),
    row("target/std-missing-fedora", "a distribution's Rust in front of rustup's", "trixie-rust", OLD + "rustc --version; " + OLD + "cargo build --target aarch64-unknown-linux-gnu", ("rustup",), files=app(), target="aarch64-unknown-linux-gnu"),
    row("target/std-missing-debian-version", "the same for WebAssembly", "trixie-rust", OLD + "rustc --version --verbose; " + OLD + "rustc --target wasm32-unknown-unknown src/main.rs", ("rustup",), files=app(), target="wasm32-unknown-unknown"),
]  # fmt: skip

_GIT_DEP = 'mkdir -p /opt/dep/src; cd /opt/dep; printf \'[package]\\nname = "dep"\\nversion = "0.1.0"\\n\' > Cargo.toml; echo > src/lib.rs; git init -q; git add .; git -c user.name=a -c user.email=a@b commit -qm a; cd /root/app; '
_DEP = 'dep = { git = "file:///opt/dep" }'
_USER = "setpriv --reuid 1000 --regid 1000 --clear-groups "
_LTO = "gcc-11 -flto -c two.c && gcc -c main.c"
_TWO = {"two.c": "int two(void) { return 2; }\n", "main.c": "int two(void);\nint main(void) { return two(); }\n"}
_FAILURES = [
    row("link/lto-gcc", "objects of another gcc's LTO", "gcc-11", "gcc main.o two.o", ("LTO",), files=_TWO, before=_LTO),
    row("link/lto-gcc-rustc", "the same in a link of rustc", "gcc-11", "RUSTFLAGS='-C linker-features=-lld -C link-arg=/root/app/two.o' cargo build", ("LTO",), files=app('extern "C" { fn two() -> i32; }\nfn main() { std::process::exit(unsafe { two() }) }\n') | _TWO, before=_LTO),
    row("cargo/git-branch-gone", "a branch that is not there", "git", "cargo build", ("branch",), files=app(deps=_DEP.replace(" }", ', branch = "devel" }')), before=_GIT_DEP),
    row("cargo/git-tag-gone", "a tag that is not there", "git", "cargo build", ("tag",), files=app(deps=_DEP.replace(" }", ', tag = "v1.0.7" }')), before=_GIT_DEP),
    row("rustup/custom-esp", "a toolchain of Espressif's that is not there", "host", "RUST_BACKTRACE=0 cargo build", ("esp",), files=app() | {"rust-toolchain.toml": '[toolchain]\nchannel = "esp"\n'}),
    row("rustup/custom-plus", "a linked toolchain that is not there", "host", "RUST_BACKTRACE=0 cargo +stage1 build", ("stage1",), files=app()),
    row("rustup/custom-solana", "Solana's toolchain that is not there", "host", "RUST_BACKTRACE=0 RUSTUP_TOOLCHAIN=solana cargo build", ("solana",), files=app()),
    row("rustup/custom-path", "a toolchain by its path that is not there", "host", "RUST_BACKTRACE=0 cargo build", ("toolchain",), files=app() | {"rust-toolchain.toml": '[toolchain]\npath = "/opt/rust-fork"\n'}),
    row("target/xtensa-std", "a target of Espressif's with an ordinary Rust", "host", "cargo +stable build --target xtensa-esp32-espidf", ("xtensa",), files=app(), target="xtensa-esp32-espidf"),
    row("target/xtensa-1.63", "the same, Rust 1.63", "old-rust-gcc", OLD + "cargo build --target xtensa-esp32-espidf", ("xtensa",), files=app(), target="xtensa-esp32-espidf"),
    row("target/sbf-solana", "Solana's target with an ordinary Rust", "host", "cargo +stable build --target sbf-solana-solana", ("solana",), files=app()),
    row("target/known-later-1.63", "a target that a later Rust brought", "old-rust-gcc", OLD + "cargo build --target wasm32-wasip1", ("wasm32-wasip1",), files=app(), target="wasm32-wasip1"),
    row("target/wasi-renamed", "the old name of WASI's target", "host", "cargo +stable build --target wasm32-wasi", ("wasm32-wasi",), files=app(), target="wasm32-wasi"),
    row("rust/profiler-debian", "coverage with Debian's Rust", "old-rust-gcc", OLD + "RUSTFLAGS=-Cinstrument-coverage cargo build", ("profiler",), files=app()),
    row("system/tmpdir-missing-1.63", "the same, Rust 1.63", "old-rust-gcc", OLD + "TMPDIR=/scratch/user rustc src/main.rs", ("TMPDIR",), files=app()),
    row("system/tmpdir-missing-debug-1.63", "the same in a build", "old-rust-gcc", OLD + "TMPDIR=/nowhere cargo build --release", ("TMPDIR",), files=app()),
    row("system/cwd-gone-1.63", "the current folder was removed, Rust 1.63", "old-rust-gcc", "mkdir gone; cd gone; rmdir ../gone; " + OLD + "cargo check", ("folder",), files=app()),
    row("system/cwd-gone", "the current folder was removed", "gcc", "mkdir gone; cd gone; rmdir ../gone; cargo build", ("folder",), files=app()),
    row("cargo/git-ownership", "a repository of another user", "git", f"chown -R 1000 /opt/dep; chmod 711 /root; {_USER} true; CARGO_NET_GIT_FETCH_WITH_CLI=true cargo build", ("owner",), files=app(deps=_DEP), before=_GIT_DEP),
    row("cargo/git-ownership-git", "git itself", "git", "chown -R 1000 /opt/dep; cd /opt/dep; git describe --always", ("owner",), before=_GIT_DEP),
    row("cargo/git-ownership-build", "a build script asks git", "git", "chown -R 1000 .; cargo build", ("owner",), files=script('let o = std::process::Command::new("git").args(&["rev-parse", "HEAD"]).output().unwrap(); assert!(o.status.success(), "{}", String::from_utf8_lossy(&o.stderr));'), before="git init -q; git add .; git -c user.name=a -c user.email=a@b commit -qm a"),
    row("cargo/frozen", "--frozen with nothing downloaded", "gcc", "CARGO_HOME=/root/app/h cargo build --frozen", ("itoa",), files=app(deps='itoa = "1"')),
    row("cargo/frozen-locked", "the same with a lock file", "gcc", "cargo generate-lockfile; CARGO_HOME=/root/app/h cargo build --frozen", ("itoa",), files=app(deps='itoa = "1"')),
    row("linker/lto-plugin", "gcc's LTO object in a link without the plug-in", "linkers", "gcc -flto -c main.c -fno-fat-lto-objects; rm -f /usr/lib/gcc/*/*/liblto_plugin.so; ld main.o; ar rc libmain.a main.o", ("lto",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("linker/lto-plugin-gold", "the same with gold", "linkers", "gcc -flto -c main.c; ld.gold main.o", ("lto",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("linker/not-elf", "a Mach-O object in an ELF link", "linkers", "clang -target x86_64-apple-macos11 -c main.c; ld.lld main.o; ar rc libmain.a main.o; ld.lld --whole-archive libmain.a", ("main.o",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("linker/option-unknown-bfd", "an option that ld does not know", "linkers", "gcc -Wl,--no-such-option main.c", ("option",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("linker/option-unknown-cargo", "the same from RUSTFLAGS", "linkers", "RUSTFLAGS='-Clink-arg=-Wl,--threads=4 -Clink-arg=-fuse-ld=bfd' cargo build", ("option",), files=app()),
    row("linker/option-unknown-gold", "the same, gold", "linkers", "gcc -fuse-ld=gold -Wl,--no-such-option main.c", ("option",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("linker/option-unknown-lld", "the same, lld", "linkers", "gcc -fuse-ld=lld -Wl,--no-such-option main.c", ("option",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("linker/emulation-unknown", "the host's ld is asked for another processor", "linkers", "ld -m aarch64linux main.o", ("aarch64",), files={"main.c": "int main(void) { return 0; }\n"}),
]  # fmt: skip

CAPTURES: list[dict[str, Any]] = [*_CARGO, *_LINK, *_FAILURES]
