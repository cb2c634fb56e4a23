"""More captures: compilers that are too old, too new or for another architecture; CMake, autotools, libclang, versions."""

from __future__ import annotations

from typing import Any

from rows import APT, GCC, MUSL, app, cc, row, script

LAYERS = {
    "cmake-4": f"{APT}{GCC} g++ make python3-pip && pip install -q --break-system-packages cmake==4.1.0",
    "zlib-pkg-config": f"{APT}{GCC} pkg-config zlib1g-dev",
    "zlib-pkgconf": f"{APT}{GCC} pkgconf zlib1g-dev",
    "openssl": f"{APT}{GCC} pkg-config libssl-dev",
    "trixie-python": f"{APT}{GCC} python3",
    "trixie-clang": f"{APT}{GCC} g++ clang make",
    "trixie-libclang": f"{APT}{GCC} libclang1-19",
    "libclang-gxx": f"{APT}{GCC} g++ clang",
}
_LIST = "cmake_minimum_required(VERSION {version})\nproject(app C CXX)\n{rest}\n"
_BY_CMAKE = script('cmake::build(".");', 'cmake = "0.1"')


def _cmake(name: str, about: str, missing: str, rest: str, **other: str) -> dict[str, Any]:
    """A crate whose build script configures a CMakeLists.txt."""
    files = _BY_CMAKE | {"CMakeLists.txt": _LIST.format(version=other.get("version", "3.10"), rest=rest)}
    return row(f"cmake/{name}", about, other.get("layer", "cmake"), "cargo build", (missing,), files=files)


_CMAKE = [
    _cmake("policy", "CMake 4 and a CMakeLists.txt of CMake 2.8", "CMake", "", version="2.8.12", layer="cmake-4"),
    row("cmake/policy-alone", "CMake 4 alone", "cmake-4", "cmake .", ("CMake",), files={"CMakeLists.txt": _LIST.format(version="3.1", rest="")}),
    _cmake("too-old", "a CMakeLists.txt for a CMake to come", "CMake", "", version="3.99"),
    row("cmake/too-old-alone", "the same, CMake alone", "cmake", "cmake .", ("CMake",), files={"CMakeLists.txt": _LIST.format(version="3.30...4.0", rest="")}),
    _cmake("zlib", "find_package by a module", "zlib", "find_package(ZLIB REQUIRED)"),
    _cmake("openssl", "find_package(OpenSSL)", "openssl", "find_package(OpenSSL REQUIRED)"),
    _cmake("config", "find_package by a configuration file", "GTest", "find_package(GTest CONFIG REQUIRED)"),
    _cmake("both", "find_package without a module", "fmt", "find_package(fmt REQUIRED)"),
    _cmake("pkg-check", "pkg_check_modules", "libpq", "find_package(PkgConfig REQUIRED)\npkg_check_modules(PQ REQUIRED libpq)"),
    _cmake("curl", "find_package(CURL)", "curl", "find_package(CURL REQUIRED)"),
    row("cmake/stale", "a moved build directory", "cmake", "mv a b; cmake -S b -B b/build", ("CMake",),
        files={"a/CMakeLists.txt": _LIST.format(version="3.10", rest="")}, before="cmake -S a -B a/build"),
    row("cmake/stale-generator", "another generator than before", "cmake", "cmake -S a -B a/build -G 'Unix Makefiles'", ("CMake",),
        files={"a/CMakeLists.txt": _LIST.format(version="3.10", rest="")}, before="cmake -S a -B a/build -G 'CodeBlocks - Unix Makefiles'; sed -i 's/CMAKE_GENERATOR:INTERNAL=.*/CMAKE_GENERATOR:INTERNAL=Ninja/' a/build/CMakeCache.txt"),
]  # fmt: skip

_AC = "AC_INIT([app],[1])\nAM_INIT_AUTOMAKE([foreign])\nAC_PROG_CC\n{more}\nAC_CONFIG_FILES([Makefile])\nAC_OUTPUT\n"


def _autoconf(name: str, about: str, missing: str, more: str, command: str = "autoreconf -fi") -> dict[str, Any]:
    return row(
        f"autotools/{name}",
        about,
        "autoconf",
        command,
        (missing,),
        files={"configure.ac": _AC.format(more=more), "Makefile.am": ""},
    )


_AUTOTOOLS = [
    _autoconf("libtool-macro", "libtool's macro without libtool", "libtool", "AC_PROG_LIBTOOL"),
    _autoconf("libtool-init", "LT_INIT without libtool", "libtool", "LT_INIT", "autoreconf -fi && ./configure"),
    _autoconf("pkg-config-macro", "pkg-config's macro without pkg-config", "pkg-config", "PKG_CHECK_MODULES([Z],[zlib])", "aclocal && automake --add-missing && autoconf && ./configure"),
    _autoconf("pkg-config-macro-twice", "the same in an assignment", "pkg-config", "X=1\nPKG_PROG_PKG_CONFIG([0.20])", "aclocal && automake --add-missing && autoconf && ./configure"),
    _autoconf("configure-header", "configure asks for a header", "zlib", "AC_CHECK_HEADER([zlib.h],[],[AC_MSG_ERROR([zlib.h not found])])", "autoreconf -fi && ./configure"),
    _autoconf("configure-library", "configure asks for a library", "ncurses", "AC_CHECK_LIB([ncurses],[initscr],[],[AC_MSG_ERROR([ncurses is required])])", "autoreconf -fi && ./configure"),
]  # fmt: skip

