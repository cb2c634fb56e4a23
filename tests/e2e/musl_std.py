"""A Rust toolchain with the standard library for x86_64-unknown-linux-musl, built from Debian's own packages.

Where everything comes from:
- rustc-web, cargo-web: a current rustc and cargo; rust-web-src: the library's sources with their vendored crates
- musl-dev: libc.a and the crt objects; gcc: crtbegin*.o and crtend*.o
- libunwind-16-dev: LLVM's unwinder as libunwind.a, which lacks only __fprintf_chk under musl (a stub is added)
- patchelf: lets rustc and cargo find their libraries beside them, wherever the folder is
The sysroot crate is built without its dev-dependencies and without the optional C parts, whose crates are not vendored.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

from lab import base, machine_rust, new_root

_PACKAGES = "rustc-web cargo-web rust-web-src musl-dev musl-tools gcc libunwind-16-dev patchelf"
_BUILD = r"""
set -e
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
T=x86_64-unknown-linux-musl
apt-get update -qq && apt-get install -y -qq --no-install-recommends PACKAGES >/dev/null
mkdir -p /build/self && cp -a /usr/lib/rustlib/src/rust/library /build/library && cd /build/library
sed -i '/"coretests",/d; /"alloctests",/d' Cargo.toml
sed -i '/^\[dev-dependencies\]/,/^\[/{/^\[dev-dependencies\]/d;/^\[/!d}' std/Cargo.toml
sed -i '/^\[build-dependencies\]/,/^\[/{/^cc = /d}; s/"dep:cc"//' compiler-builtins/compiler-builtins/Cargo.toml
sed -i '/profiler_builtins/d; s/profiler = .*/profiler = []/' sysroot/Cargo.toml
rm -f Cargo.lock && mkdir -p .cargo
printf '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n' > .cargo/config.toml
M=/usr/lib/x86_64-linux-musl G=/usr/lib/gcc/x86_64-linux-gnu/12
cp $M/crt1.o $M/Scrt1.o $M/rcrt1.o $M/crti.o $M/crtn.o $M/libc.a $G/crtbegin.o $G/crtbeginS.o $G/crtend.o $G/crtendS.o /build/self/
cp /usr/lib/llvm-16/lib/libunwind.a /build/self/
cat > /build/chk.c <<'C'
int vfprintf(void *, const char *, __builtin_va_list);
int __fprintf_chk(void *f, int n, const char *s, ...) {
  __builtin_va_list a; __builtin_va_start(a, s); int r = vfprintf(f, s, a); __builtin_va_end(a); return r; }
C
gcc -c -O2 -fPIC -U_FORTIFY_SOURCE /build/chk.c -o /build/chk.o && ar r /build/self/libunwind.a /build/chk.o 2>/dev/null
export RUSTC_BOOTSTRAP=1 RUSTFLAGS="-L native=/build/self -Cforce-unwind-tables=yes -Cembed-bitcode=yes -Zforce-unstable-if-unmarked"
CARGO_HOME=/build/home cargo build --release --offline -p sysroot --target $T
O=/build/rust D=/build/rust/lib/rustlib/$T/lib
mkdir -p $O/bin $D/self-contained && cp -a /usr/bin/rustc /usr/bin/cargo $O/bin/ && cp -a /usr/lib/rustlib/x86_64-unknown-linux-gnu $O/lib/rustlib/
cp target/$T/release/deps/*.rlib $D/ && cp /build/self/* $D/self-contained/
for program in /usr/bin/rustc /usr/bin/cargo; do ldd $program; done | awk '$3 ~ /^\// {print $3}' | sort -u | grep -vE '/(libc|libm|libdl|libpthread|librt|ld-linux[^/]*)\.so' | xargs -I{} cp -L {} $O/lib/
chmod u+w $O/bin/* $O/lib/*.so* && patchelf --set-rpath '$ORIGIN/../lib' $O/bin/rustc $O/bin/cargo && patchelf --set-rpath '$ORIGIN' $O/lib/*.so*
"""

_CHECK = """
set -e
apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev >/dev/null
rustc --target x86_64-unknown-linux-musl hello.rs
test "$(./hello)" = true
readelf -h hello | grep -q 'Type: *DYN'
! readelf -l hello | grep -q INTERP
"""


def toolchain(lab: Path) -> Path:
    """The folder of the toolchain (bin, lib), built on first use in about two minutes; raises RuntimeError with the log.

    It is built again when this recipe has changed.
    """
    made = lab / "state" / "musl-std" / "upper" / "build" / "rust"
    ready = made / ".ready"
    recipe = hashlib.sha256(_BUILD.encode()).hexdigest()
    if not ready.exists() or ready.read_text(encoding="utf-8") != recipe:
        root = new_root(lab, "musl-std", base(lab), machine_rust())
        _must(root.run(_BUILD.replace("PACKAGES", _PACKAGES), limit=1800))
        _check(lab, made)
        ready.write_text(recipe, encoding="utf-8")
    return made


def _check(lab: Path, rust: Path) -> None:
    """A pure Rust program must link (by cc, without musl-gcc) as a static pie, run, and catch a panic."""
    root = new_root(lab, "musl-check", base(lab), rust)
    root.put({"hello.rs": 'fn main() { println!("{}", std::panic::catch_unwind(|| panic!()).is_err()); }\n'})
    _must(root.run(_CHECK))
    root.drop()


def _must(done: subprocess.CompletedProcess[bytes]) -> None:
    if done.returncode != 0:
        raise RuntimeError(done.stdout.decode(errors="replace")[-3000:])


if __name__ == "__main__":
    print(toolchain(Path(sys.argv[1])))
