"""More captures: build tools, interpreters, archivers, assemblers, what bindgen and Meson ask for; other languages."""

from __future__ import annotations

from typing import Any

from rows import APT, app, cc, row, script

_NO_AR = "rm -f /usr/bin/ar /usr/bin/*-ar /usr/bin/ranlib /usr/bin/*-ranlib"
_ARCHIVERS = [
    *[
        row(f"tools/ar-missing-{version}", f"gcc without ar, cc {version}", "gcc", "cargo build", ("ar",), files=cc(version), before=_NO_AR)
        for version in ("1.0.50", "1.2.40")
    ],
    row("tools/ar-of-target-missing", "AR names an archiver that is not there", "gcc", "AR=arm-none-eabi-ar cargo build", ("arm-none-eabi-ar",), files=cc("1.0.79")),
    row("tools/ar-missing-make", "make without ar", "cmake", "make", ("ar",), files={"Makefile": "x.a:\n\tar crs x.a\n"}, before=_NO_AR),
]  # fmt: skip

_PROJ = {"pc/proj.pc": "Name: PROJ\nDescription: x\nVersion: 9.1\nRequires.private: sqlite3\nRequires: libtiff-4\n"}
_PROBE = script('pkg_config::probe_library("proj").unwrap();', 'pkg-config = "0.3"') | _PROJ
_PKG_CONFIG = [
    row(f"native/required-by-{layer}", f"a module that another one requires, {layer}", layer, "PKG_CONFIG_PATH=/root/app/pc cargo build", ("libtiff",), files=_PROBE)
    for layer in ("pkg-config", "pkgconf")
]  # fmt: skip

_SSL = app(deps='openssl-sys = "=0.9.103"')
_OPENSSL = [
    row("native/openssl-dir-missing", "OPENSSL_DIR names no folder", "pkg-config", "OPENSSL_DIR=/opt/openssl cargo build", ("openssl",), files=_SSL),
    row("native/openssl-libdir-empty", "OPENSSL_DIR names a folder without libraries", "pkg-config", "OPENSSL_DIR=/opt/openssl cargo build", ("openssl",),
        files=_SSL, before="mkdir -p /opt/openssl/lib /opt/openssl/include/openssl; printf '#define OPENSSL_VERSION_NUMBER 0x30000000L\\n' > /opt/openssl/include/openssl/opensslv.h; cp /opt/openssl/include/openssl/opensslv.h /opt/openssl/include/openssl/opensslconf.h"),
]  # fmt: skip

_PYTHON = [
    *[
        row(f"native/pyo3-no-python-{version}", f"pyo3 {version} without Python", "gcc", "rm -f /usr/bin/python3*; cargo build", ("python3",), files=app(deps=f'pyo3 = "={version}"'))
        for version in ("0.15.2", "0.20.3", "0.23.5")
    ],
    row("native/pyo3-python-path", "PYO3_PYTHON names no program", "gcc", "PYO3_PYTHON=/opt/python/bin/python3 cargo build", ("python3",), files=app(deps='pyo3 = "=0.20.3"')),
    *[
        row(f"native/pyo3-cross-{version}", f"pyo3 {version} for another target", "gcc", "PYO3_CROSS=1 cargo build", ("PYO3_CROSS_LIB_DIR",), files=app(deps=f'pyo3 = "={version}"'))
        for version in ("0.15.2", "0.20.3")
    ],
    row("tools/python2-print", "a script for Python 2", "trixie-python", "python3 gen.py", ("python",), files={"gen.py": 'print "x"\n'}),
    row("tools/python-mode-u", "a script for Python before 3.11", "trixie-python", "python3 gen.py", ("python",), files={"gen.py": 'open("gen.py", "rU")\n'}),
    row("tools/python-imp", "a script for Python before 3.12", "trixie-python", "python3 gen.py", ("python",), files={"gen.py": "import imp\n"}),
    row("tools/python-collections", "a script for Python before 3.10", "trixie-python", "python3 gen.py", ("python",), files={"gen.py": "import collections\ncollections.Callable\n"}),
]  # fmt: skip