_OLD_C = "static int f(char *p) { return *p; }\nint seven(void) { long n = 7; g(1); return f(&n); }\n"
_BOOL_C = "typedef int bool;\nbool seven(void) { return 7; }\n"
_COMPILE = 'let o = std::process::Command::new(std::env::var("CC").unwrap_or("cc".into())).args(ARGS).arg("seven.c").output().unwrap(); eprintln!("{}", String::from_utf8_lossy(&o.stderr)); assert!(o.status.success());'


def _bundled(name: str, about: str, layer: str, code: str, **other: str) -> dict[str, Any]:
    """A dependency from a registry (a directory takes its place) that compiles C code of its own."""
    dependency = app(build="fn main() { " + _COMPILE.replace("ARGS", f'["-c"{other.get("options", "")}]') + " }\n")
    files = app(deps='seven-sys = "0.1.0"') | {
        ".cargo/config.toml": '[source.crates-io]\nreplace-with = "local"\n[source.local]\ndirectory = "vendor"\n',
        "vendor/seven-sys/Cargo.toml": dependency["Cargo.toml"].replace('"app"', '"seven-sys"'),
        "vendor/seven-sys/build.rs": dependency["build.rs"],
        "vendor/seven-sys/src/lib.rs": "",
        "vendor/seven-sys/seven.c": code,
        "vendor/seven-sys/.cargo-checksum.json": '{"files":{}}',
    }
    return row(f"compilers/{name}", about, layer, other.get("command", "cargo build"), ("seven-sys",), files=files)


_COMPILERS = [
    _bundled("old-c-gcc-14", "a dependency's C code that GCC 14 rejects", "trixie-gcc", _OLD_C),
    _bundled("old-c-clang-19", "a dependency's C code that clang 16 and newer reject", "trixie-clang", _OLD_C, command="CC=clang cargo build"),
    _bundled("old-c-bool", "a dependency's C code that names a type bool, under C23", "trixie-gcc", _BOOL_C, options=', "-std=gnu23"'),
    _bundled("old-c-werror", "a dependency's C code compiled with -Werror", "trixie-gcc", "static int unused;\nint seven(void) { return 7; }\n", options=', "-Wall", "-Werror"'),
    row("own-code/c-undeclared", "a typing error in the reader's own C code", "trixie-gcc", "cargo build",
        files=script('cc::Build::new().file("src/seven.c").compile("seven");', 'cc = "=1.2.40"') | {"src/seven.c": "int seven(void) { return sevn(7); }\n"}),
    row("compilers/standard-gcc", "a C++ standard that gcc 12 does not know", "cmake", "cargo build", ("c++",),
        files=cc("1.0.79", "seven.cc", "int seven() { return 7; }\n", '.cpp(true).flag("-std=c++26")')),
    row("compilers/standard-clang", "a C++ standard that clang 14 does not know", "libclang-gxx", "CXX=clang++ cargo build", ("c++",),
        files=cc("1.0.79", "seven.cc", "int seven() { return 7; }\n", '.cpp(true).flag("-std=c++26")')),
    row("compilers/standard-header", "a header of a newer C++ library", "cmake", "g++ -std=c++20 -c x.cc", ("format",), files={"x.cc": "#include <format>\n"}),
    row("compilers/standard-98", "a header of C++ 2011 under an older standard", "cmake", "g++ -std=c++98 -c x.cc", ("C++",), files={"x.cc": "#include <thread>\n"}),
    row("compilers/foreign-m64", "CC names the target's compiler, a host build script needs it too", "cross", "CC=aarch64-linux-gnu-gcc cargo build", ("aarch64",),
        files=cc("1.0.79")),
    row("compilers/foreign-m64-new", "the same, a newer cc crate", "cross", "CC=aarch64-linux-gnu-gcc cargo build", ("aarch64",), files=cc("1.2.40")),
    row("compilers/foreign-linker", "the linker setting names a cross compiler for the host", "cross", "RUSTFLAGS=-Clinker=aarch64-linux-gnu-gcc cargo build", ("aarch64",), files=app()),
    row("compilers/foreign-arm", "the host's gcc for an ARM target", "gcc", "gcc -mfloat-abi=hard -marm -c x.c", ("gcc",), files={"x.c": "int x;\n"}),
    row("compilers/foreign-march", "the host's gcc for an ARM target, by architecture", "gcc", "gcc -march=armv7-a -c x.c", ("gcc",), files={"x.c": "int x;\n"}),
]  # fmt: skip

