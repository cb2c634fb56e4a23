"""Whole cargo projects: healthy ones, and those whose author made the mistake."""

from __future__ import annotations

from collections.abc import Iterator

from tools import Job, have

_HELLO = 'fn main() { println!("hello"); }\n'
_QUOTING = '/// Says `error: linker `cc` not found`.\n///\n/// ```\n/// assert_eq!(app::say(), "cannot find -lssl");\n/// ```\npub fn say() -> &\'static str { "libc.so.6: cannot open shared object file" }\n'
_UNUSED = 'fn main() { let mut x = 1; let y = 2; }\nfn never() {}\n#[deprecated(note = "cannot find -lssl")]\npub fn old() {}\npub fn user() { old() }\n'


def _manifest(rest: str = "", name: str = "app") -> str:
    return f'[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2021"\n{rest}'


def _crate(main: str = _HELLO, rest: str = "", **more: str) -> dict[str, str]:
    """A crate; a `__` in a keyword stands for a slash and `_dot_` for a dot."""
    files = {name.replace("__", "/").replace("_dot_", "."): text for name, text in more.items()}
    return {"Cargo.toml": _manifest(rest), "src/main.rs": main} | files


def _library(text: str, **more: str) -> dict[str, str]:
    files = _crate(**more) | {"src/lib.rs": text}
    return {name: value for name, value in files.items() if name != "src/main.rs"}


