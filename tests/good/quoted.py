"""Logs that quote the words of missing toolchains where a program's author wrote them: in strings, tests and comments."""

from __future__ import annotations

from collections.abc import Iterator

from tools import Job

QUOTES = (
    "error: linker `cc` not found",
    "/usr/bin/ld: cannot find -lssl: No such file or directory",
    "error while loading shared libraries: libssl.so.1.1: cannot open shared object file: No such file or directory",
    "error[E0463]: can't find crate for `std`",
    "the `x86_64-unknown-linux-musl` target may not be installed",
    "Package openssl was not found in the pkg-config search path.",
    "fatal error: zlib.h: No such file or directory",
    "sh: 1: cmake: not found",
    "rust-lld: error: undefined symbol: SSL_new",
    "undefined reference to `__memcpy_chk'",
    "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by ./app)",
    "Unable to find libclang: couldn't find any valid shared libraries",
    "Could not find `protoc` installation",
    "collect2: fatal error: ld terminated with signal 9 [Killed]",
    "No space left on device (os error 28)",
    "exec /app: no such file or directory",
    "Error loading shared library libgcc_s.so.1: No such file or directory (needed by ./app)",
    "error: toolchain 'nightly' is not installed",
    "error: failed to run custom build command for `openssl-sys v0.9.100`",
    "xcrun: error: invalid active developer path",
    "LINK : fatal error LNK1181: cannot open input file 'libpq.lib'",
    "Can't locate FindBin.pm in @INC",
    "Compatibility with CMake < 3.5 has been removed from CMake.",
    "relocation R_X86_64_32 against `.rodata' can not be used when making a PIE object; recompile with -fPIE",
    "error: could not find system library 'alsa' required by the 'alsa-sys' crate",
    "SSL certificate problem: unable to get local issuer certificate",
)
_CARRIERS = {
    "a failing test": ("rustc --test src/lib.rs -o t && ./t", "src/lib.rs", '#[test]\nfn says() {{ assert_eq!(1, 2, "{{}}", r#"{quote}"#); }}\n'),
    "a test by another name": ("rustc --test tests/t.rs -o t && ./t", "tests/t.rs", '#[test]\nfn says() {{ assert_eq!(r#"{quote}"#, "nothing"); }}\n'),
    "a panic": ("rustc src/main.rs -o app && ./app", "src/main.rs", 'fn main() {{ panic!("{{}}", r#"{quote}"#); }}\n'),
    "an unwrap": ("rustc src/main.rs -o app && ./app", "src/main.rs", 'fn main() {{ Err::<(), _>(r#"{quote}"#).unwrap(); }}\n'),
    "a type error": ("rustc --emit=metadata src/main.rs", "src/main.rs", 'fn main() {{ let number: u32 = r#"{quote}"#; }}\n'),
    "a warning": ("rustc --emit=metadata src/main.rs", "src/main.rs", 'fn main() {{ let text = r#"{quote}"#; }}\n'),
    "a comment": ("rustc --emit=metadata src/main.rs", "src/main.rs", 'fn main() {{ let n: u32 = ""; // {quote}\n}}\n'),
    "an own compile_error": ("rustc --emit=metadata src/main.rs", "src/main.rs", 'fn main() {{ let n: u32 = ""; let _ = concat!(r#"{quote}"#); }}\n'),
}  # fmt: skip


def jobs() -> Iterator[Job]:
    """Every quote in every carrier."""
    for kind, (command, path, text) in _CARRIERS.items():
        for number, quote in enumerate(QUOTES):
            yield Job(f"{kind.replace(' ', '-')}-{number}", command, {path: text.format(quote=quote)})
