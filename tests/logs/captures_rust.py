"""More captures: cargo, rustup, registries."""

from __future__ import annotations

from typing import Any

from rows import HELLO, MUSL, OLD, app, config, flags, row

_PLAIN = "env -u RUST_BACKTRACE "
_LIB = '[package]\nname = "{name}"\nversion = "0.1.0"\nedition = "2018"\n\n[lib]\n{kind}\n'
# A server on the loopback that gives one answer to everything, for as long as one cargo asks.
_SERVER = """import http.server, sys

class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[2]))
        self.send_header("Content-Length", "0")
        if sys.argv[2] == "407":
            self.send_header("Proxy-Authenticate", "Basic realm=x")
        self.end_headers()

    do_CONNECT = do_PROPFIND = do_GET

    def log_message(self, *_):
        pass

http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""
_SILENT = """import socket, sys, time
s = socket.socket()
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(9)
time.sleep(60)
"""
_TLS = """import socket, ssl, subprocess, sys
end = sys.argv[2]
subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k.pem", "-out", "c.pem", "-subj", "/CN=" + end,
    *(["-addext", "subjectAltName=DNS:" + end] if end != "localhost" else ["-addext", "subjectAltName=DNS:localhost"])], capture_output=True)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("c.pem", "k.pem")
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", int(sys.argv[1])))
s.listen(9)
while True:
    try:
        context.wrap_socket(s.accept()[0], server_side=True).close()
    except OSError:
        pass
