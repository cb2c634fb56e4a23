"""The captures: one row a log. A row is what Capture in capture.py takes."""

from __future__ import annotations

from typing import Any

_APT = "apt-get update -qq && apt-get install -y -qq --no-install-recommends "
_GCC = "gcc libc6-dev"
LAYERS = {
    "clean": "",
    "gcc": f"{_APT}{_GCC}",
    "gcc-only": f"{_APT}gcc",
    "old-rust": f"{_APT}rustc cargo {_GCC} && rm -f /usr/bin/cc /usr/bin/gcc /usr/bin/gcc-12 /usr/bin/c99 /usr/bin/c89 /usr/bin/x86_64-linux-gnu-gcc*",
    "old-rust-gcc": f"{_APT}rustc cargo {_GCC}",
    "linkers": f"{_APT}{_GCC} g++ lld mold binutils clang",
    "clang": f"{_APT}clang libc6-dev",
    "pkg-config": f"{_APT}{_GCC} pkg-config",
    "pkgconf": f"{_APT}{_GCC} pkgconf",
    "cmake-less": f"{_APT}{_GCC} g++",
    "musl": f"{_APT}{_GCC} musl-tools",
    "libpq": f"{_APT}{_GCC} libpq-dev",
    "trixie-gxx": f"{_APT}{_GCC} g++",
    "trixie-gcc": f"{_APT}{_GCC}",
    "cross": f"{_APT}{_GCC} gcc-aarch64-linux-gnu libc6-dev-arm64-cross musl",
}
_HELLO = 'fn main() { println!("hello"); }\n'


def _app(main: str = _HELLO, deps: str = "", build: str = "", build_deps: str = "", **more: str) -> dict[str, str]:
    """A crate `app` as files; `more` are other files, `/` written as `__`."""
    manifest = f'[package]\nname = "app"\nversion = "0.1.0"\nedition = "2018"\n\n[dependencies]\n{deps}\n\n[build-dependencies]\n{build_deps}\n'
    files = {"Cargo.toml": manifest, "src/main.rs": main}
    if build:
        files["build.rs"] = build
    return files | {name.replace("__", "/"): text for name, text in more.items()}


def _config(text: str) -> dict[str, str]:
    return {".cargo/config.toml": text}


def _ld(flag: str) -> str:
    return f"RUSTFLAGS='{flag}' cargo build"


def _extern(library: str, symbol: str) -> str:
    """A program that calls one C function; with a library name it asks for -l too."""
    link = f'#[link(name = "{library}")]\n' if library else ""
    return f'{link}extern "C" {{ fn {symbol}(); }}\nfn main() {{ unsafe {{ {symbol}() }} }}\n'


def _row(
    name: str, about: str, layer: str, command: str = "cargo build", missing: tuple[str, ...] = (), **more: Any
) -> dict[str, Any]:
    return {"name": name, "about": about, "layer": layer, "command": command, "missing": missing, **more}


_LINKERS = {
    "lld": "",
    "bfd": "-Clink-arg=-fuse-ld=bfd",
    "gold": "-Clink-arg=-fuse-ld=gold",
    "mold": "-Clink-arg=-fuse-ld=mold",
}
_PC = 'fn main() { pkg_config::Config::new().atleast_version("1.0").probe("libpq").unwrap(); }\n'
_PCX = 'fn main() { pkg_config::probe_library("libpq").unwrap(); }\n'
_CC = 'fn main() { cc::Build::new().file("seven.c").compile("libseven.a"); }\n'
_SEVEN = "int seven(void) { return 7; }\n"
_PC_VERSIONS = ("0.3.9", "0.3.19", "0.3.25", "0.3.27", "0.3.32")
_CC_VERSIONS = ("1.0.50", "1.0.83", "1.1.30", "1.2.40")
_MUSL = "x86_64-unknown-linux-musl"
_FORTIFIED = (
    "#include <stdio.h>\n#include <string.h>\nvoid fill(char *to, const char *from, unsigned n) { memcpy(to, from, n); }\n"
    'int say(const char *s) { char b[20]; strcpy(b, s); return printf("%s", b); }\n'
)


def _glibc_on_musl(name: str, code: str, symbol: str, flags: str = "-O2") -> dict[str, Any]:
    """C compiled by the host's gcc with glibc's headers, linked into a musl program."""
    build = (
        'fn main() { let o = std::env::var("OUT_DIR").unwrap(); let run = |a: &[&str]| assert!(std::process::Command::new(a[0]).args(&a[1..]).status().unwrap().success());\n'
        f'  run(&["gcc", {", ".join(chr(34) + flag + chr(34) for flag in flags.split())}, "-c", "glibc.c", "-o", &format!("{{}}/glibc.o", o)]);\n'
        '  run(&["ar", "crs", &format!("{}/libglibc.a", o), &format!("{}/glibc.o", o)]);\n'
        '  println!("cargo:rustc-link-search=native={}", o); println!("cargo:rustc-link-lib=static=glibc"); }\n'
    )
    main = 'extern "C" { fn entry(); }\nfn main() { unsafe { entry() } }\n'
    return _row(
        f"symbols/musl-{name}", f"C code compiled with glibc's headers ({name}) in a musl link", "gcc", f"cargo build --target {_MUSL}", (symbol,),
        files=_app(main, build=build, glibc__c="") | {"glibc.c": code}, target=_MUSL, rust="musl",
    )  # fmt: skip


def _git_crate(code: str) -> str:
    """A dependency where cargo keeps git checkouts: its sources lie outside the project."""
    manifest = r"[package]\nname = \"dep\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[dependencies]\nlibc = \"0.2\"\n"
    place = "/root/.cargo/git/checkouts/dep-8a67f6024d96931f/3f1c2d9"
    return f"mkdir -p {place}/src && cd {place} && printf \"{manifest}\" > Cargo.toml && echo '{code}' > src/lib.rs"