_LANGUAGES = [
    *[
        row(f"tools/java-locator-{version}", f"java-locator {version} without Java", "gcc", "cargo build", ("java",),
            files=script("java_locator::locate_jvm_dyn_library().unwrap();", f'java-locator = "={version}"'))
        for version in ("0.1.5", "0.1.9")
    ],
    row("tools/jni-0.10", "jni of 2018 without Java", "gcc", "cargo build", ("java",), files=app(deps='jni = { version = "=0.10.2", features = ["invocation"] }')),
    row("tools/cuda-bindgen", "bindgen_cuda without CUDA", "gcc", "cargo build", ("cuda",),
        files=script("bindgen_cuda::Builder::default().build_ptx().unwrap();", 'bindgen_cuda = "=0.1.5"')),
    row("tools/cuda-cudarc", "cudarc asks for the toolkit's version", "gcc", "cargo build", ("cuda",),
        files=app(deps='cudarc = { version = "=0.12.1", features = ["cuda-version-from-build-system"] }')),
    row("tools/cuda-candle", "candle-kernels without CUDA", "gcc", "cargo build", ("cuda",), files=app(deps='candle-kernels = "=0.8.4"')),
    row("tools/r-missing", "libR-sys without R", "gcc", "cargo build", ("R",), files=app(deps='libR-sys = "=0.6.0"')),
    row("tools/r-missing-old", "libR-sys of 2022 without R", "gcc", "cargo build", ("R",), files=app(deps='libR-sys = "=0.3.0"')),
]  # fmt: skip

_MESON = [
    row(f"meson/{name}", about, "meson-pc" if name.startswith("dependency") else "meson", "meson setup b", (missing,), files={"meson.build": f"project('app', {language}version: '1')\n{rest}\n"})
    for name, about, missing, language, rest in (
        ("pkg-config", "Meson without pkg-config", "pkg-config", "", "dependency('glib-2.0', method: 'pkg-config')"),
        ("dependency", "Meson without a library", "glib-2.0", "", "dependency('glib-2.0')"),
        ("dependency-version", "a library with a version", "gtk4", "", "dependency('gtk4', version: '>= 4.10')"),
        ("program", "Meson without a program", "nasm", "", "find_program('nasm')"),
        ("too-old", "a project for a Meson to come", "Meson", "meson_version: '>= 9.1', ", ""),
        ("clib", "Meson without a C library", "pq", "'c', ", "meson.get_compiler('c').find_library('pq')"),
    )
]  # fmt: skip