"""
_ITOA = app(deps='itoa = "1"')


def _served(port: int, server: str, arguments: str, command: str) -> str:
    return f"python3 {server}.py {port} {arguments} & PID=$!; sleep 1.5; CARGO_NET_RETRY=1 {_PLAIN}{command}; kill $PID"


def _registry(port: int, scheme: str = "http", host: str = "127.0.0.1") -> dict[str, str]:
    return config(
        f'[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\nregistry = "sparse+{scheme}://{host}:{port}/"\n'
    )


def _mine(port: int) -> dict[str, str]:
    text = f'[registries.mine]\nindex = "sparse+http://127.0.0.1:{port}/index/"\n'
    return app(deps='thing = { version = "1", registry = "mine" }') | config(text)


def _git(url: str) -> dict[str, str]:
    return app(deps=f'thing = {{ git = "{url}" }}')


_SERVERS = {"answer.py": _SERVER, "silent.py": _SILENT, "tls.py": _TLS}
_PROC = _LIB.format(name="mac", kind="proc-macro = true")
_MACRO = {"mac/Cargo.toml": _PROC, "mac/src/lib.rs": "extern crate proc_macro;\n"}
_WITH_MACRO = app("use mac as _;\nfn main() {}\n", deps='mac = { path = "mac" }') | _MACRO
_HOME = "CARGO_HOME=$PWD/home "

_COMPONENTS = [
    row("rustup/clippy-missing-debian", "Debian's cargo without clippy", "old-rust-gcc", OLD + "cargo clippy", ("clippy",), files=app()),
    row("rustup/fmt-missing-debian", "Debian's cargo without rustfmt", "trixie-rust", OLD + "cargo fmt", ("rustfmt",), files=app()),
    row("rustup/fmt-missing-debian-1.63", "the same in the words of cargo 1.63", "old-rust-gcc", OLD + "cargo fmt", ("rustfmt",), files=app()),
    row("rustup/component-add-unknown", "rustup asked for a component that stable lacks", "host", _PLAIN + "rustup component add miri", ("miri",)),
    row("rustup/component-add-misspelt", "rustup asked for a component that nobody has", "host", _PLAIN + "rustup component add clipy"),
    row("cargo/subcommand-missing", "a subcommand that is not installed", "host", _PLAIN + "cargo ndk -t arm64-v8a build", ("cargo-ndk",), files=app()),
    row("cargo/subcommand-missing-1.63", "the same in the words of cargo 1.63", "old-rust-gcc", OLD + "cargo nextest run", ("cargo-nextest",), files=app()),
    row("cargo/subcommand-missing-1.85", "the same in the words of cargo 1.85", "trixie-rust", OLD + "cargo watch -x run", ("cargo-watch",), files=app()),
    row("own-code/subcommand-misspelt-1.63", "a misspelt subcommand, 1.63", "old-rust-gcc", OLD + "cargo biuld", files=app()),
    row("rustup/plus-on-debian", "+nightly with Debian's cargo", "old-rust-gcc", OLD + "cargo +nightly build", ("rustup",), files=app()),
    row("rustup/plus-on-debian-1.85", "+nightly with Debian 13's cargo", "trixie-rust", OLD + "cargo +nightly build", ("rustup",), files=app()),
    row("rustup/plus-on-debian-rustc", "+stable with Debian's rustc", "old-rust-gcc", OLD + "rustc +stable src/main.rs", ("rustup",), files=app()),
    row("rustup/rust-src-missing-1.85", "-Zbuild-std with Debian 13's Rust", "trixie-rust", OLD + f"RUSTC_BOOTSTRAP=1 cargo build -Zbuild-std --target {MUSL}", ("rust-src",), files=app(), target=MUSL),
    row("rustup/rust-src-missing-1.63", "-Zbuild-std with Debian 12's Rust", "old-rust-gcc", OLD + f"RUSTC_BOOTSTRAP=1 cargo build -Zbuild-std --target {MUSL}", ("rust-src",), files=app(), target=MUSL),
]  # fmt: skip

_TOO_OLD = [
    row("rustup/z-unstable-options", "an option of nightly only", "host", _PLAIN + "cargo build --artifact-dir out", ("nightly",), files=app()),
    row("rustup/z-rustflags", "-Z in RUSTFLAGS", "host", _PLAIN + flags("-Zthreads=8"), ("nightly",), files=app()),
    row("rustup/z-rustflags-1.63", "-Z in RUSTFLAGS, 1.63", "old-rust-gcc", OLD + flags("-Zshare-generics=y"), ("nightly",), files=app()),
    row("rustup/unstable-options-rustc", "an unstable option of rustc", "host", "rustc --print target-spec-json", ("nightly",)),
    row("rustup/cargo-features", "cargo-features on stable", "host", _PLAIN + "cargo build", ("nightly",), files={"Cargo.toml": 'cargo-features = ["codegen-backend"]\n' + app()["Cargo.toml"], "src/main.rs": HELLO}),
    row("rustup/feature-in-dependency", "a dependency that asks for nightly features", "host", _PLAIN + "cargo build", ("nightly",), files=app(deps='compiler_builtins = "=0.1.100"')),
    row("rustup/test-bench-stable", "test::Bencher on stable", "host", _PLAIN + "cargo bench", ("nightly",), files=app("#![feature(test)]\nextern crate test;\nfn main() {}\n")),
    row("rustup/json-target-stable", "a target specification with stable", "gcc", "cargo build --target ./mine.json", ("nightly",), files=app() | {"mine.json": "{}"}),
    row("rustup/new-cargo-old-rustc", "a newer cargo with an older rustc", "old-rust-gcc", "RUSTC=/usr/bin/rustc cargo build", ("rustc 1.80",), files=app()),
    row("rustup/resolver-3-1.63", "resolver 3 with cargo 1.63", "old-rust-gcc", OLD + "cargo build", ("1.84",), files=app(rest="") | {"Cargo.toml": app()["Cargo.toml"].replace('edition = "2018"', 'edition = "2021"\nresolver = "3"')}),
    row("rustup/let-chains-1.85", "let chains in a dependency with rustc 1.85", "trixie-rust", OLD + "cargo build --ignore-rust-version", ("let",), files=app(deps='cargo-util-schemas = "=0.10.2"')),
    row("rustup/msrv-dependency-1.85", "dependencies that need a newer Rust, 1.85", "trixie-rust", OLD + "cargo build", ("1.8",), files=app(deps='icu_provider = "=2.1.1"\nicu_collections = "=2.1.1"')),
]  # fmt: skip

_VENDOR = "mkdir -p .cargo; cargo vendor > .cargo/config.toml; rm Cargo.lock"
_OLDER = [
    row("rustup/edition-2024-dependency-1.63", "edition 2024 in a dependency with cargo 1.63", "old-rust-gcc", OLD + "cargo build", ("1.85",), files=app(deps='getrandom = "=0.4.1"'), before=_VENDOR),
    row("rustup/library-feature-1.63", "a standard library function that 1.63 has not", "old-rust-gcc", OLD + "cargo build --ignore-rust-version", ("as_encoded_bytes",), files=app(deps='anstyle = "=1.0.11"\nclap_lex = "=0.7.5"'), before=_VENDOR),
    row("rustup/library-item-1.63", "a standard library module that 1.63 has not", "old-rust-gcc", OLD + "cargo build --ignore-rust-version", ("too old",), files=app(deps='thiserror = "=2.0.12"\nhome = "=0.5.11"'), before=_VENDOR),
    row("rustup/msrv-dependency-1.63", "a dependency that needs a newer Rust, 1.63", "old-rust-gcc", OLD + "cargo build", ("1.74",), files=app(deps='clap_lex = "=0.7.5"'), before=_VENDOR),
    row("rustup/let-else-1.63", "a method that 1.63 has not", "old-rust-gcc", OLD + "cargo build --ignore-rust-version", ("too old",), files=app(deps='hashbrown = "=0.15.2"\nmemchr = "=2.7.4"\nhttparse = "=1.10.1"\nbytes = "=1.10.1"\nserde_json = "=1.0.140"'), before=_VENDOR),
]  # fmt: skip

_TOO_NEW = [
    row("rustup/too-new-rustc-serialize", "rustc-serialize and a new Rust", "host", _PLAIN + "cargo build", files=app(deps='rustc-serialize = "=0.3.24"')),
    row("rustup/too-new-traitobject", "traitobject and a new Rust", "host", _PLAIN + "cargo build", files=app(deps='traitobject = "=0.1.0"')),
    row("rustup/too-new-lexical-core", "an old lexical-core and a new Rust", "host", _PLAIN + "cargo build", files=app(deps='lexical-core = "=0.7.4"')),
    row("rustup/too-new-proc-macro2", "an old proc-macro2 and a new nightly", "host", "RUSTUP_TOOLCHAIN=nightly " + _PLAIN + "cargo build", files=app(deps='proc-macro2 = "=1.0.56"')),
    row("rustup/too-new-ahash", "an old ahash and a new nightly", "host", "RUSTUP_TOOLCHAIN=nightly " + _PLAIN + "cargo build", files=app(deps='ahash = "=0.8.6"')),
    row("rustup/too-new-packed-simd", "an old simd crate and a new nightly", "host", "RUSTUP_TOOLCHAIN=nightly " + _PLAIN + "cargo build", files=app(deps='packed_simd_2 = "=0.3.8"')),
]  # fmt: skip

_TWO = {"a.rs": "pub fn a() {}", "main.rs": "extern crate a;\nfn main() { a::a() }\n"}
_STALE = [
    row("cargo/stale-E0514", "an rlib of a nightly rustc", "host", "rustc main.rs --extern a=liba.rlib", files=_TWO, before="rustc +nightly --crate-type rlib a.rs"),
    row("cargo/stale-E0514-nightly", "an rlib of a stable rustc", "host", "rustc +nightly main.rs --extern a=liba.rlib", files=_TWO, before="rustc --crate-type rlib a.rs"),
    row("cargo/stale-E0514-debian", "an rlib of Debian 13's rustc", "trixie-rust", "rustc main.rs --extern a=liba.rlib", files=_TWO, before=OLD + "rustc --crate-type rlib a.rs"),
    row("cargo/stale-E0786", "an rlib of a much older rustc", "old-rust-gcc", "rustc main.rs --extern a=liba.rlib", files=_TWO, before=OLD + "rustc --crate-type rlib a.rs"),
    row("cargo/stale-E0786-1.63", "an rlib of a much newer rustc", "old-rust-gcc", OLD + "rustc main.rs --extern a=liba.rlib", files=_TWO, before="rustc --crate-type rlib a.rs"),
    row("cargo/stale-target", "an rlib of another target", "musl", f"rustc --target {MUSL} main.rs --extern a=liba.rlib", files=_TWO, before="rustc --crate-type rlib a.rs", target=MUSL, rust="musl"),
    row("cargo/stale-E0460", "a dependency was compiled anew", "host", "rustc main.rs -L .", files={"a.rs": "pub struct A;", "b.rs": "extern crate a; pub fn b() -> a::A { a::A }", "main.rs": "extern crate b; fn main() { b::b(); }"},
        before='rustc --crate-type rlib a.rs; rustc --crate-type rlib b.rs -L .; echo "pub struct A; pub fn more() {}" > a.rs; rustc --crate-type rlib a.rs -C metadata=x'),
    row("cargo/stale-E0463", "a dependency of a dependency is gone", "host", "rustc main.rs -L .", files={"a.rs": "pub struct A;", "b.rs": "extern crate a; pub fn b() -> a::A { a::A }", "main.rs": "extern crate b; fn main() { b::b(); }"},
        before="rustc --crate-type rlib a.rs; rustc --crate-type rlib b.rs -L .; rm liba.rlib"),
    row("cargo/corrupt-rlib-only", "an rlib that was cut at link time", "host", _PLAIN + "cargo build", files=app("fn main() { itoa::Buffer::new(); }", deps='itoa = "1"'), before="cargo build; for f in target/debug/deps/libitoa*.rlib; do : > $f; done; touch src/main.rs"),
    row("cargo/corrupt-proc-macro", "a proc macro that was cut", "gcc", "cargo build", files=_WITH_MACRO, before="cargo build; for f in target/debug/deps/libmac*.so; do truncate -s 900 $f; done; touch src/main.rs"),
    row("cargo/corrupt-proc-macro-empty", "an empty proc macro", "gcc", "cargo build", files=_WITH_MACRO, before="cargo build; for f in target/debug/deps/libmac*.so; do : > $f; done; touch src/main.rs"),
    row("cargo/native-static-gone", "the build script's library is gone", "gcc", "cargo build", files=app(deps='dep = { path = "dep" }') | {"dep/Cargo.toml": _LIB.format(name="dep", kind="").replace("[lib]", 'build = "build.rs"'), "dep/build.rs": 'fn main() { println!("cargo:rustc-link-search=native={}", std::env::var("OUT_DIR").unwrap()); println!("cargo:rustc-link-lib=static=ring-test"); println!("cargo:rerun-if-changed=build.rs"); }\n', "dep/src/lib.rs": ""}),
]  # fmt: skip

_KINDS = [
    row("target/proc-macro-crt-static", "+crt-static without --target", "gcc", flags("-Ctarget-feature=+crt-static"), files=_WITH_MACRO),
    row("target/proc-macro-crt-static-1.63", "+crt-static without --target, 1.63", "old-rust-gcc", OLD + flags("-Ctarget-feature=+crt-static"), files=_WITH_MACRO),
    row("target/cdylib-musl", "a cdylib for musl", "musl", f"cargo build --target {MUSL}", files={"Cargo.toml": _LIB.format(name="app", kind='crate-type = ["cdylib"]'), "src/lib.rs": ""}, target=MUSL, rust="musl"),
    row("target/dylib-musl", "a dylib for musl", "musl", f"cargo build --target {MUSL}", files={"Cargo.toml": _LIB.format(name="app", kind='crate-type = ["dylib"]'), "src/lib.rs": ""}, target=MUSL, rust="musl"),
    row("target/proc-macro-static-reloc", "relocation-model=static without --target", "gcc", flags("-Crelocation-model=static -Clink-arg=-fuse-ld=bfd"), files=_WITH_MACRO | {"mac/src/lib.rs": 'extern crate proc_macro;\n#[proc_macro]\npub fn m(x: proc_macro::TokenStream) -> proc_macro::TokenStream { println!("{x}"); x }\n'}),
    row("target/proc-macro-static-reloc-lld", "the same, lld", "gcc", flags("-Crelocation-model=static"), files=_WITH_MACRO | {"mac/src/lib.rs": 'extern crate proc_macro;\n#[proc_macro]\npub fn m(x: proc_macro::TokenStream) -> proc_macro::TokenStream { println!("{x}"); x }\n'}),
    row("target/proc-macro-static-reloc-1.63", "the same, 1.63", "old-rust-gcc", OLD + flags("-Crelocation-model=static"), files=_WITH_MACRO | {"mac/src/lib.rs": 'extern crate proc_macro;\n#[proc_macro]\npub fn m(x: proc_macro::TokenStream) -> proc_macro::TokenStream { println!("{}", x); x }\n'}),
    row("target/add-misspelt", "rustup asked for a target that is none", "host", _PLAIN + "rustup target add x86_64-linux-musl"),
    row("target/add-tier3", "rustup asked for a tier 3 target", "host", _PLAIN + "rustup target add mipsel-unknown-linux-gnu"),
    row("target/custom-json-broken", "a target specification for another rustc", "host", "RUSTUP_TOOLCHAIN=nightly rustc -Zunstable-options --target ./mine.json src/main.rs", files=app() | {"mine.json": '{"llvm-target": "x86_64-unknown-none"}'}),
]  # fmt: skip

_NET = [
    row("network/dns", "no name server", "gcc", "cargo build", files=_ITOA | config('[source.crates-io]\nreplace-with = "mirror"\n[source.mirror]\nregistry = "sparse+https://crates.invalid/"\n')),
    row("network/proxy-407", "a proxy that wants a password", "host", _served(8741, "answer", "407", "https_proxy=http://127.0.0.1:8741 " + _HOME + "cargo build"), files=_ITOA | _SERVERS),
    row("network/http-503", "a registry that is down", "host", _served(8742, "answer", "503", _HOME + "cargo build"), files=_ITOA | _SERVERS | _registry(8742)),
    row("network/http-429", "a registry that is asked too often", "host", _served(8743, "answer", "429", _HOME + "cargo build"), files=_ITOA | _SERVERS | _registry(8743)),
    row("network/timeout", "a server that does not answer", "host", _served(8744, "silent", "", "CARGO_HTTP_TIMEOUT=2 " + _HOME + "cargo build"), files=_ITOA | _SERVERS | _registry(8744)),
    row("network/registry-401", "a private registry without a token", "host", _served(8745, "answer", "401", _HOME + "cargo build"), files=_SERVERS | _mine(8745)),
    row("network/registry-403", "a private registry that refuses", "host", _served(8746, "answer", "403", _HOME + "cargo build"), files=_SERVERS | _mine(8746)),
    row("network/registry-401-mirror", "a mirror that wants a token", "host", _served(8747, "answer", "401", _HOME + "cargo build"), files=_ITOA | _SERVERS | _registry(8747)),
    row("network/publish-no-token", "publishing without a token", "host", _PLAIN + _HOME + "cargo publish --allow-dirty", files=app(rest="")),
    row("network/git-refused", "a git server that is not there", "host", _PLAIN + _HOME + "CARGO_NET_RETRY=0 cargo build", files=_git("https://127.0.0.1:9/x/thing.git")),
    row("network/git-dns", "a git server without a name", "host", _PLAIN + _HOME + "CARGO_NET_RETRY=0 cargo build", files=_git("https://git.invalid/x/thing.git")),
    row("network/git-cli-dns", "the same with the git program", "host", _PLAIN + _HOME + "CARGO_NET_RETRY=0 CARGO_NET_GIT_FETCH_WITH_CLI=true cargo build", files=_git("https://git.invalid/x/thing.git")),
    row("network/git-ssh-refused", "an ssh server that is not there", "host", _PLAIN + _HOME + "CARGO_NET_RETRY=0 cargo build", files=_git("ssh://git@127.0.0.1:9/x/thing.git")),
    row("network/git-401", "a private repository by https", "host", _served(8748, "answer", "401", _HOME + "cargo build"), files=_SERVERS | _git("http://127.0.0.1:8748/x/thing.git")),
    row("network/git-401-cli", "the same with the git program", "host", _served(8749, "answer", "401", _HOME + "GIT_TERMINAL_PROMPT=0 CARGO_NET_GIT_FETCH_WITH_CLI=true cargo build </dev/null"), files=_SERVERS | _git("http://127.0.0.1:8749/x/thing.git")),
    row("network/git-404", "a repository that is not there", "host", _served(8750, "answer", "404", _HOME + "cargo build"), files=_SERVERS | _git("http://127.0.0.1:8750/x/thing.git")),
    row("network/git-cli-missing", "net.git-fetch-with-cli without git", "gcc", "CARGO_NET_GIT_FETCH_WITH_CLI=true cargo build", ("git",), files=_git("https://git.invalid/x/thing.git")),
    row("network/git-cli-missing-1.63", "the same in the words of cargo 1.63", "old-rust-gcc", OLD + "CARGO_NET_GIT_FETCH_WITH_CLI=true cargo build", ("git",), files=_git("https://git.invalid/x/thing.git")),
    row("network/git-ssh-no-agent-1.63", "ssh without an agent, cargo 1.63", "old-rust-gcc", OLD + "CARGO_NET_RETRY=0 cargo build", files=_git("ssh://git@127.0.0.1:9/x/thing.git")),
    row("network/tls-self-signed", "a server with a certificate of its own", "host", _served(8751, "tls", "localhost", _HOME + "cargo build"), files=_ITOA | _SERVERS | _registry(8751, "https", "localhost")),
    row("network/tls-wrong-name", "a certificate for another name", "host", _served(8752, "tls", "other.invalid", "CARGO_HTTP_CAINFO=c.pem " + _HOME + "cargo build"), files=_ITOA | _SERVERS | _registry(8752, "https", "localhost")),
    row("network/tls-git", "git by https and a certificate of its own", "host", _served(8754, "tls", "localhost", _HOME + "cargo build"), files=_SERVERS | _git("https://localhost:8754/x/thing.git")),
    row("network/tls-git-cli", "the same with the git program", "host", _served(8755, "tls", "localhost", _HOME + "CARGO_NET_GIT_FETCH_WITH_CLI=true cargo build"), files=_SERVERS | _git("https://localhost:8755/x/thing.git")),
    row("network/plain-as-tls", "https to a server that speaks plainly", "host", _served(8756, "answer", "200", _HOME + "cargo build"), files=_ITOA | _SERVERS | _registry(8756, "https", "localhost")),
    row("network/rustup-dns", "rustup without a name server", "host", _PLAIN + "RUSTUP_HOME=$PWD/rustup RUSTUP_DIST_SERVER=https://rust.invalid rustup toolchain install stable"),
    row("network/rustup-refused", "rustup and a server that is not there", "host", _PLAIN + "RUSTUP_HOME=$PWD/rustup RUSTUP_DIST_SERVER=https://127.0.0.1:9 rustup toolchain install 1.80.0"),
    row("network/offline-missing", "--offline without the crate", "host", _PLAIN + _HOME + "cargo build --offline", files=_ITOA),
    row("network/offline-missing-1.63", "--offline without the crate, 1.63", "old-rust-gcc", OLD + "CARGO_HOME=/tmp/c cargo build --offline", files=_ITOA),
    row("network/offline-download", "--offline with a lock file and no crate", "host", _PLAIN + _HOME + "cargo build --offline", files=_ITOA, before="CARGO_HOME=$PWD/home cargo generate-lockfile"),
    row("network/offline-env", "net.offline in the config", "host", _PLAIN + _HOME + "cargo build", files=_ITOA | config("[net]\noffline = true\n")),
    row("network/offline-git", "--offline and a git dependency", "host", _PLAIN + _HOME + "cargo build --offline", files=_git("https://git.invalid/x/thing.git")),
    row("network/frozen", "--frozen without a lock file", "host", _PLAIN + _HOME + "cargo build --frozen", files=_ITOA),
]  # fmt: skip

_LOCK = [
    row("cargo/locked-missing", "--locked without a lock file", "host", _PLAIN + "cargo build --locked", files=_ITOA),
    row("cargo/locked-outdated", "--locked with an old lock file", "host", _PLAIN + "cargo build --locked", files=_ITOA, before="cargo generate-lockfile; sed -i 's/^itoa.*/itoa = \"1\"\\nryu = \"1\"/' Cargo.toml"),
    row("cargo/locked-outdated-1.63", "the same in the words of cargo 1.63", "old-rust-gcc", OLD + "cargo build --locked", files=app(deps='dep = { path = "dep" }') | {"dep/Cargo.toml": _LIB.format(name="dep", kind=""), "dep/src/lib.rs": ""}, before=OLD + "cargo generate-lockfile; sed -i 's/0.1.0/0.2.0/' dep/Cargo.toml"),
    row("cargo/frozen-outdated-1.85", "--frozen with an old lock file, 1.85", "trixie-rust", OLD + "cargo build --frozen", files=app(deps='dep = { path = "dep" }') | {"dep/Cargo.toml": _LIB.format(name="dep", kind=""), "dep/src/lib.rs": ""}, before=OLD + "cargo generate-lockfile; sed -i 's/0.1.0/0.2.0/' dep/Cargo.toml"),
    row("cargo/vendor-outdated", "a vendor folder that lacks a crate", "host", _PLAIN + "cargo build", files=_ITOA, before="mkdir .cargo; cargo vendor > .cargo/config.toml; sed -i 's/^itoa.*/itoa = \"1\"\\nryu = \"1\"/' Cargo.toml"),
    row("cargo/vendor-missing", "a vendor folder that is not there", "host", _PLAIN + "cargo build", files=_ITOA, before="mkdir .cargo; cargo vendor > .cargo/config.toml; rm -rf vendor"),
    row("cargo/vendor-lock", "a vendor folder older than the lock file", "host", _PLAIN + "cargo build --locked", files=app(deps='itoa = "1.0"'), before="cargo update -p itoa --precise 1.0.5; mkdir .cargo; cargo vendor > c; cargo update -p itoa --precise 1.0.9; mv c .cargo/config.toml"),
    row("cargo/vendor-checksum", "a vendored file that was edited", "host", _PLAIN + "cargo build", files=_ITOA, before="mkdir .cargo; cargo vendor > .cargo/config.toml; echo >> vendor/itoa/src/lib.rs"),
    row("cargo/vendor-file-missing", "a vendored file that was ignored by git", "host", _PLAIN + "cargo build", files=_ITOA, before="mkdir .cargo; cargo vendor > .cargo/config.toml; rm vendor/itoa/src/*.rs"),
    row("cargo/vendor-no-checksum", "a vendored folder without its checksum file", "host", _PLAIN + "cargo build", files=_ITOA, before="mkdir .cargo; cargo vendor > .cargo/config.toml; rm vendor/itoa/.cargo-checksum.json"),
    row("cargo/checksum-lock", "a lock file with another checksum", "host", _PLAIN + "cargo build", files=_ITOA, before="cargo generate-lockfile; sed -i 's/checksum = \"..../checksum = \"0000/' Cargo.lock"),
    row("cargo/lock-conflict", "a lock file with conflict marks", "host", _PLAIN + "cargo build", files=_ITOA | {"Cargo.lock": "<<<<<<< HEAD\nversion = 3\n=======\nversion = 4\n>>>>>>> other\n"}),
    row("cargo/permission-target", "a target folder of root", "gcc", "chmod 711 /root; setpriv --reuid 1000 --regid 1000 --clear-groups env CARGO_HOME=/tmp/c cargo build", files=app(), before="cargo build"),
    row("cargo/permission-home", "a cargo home of root", "gcc", "chmod 711 /root; mkdir -p /opt/cargo; chmod 777 .; setpriv --reuid 1000 --regid 1000 --clear-groups env CARGO_HOME=/opt/cargo cargo build", files=_ITOA),
    row("cargo/permission-home-1.63", "a cargo home of root, 1.63", "old-rust-gcc", "chmod 711 /root; mkdir -p /opt/cargo; chmod 777 .; " + OLD + "setpriv --reuid 1000 --regid 1000 --clear-groups env CARGO_HOME=/opt/cargo cargo build", files=_ITOA),
    row("cargo/permission-lock", "a lock file of root", "gcc", "chmod 711 /root; mkdir target; chmod 777 target; setpriv --reuid 1000 --regid 1000 --clear-groups env CARGO_HOME=/tmp/c cargo build", files=app()),
    row("cargo/permission-install", "cargo install into a folder of root", "gcc", "chmod 711 /root; chmod 777 .; setpriv --reuid 1000 --regid 1000 --clear-groups env CARGO_HOME=/tmp/c cargo install --path . --root /usr/local", files=app()),
]  # fmt: skip

_OWN = [
    row("own-code/subcommand-misspelt", "a misspelt subcommand", "host", _PLAIN + "cargo biuld", files=app()),
    row("own-code/version-conflict", "two dependencies that exclude each other", "host", _PLAIN + "cargo build", files=app(deps='a = { path = "a" }\nb = { path = "b" }') | {f"{x}/Cargo.toml": f'[package]\nname = "{x}"\nversion = "0.1.0"\nedition = "2018"\n[dependencies]\nitoa = "=1.0.{n}"\n' for x, n in (("a", 5), ("b", 6))} | {f"{x}/src/lib.rs": "" for x in "ab"}),
    row("own-code/crate-missing", "a crate that nobody published", "host", _PLAIN + "cargo build", files=app(deps='this-crate-is-of-nobody-at-all = "1"')),
    row("own-code/unknown-feature-own", "an unknown feature in own code", "host", "RUSTUP_TOOLCHAIN=nightly " + _PLAIN + "cargo build", files=app("#![feature(no_such_feature_at_all)]\nfn main() {}\n")),
    row("own-code/version-missing", "a version that no crate has", "host", _PLAIN + "cargo build", files=app(deps='itoa = "99"')),
    row("own-code/links-conflict", "two crates that link one library", "host", _PLAIN + "cargo build", files=app(deps='a = { path = "a" }\nb = { path = "b" }') | {f"{x}/Cargo.toml": f'[package]\nname = "{x}"\nversion = "0.1.0"\nedition = "2018"\nlinks = "foo"\n' for x in "ab"} | {f"{x}/{f}": "fn main() {}\n" for x in "ab" for f in ("build.rs", "src/lib.rs")}),
    row("own-code/feature-missing", "a feature that the crate has not", "host", _PLAIN + "cargo build", files=app(deps='itoa = { version = "1", features = ["nope"] }')),
    row("own-code/E0463-own", "a crate that is no dependency", "host", _PLAIN + "cargo build", files=app("extern crate somewhere;\nfn main() {}\n")),
    row("own-code/E0658-own", "an unstable function in own code", "host", _PLAIN + "cargo build", files=app("fn main() { let x: u8 = std::intrinsics::size_of::<u8>() as u8; }\n")),
    row("own-code/mismatched", "a type error", "host", _PLAIN + "cargo build", files=app('fn main() { let x: Vec<u8> = "a".into_iter().collect(); let y = Default::default(); }\n')),
    row("own-code/no-manifest", "no Cargo.toml", "host", _PLAIN + "cargo build"),
]  # fmt: skip

CAPTURES: list[dict[str, Any]] = [*_COMPONENTS, *_TOO_OLD, *_OLDER, *_TOO_NEW, *_STALE, *_KINDS, *_NET, *_LOCK, *_OWN]