_ANONYMOUS = "struct s { union { int a; float b; }; struct { int c; } d; };\nenum { ONE, TWO };\n"
_BIND = 'bindgen::Builder::default().header("x.h").generate().unwrap();'


def _static(version: str) -> dict[str, Any]:
    files = app(
        f"fn main() {{ {_BIND} }}\n",
        deps=f'bindgen = {{ version = "={version}", default-features = false, features = ["runtime"] }}',
    ) | {"x.h": "int f(void);\n"}
    return row(f"tools/libclang-static-{version}", f"a static musl program loads libclang, bindgen {version}", "libclang",
               f"cargo build -q --target {MUSL}; ./target/{MUSL}/debug/app", ("libclang",), files=files, target=MUSL, rust="musl")  # fmt: skip


_LIBCLANG = [
    _static("0.60.1"),
    _static("0.71.1"),
    *[
        row(f"tools/libclang-half-{version}", f"libclang without a library of its own, bindgen {version}", "gcc", "LIBCLANG_PATH=/opt/llvm cargo build", ("libclang",),
            files=script(_BIND, f'bindgen = "={version}"') | {"x.h": "int f(void);\n", "d.c": "int d(void) { return 0; }\n", "c.c": "int d(void);\nint clang_x(void) { return d(); }\n"},
            before="mkdir -p /opt/llvm; gcc -shared -fPIC -Wl,-soname,libclangAST.so.7 d.c -o libclangAST.so.7; gcc -shared -fPIC c.c ./libclangAST.so.7 -o /opt/llvm/libclang.so; rm libclangAST.so.7")
        for version in ("0.59.2", "0.71.1")
    ],
    *[
        row(f"tools/bindgen-old-{version}", f"bindgen {version} with libclang 19", "trixie-libclang", "cargo build", ("bindgen",),
            files=script(_BIND, f'bindgen = "={version}"') | {"x.h": _ANONYMOUS})
        for version in ("0.59.2", "0.60.1", "0.61.0")
    ],
]  # fmt: skip


def _pkg(layer: str, name: str) -> dict[str, Any]:
    files = script('pkg_config::Config::new().atleast_version("99.1").probe("zlib").unwrap();', 'pkg-config = "0.3"')
    return row(
        f"native/too-old-{name}",
        f"a library older than asked for, {name}",
        layer,
        "cargo build",
        ("zlib",),
        files=files,
    )


_VERSIONS = [
    _pkg("zlib-pkg-config", "pkg-config"),
    _pkg("zlib-pkgconf", "pkgconf"),
    *[
        row(f"native/openssl-unknown-{version}", f"openssl-sys {version} and OpenSSL 3", "openssl", "cargo build", ("openssl",), files=app(deps=f'openssl-sys = "={version}"'))
        for version in ("0.9.39", "0.9.58")
    ],
    row("native/openssl-0.9", "the openssl crate of 2017", "openssl", "cargo build", ("openssl",), files=app(deps='openssl = "=0.9.24"')),
    *[
        row(f"native/pyo3-{version}", f"pyo3 {version} and Python 3.13", "trixie-python", "cargo build", ("python",),
            files=app(deps=f'pyo3 = "={version}"'))
        for version in ("0.20.3", "0.21.2")
    ],
    *[
        row(f"tools/llvm-sys-{version}", f"llvm-sys {version} without LLVM", "cmake", "cargo build", ("LLVM",), files=app(deps=f'llvm-sys = "={version}"'))
        for version in ("140.1.3", "180.0.0", "201.0.1")
    ],
    row("tools/protoc-includes", "protoc without protobuf's own files", "protoc", "protoc -I. --descriptor_set_out=x x.proto", ("protobuf",),
        files={"x.proto": 'syntax = "proto3";\nimport "google/protobuf/timestamp.proto";\nmessage M { google.protobuf.Timestamp t = 1; }\n'}),
    row("tools/protoc-includes-prost", "the same by prost-build", "protoc", "cargo build", ("protobuf",),
        files=script('prost_build::compile_protos(&["x.proto"], &["."]).unwrap();', 'prost-build = "=0.12.6"')
        | {"x.proto": 'syntax = "proto3";\nimport "google/protobuf/timestamp.proto";\nmessage M { google.protobuf.Timestamp t = 1; }\n'}),
    row("tools/distutils", "distutils under Python 3.13", "trixie-python", "python3 setup.py build", ("distutils",), files={"setup.py": "from distutils.core import setup\n"}),
    row("tools/python-module", "a module that nobody installed", "trixie-python", "python3 gen.py", ("mako",), files={"gen.py": "import mako.template\n"}),
]  # fmt: skip

CAPTURES: list[dict[str, Any]] = [*_CMAKE, *_AUTOTOOLS, *_COMPILERS, *_LIBCLANG, *_VERSIONS]