_TEST = "AC_INIT([app],[1])\nAC_PROG_CC\nAC_OUTPUT\n"
_LIST = "cmake_minimum_required(VERSION 3.10)\nproject(app C CXX)\n{rest}\n"
_CONFIGURE = [
    row("compilers/cannot-create", "configure with a flag that gcc does not know", "autoconf", "autoconf && CFLAGS=--bogus ./configure", ("cc",), files={"configure.ac": _TEST}),
    row("compilers/cannot-create-cxx", "the same in C++", "autoconf", "autoconf && CXX='gcc -B/none' CXXFLAGS=--bogus ./configure", ("cc",),
        files={"configure.ac": _TEST.replace("PROG_CC", "PROG_CXX")}),
    row("compilers/cannot-create-cmake", "CMake's test program", "cmake", "CFLAGS=--bogus cmake .", ("cc",), files={"CMakeLists.txt": _LIST.format(rest="")}),
    row("autotools/iconv-macro", "gettext's macro without gettext", "autoconf", "autoconf", ("gettext",), files={"configure.ac": _TEST + "AM_ICONV\n"}),
    row("autotools/archive-macro", "a macro of the autoconf archive without it", "autoconf", "autoconf && ./configure", ("autoconf-archive",),
        files={"configure.ac": "AC_INIT([app],[1])\nAC_PROG_CC\nAX_PTHREAD([x], [y])\nAC_OUTPUT\n"}),
    row("autotools/archive-macro-plain", "the same without arguments", "autoconf", "autoconf && ./configure", ("autoconf-archive",),
        files={"configure.ac": "AC_INIT([app],[1])\nAC_PROG_CC\nAX_CODE_COVERAGE\nAC_OUTPUT\n"}),
    row("cmake/source-empty", "an empty folder of sources", "cmake", "cargo build", ("submodule",),
        files=script('cmake::build("vendor/lib");', 'cmake = "0.1"'), before="mkdir -p vendor/lib"),
    row("cmake/subdirectory-missing", "a subdirectory that is not there", "cmake", "cmake .", ("submodule",), files={"CMakeLists.txt": _LIST.format(rest="add_subdirectory(third_party/zlib)")}),
    row("cmake/subdirectory-empty", "an empty subdirectory", "cmake", "cmake .", ("submodule",), files={"CMakeLists.txt": _LIST.format(rest="add_subdirectory(third_party/zlib)")},
        before="mkdir -p third_party/zlib"),
    row("cmake/generator-unknown", "a generator that this CMake does not know", "cmake", "cmake -G 'Visual Studio 17 2022' .", ("CMake",), files={"CMakeLists.txt": _LIST.format(rest="")}),
    row("cmake/unsuitable", "a program older than asked for", "cmake", "cmake .", ("PkgConfig",), files={"CMakeLists.txt": _LIST.format(rest="find_package(PkgConfig 9.1 REQUIRED)")}),
]  # fmt: skip

_NASM = (
    'let mut b = nasm_rs::Build::new(); b.min_version(2, 14, 0); b.file("x.asm"); b.compile_objects().unwrap();',
    'nasm-rs = "=0.2.5"',
)
_ASSEMBLERS = [
    row("tools/nasm-too-old", "a nasm of 2015", "gcc", "cargo build", ("nasm",), files=script(*_NASM) | {"x.asm": ""},
        before="printf '#!/bin/sh\\necho NASM version 2.11.08\\n' > /usr/bin/nasm; chmod 755 /usr/bin/nasm"),
    row("tools/nasm-too-old-missing", "no nasm, asked for its version", "gcc", "cargo build", ("nasm",), files=script(*_NASM) | {"x.asm": ""}),
    row("compilers/as-instruction", "an instruction that as does not know", "gcc", "gcc -c x.c", ("as",), files={"x.c": 'void f(void) { __asm__("vminmaxpd $1, %zmm1, %zmm2, %zmm3"); }\n'}),
    row("compilers/as-arch", "an architecture that as does not know", "cross", "aarch64-linux-gnu-gcc -c x.c", ("as",), files={"x.c": '__asm__(".arch armv9.9-a");\n'}),
]  # fmt: skip

_BIND = 'bindgen::Builder::default().header("x.h").clang_arg("--target={target}").generate().unwrap();'
_BINDGEN = [
    *[
        row(f"native/bindgen-headers-{version}-{arch}", f"bindgen {version} reads the host's headers for {arch}", "libclang-gxx", "cargo build", ("sysroot",),
            files=script(_BIND.replace("{target}", f"{arch}-unknown-linux-gnu"), f'bindgen = "={version}"') | {"x.h": "#include <stdio.h>\n"})
        for version, arch in (("0.59.2", "i686"), ("0.71.1", "i686"), ("0.59.2", "aarch64"), ("0.71.1", "aarch64"))
    ],
    *[
        row(f"tools/libclang-empty-{version}", f"a libclang without functions, bindgen {version}", "gcc", "LIBCLANG_PATH=/opt/llvm cargo build", ("libclang",),
            files=script(_BIND.replace("{target}", "x86_64-unknown-linux-gnu"), f'bindgen = "={version}"') | {"x.h": "", "c.c": "int c;\n"},
            before="mkdir -p /opt/llvm; gcc -shared -fPIC c.c -o /opt/llvm/libclang.so")
        for version in ("0.53.3", "0.59.2", "0.71.1")
    ],
    *[
        row(f"tools/libclang-32-{version}", f"a 32-bit libclang, bindgen {version}", "gcc", "LIBCLANG_PATH=/opt/llvm cargo build", ("libclang",),
            files=script(_BIND.replace("{target}", "x86_64-unknown-linux-gnu"), f'bindgen = "={version}"') | {"x.h": ""},
            before="mkdir -p /opt/llvm; printf '\\177ELF\\001\\001\\001aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' > /opt/llvm/libclang.so")
        for version in ("0.59.2", "0.71.1")
    ],
]  # fmt: skip