CAPTURES: list[dict[str, Any]] = [
    # the linker
    _row("linker/cc-missing", "no C compiler at all", "clean", missing=("cc",), files=_app(deps='libc = "0.2"')),
    _row(
        "linker/cc-missing-build-scripts",
        "several build scripts of dependencies fail at once",
        "clean",
        missing=("cc",),
        files=_app(deps='serde = { version = "1", features = ["derive"] }\nlibc = "0.2"'),
    ),
    _row("linker/cc-missing-rustc", "rustc alone, without cargo", "clean", "rustc src/main.rs", ("cc",), files=_app()),
    _row(
        "linker/cc-missing-1.63",
        "rustc 1.63 of Debian without gcc",
        "old-rust",
        "PATH=/usr/bin:/bin cargo build",
        ("cc",),
        files=_app(),
    ),
    _row(
        "linker/cc-missing-json",
        "cargo's JSON messages",
        "clean",
        "cargo build --message-format=json",
        ("cc",),
        files=_app(),
    ),
    _row(
        "linker/cross-gcc-missing",
        "the config names a cross gcc that is not there",
        "gcc",
        missing=("aarch64-linux-gnu-gcc",),
        files=_app() | _config('[target.x86_64-unknown-linux-gnu]\nlinker = "aarch64-linux-gnu-gcc"\n'),
    ),
    _row(
        "linker/clang-missing",
        "the config names clang",
        "gcc",
        missing=("clang",),
        files=_app() | _config('[target.x86_64-unknown-linux-gnu]\nlinker = "clang"\n'),
    ),
    _row(
        "linker/absolute-path-missing",
        "the config names a path that does not exist",
        "gcc",
        missing=("/opt/cross/bin/armv7-unknown-linux-gnueabi-gcc",),
        files=_app()
        | _config('[target.x86_64-unknown-linux-gnu]\nlinker = "/opt/cross/bin/armv7-unknown-linux-gnueabi-gcc"\n'),
    ),
    _row(
        "linker/permission-denied",
        "cc is there but not executable",
        "gcc",
        missing=(),
        files=_app(),
        before="rm /usr/bin/cc; printf x > /usr/bin/cc; chmod 644 /usr/bin/cc; rm -f /usr/local/bin/cc",
    ),
    _row(
        "linker/fuse-ld-mold-missing",
        "gcc is asked for mold",
        "gcc",
        _ld("-Clink-arg=-fuse-ld=mold"),
        ("mold",),
        files=_app(),
    ),
    _row(
        "linker/fuse-ld-lld-missing-1.63",
        "gcc is asked for lld, which is not there",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin " + _ld("-Clink-arg=-fuse-ld=lld"),
        ("lld",),
        files=_app(),
    ),
    _row(
        "linker/fuse-ld-lld-missing-clang",
        "clang is asked for lld",
        "clang",
        _ld("-Clinker=clang -Clink-arg=-fuse-ld=mold"),
        ("mold",),
        files=_app(),
    ),
    _row(
        "linker/fuse-ld-path-gcc",
        "gcc takes no path in -fuse-ld",
        "linkers",
        _ld("-Clink-arg=-fuse-ld=/usr/bin/mold"),
        (),
        files=_app(),
    ),
    _row(
        "linker/ld-missing",
        "binutils removed",
        "gcc",
        "cargo build",
        ("ld",),
        files=_app(),
        before="rm -f /usr/bin/ld /usr/bin/ld.* /usr/bin/x86_64-linux-gnu-ld*",
        rust="musl",
    ),
    # the C runtime
    _row(
        "crt/no-libc-dev",
        "gcc without libc6-dev, rustc's own lld",
        "gcc-only",
        missing=("Scrt1.o", "libc"),
        files=_app(),
    ),
    _row(
        "crt/no-libc-dev-bfd",
        "gcc without libc6-dev, GNU ld",
        "gcc-only",
        _ld("-Clink-arg=-fuse-ld=bfd"),
        ("Scrt1.o", "libc"),
        files=_app(),
    ),
    _row(
        "crt/no-libc-dev-gold",
        "gcc without libc6-dev, gold",
        "gcc-only",
        _ld("-Clink-arg=-fuse-ld=gold"),
        ("Scrt1.o", "libc"),
        files=_app(),
    ),
    _row(
        "crt/no-libc-dev-mold",
        "libc6-dev's files removed, mold",
        "linkers",
        _ld("-Clink-arg=-fuse-ld=mold"),
        ("Scrt1.o", "libc"),
        files=_app(),
        before="rm -f /usr/lib/x86_64-linux-gnu/*crt*.o /usr/lib/x86_64-linux-gnu/lib[cm].a /usr/lib/x86_64-linux-gnu/lib[cm].so",
    ),
    _row(
        "crt/m32-no-multilib",
        "a 32-bit link without multilib",
        "gcc",
        "gcc -m32 main.c",
        ("multilib",),
        files={"main.c": "int main(void) { return 0; }\n"},
        target="i686-unknown-linux-gnu",
    ),
    _row(
        "crt/no-gcc-s",
        "libgcc_s.so removed",
        "gcc",
        _ld("-Clink-arg=-fuse-ld=bfd"),
        ("gcc_s",),
        files=_app(),
        before="rm -f /usr/lib/gcc/x86_64-linux-gnu/12/libgcc_s.so",
    ),
    # targets and toolchains
    _row(
        "target/std-musl-missing",
        "the musl target is not installed",
        "gcc",
        f"cargo build --target {_MUSL}",
        (_MUSL,),
        files=_app(deps='libc = "0.2"'),
        target=_MUSL,
    ),
    _row(
        "target/std-musl-missing-1.63",
        "Debian's Rust has no musl target",
        "old-rust-gcc",
        f"PATH=/usr/bin:/bin cargo build --target {_MUSL}",
        (_MUSL,),
        files=_app(),
        target=_MUSL,
    ),
    _row(
        "target/core-thumb-missing",
        "a bare-metal target",
        "gcc",
        "cargo build --target thumbv7em-none-eabihf",
        ("thumbv7em-none-eabihf",),
        files=_app("#![no_std]\n#![no_main]\n"),
        target="thumbv7em-none-eabihf",
    ),
    _row(
        "target/std-aarch64-missing-rustc",
        "rustc alone",
        "gcc",
        "rustc --target aarch64-unknown-linux-gnu src/main.rs",
        ("aarch64-unknown-linux-gnu",),
        files=_app(),
        target="aarch64-unknown-linux-gnu",
    ),
    _row(
        "target/tier3",
        "a target without a compiled standard library",
        "gcc",
        "cargo build --target x86_64-unknown-l4re-uclibc",
        ("x86_64-unknown-l4re-uclibc",),
        files=_app(),
        target="x86_64-unknown-l4re-uclibc",
    ),
    _row(
        "target/tier3-rustc",
        "the same by rustc",
        "gcc",
        "rustc --target m68k-unknown-linux-gnu src/main.rs",
        ("m68k-unknown-linux-gnu",),
        files=_app(),
        target="m68k-unknown-linux-gnu",
    ),
    _row(
        "target/misspelt",
        "a misspelt target",
        "gcc",
        "cargo build --target x86_64-unknown-linux-muslx",
        ("x86_64-unknown-linux-muslx",),
        files=_app(),
    ),
    _row(
        "target/misspelt-rustc-1.63",
        "a misspelt target, older rustc",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin cargo build --target x86_64-linux-musl",
        ("x86_64-linux-musl",),
        files=_app(),
    ),
    _row(
        "rustup/toolchain-missing",
        "cargo +version",
        "host",
        "RUSTUP_AUTO_INSTALL=0 cargo +1.60.0 build",
        ("1.60.0",),
        files=_app(),
    ),
    _row(
        "rustup/toolchain-file-missing",
        "a pinned toolchain",
        "host",
        "RUSTUP_AUTO_INSTALL=0 cargo build",
        ("1.61.0",),
        files=_app() | {"rust-toolchain.toml": '[toolchain]\nchannel = "1.61.0"\n'},
    ),
    _row(
        "rustup/run-missing",
        "rustup run",
        "host",
        "RUSTUP_AUTO_INSTALL=0 rustup run beta cargo build",
        ("beta",),
        files=_app(),
    ),
    _row(
        "rustup/no-default",
        "an empty rustup",
        "host",
        "RUSTUP_HOME=$PWD/none cargo build",
        ("default toolchain",),
        files=_app(),
    ),
    _row(
        "rustup/no-default-rustc",
        "an empty rustup, rustc",
        "host",
        "RUSTUP_HOME=$PWD/none rustc -V",
        ("default toolchain",),
        files=_app(),
    ),
    # libraries by -l, and symbols, in every linker's words
    *[
        _row(
            f"native/lpq-{name}",
            f"-lpq without the library, {name}",
            "linkers",
            _ld(flag),
            ("libpq",),
            files=_app(_extern("pq", "PQlibVersion")),
        )
        for name, flag in _LINKERS.items()
    ],
    *[
        _row(
            f"native/unknown-lib-{name}",
            f"-l of an unknown library, {name}",
            "linkers",
            _ld(flag),
            ("frobnicate",),
            files=_app(_extern("frobnicate", "frob")),
        )
        for name, flag in (("lld", ""), ("bfd", _LINKERS["bfd"]))
    ],
    _row(
        "native/static-lzma",
        "a native static library that is not there",
        "gcc",
        missing=("lzma",),
        files=_app(
            '#[link(name = "lzma", kind = "static")]\nextern "C" { fn lzma_version_number() -> u32; }\nfn main() { println!("{}", unsafe { lzma_version_number() }); }\n'
        ),
    ),
    _row(
        "native/static-pq-1.63",
        "the same in the words of rustc 1.63",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin cargo build",
        ("libpq",),
        files=_app(
            '#[link(name = "pq", kind = "static")]\nextern "C" { fn PQlibVersion() -> i32; }\nfn main() { println!("{}", unsafe { PQlibVersion() }); }\n'
        ),
    ),
    _row(
        "native/have-you-installed-the-static",
        "GNU ld of Debian 13 -static",
        "trixie-gcc",
        "gcc -static main.c -lz -lssl",
        ("z", "ssl"),
        files={"main.c": "int main(void) { return 0; }\n"},
    ),
    _row(
        "native/have-you-installed-the-static-rust",
        "a fully static link by rustc",
        "gcc",
        _ld("-Ctarget-feature=+crt-static -Clink-arg=-fuse-ld=bfd"),
        ("sqlite3",),
        files=_app(_extern("sqlite3", "sqlite3_libversion")),
    ),
    *[
        _row(
            f"symbols/openssl-{name}",
            f"SSL_new not linked, {name}",
            "linkers",
            _ld(flag),
            ("openssl",),
            files=_app(_extern("", "SSL_new")),
        )
        for name, flag in _LINKERS.items()
    ],
    *[
        _row(
            f"symbols/sqlite-{name}",
            f"sqlite3_open not linked, {name}",
            "linkers",
            _ld(flag),
            ("sqlite3",),
            files=_app(_extern("", "sqlite3_open")),
        )
        for name, flag in (("lld", ""), ("bfd", _LINKERS["bfd"]))
    ],
    *[
        _row(
            f"symbols/own-{name}",
            f"a function that nobody defines, {name}",
            "linkers",
            _ld(flag),
            (),
            files=_app(_extern("", "frobnicate_all")),
        )
        for name, flag in (("lld", ""), ("bfd", _LINKERS["bfd"]))
    ],
    *[
        _row(
            f"symbols/cxx-{name}",
            f"C++ code without the C++ runtime, {name}",
            "linkers",
            _ld(flag),
            ("libstdcxx",),
            files=_app(
                'extern "C" { fn entry(); }\nfn main() { unsafe { entry() } }\n',
                build='fn main() { let o = std::env::var("OUT_DIR").unwrap(); for a in [vec!["g++", "-c", "x.cc", "-o", "x.o"], vec!["ar", "crs", &format!("{o}/libx.a"), "x.o"]] { assert!(std::process::Command::new(a[0]).args(&a[1..]).status().unwrap().success()); } println!("cargo:rustc-link-search=native={o}"); println!("cargo:rustc-link-lib=static=x"); }\n',
            )
            | {
                "x.cc": '#include <string>\n#include <stdexcept>\nextern "C" void entry() { std::string s("x"); if (s.size() > 3) throw std::runtime_error(s); }\n'
            },
        )
        for name, flag in _LINKERS.items()
    ],
    _glibc_on_musl(
        "fortify",
        _FORTIFIED + 'void entry(void) { char b[8]; fill(b, "x", 2); say(b); }\n',
        "__strcpy_chk",
        "-O2 -D_FORTIFY_SOURCE=2 -fno-builtin-memcpy",
    ),
    _glibc_on_musl(
        "execinfo",
        "#include <execinfo.h>\nvoid entry(void) { void *b[8]; backtrace_symbols_fd(b, backtrace(b, 8), 2); }\n",
        "backtrace",
    ),
    _glibc_on_musl(
        "ucontext",
        "#include <ucontext.h>\nvoid entry(void) { ucontext_t c; getcontext(&c); setcontext(&c); }\n",
        "getcontext",
    ),
    _glibc_on_musl(
        "gnu-version",
        "#include <gnu/libc-version.h>\n#include <stdio.h>\nvoid entry(void) { puts(gnu_get_libc_version()); }\n",
        "gnu_get_libc_version",
    ),
    _glibc_on_musl(
        "resolver",
        '#include <resolv.h>\n#include <netdb.h>\nvoid entry(void) { struct __res_state s; res_ninit(&s); unsigned char b[512]; res_nquery(&s, "a", 1, 1, b, 512); }\n',
        "__res_ninit",
    ),
    # pkg-config in the words of its crate through the years
    *[
        _row(
            f"native/pkg-config-missing-{version}",
            f"no pkg-config, crate {version}",
            "gcc",
            missing=("pkg-config",),
            files=_app(build=_PCX, build_deps=f'pkg-config = "={version}"'),
        )
        for version in _PC_VERSIONS
    ],
    *[
        _row(
            f"native/pc-module-missing-{version}",
            f"libpq.pc missing, crate {version}",
            "pkg-config",
            missing=("libpq",),
            files=_app(build=_PC, build_deps=f'pkg-config = "={version}"'),
        )
        for version in _PC_VERSIONS
    ],
    *[
        _row(
            f"native/pkg-config-cross-{version}",
            f"cross refused, crate {version}",
            "pkg-config",
            f"cargo build --target {_MUSL}",
            ("pkg-config for the target",),
            files=_app(build=_PCX, build_deps=f'pkg-config = "={version}"'),
            target=_MUSL,
        )
        for version in ("0.3.9", "0.3.19", "0.3.32")
    ],
    _row(
        "native/pc-module-missing-pkgconf",
        "the same by pkgconf",
        "pkgconf",
        missing=("libpq",),
        files=_app(build=_PCX, build_deps='pkg-config = "=0.3.32"'),
    ),
    _row("native/system-deps", "system-deps", "pkg-config", missing=("glib",), files=_app(deps='glib-sys = "=0.18.1"')),
    _row(
        "native/openssl-sys-no-pkg-config",
        "openssl-sys without pkg-config",
        "gcc",
        missing=("pkg-config",),
        files=_app(deps='openssl-sys = "=0.9.104"'),
    ),
    _row(
        "native/openssl-sys-no-dev",
        "openssl-sys without the development package",
        "pkg-config",
        missing=("openssl",),
        files=_app(deps='openssl-sys = "=0.9.104"'),
    ),
    _row(
        "native/openssl-sys-old-no-dev",
        "an old openssl-sys",
        "pkg-config",
        missing=("openssl",),
        files=_app(deps='openssl-sys = "=0.9.60"'),
    ),
    _row(
        "native/openssl-sys-musl",
        "openssl-sys for musl",
        "pkg-config",
        f"cargo build --target {_MUSL}",
        ("openssl for musl",),
        files=_app(deps='openssl-sys = "=0.9.104"'),
        target=_MUSL,
        rust="musl",
    ),
    _row("native/alsa-sys", "alsa-sys", "pkg-config", missing=("alsa",), files=_app(deps='alsa-sys = "0.3"')),
    _row(
        "native/libudev-sys", "libudev-sys", "pkg-config", missing=("libudev",), files=_app(deps='libudev-sys = "0.1"')
    ),
    _row(
        "native/pq-sys",
        "pq-sys",
        "gcc",
        missing=("libpq",),
        files=_app(
            'extern crate pq_sys;\nfn main() { println!("{}", unsafe { pq_sys::PQlibVersion() }); }\n',
            deps='pq-sys = "=0.6.3"',
        ),
    ),
    # C code
    *[
        _row(
            f"musl/cc-missing-{version}",
            f"no musl compiler, cc {version}",
            "gcc",
            f"cargo build --target {_MUSL}",
            ("musl-gcc",),
            files=_app(build=_CC, build_deps=f'cc = "={version}"') | {"seven.c": _SEVEN},
            target=_MUSL,
        )
        for version in _CC_VERSIONS
    ],
    *[
        _row(
            f"musl/cxx-missing-{version}",
            f"no musl C++ compiler, cc {version}",
            "musl",
            f"cargo build --target {_MUSL}",
            ("musl-g++",),
            files=_app(build=_CC.replace("Build::new()", "Build::new().cpp(true)"), build_deps=f'cc = "={version}"')
            | {"seven.c": _SEVEN},
            target=_MUSL,
        )
        for version in ("1.0.83", "1.2.40")
    ],
    _row(
        "musl/cc-missing-aarch64",
        "no aarch64 musl compiler",
        "gcc",
        "cargo build --target aarch64-unknown-linux-musl",
        ("aarch64-linux-musl-gcc",),
        files=_app(build=_CC, build_deps='cc = "=1.2.40"') | {"seven.c": _SEVEN},
        target="aarch64-unknown-linux-musl",
    ),
    _row(
        "musl/cc-missing-ring",
        "ring for musl",
        "gcc",
        f"cargo build --target {_MUSL}",
        ("musl-gcc",),
        files=_app(deps='ring = "=0.17.8"'),
        target=_MUSL,
        rust="musl",
    ),
    _row(
        "native/header-gcc",
        "a C header missing, gcc",
        "gcc",
        missing=("openssl/ssl.h",),
        files=_app(build=_CC, build_deps='cc = "=1.2.40"') | {"seven.c": "#include <openssl/ssl.h>\n"},
    ),
    _row(
        "native/header-gcc-old-cc",
        "a C header missing, older cc",
        "gcc",
        missing=("zlib.h",),
        files=_app(build=_CC, build_deps='cc = "=1.0.50"') | {"seven.c": "#include <zlib.h>\n"},
    ),
    _row(
        "native/header-clang",
        "a C header missing, clang",
        "clang",
        "CC=clang cargo build",
        ("zlib.h",),
        files=_app(build=_CC, build_deps='cc = "=1.2.40"') | {"seven.c": "#include <zlib.h>\n"},
        before="ln -sf /usr/bin/clang /usr/bin/cc",
    ),
    _row(
        "native/header-own",
        "a header of the project's own",
        "gcc",
        missing=(),
        files=_app(build=_CC, build_deps='cc = "=1.2.40"') | {"seven.c": '#include "config_of_mine.h"\n'},
    ),
    _row(
        "native/header-no-libc-dev",
        "no C library headers",
        "gcc-only",
        "gcc -c main.c",
        ("stdio.h",),
        files={"main.c": "#include <stdio.h>\nint main(void) { return 0; }\n"},
    ),
    # build tools
    _row(
        "tools/cmake-missing",
        "the cmake crate without cmake",
        "cmake-less",
        missing=("cmake",),
        files=_app(build='fn main() { cmake::build("."); }\n', build_deps='cmake = "=0.1.50"'),
    ),
    _row(
        "tools/cmake-missing-old",
        "an old cmake crate",
        "cmake-less",
        missing=("cmake",),
        files=_app(build='fn main() { cmake::build("."); }\n', build_deps='cmake = "=0.1.40"\ncc = "=1.0.83"'),
    ),
    _row(
        "tools/protoc-missing",
        "prost-build",
        "gcc",
        missing=("protoc",),
        files=_app(
            build='fn main() { prost_build::compile_protos(&["a.proto"], &["."]).unwrap(); }\n',
            build_deps='prost-build = "=0.13.5"',
        )
        | {"a.proto": 'syntax = "proto3";\n'},
    ),
    _row(
        "tools/protoc-missing-old",
        "prost-build 0.11",
        "gcc",
        missing=("protoc",),
        files=_app(
            build='fn main() { prost_build::compile_protos(&["a.proto"], &["."]).unwrap(); }\n',
            build_deps='prost-build = "=0.11.9"',
        )
        | {"a.proto": 'syntax = "proto3";\n'},
    ),
    _row(
        "tools/openssl-src-no-perl",
        "vendored OpenSSL without perl",
        "gcc",
        missing=("perl",),
        files=_app(deps='openssl = { version = "0.10", features = ["vendored"] }'),
        before="rm -f /usr/bin/perl /usr/bin/perl5*",
    ),
    _row(
        "tools/openssl-src-no-make",
        "vendored OpenSSL without make",
        "gcc",
        missing=("make",),
        files=_app(deps='openssl = { version = "0.10", features = ["vendored"] }'),
        before="apt-get update -qq; apt-get install -y -qq perl >/dev/null",
    ),
    _row(
        "tools/perl-module-missing",
        "minimal Perl without modules",
        "gcc",
        missing=("FindBin",),
        files=_app(deps='openssl = { version = "0.10", features = ["vendored"] }'),
    ),
    _row(
        "tools/jemalloc-no-make",
        "jemalloc without make",
        "gcc",
        missing=("make",),
        files=_app(deps='tikv-jemalloc-sys = "=0.5.4"'),
    ),
    *[
        _row(
            f"tools/libclang-missing-{version}",
            f"bindgen {version} without libclang",
            "gcc",
            missing=("libclang",),
            files=_app(
                build='fn main() { bindgen::Builder::default().header("a.h").generate().unwrap(); }\n',
                build_deps=f'bindgen = "={version}"',
            )
            | {"a.h": "int a;\n"},
        )
        for version in ("0.59.2", "0.69.4", "0.71.1")
    ],
    _row(
        "tools/nasm-missing",
        "nasm-rs",
        "gcc",
        missing=("nasm",),
        files=_app(
            build='fn main() { nasm_rs::compile_library("liba.a", &["a.asm"]).unwrap(); }\n',
            build_deps='nasm-rs = "=0.3.0"',
        )
        | {"a.asm": ""},
    ),
    _row(
        "tools/autoreconf-missing",
        "autotools",
        "cmake-less",
        missing=("autoreconf",),
        files=_app(
            build='fn main() { autotools::Config::new(".").reconf("-i").build(); }\n', build_deps='autotools = "=0.2.7"'
        )
        | {"configure.ac": ""},
    ),
    _row(
        "tools/shell-not-found",
        "a build script that calls sh",
        "gcc",
        missing=("flex",),
        files=_app(
            build='fn main() { assert!(std::process::Command::new("sh").args(["-c", "flex --version"]).status().unwrap().success()); }\n'
        ),
    ),
    _row(
        "tools/make-not-found",
        "make that calls a tool",
        "gcc",
        "apt-get update -qq; apt-get install -y -qq make >/dev/null 2>&1; make",
        ("bison",),
        files={"Makefile": "all:\n\tbison --version\n"},
    ),
    _row(
        "tools/cargo-not-found",
        "no Rust at all",
        "clean",
        "export PATH=/usr/bin:/bin; cargo build",
        ("cargo",),
        files=_app(),
    ),
    _row(
        "tools/cargo-not-found-bash",
        "no Rust at all, bash",
        "clean",
        "export PATH=/usr/bin:/bin; bash -c 'cargo build'",
        ("cargo",),
        files=_app(),
    ),
    # at run time
    _row(
        "runtime/libpq-missing",
        "a shared library that is gone",
        "libpq",
        "./target/debug/app",
        ("libpq",),
        files=_app(
            '#[link(name = "pq")]\nextern "C" { fn PQlibVersion() -> i32; }\nfn main() { println!("{}", unsafe { PQlibVersion() }); }\n'
        ),
        before="cargo build; rm -f /usr/lib/x86_64-linux-gnu/libpq.so.5*",
    ),
    _row(
        "runtime/libpq-missing-cargo-run",
        "the same by cargo run",
        "libpq",
        "cargo run",
        ("libpq",),
        files=_app(
            '#[link(name = "pq")]\nextern "C" { fn PQlibVersion() -> i32; }\nfn main() { println!("{}", unsafe { PQlibVersion() }); }\n'
        ),
        before="cargo build; rm -f /usr/lib/x86_64-linux-gnu/libpq.so.5*",
    ),
    _row(
        "runtime/interpreter-missing",
        "a program with an interpreter that is not there",
        "gcc",
        "bash -c ./app",
        ("ld-linux",),
        files={"main.c": "int main(void) { return 0; }\n"},
        before="gcc main.c -o app -Wl,--dynamic-linker=/lib/ld-linux-none.so.2",
    ),
    _row(
        "runtime/interpreter-missing-sh",
        "the same in dash",
        "gcc",
        "sh -c ./app",
        ("ld-linux",),
        files={"main.c": "int main(void) { return 0; }\n"},
        before="gcc main.c -o app -Wl,--dynamic-linker=/lib/ld-linux-none.so.2",
    ),
    _row(
        "runtime/exec-format",
        "an aarch64 program",
        "cross",
        "bash -c ./app; sh -c ./app",
        ("x86_64",),
        files={"main.c": "int main(void) { return 0; }\n"},
        before="aarch64-linux-gnu-gcc main.c -o app",
    ),
    _row(
        "runtime/musl-relocation",
        "a glibc program under musl's loader",
        "cross",
        "/lib/ld-musl-x86_64.so.1 ./app",
        ("glibc",),
        files={
            "main.c": "#include <execinfo.h>\n#include <gnu/libc-version.h>\n#include <stdio.h>\nint main(void) { void *b[4]; backtrace(b, 4); puts(gnu_get_libc_version()); return 0; }\n"
        },
        before="gcc -O2 -D_FORTIFY_SOURCE=2 main.c -o app",
    ),
    _row(
        "runtime/musl-library-missing",
        "musl's loader without a library",
        "cross",
        "/lib/ld-musl-x86_64.so.1 ./app",
        ("libssl",),
        files={
            "main.c": "int foo(void);\nint main(void) { return foo(); }\n",
            "foo.c": "int foo(void) { return 0; }\n",
        },
        before="gcc -shared -fPIC foo.c -o libssl.so.1.1 && gcc main.c -o app ./libssl.so.1.1 -Wl,-soname,x && rm libssl.so.1.1",
    ),
    _row(
        "linker/as-missing",
        "gcc without an assembler",
        "gcc",
        "gcc -c main.c",
        ("as",),
        files={"main.c": "int main(void) { return 0; }\n"},
        before="rm -f /usr/bin/as /usr/bin/x86_64-linux-gnu-as",
    ),
    _row(
        "linker/fuse-ld-path-1.63",
        "an old rustc hands gcc a path in -fuse-ld",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin " + _ld("-Clink-arg=-fuse-ld=/usr/local/bin/mold"),
        (),
        files=_app(),
    ),
    _row(
        "linker/permission-denied-1.63",
        "an old rustc and a cc without the x bit",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin cargo build",
        (),
        files=_app(),
        before="rm /usr/bin/cc; printf x > /usr/bin/cc; chmod 644 /usr/bin/cc",
    ),
    _row(
        "crt/m32-header",
        "32-bit C code without multilib",
        "gcc",
        "gcc -m32 -c main.c",
        ("multilib",),
        files={"main.c": "#include <stdio.h>\nint main(void) { return 0; }\n"},
        target="i686-unknown-linux-gnu",
    ),
    _row(
        "native/openssl-sys-no-probe",
        "openssl-sys that may not ask pkg-config",
        "pkg-config",
        "OPENSSL_NO_PKG_CONFIG=1 cargo build",
        ("openssl",),
        files=_app(deps='openssl-sys = "=0.9.104"'),
    ),
    _row(
        "native/openssl-sys-no-probe-0.9.60",
        "an old openssl-sys that may not ask pkg-config",
        "pkg-config",
        "OPENSSL_NO_PKG_CONFIG=1 cargo build",
        ("openssl",),
        files=_app(deps='openssl-sys = "=0.9.60"'),
    ),
    _row("tools/perl-ipc-cmd-missing", "Perl without IPC::Cmd", "clean", "perl -MIPC::Cmd -e 1", ("IPC::Cmd",)),
    _row(
        "tools/perl-text-template-missing",
        "Perl without Text::Template",
        "clean",
        "perl -e 'use Text::Template;'",
        ("Text::Template",),
    ),
    _row(
        "native/static-version-rust",
        "a fully static link by rustc on Debian 13",
        "trixie-gcc",
        _ld("-Ctarget-feature=+crt-static -Clink-arg=-fuse-ld=bfd"),
        ("sqlite3",),
        files=_app(_extern("sqlite3", "sqlite3_libversion")),
    ),
    _row(
        "runtime/exec-format-sh",
        "an aarch64 program in dash",
        "cross",
        "sh -c ./app",
        ("x86_64",),
        files={"main.c": "int main(void) { return 0; }\n"},
        before="aarch64-linux-gnu-gcc main.c -o app",
    ),
    _row(
        "runtime/musl-relocation-fortify",
        "a fortified glibc program under musl's loader",
        "cross",
        "/lib/ld-musl-x86_64.so.1 ./app",
        ("glibc",),
        files={
            "main.c": _FORTIFIED
            + '#include <resolv.h>\nint main(void) { char b[9]; fill(b, "x", 2); return say(b) + res_ninit(0); }\n'
        },
        before="gcc -O2 -D_FORTIFY_SOURCE=2 main.c -o app",
    ),
    _row(
        "runtime/glibc-too-old",
        "a program of Debian 13 on Debian 12",
        "gcc",
        "./app",
        ("glibc 2.38",),
        files={
            "main.c": "#include <string.h>\nint main(int n, char **v) { char b[9]; return (int)strlcpy(b, v[0], 9) * 0; }\n"
        },
        before="gcc main.c -o app",
        made_on="trixie-gcc",
    ),
    _row(
        "runtime/glibc-too-old-library",
        "a library of Debian 13 on Debian 12",
        "gcc",
        "gcc -c x.c && LD_LIBRARY_PATH=. ./app",
        ("glibc 2.38",),
        files={
            "x.c": "int x;\n",
            "lib.c": "#include <stdlib.h>\n#include <string.h>\nint seven(const char *s) { char b[4]; strlcpy(b, s, 4); return (int)strtol(b, 0, 10); }\n",
            "main.c": 'int seven(const char *);\nint main(void) { return seven("7"); }\n',
        },
        before="gcc -shared -fPIC lib.c -o libseven.so && gcc main.c -o app ./libseven.so",
        made_on="trixie-gcc",
    ),
    _row(
        "musl/glibc-crate-function",
        "a dependency calls a glibc function",
        "gcc",
        f"cargo build --target {_MUSL}",
        (),
        files=_app(deps='dep = { path = "/root/.cargo/git/checkouts/dep-8a67f6024d96931f/3f1c2d9" }'),
        before=_git_crate("pub fn f() { unsafe { libc::malloc_trim(0); } }"),
        target=_MUSL,
        rust="musl",
    ),
    _row(
        "musl/glibc-crate-import",
        "a dependency imports a glibc type",
        "gcc",
        f"cargo build --target {_MUSL}",
        (),
        files=_app(deps='dep = { path = "/root/.cargo/git/checkouts/dep-8a67f6024d96931f/3f1c2d9" }'),
        before=_git_crate(
            "pub use libc::mallinfo2; pub fn v() -> *const libc::c_char { unsafe { libc::gnu_get_libc_version() } }"
        ),
        target=_MUSL,
        rust="musl",
    ),
    _row(
        "musl/libc-item-type",
        "a dependency uses a type that the libc crate lacks for musl",
        "gcc",
        f"cargo rustc --target {_MUSL} -v",
        (),
        files=_app(deps='dep = { path = "/root/.cargo/git/checkouts/dep-8a67f6024d96931f/3f1c2d9" }'),
        before=_git_crate("pub fn f(s: &libc::Lmid_t) -> bool { *s == 0 }"),
        target=_MUSL,
        rust="musl",
    ),
    _row(
        "musl/libc-item-function",
        "a dependency calls a function that the libc crate lacks for musl",
        "gcc",
        f"cargo rustc --target {_MUSL} -v",
        (),
        files=_app(deps='dep = { path = "/root/.cargo/git/checkouts/dep-8a67f6024d96931f/3f1c2d9" }'),
        before=_git_crate("pub fn f() -> i32 { unsafe { libc::tcgetsid_of_mine(0) } }"),
        target=_MUSL,
        rust="musl",
    ),
    # the machine and the toolchain itself
    _row(
        "rustup/incomplete",
        "a linked toolchain folder without rustc",
        "host",
        "mkdir -p $PWD/none/toolchains/mine/bin $PWD/none/toolchains/mine/lib; RUSTUP_HOME=$PWD/none RUSTUP_TOOLCHAIN=mine rustc -vV",
        ("rustc",),
    ),
    _row(
        "rustup/incomplete-cargo",
        "a toolchain folder without cargo",
        "host",
        "mkdir -p $PWD/none/toolchains/stable-x86_64-unknown-linux-gnu/bin; RUSTUP_HOME=$PWD/none RUSTUP_AUTO_INSTALL=0 RUSTUP_TOOLCHAIN=stable cargo build",
        ("stable",),
        files=_app(),
    ),
    _row(
        "rustup/msrv",
        "a crate that needs a newer Rust",
        "host",
        "cargo build",
        ("1.99",),
        files={
            "Cargo.toml": '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\nrust-version = "1.99"\n',
            "src/main.rs": _HELLO,
        },
    ),
    _row(
        "rustup/msrv-1.63",
        "the same in the words of cargo 1.63",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin cargo build",
        ("1.70",),
        files={
            "Cargo.toml": '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2021"\nrust-version = "1.70"\n',
            "src/main.rs": _HELLO,
        },
    ),
    _row("rustup/z-flag", "-Z on stable cargo", "host", "cargo build -Z build-std", ("nightly",), files=_app()),
    _row(
        "rustup/z-flag-rustc-1.63",
        "-Z on stable rustc",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin rustc -Z help",
        ("nightly",),
    ),
    _row(
        "system/disk-full",
        "a full disk",
        "gcc",
        "cargo build",
        ("space",),
        files=_app(),
        before="true",
        mount="mount -t tmpfs -o size=200k tmpfs target",
    ),
    _row(
        "system/disk-full-1.63",
        "a full disk and an old Rust",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin cargo build",
        ("space",),
        files=_app(),
        mount="mount -t tmpfs -o size=1m tmpfs target",
    ),
    _row(
        "system/noexec",
        "the target directory is mounted noexec",
        "gcc",
        "cargo build",
        ("noexec",),
        files=_app(deps='libc = "0.2"'),
        mount="mount -t tmpfs -o noexec tmpfs target",
    ),
    _row(
        "system/noexec-1.63",
        "the same with an old cargo",
        "old-rust-gcc",
        "PATH=/usr/bin:/bin cargo build",
        ("noexec",),
        files=_app(build="fn main() {}\n"),
        mount="mount -t tmpfs -o noexec tmpfs target",
    ),
    _row(
        "system/network",
        "no network",
        "gcc",
        "CARGO_HOME=/tmp/none CARGO_NET_RETRY=0 https_proxy=http://proxy.invalid:3128 cargo build",
        ("network",),
        files=_app(deps='itoa = "1"'),
    ),
    _row(
        "system/network-refused",
        "a proxy that does not answer",
        "gcc",
        "CARGO_HOME=/tmp/none CARGO_NET_RETRY=0 https_proxy=http://127.0.0.1:9 cargo build",
        ("network",),
        files=_app(deps='itoa = "1"'),
    ),
    _row(
        "runtime/illegal-instruction",
        "an instruction that no processor has",
        "gcc",
        "bash -c './app; echo'",
        ("instruction",),
        files={"main.c": "int main(void) { __builtin_trap(); }\n"},
        before="gcc main.c -o app",
    ),
    _row(
        "runtime/illegal-instruction-cargo",
        "the same by cargo run",
        "gcc",
        "cargo run",
        ("instruction",),
        files=_app('fn main() { unsafe { std::arch::asm!("ud2") } }\n'),
    ),
    _row(
        "link/foreign-bfd",
        "aarch64 objects in an x86-64 link",
        "cross",
        "aarch64-linux-gnu-gcc -c m.c && gcc m.o",
        ("m.o",),
        files={"m.c": "int main(void) { return 0; }\n"},
    ),
    _row(
        "link/foreign-aarch64-ld",
        "x86-64 objects in an aarch64 link",
        "cross",
        "gcc -c m.c && aarch64-linux-gnu-gcc m.o",
        ("m.o",),
        files={"m.c": "int f(void); int main(void) { return f(); }\n"},
    ),
    _row(
        "link/foreign-lld",
        "aarch64 objects in a link by rustc's lld",
        "cross",
        "aarch64-linux-gnu-gcc -c m.c -o m.o; RUSTFLAGS=-Clink-arg=/root/app/m.o cargo build",
        ("m.o",),
        files=_app() | {"m.c": "int seven(void) { return 7; }\n"},
    ),
    _row(
        "link/cc1-missing",
        "gcc without cc1",
        "gcc",
        "gcc -c m.c",
        ("cc1",),
        files={"m.c": "int x;\n"},
        before="rm -f /usr/lib/gcc/x86_64-linux-gnu/12/cc1",
    ),
    _row(
        "link/cc1plus-missing",
        "gcc without g++ for C++ code",
        "gcc",
        "gcc -c m.cc",
        ("cc1plus",),
        files={"m.cc": "int x;\n"},
    ),
    _row(
        "link/dso-missing",
        "a symbol of an indirect library",
        "gcc",
        "gcc main.c ./liba.so -Wl,-rpath-link,. ",
        ("libb",),
        files={
            "main.c": "int a(void); int b(void);\nint main(void) { return a() + b(); }\n",
            "a.c": "int b(void);\nint a(void) { return b(); }\n",
            "b.c": "int b(void) { return 1; }\n",
        },
        before="gcc -shared -fPIC b.c -o libb.so && gcc -shared -fPIC a.c -o liba.so -L. -lb",
    ),
    _row(
        "link/dso-missing-tinfo",
        "ncurses without tinfo",
        "gcc",
        "gcc main.c -lncurses",
        ("tinfo",),
        files={
            "main.c": "int initscr(void); int halfdelay(int);\nint main(void) { return initscr() + halfdelay(1); }\n"
        },
        before="apt-get update -qq; apt-get install -y -qq libncurses-dev >/dev/null; rm -f /usr/lib/x86_64-linux-gnu/libncurses.so; ln -s libncurses.so.6 /usr/lib/x86_64-linux-gnu/libncurses.so",
    ),
    _row(
        "symbols/too-new-scanf",
        "a C23 sscanf of Debian 13 on Debian 12",
        "gcc",
        "gcc m.o",
        ("__isoc23_sscanf",),
        files={
            "m.c": '#define _GNU_SOURCE\n#include <stdio.h>\nint main(int n, char **v) { return sscanf(v[0], "%d", &n); }\n'
        },
        before="gcc -c m.c",
        made_on="trixie-gcc",
    ),
    _row(
        "symbols/too-new-isoc23",
        "a C23 strtol of Debian 13 on Debian 12",
        "gcc",
        "RUSTFLAGS=-Clink-arg=/root/app/m.o cargo build",
        ("__isoc23_strtol",),
        files=_app('extern "C" { fn seven() -> i32; }\nfn main() { unsafe { seven(); } }\n')
        | {"m.c": '#define _GNU_SOURCE\n#include <stdlib.h>\nint seven(void) { return (int)strtol("7", 0, 10); }\n'},
        before="gcc -c m.c",
        made_on="trixie-gcc",
    ),
    _row(
        "system/certificates",
        "cargo with a CA bundle that is not there",
        "gcc",
        "CARGO_HOME=/tmp/none CARGO_NET_RETRY=0 CARGO_HTTP_CAINFO=/nowhere.pem cargo build",
        ("certificates",),
        files=_app(deps='itoa = "1"'),
    ),
    _row(
        "system/certificates-empty",
        "cargo with a CA bundle of somebody else",
        "gcc",
        "CARGO_HOME=/tmp/none CARGO_NET_RETRY=1 CARGO_HTTP_CAINFO=$PWD/own.pem cargo build",
        ("certificates",),
        files=_app(deps='itoa = "1"'),
        before="awk '/BEGIN CERT/{n++} n==3' /etc/ssl/certs/ca-certificates.crt > own.pem",
    ),
    _row(
        "tools/source-missing",
        "a C file that is not there",
        "gcc",
        missing=("seven.c",),
        files=_app(build=_CC, build_deps='cc = "=1.2.40"'),
    ),
    _row(
        "tools/source-missing-old-cc",
        "the same in an older cc",
        "gcc",
        missing=("seven.c",),
        files=_app(build=_CC, build_deps='cc = "=1.0.50"'),
    ),
    _row(
        "link/bare-ld",
        "the linker itself as linker",
        "gcc",
        _ld("-Clinker=ld -Clinker-flavor=gcc"),
        ("driver",),
        files=_app(),
    ),
    _row(
        "link/bare-ld-flavor",
        "the linker itself, by rustc's guess of its flavour",
        "gcc",
        _ld("-Clinker=x86_64-linux-gnu-ld"),
        ("driver",),
        files=_app(),
    ),
    _row(
        "link/self-contained-linker",
        "a toolchain without rust-lld",
        "gcc",
        "RUSTC_BOOTSTRAP=1 rustc -Zunstable-options -Clinker-flavor=gnu-lld-cc -Clink-self-contained=+linker src/main.rs",
        ("rust-lld",),
        files=_app(),
        rust="musl",
    ),
    _row(
        "link/self-contained-linker-cargo",
        "the same by cargo",
        "gcc",
        "RUSTC_BOOTSTRAP=1 RUSTFLAGS='-Zunstable-options -Clinker-flavor=gnu-lld-cc -Clink-self-contained=+linker' cargo build",
        ("rust-lld",),
        files=_app(),
        rust="musl",
    ),
    _row(
        "native/cstdint-not-included",
        "C++ code that relies on a header of older compilers",
        "trixie-gxx",
        files=_app(
            build='fn main() { cc::Build::new().cpp(true).file("x.cc").compile("x"); }\n', build_deps='cc = "=1.2.40"'
        )
        | {"x.cc": "#include <vector>\nstruct A { uint64_t a; };\n"},
    ),
    _row(
        "native/header-not-included-gxx",
        "the same by the compiler alone",
        "trixie-gxx",
        "g++ -c x.cc",
        files={"x.cc": "#include <string>\nint f() { return INT_MAX; }\nstd::unordered_map<int, int> m;\n"},
    ),
    _row(
        "tools/compiler-probe",
        "a probe for a C++ compiler, and a build script that gives up",
        "gcc",
        missing=("c++",),
        files=_app(
            build='fn main() { let c = cc::Build::new().cpp(true).get_compiler(); assert!(c.is_like_gnu() && c.is_like_clang(), "unsupported compiler"); }\n',
            build_deps='cc = "=1.2.40"',
        ),
    ),
    _row(
        "musl/compiler-probe",
        "the same for musl",
        "gcc",
        f"cargo build --target {_MUSL}",
        ("musl-g++",),
        files=_app(
            build='fn main() { let c = cc::Build::new().cpp(true).get_compiler(); assert!(c.is_like_gnu() && c.is_like_clang(), "unsupported compiler"); }\n',
            build_deps='cc = "=1.2.40"',
        ),
        target=_MUSL,
    ),
    _row(
        "tools/cmake-missing-no-cxx",
        "no cmake and no C++ compiler: cmake is asked for first",
        "gcc",
        missing=("cmake",),
        files=_app(build='fn main() { cmake::build("."); }\n', build_deps='cmake = "=0.1.58"'),
    ),
    # nothing is missing
    _row("healthy/build", "a build that passes", "host", "cargo build", files=_app(deps='itoa = "1"')),
    _row(
        "healthy/warnings",
        "warnings only",
        "host",
        "cargo build",
        files=_app('fn unused() { let x = "cannot find -lssl"; }\nfn main() {}\n'),
    ),
    _row(
        "healthy/tests-pass",
        "tests pass",
        "host",
        "cargo test",
        files=_app('fn main() {}\n#[test]\nfn one() { println!("error: linker `cc` not found"); }\n'),
    ),
    _row(
        "own-code/type-error",
        "E0308",
        "host",
        "cargo build",
        files=_app('fn main() { let x: u32 = "linker `cc` not found"; }\n'),
    ),
    _row(
        "own-code/unresolved-import",
        "E0432",
        "host",
        "cargo build",
        files=_app("use openssl::ssl::SslStream;\nfn main() {}\n"),
    ),
    _row(
        "own-code/missing-crate",
        "E0463 of a crate of one's own",
        "host",
        "cargo build",
        files=_app("extern crate openssl;\nfn main() {}\n"),
    ),
    _row(
        "own-code/borrow",
        "E0502",
        "host",
        "cargo build",
        files=_app('fn main() { let mut v = vec![1]; let f = &v[0]; v.push(2); println!("{}", f); }\n'),
    ),
    _row(
        "own-code/test-failure",
        "a failing test that quotes a linker",
        "host",
        "cargo test",
        files=_app(
            'fn main() {}\n#[test]\nfn one() { assert_eq!("/usr/bin/ld: cannot find -lssl: No such file or directory", "fatal error: openssl/ssl.h: No such file or directory"); }\n'
        ),
    ),
    _row(
        "own-code/panic",
        "a panic that quotes pkg-config",
        "host",
        "cargo run",
        files=_app('fn main() { panic!("The pkg-config command could not be found"); }\n'),
    ),
    _row(
        "own-code/compile-error",
        "compile_error!",
        "host",
        "cargo build",
        files=_app('compile_error!("linker `cc` not found");\nfn main() {}\n'),
    ),
    _row("own-code/syntax", "a syntax error", "host", "cargo build", files=_app("fn main() { let x = ; }\n")),
    _row(
        "own-code/no-such-crate",
        "a crate that is not on crates.io",
        "host",
        "cargo build",
        files=_app(deps='no-such-crate-of-doctor = "9"'),
    ),
]