_HEALTHY = {
    "build": ("cargo build", _crate()),
    "build-verbose": ("cargo build -v", _crate()),
    "build-release": ("cargo build --release", _crate()),
    "build-colour": ("cargo build --color always", _crate(_UNUSED)),
    "build-json": ("cargo build --message-format=json", _crate(_UNUSED)),
    "build-short": ("cargo build --message-format=short", _crate(_UNUSED)),
    "build-timings": ("cargo build --keep-going -j 1", _crate()),
    "check": ("cargo check", _crate(_UNUSED)),
    "run": ("cargo run", _crate()),
    "test": ("cargo test", _library("#[test]\nfn one() { assert_eq!(1, 1); }\n")),
    "test-quoting-name": ("cargo test", _library("#[test]\nfn cannot_find_lssl() {}\n#[test]\nfn linker_cc_not_found() {}\n")),
    "test-nocapture": ("cargo test -- --nocapture", _library('#[test]\nfn says() { println!("error: cannot find -lssl in the fixture"); }\n')),
    "doc-test": ("cargo test --doc", _library(_QUOTING.replace('app::say(), "cannot find -lssl"', "app::say().len(), 44"))),
    "doc": ("cargo doc --no-deps", _library("/// See [`nothing`] and `ld: cannot find -lssl`.\npub fn f() {}\n")),
    "clean": ("cargo build -q && cargo clean", _crate()),
    "new": ("cargo new other && cargo init --name third .", {}),
    "tree": ("cargo tree", _crate()),
    "metadata": ("cargo metadata --format-version 1 --no-deps", _crate()),
    "generate-lockfile": ("cargo generate-lockfile && cat Cargo.lock", _crate()),
    "package-list": ("cargo package --list --allow-dirty", _crate()),
    "build-script-warning": ("cargo build", _crate(build_dot_rs='fn main() { println!("cargo:warning=optional library ssl not found, going on without it"); }\n')),
    "cargo-version": ("cargo -vV && rustc -vV", {}),
    "help": ("cargo --help; rustc --help; cargo build --help", {}),
    "fresh": ("cargo build -q; cargo build -v", _crate()),
    "gcc-warnings": ("cargo build", _crate(build_dot_rs='fn main() { let o = std::process::Command::new("cc").args(["-Wall", "-c", "x.c", "-o", "/dev/null"]).output().unwrap(); for l in String::from_utf8_lossy(&o.stderr).lines() { println!("cargo:warning={}", l); } }\n', x_dot_c="static int unused;\nint f(void) { int y; return 0; }\n")),
}  # fmt: skip
_OWN = {
    "type-error": ("cargo build", _crate('fn main() { let x: u32 = ""; }\n')),
    "borrow-error": ("cargo check", _crate('fn main() { let s = String::new(); drop(s); println!("{s}"); }\n')),
    "type-error-json": ("cargo build --message-format=json", _crate('fn main() { let x: u32 = ""; }\n')),
    "type-error-short": ("cargo build --message-format=short", _crate('fn main() { let x: u32 = ""; }\n')),
    "type-error-colour": ("cargo build --color always", _crate('fn main() { let x: u32 = ""; }\n')),
    "many-errors": ("cargo build", _crate("fn main() { a(); b(); c::d(); let e: F = G; }\n")),
    "unresolved-import": ("cargo build", _crate("use serde::Serialize;\nfn main() {}\n")),
    "unresolved-sys-import": ("cargo build", _crate("use openssl_sys::SSL_new;\nfn main() {}\n")),
    "unresolved-extern-crate": ("cargo build", _crate("extern crate openssl;\nfn main() {}\n")),
    "missing-module": ("cargo build", _crate("mod linker;\nfn main() {}\n")),
    "missing-include": ("cargo build", _crate('fn main() { include_str!("zlib.h"); }\n')),
    "own-compile-error": ("cargo build", _crate('compile_error!("this needs a feature");\nfn main() {}\n')),
    "env-missing": ("cargo build", _crate('fn main() { env!("MY_TOKEN"); }\n')),
    "const-panic": ("cargo build", _crate("const X: u32 = 1 - 2;\nfn main() { let _ = X; }\n")),
    "macro-error": ("cargo build", _crate("macro_rules! m { ($a:ident) => {} }\nfn main() { m!(1 2); }\n")),
    "deny-warnings": ("RUSTFLAGS=-Dwarnings cargo build", _crate(_UNUSED)),
    "test-failure": ("cargo test", _library("#[test]\nfn one() { assert_eq!(1, 2); }\n")),
    "test-quotes-linker": ("cargo test", _library('#[test]\nfn one() { panic!("error: linker `cc` not found"); }\n')),
    "test-quotes-loader": ("cargo test", _library('#[test]\nfn one() { assert!(false, "libssl.so.3: cannot open shared object file: No such file or directory"); }\n')),
    "test-nocapture-quotes": ("cargo test -- --nocapture", _library('#[test]\nfn one() { println!("/usr/bin/ld: cannot find -lssl"); panic!("no"); }\n')),
    "test-backtrace": ("RUST_BACKTRACE=1 cargo test", _library("#[test]\nfn one() { None::<u32>.unwrap(); }\n")),
    "test-os-error": ("cargo test", _library('#[test]\nfn one() { std::fs::read("/nowhere").unwrap(); }\n')),
    "integration-test": ("cargo test", _library("", tests__t_dot_rs='#[test]\nfn one() { panic!("Package openssl was not found"); }\n')),
    "doc-test-failure": ("cargo test --doc", _library(_QUOTING)),
    "doc-test-compile-failure": ("cargo test --doc", _library('/// ```\n/// let x: u32 = "cannot find -lssl";\n/// ```\npub fn f() {}\n')),
    "run-panic": ("cargo run", _crate('fn main() { panic!("boom"); }\n')),
    "run-unwrap-io": ("cargo run", _crate('fn main() { std::fs::read("config.toml").unwrap(); }\n')),
    "run-error-debug": ("cargo run", _crate('fn main() -> Result<(), Box<dyn std::error::Error>> { std::fs::read("config.toml")?; Ok(()) }\n')),
    "run-exit-1": ("cargo run", _crate("fn main() { std::process::exit(1); }\n")),
    "run-exit-101": ("cargo run", _crate("fn main() { std::process::exit(101); }\n")),
    "run-abort": ("cargo run", _crate("fn main() { std::process::abort(); }\n")),
    "run-overflow": ("cargo run", _crate('fn f(n: u64) -> u64 { if n == 0 { 0 } else { 1 + f(n + 1) } }\nfn main() { println!("{}", f(1)); }\n')),
    "run-index": ("cargo run", _crate('fn main() { let v: Vec<u8> = vec![]; println!("{}", v[std::env::args().count()]); }\n')),
    "run-thread-panic": ("cargo run", _crate('fn main() { std::thread::spawn(|| panic!("inner")).join().unwrap(); }\n')),
    "run-parse": ("cargo run", _crate('fn main() { "x".parse::<u32>().unwrap(); }\n')),
    "run-connect": ("cargo run", _crate('fn main() { std::net::TcpStream::connect("127.0.0.1:1").unwrap(); }\n')),
    "script-config": ("cargo build", _crate(build_dot_rs='fn main() { panic!("missing field `name` in config.json"); }\n')),
    "script-parse": ("cargo build", _crate(build_dot_rs='fn main() { "x".parse::<u32>().unwrap(); }\n')),
    "script-env": ("cargo build", _crate(build_dot_rs='fn main() { std::env::var("MY_TOKEN").unwrap(); }\n')),
    "script-exit": ("cargo build", _crate(build_dot_rs="fn main() { std::process::exit(3); }\n")),
    "script-assert": ("cargo build", _crate(build_dot_rs='fn main() { assert_eq!(1, 2, "the table is wrong"); }\n')),
    "script-compile-error": ("cargo build", _crate(build_dot_rs='fn main() { let x: u32 = ""; }\n')),
    "manifest-bad-key": ("cargo build", {"Cargo.toml": "[package]\nnam = 1\n", "src/main.rs": _HELLO}),
    "manifest-syntax": ("cargo build", {"Cargo.toml": "[package\n", "src/main.rs": _HELLO}),
    "manifest-version": ("cargo build", {"Cargo.toml": '[package]\nname = "app"\nversion = "one"\n', "src/main.rs": _HELLO}),
    "manifest-no-target": ("cargo build", {"Cargo.toml": _manifest()}),
    "manifest-absent": ("cargo build", {}),
    "manifest-bad-edition": ("cargo build", {"Cargo.toml": '[package]\nname = "app"\nversion = "0.1.0"\nedition = "2016"\n', "src/main.rs": _HELLO}),
    "manifest-no-path": ("cargo build", _crate(rest='[dependencies]\nother = { path = "../nowhere" }\n')),
    "manifest-bad-feature": ("cargo build --features none", _crate()),
    "manifest-feature-cycle": ("cargo build", _crate(rest='[features]\na = ["b"]\nb = ["a", "missing"]\n')),
    "manifest-bad-bin": ("cargo run --bin other", _crate()),
    "manifest-no-package": ("cargo build -p other", _crate()),
    "manifest-unused-key": ("cargo build", _crate(rest="\n[profil.release]\nlto = true\n")),
    "workspace-cycle": ("cargo build", {"Cargo.toml": '[workspace]\nmembers = ["a", "b"]\nresolver = "2"\n', "a/Cargo.toml": _manifest('[dependencies]\nb = { path = "../b" }\n', "a"), "a/src/lib.rs": "", "b/Cargo.toml": _manifest('[dependencies]\na = { path = "../a" }\n', "b"), "b/src/lib.rs": ""}),
    "workspace-member-absent": ("cargo build", {"Cargo.toml": '[workspace]\nmembers = ["gone"]\nresolver = "2"\n'}),
    "workspace-two-names": ("cargo build", {"Cargo.toml": '[workspace]\nmembers = ["a", "b"]\nresolver = "2"\n', "a/Cargo.toml": _manifest("", "x"), "a/src/lib.rs": "", "b/Cargo.toml": _manifest("", "x"), "b/src/lib.rs": ""}),
    "workspace-member-error": ("cargo build --keep-going", {"Cargo.toml": '[workspace]\nmembers = ["a", "b"]\nresolver = "2"\n', "a/Cargo.toml": _manifest("", "a"), "a/src/lib.rs": "fn f() -> u32 {}\n", "b/Cargo.toml": _manifest("", "b"), "b/src/lib.rs": "fn f( {}\n"}),
    "bad-option": ("cargo build --no-such-option; rustc --no-such-option x.rs; cargo run --bn", _crate()),
    "no-such-file": ("rustc src/nothing.rs", {}),
    "no-main": ("cargo build", _crate("fn start() {}\n")),
    "bench-failure": ("cargo bench", _library("#[test]\nfn one() { assert!(false); }\n")),
}  # fmt: skip
_CLIPPY = {
    "clippy": (
        "cargo clippy",
        _crate('fn main() { let s = "cannot find -lssl"; if s.len() == 0 { println!("{}", s.to_string()); } }\n'),
    ),
    "clippy-deny": ("cargo clippy -- -D warnings", _crate("fn main() { let x = 1; return; }\n")),
    "clippy-error": (
        "cargo clippy",
        _crate("fn main() { let x = 0.0 / 0.0; assert!(x != f64::NAN); loop { break; } let _ = [1][3]; }\n"),
    ),
}
_FORMAT = {
    "fmt-check": (
        "cargo fmt --check",
        _crate('fn main() { let s = "error: linker `cc` not found";println!("{s}") }\n'),
    ),
    "fmt-syntax": ("cargo fmt --check", _crate("fn main( {}\n")),
}


def jobs() -> Iterator[Job]:
    """All projects that the tools of this machine can make."""
    tables = {"healthy": _HEALTHY, "own": _OWN}
    tables |= {"clippy": _CLIPPY} if have("cargo-clippy") else {}
    tables |= {"fmt": _FORMAT} if have("cargo-fmt") else {}
    for kind, table in tables.items():
        for name, (command, files) in table.items():
            yield Job(f"{kind}-{name}", command, files)