_PROTO = {"x.proto": 'syntax = "proto3";\nmessage M { int32 t = 1; }\n'}
_PROTOC = [
    row(
        "tools/protoc-plugin",
        "protoc without the plugin",
        "protoc",
        "protoc -I. --rust_out=. x.proto",
        ("protoc-gen-rust",),
        files=_PROTO,
    ),
    row(
        "tools/protoc-plugin-tonic",
        "the same, another plugin",
        "protoc",
        "protoc -I. --tonic_out=. x.proto",
        ("protoc-gen-tonic",),
        files=_PROTO,
    ),
]

_LANGUAGE_NAMES = {
    "de": "de_DE",
    "fr": "fr_FR",
    "es": "es_ES",
    "ru": "ru_RU",
    "zh": "zh_CN",
    "ja": "ja_JP",
    "nl": "nl_NL",
}


def _spoken(language: str) -> list[dict[str, Any]]:
    """gcc, ld, bash and make without a header, a library and a program, in one language."""
    name = _LANGUAGE_NAMES[language]
    before = f"rm -f /etc/dpkg/dpkg.cfg.d/*; {APT} locales gcc-12-locales make bash; apt-get install -y -qq --reinstall binutils-common bash make libc-bin locales; localedef -i {name} -f UTF-8 {name}.UTF-8"
    speak = f"export LANG={name}.UTF-8 LC_ALL={name}.UTF-8 LANGUAGE={language}; "
    return [
        row(f"translated/{kind}-{language}", f"{about}, {name}", "gcc", speak + command, (missing,), before=before,
            files={"x.c": "#include <zlib.h>\n", "y.c": "int main(void) { return 0; }\n", "Makefile": "x:\n\tcmake .\n"})
        for kind, about, command, missing in (
            ("header", "a header missing", "gcc -c x.c", "zlib"),
            ("library", "a library missing", "gcc y.c -lssl", "openssl"),
            ("program", "a program missing", "bash -c 'cmake .'", "cmake"),
            ("make", "a program missing for make", "make", "cmake"),
        )
    ]  # fmt: skip


