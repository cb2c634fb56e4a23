"""More captures: crates of C libraries, each in its own words, without the library; other ways to say that one is missing."""

from __future__ import annotations

from typing import Any

from rows import APT, GCC, HELLO, LAYERS, MUSL, OLD, app, cc, row, script

LAYERS.update(
    {
        "cross-arm64-zlib": f"{APT}{GCC} gcc-aarch64-linux-gnu libc6-dev-arm64-cross zlib1g-dev",
        "libclang-no-pkg": f"{APT}{GCC} g++ clang libclang-dev",
        "libclang-dev": f"{APT}{GCC} libclang-dev musl-dev",
        "trixie-libclang-dev": f"{APT}{GCC} libclang-dev musl-dev",
        "ssl-clang": f"{APT}{GCC} g++ clang libclang-dev pkg-config libssl-dev libcurl4-openssl-dev",
    }
)
# Debian's old cargo reads neither the sparse index nor a new lock file.
_VENDOR = "mkdir -p .cargo; cargo vendor > .cargo/config.toml; rm Cargo.lock"
_OLD = OLD + "cargo build"


def _sys(crate: str, version: str, library: str, main: str = HELLO, more: str = "") -> dict[str, Any]:
    """A crate of a C library, in one version, with a compiler and pkg-config and without the library."""
    deps = f'{crate} = {{ version = "={version}"{more} }}'
    return row(
        f"sys/{crate}", f"{crate} {version} without {library}", "gxx-pkg", missing=(library,), files=app(main, deps)
    )


def _static(name: str, about: str, command: str, files: dict[str, str], layer: str = "gcc") -> dict[str, Any]:
    """A static link where the archives of the C library are a package of their own."""
    gone = "rm -f /usr/lib/x86_64-linux-gnu/lib{c,m,pthread,dl,rt,util,gcc_eh}.a"
    return row(f"native/{name}", about, layer, f"bash -c '{gone}'; {command}", ("C library",), files=files)


def _asks(name: str, about: str, rust: str, deps: str, missing: str, **more: Any) -> dict[str, Any]:
    """A build script that looks for something by itself, and says so by itself."""
    return row(f"native/{name}", about, "gxx-pkg", missing=(missing,), files=script(rust, deps), **more)