_FLAG = 'fn main() {{ cc::Build::new().flag("{flag}").file("seven.c").compile("libseven.a"); }}\n'
_CONFIGURE_AC = "AC_INIT([app],[1])\nAC_CONFIG_AUX_DIR([.])\nAC_CANONICAL_HOST\nAC_OUTPUT\n"
_HOST_CONFIG = "#if __GNUC__ > 11\n#error -- unsupported GNU version! gcc versions later than 11 are not supported! The nvcc flag '-allow-unsupported-compiler' can be used to override this version check; however, using an unsupported host compiler may cause compilation failure or incorrect run time execution. Use at your own risk.\n#endif\n"
_OPENMP = "cmake_minimum_required(VERSION 3.10)\nproject(app C)\nfind_package(OpenMP REQUIRED)\n"
_AGE = [
    row("compilers/for-loop-c90", "C99 code and a compiler that assumes C90", "gcc", "cargo build", ("C",),
        files=app(build=_FLAG.format(flag="-std=gnu90"), build_deps='cc = "=1.2.40"') | {"seven.c": "int seven(void) { for (int i = 0; i < 7; i++) ; return 7; }\n"}),
    row("compilers/std-c23", "gcc 12 and -std=c23", "gcc", "cargo build", ("C",),
        files=app(build=_FLAG.format(flag="-std=c23"), build_deps='cc = "=1.2.40"') | {"seven.c": "int seven(void) { return 7; }\n"}),
    row("compilers/std-c23-plain", "gcc 12 and -std=c23, without cargo", "gcc", "gcc -std=c23 -c seven.c", ("C",), files={"seven.c": "int seven(void) { return 7; }\n"}),
    *[
        row(f"compilers/memcmp-{version}", f"aws-lc-sys {version} and a gcc with the memcmp bug", "cmake", "CC=/root/app/mycc cargo build", ("gcc",),
            files=app(deps=f'aws-lc-sys = "={version}"') | {"mycc": "#!/bin/sh\nfor a; do case $a in *memcmp_invalid*) last=yes;; esac; done\nif [ \"$last\" ]; then for a; do [ \"$o\" ] && { printf '#!/bin/sh\\nexit 1\\n' > \"$a\"; chmod +x \"$a\"; exit 0; }; [ \"$a\" = -o ] && o=1; done; fi\nexec gcc \"$@\"\n"},
            before="chmod +x mycc")
        for version in ("0.20.1", "0.30.0")
    ],
    row("autotools/config-sub", "config.sub and a machine of the future", "autoconf", "cp /usr/share/misc/config.* .; touch install-sh; autoconf; ./configure --host=frobnicate-unknown-linux-gnu", ("system",), files={"configure.ac": _CONFIGURE_AC}),
    row("autotools/config-guess", "config.guess on an unknown machine", "autoconf", "cp /usr/share/misc/config.sub .; touch install-sh; autoconf; printf '#!/bin/sh\\necho \"config.guess: unable to guess system type\" >&2\\nexit 1\\n' > config.guess; ./configure", ("system",), files={"configure.ac": _CONFIGURE_AC}),
    row("tools/cuda-gcc-too-new", "CUDA's header and a gcc that came after it", "gcc", "gcc -c kernel.c", ("CUDA",), files={"kernel.c": '#include "crt/host_config.h"\n', "crt/host_config.h": _HOST_CONFIG}),
    row("tools/cuda-gcc-too-new-cargo", "the same in a build script", "gcc", "cargo build", ("CUDA",),
        files=app(build=_FLAG.format(flag="-I."), build_deps='cc = "=1.2.40"') | {"seven.c": '#include "crt/host_config.h"\n', "crt/host_config.h": _HOST_CONFIG}),
    row("compilers/openmp-cmake", "OpenMP for a clang without its library", "clang-cmake", "CC=clang cmake .", ("OpenMP",), files={"CMakeLists.txt": _OPENMP}),
    row("compilers/openmp-option", "an OpenMP that clang does not know", "clang-cmake", "clang -fopenmp=none -c seven.c", ("OpenMP",), files={"seven.c": "int seven(void) { return 7; }\n"}),
    row("cmake/generator-unknown-crate", "the cmake crate with a generator of Windows", "cmake", "cargo build", ("generator",),
        files=script('cmake::Config::new(".").generator("Visual Studio 17 2022").build();', 'cmake = "=0.1.54"') | {"CMakeLists.txt": "cmake_minimum_required(VERSION 3.10)\nproject(app C)\n"}),
    row("tools/nasm-rav1e", "rav1e without nasm", "gcc", "cargo build", ("nasm",), files=app(deps='rav1e = "=0.6.6"')),
    row("tools/nasm-rav1e-0.7", "rav1e 0.7 without nasm", "gcc", "cargo build", ("nasm",), files=app(deps='rav1e = "=0.7.1"')),
]  # fmt: skip

CAPTURES: list[dict[str, Any]] = [
    *_ARCHIVERS, *_PKG_CONFIG, *_OPENSSL, *_PYTHON, *_LANGUAGES, *_MESON, *_CONFIGURE, *_ASSEMBLERS, *_BINDGEN, *_PROTOC, *_AGE,
    *[one for language in _LANGUAGE_NAMES for one in _spoken(language)],
]  # fmt: skip