_CRATES = [
    _sys("alsa-sys", "0.6.1", "ALSA"),
    _sys("cairo-sys-rs", "0.22.9", "cairo"),
    _sys("devicemapper-sys", "0.3.3", "libdevmapper"),
    _sys("ffmpeg-sys-next", "9.0.1", "FFmpeg"),
    _sys("freetype-sys", "0.23.0", "FreeType"),
    _sys("geos-sys", "2.0.10", "GEOS"),
    _sys("hdf5-sys", "0.8.1", "HDF5"),
    _sys("hidapi", "2.6.7", "libudev"),
    _sys("jack-sys", "0.6.0", "JACK"),
    _sys("leptonica-sys", "0.4.9", "Leptonica"),
    _sys("libbpf-sys", "1.7.0+v1.7.0", "libelf"),
    _sys("libgssapi-sys", "0.3.4", "Kerberos"),
    _sys("libsystemd-sys", "0.10.0", "libsystemd"),
    _sys("libxml", "0.3.23", "libxml2"),
    _sys("magic-sys", "0.4.3", "libmagic"),
    _sys("mpi-sys", "0.2.4", "MPI"),
    _sys("mysqlclient-sys", "0.5.2", "MySQL client library"),
    _sys("ncurses", "6.0.1", "ncurses"),
    _sys("portaudio-sys2", "0.1.0", "PortAudio"),
    _sys("clang-sys", "1.9.1", "libclang"),
    _sys("llvm-sys", "231.0.2", "LLVM"),
    _sys("torch-sys", "0.14.0", "LibTorch"),
]  # fmt: skip
_WAYS = [
    _asks("sdl2-config-not-in-path", "a script that wants sdl2-config", 'which::which("sdl2-config").expect("`sdl2-config` not in PATH");', 'which = "=4.4.2"', "sdl2-config"),
    _asks("gsl-config-error", "a script that prints what it wants", r'if let Err(e) = std::process::Command::new("gsl-config").arg("--libs").output() { eprintln!("error: \"gsl-config\" must be installed: {}", e); std::process::exit(1) }', "", "gsl-config"),
    _asks("portaudio-lib-name", "a script that names a file", 'let p = std::path::Path::new("/usr/lib/libportaudio.so"); if !p.exists() { panic!("libportaudio.so was not found in /usr/lib"); }', "", "PortAudio"),
    row("own-code/header-named", "a script that names a file of its own", "gxx-pkg", files=script('let p = std::path::Path::new("gen/config_of_mine.h"); if !p.exists() { panic!("config_of_mine.h was not found: run `make config_of_mine` first"); }')),
    row("native/version-asked-0.3.29", "a version is asked for, pkg-config crate 0.3.29", "gxx-pkg", missing=("glib",), files=app(deps='glib-sys = "=0.18.1"\npkg-config = "=0.3.29"')),
    row("native/version-asked-0.3.30", "a version is asked for, pkg-config crate 0.3.30", "gxx-pkg", missing=("glib",), files=app(deps='gstreamer-sys = "=0.21.1"\npkg-config = "=0.3.30"')),
    row("native/version-asked-0.3.27", "a version is asked for, pkg-config crate 0.3.27", "gxx-pkg", missing=("graphene",), files=app(deps='graphene-sys = "=0.18.1"\npkg-config = "=0.3.27"')),
    row("native/cross-warned-1.63", "pkg-config's refusal as a warning, cargo 1.63", "old-rust-gcc", f"{_OLD} --target {MUSL}", ("pkg-config for the target",), target=MUSL, before=_VENDOR, files=script('if let Err(e) = pkg_config::probe_library("libpulse") { println!("cargo:warning={}", e.to_string().lines().next().unwrap()); std::process::exit(1) }', 'pkg-config = "=0.3.19"')),
    row("native/header-warned-1.63", "C code without its header, cargo 1.63", "old-rust-gcc", _OLD, ("zlib",), before=_VENDOR, files=script('cc::Build::new().file("seven.c").compile("seven");', 'cc = "=1.0.79"') | {"seven.c": "#include <zlib.h>\nint seven(void) { return 7; }\n"}),
    _static("static-libc-rust", "a static program without libc.a", "RUSTFLAGS='-C target-feature=+crt-static' cargo build --target x86_64-unknown-linux-gnu", app()),
    _static("static-libc-c", "a static C program without libc.a", "gcc -static main.c -lm", {"main.c": "int main(void) { return 0; }\n"}),
    _static("static-libc-1.63", "a static program without libc.a, Rust 1.63", OLD + "RUSTFLAGS='-C target-feature=+crt-static' cargo build --target x86_64-unknown-linux-gnu", app(), "old-rust-gcc"),
    _static("static-libc-bfd", "the same with GNU ld", "RUSTFLAGS='-C target-feature=+crt-static -C link-arg=-fuse-ld=bfd' cargo build --target x86_64-unknown-linux-gnu", app(), "gcc"),
]  # fmt: skip
_NEW_OPTION = "#include <curl/curl.h>\nint seven(void) { return CURLOPT_HAPROXY_CLIENT_IP; }\n"
_RANGE = 'pkg_config::Config::new().range_version("1.0".."{limit}").probe("{module}").unwrap();'
_BINDGEN = 'bindgen::Builder::default().header("{header}").generate().unwrap();'
_OLDER = [
    *[
        row(f"native/clang-limits-{version}", f"limits.h by bindgen {version}, libclang without clang", "libclang", missing=("clang",), files=script(_BINDGEN.format(header="x.h"), f'bindgen = "={version}"') | {"x.h": "#include <limits.h>\n"})
        for version in ("0.59.2", "0.71.1")
    ],
    *[
        row(f"native/bindgen-musl-{layer}-{header[:-2]}-{version}", f"{header} by bindgen {version} for musl: Debian's {layer} without clang", layer, f"cargo build --target {MUSL}", ("musl headers for bindgen",), target=MUSL, rust="musl",
            files=script(_BINDGEN.format(header="x.h"), f'bindgen = "={version}"') | {"x.h": f"#include <{header}>\n"})
        for layer, header, version in (("libclang-dev", "stddef.h", "0.59.2"), ("libclang-dev", "limits.h", "0.71.1"), ("libclang-dev", "stdio.h", "0.72.1"), ("trixie-libclang-dev", "stdbool.h", "0.71.1"))
    ],
    *[
        row(f"native/header-gone-openssl-{version}", f"a header that OpenSSL dropped, bindgen {version}", "ssl-clang", missing=("OpenSSL 1.0",), files=script(_BINDGEN.format(header="x.h"), f'bindgen = "={version}"') | {"x.h": '#include "/usr/include/openssl/pqueue.h"\n'})
        for version in ("0.59.2", "0.71.1")
    ],
    row("native/option-too-new-gcc", "C code for a newer libcurl", "ssl-clang", missing=("libcurl 8.2",), files=cc("1.2.40", text=_NEW_OPTION)),
    row("native/option-too-new-clang", "the same by clang", "ssl-clang", "CC=clang cargo build", ("libcurl 8.2",), files=cc("1.0.79", text=_NEW_OPTION)),
    row("native/option-too-new-cxx", "the same by g++", "ssl-clang", missing=("libcurl 8.2",), files=cc("1.2.40", "seven.cc", _NEW_OPTION, ".cpp(true)")),
    _asks("variable-not-set", "a variable that is not set", 'std::env::var("WIDGET_SDK_DIR").expect("WIDGET_SDK_DIR is not set");', "", "WIDGET_SDK_DIR"),
    _asks("variable-must-be-set", "a variable that has to be set", 'if std::env::var_os("WIDGET_LIB_PATH").is_none() { eprintln!("error: you must set the environment variable `WIDGET_LIB_PATH` to the folder of the library"); std::process::exit(1) }', "", "WIDGET_LIB_PATH"),
    *[
        row(f"native/range-{module}-{version}", f"{module} is too new, pkg-config crate {version}", "libpq-pc", missing=(f"{module} < {limit}",), files=script(_RANGE.format(module=module, limit=limit), f'pkg-config = "={version}"'))
        for module, limit, version in (("libpq", "14.0", "0.3.34"), ("openssl", "3.0", "0.3.25"))
    ],
    row("native/foreign-libz", "the host's zlib in a link for another architecture", "cross-arm64-zlib", "aarch64-linux-gnu-gcc main.c /usr/lib/x86_64-linux-gnu/libz.so.1", ("zlib for arm64",), files={"main.c": "int main(void) { return 0; }\n"}),
    row("native/foreign-lzma-rust", "the same in a build script", "cross-arm64-zlib", missing=("liblzma for arm64",), files=script('let s = std::process::Command::new("aarch64-linux-gnu-gcc").args(["main.c", "/usr/lib/x86_64-linux-gnu/liblzma.so.5"]).status().unwrap(); std::process::exit(s.code().unwrap())') | {"main.c": "int main(void) { return 0; }\n"}),
]  # fmt: skip
_WIDGET = {
    "vendor/widget-sys/Cargo.toml": '[package]\nname = "widget-sys"\nversion = "0.3.1"\nedition = "2018"\n\n[build-dependencies]\ncc = "=1.2.40"\n',
    "vendor/widget-sys/src/lib.rs": "",
    "vendor/widget-sys/build.rs": 'fn main() { cc::Build::new().file("glue.c").compile("glue"); }\n',
    "vendor/widget-sys/glue.c": "#include <widget2/widget.h>\n",
}
_SAYS = [
    ("sdl2", "SDL2", 'panic!("SDL2 not found");'),
    ("seccomp", "libseccomp", 'eprintln!("ERROR: libseccomp development files not found"); std::process::exit(1);'),
    ("ffmpeg", "FFmpeg", 'panic!("No FFmpeg libraries found!");'),
    ("magic", "libmagic", 'panic!("could not link to `libmagic`");'),
    (
        "pg-config",
        "pg_config",
        'if let Err(e) = std::process::Command::new("pg_config").output() { panic!("pg_config: {:?}", e) }',
    ),
]
_WORDS = [
    *[_asks(f"says-{name}", f"a script that misses {missing}", rust, "", missing) for name, missing, rust in _SAYS],
    _sys("selinux-sys", "0.6.2", "libselinux"),
    *[
        row(f"sys/opencv-{version}", f"opencv {version} without OpenCV and without pkg-config", "libclang-no-pkg", missing=("OpenCV",), files=app(deps=f'opencv = "={version}"'))
        for version in ("0.62.0", "0.94.4")
    ],
    row("native/foreign-skipped", "the host's zlib is skipped in a link for another architecture", "cross-arm64-zlib", "aarch64-linux-gnu-gcc main.c -L/usr/lib/x86_64-linux-gnu -lz", ("zlib for arm64",), files={"main.c": "int main(void) { return 0; }\n"}),
    *[
        row(f"native/header-unknown-{compiler}", f"a header that nobody knows, {compiler}", layer, f"CC={compiler} cargo build", ("widget",), files=app(deps='widget-sys = { path = "vendor/widget-sys" }') | _WIDGET)
        for compiler, layer in (("gcc", "gxx-pkg"), ("clang", "libclang-gxx"))
    ],
]  # fmt: skip
CAPTURES: list[dict[str, Any]] = [*_CRATES, *_WAYS, *_OLDER, *_WORDS]
