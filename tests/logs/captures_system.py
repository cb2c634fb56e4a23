"""More captures: resources of the system, objects that do not fit together, programs that do not start, Rust missing."""

from __future__ import annotations

from typing import Any

from rows import APT, GCC, LINKERS, MUSL, app, extern, flags, row, script

LAYERS = {
    "arm-hf": f"{APT}{GCC} gcc-arm-linux-gnueabihf libc6-dev-armhf-cross",
    "multilib": f"{APT}{GCC} gcc-multilib",
    "clang-cmake": f"{APT}clang libc6-dev cmake make",
    "meson": f"{APT}{GCC} meson",
    "meson-pc": f"{APT}{GCC} meson pkg-config",
    "dpkg-dev": f"{APT}dpkg-dev",
    "node": f"{APT}nodejs",
}
_FAKE_LD = "mkdir -p /opt/x; printf '#!/bin/sh\\nkill -{signal} $$\\n' > /opt/x/ld; chmod 755 /opt/x/ld"
_WRAPPER = "mkdir -p /opt/x; printf '#!/bin/sh\\nkill -9 $$\\n' > /opt/x/rustc-wrapper; chmod 755 /opt/x/rustc-wrapper"
_NO_PIC = "gcc -O2 -fno-pic -fno-pie -c x.c && ar rcs libx.a x.o"
_NO_PIC_C = "char table[64];\nint entry(void) { return (int)(long)table + table[3]; }\n"
_STATIC_X = 'println!("cargo:rustc-link-search=native=."); println!("cargo:rustc-link-lib=static=x");'

_RESOURCES = [
    row("system/memory-ld-killed", "the OOM killer ends ld, gcc tells", "gcc", flags("-Clinker-features=-lld -Clink-arg=-B/opt/x"), ("memory",), files=app(),
        before=_FAKE_LD.format(signal=9)),
    row("system/memory-linker-killed", "the OOM killer ends the linker, rustc tells", "gcc", flags("-Clinker=/opt/x/ld"), ("memory",),
        files=app(), before=_FAKE_LD.format(signal=9)),
    row("system/memory-rustc-killed", "the OOM killer ends rustc, cargo tells", "gcc", "RUSTC_WORKSPACE_WRAPPER=/opt/x/rustc-wrapper cargo build",
        ("memory",), files=app(), before=_WRAPPER),
    row("system/memory-limit", "a limit of the address space", "gcc", "ulimit -v 150000; cargo build", ("memory",), files=app()),
    row("system/memory-limit-rustc", "a limit of the address space, rustc alone", "gcc", "ulimit -v 170000; rustc -O src/main.rs", ("memory",), files=app()),
    row("system/memory-cc1", "a limit of the address space, gcc", "gcc", "ulimit -v 40000; gcc -O3 -c x.c", ("memory",),
        files={"x.c": "#include <stdio.h>\n" + "".join(f"int f{n}(int a) {{ return a * {n} + f{max(n - 1, 0)}; }}\n" for n in range(1))
               + "int big[10000000] = {1};\nint main(void) { return big[3]; }\n"}),
    row("system/arguments-sh", "a command line beyond the limit, sh", "gcc", "BIG=$(head -c 200000 /dev/zero | tr '\\0' a) cargo build",
        ("argument",), files=app()),
    row("system/arguments-linker", "a linker argument beyond the limit", "gcc", "cargo build", ("argument",),
        files=script('println!("cargo:rustc-link-arg=-L/{}", "a".repeat(140000));')),
    row("system/arguments-make", "a command line beyond the limit, make", "cmake", "make", ("argument",),
        files={"Makefile": "BIG := $(shell head -c 150000 /dev/zero | tr '\\0' a)\nexport BIG\nall:\n\tcargo build\n"}),
    row("system/open-files", "a low limit of open files", "gcc", "ulimit -n 12; cargo build", ("files",), files=app(deps='libc = "0.2"')),
    row("system/open-files-linker", "a low limit of open files, the linker", "gcc", "ulimit -n 6; gcc main.c -o app", ("files",),
        files={"main.c": "int main(void) { return 0; }\n"}),
    row("system/open-files-rustc", "a low limit of open files, rustc", "gcc", "ulimit -n 9; rustc src/main.rs", ("files",), files=app()),
    row("system/read-only-target", "the target directory is read-only", "gcc", "cargo build", ("read-only",), files=app(),
        mount="mount -t tmpfs -o ro tmpfs target"),
    row("system/read-only-script", "a build script writes into a read-only folder", "gcc", "CARGO_TARGET_DIR=/tmp/t cargo build", ("read-only",),
        files=script('std::fs::write("target/x.rs", "").unwrap();'), mount="mount -t tmpfs -o ro tmpfs target"),
    row("system/read-only-lock", "rustc writes into a read-only folder", "gcc", "rustc src/main.rs -o target/app", ("read-only",), files=app(),
        mount="mount -t tmpfs -o ro tmpfs target"),
]  # fmt: skip

_OBJECTS = [
    *[
        row(f"link/non-pic-{linker}", f"an archive that is not PIC, {linker}", "linkers", flags(flag), ("position-independent",),
            files=script(_STATIC_X) | {"src/main.rs": extern("", "entry"), "x.c": _NO_PIC_C}, before=_NO_PIC)
        for linker, flag in LINKERS.items()
    ],
    row("link/non-pic-shared", "an object that is not PIC in a shared library", "gcc", "gcc -shared x.o -o libx.so", ("position-independent",),
        files={"x.c": '#include <stdio.h>\nint f(void) { return puts("x") + (int)(long)stderr; }\n'}, before="gcc -O2 -fno-pic -c x.c"),
    row("link/two-libcs-path", "glibc's libc.a named in a link for musl", "musl-linkers",
        flags("-Clink-arg=-Wl,--whole-archive -Clink-arg=/usr/lib/x86_64-linux-gnu/libc.a -Clink-arg=-Wl,--no-whole-archive", f"cargo build --target {MUSL}"),
        ("musl",), files=app(), target=MUSL, rust="musl"),
    row("link/two-libcs-path-lld", "glibc's libc.a named in a link for musl, lld", "musl-linkers",
        flags("-Clink-arg=-fuse-ld=lld -Clink-arg=-Wl,--whole-archive -Clink-arg=/usr/lib/x86_64-linux-gnu/libc.a -Clink-arg=-Wl,--no-whole-archive", f"cargo build --target {MUSL}"),
        ("musl",), files=app(), target=MUSL, rust="musl"),
    row("link/float-abi-arm", "a soft-float object in a hard-float link", "arm-hf", "arm-linux-gnueabihf-gcc main.c x.o -o app", ("float",),
        files={"main.c": "double f(double);\nint main(void) { return f(1.0) > 0; }\n", "x.c": "double f(double x) { return x * 2; }\n"},
        before="arm-linux-gnueabihf-gcc -march=armv7-a -mfpu=vfpv3 -mfloat-abi=softfp -c x.c", target="armv7-unknown-linux-gnueabihf"),
    row("link/float-abi-arm-twice", "a hard-float object in a soft-float link", "arm-hf", "arm-linux-gnueabihf-ld -r main.o x.o -o app", ("float",),
        files={"main.c": "double f(double);\nint main(void) { return f(1.0) > 0; }\n", "x.c": "double f(double x) { return x * 2; }\n"},
        before="arm-linux-gnueabihf-gcc -march=armv7-a -mfpu=vfpv3 -mfloat-abi=softfp -c x.c; arm-linux-gnueabihf-gcc -c main.c",
        target="armv7-unknown-linux-gnueabihf"),
    row("link/plugin-bfd", "a linker plugin that is not there, bfd", "gcc", "gcc main.c -Wl,-plugin,/usr/lib/LLVMgold.so", ("plugin",),
        files={"main.c": "int main(void) { return 0; }\n"}),
    row("link/plugin-gold", "a linker plugin that is not there, gold", "linkers", "gcc -fuse-ld=gold main.c -Wl,-plugin,/usr/lib/LLVMgold.so", ("plugin",),
        files={"main.c": "int main(void) { return 0; }\n"}),
    row("link/plugin-rustc", "-C linker-plugin-lto with a plugin that is not there", "linkers", flags("-Clinker-plugin-lto=/usr/lib/LLVMgold.so -Clink-arg=-fuse-ld=bfd"),
        ("plugin",), files=app()),
    row("link/plugin-mold", "mold is given itself as plugin", "linkers", "gcc -fuse-ld=mold -flto main.c -Wl,-plugin,/usr/bin/mold", ("plugin",),
        files={"main.c": "int main(void) { return 0; }\n"}),
    row("link/crash-segv", "ld dies of a segmentation fault", "gcc", flags("-Clinker-features=-lld -Clink-arg=-B/opt/x"), ("signal",), files=app(), before=_FAKE_LD.format(signal=11)),
    row("link/crash-abort", "the linker aborts", "gcc", flags("-Clinker=/opt/x/ld"), ("signal",), files=app(), before=_FAKE_LD.format(signal=6)),
    *[
        row(f"symbols/old-libc-{linker}", f"a C library without getauxval, {linker}", "linkers",
            f"gcc -nostdlib -Wl,-e,main main.c -fuse-ld={linker} -o app", ("getauxval",),
            files={"main.c": "unsigned long getauxval(unsigned long);\nint main(void) { return getauxval(16) != 0; }\n"})
        for linker in ("bfd", "gold", "lld")
    ],
]  # fmt: skip

_FOO = "gcc -shared -fPIC -Wl,-soname,{name} {more} foo.c -o /usr/lib/{name}; ln -sf {name} /usr/lib/libfoo.so"
_USE_FOO = {"main.c": "int foo(void);\nint foo_new(void);\nint main(void) { return foo() + foo_new(); }\n",
            "foo.c": "int foo(void) { return 1; }\n#ifdef NEW\nint foo_new(void) { return 2; }\n#endif\n"}  # fmt: skip
_DLOPEN = '#include <dlfcn.h>\n#include <stdio.h>\nint main(int n, char **v) { if (!dlopen(v[1], RTLD_NOW)) { fprintf(stderr, "%s\\n", dlerror()); return 1; } return 0; }\n'
_DRIVER = "stable-x86_64-unknown-linux-musl/lib"
_PROGRAMS = [
    row("runtime/libstdcxx-old", "a C++ program of Debian 13 on Debian 12", "cmake", "./app", ("libstdc++",),
        files={"main.cc": "#include <chrono>\nint main() { return std::chrono::get_tzdb().zones.size() > 0; }\n"}, before="g++ -std=c++20 main.cc -o app",
        made_on="trixie-gxx"),
    row("runtime/libstdcxx-old-build-script", "a build script that loads a C++ library of Debian 13", "cmake", "LD_LIBRARY_PATH=. cargo build", ("libstdc++",),
        files=script('std::process::exit(std::process::Command::new("./app").status().unwrap().code().unwrap_or(9));')
        | {"main.cc": "#include <chrono>\nint main() { return std::chrono::get_tzdb().zones.size() > 0; }\n"},
        before="g++ -std=c++20 main.cc -o app", made_on="trixie-gxx"),
    row("runtime/symbol-lookup", "a library was downgraded after the link", "gcc", "./app", ("foo_new",), files=_USE_FOO,
        before=f"{_FOO.format(name='libfoo.so.1', more='-DNEW')}; gcc main.c -lfoo -o app; {_FOO.format(name='libfoo.so.1', more='')}"),
    row("runtime/symbol-version", "a library without the symbol versions of the link", "gcc", "./app", ("FOO_2",),
        files=_USE_FOO | {"v2": "FOO_2 { global: *; };\n", "v1": "FOO_1 { global: foo; };\n"},
        before=f"{_FOO.format(name='libfoo.so.1', more='-DNEW -Wl,--version-script=v2')}; gcc main.c -lfoo -o app; {_FOO.format(name='libfoo.so.1', more='-DNEW -Wl,--version-script=v1')}"),
    row("runtime/executable-stack", "a library that wants an executable stack, glibc 2.41", "trixie-gcc", "./app ./libx.so", ("stack",),
        files={"main.c": _DLOPEN, "x.c": "int x;\n"}, before="gcc main.c -o app; gcc -shared -fPIC -z execstack x.c -o libx.so"),
    row("runtime/executable-stack-path", "the same by an absolute path", "trixie-gcc", "./app /opt/vendor/libonnx.so.1", ("stack",),
        files={"main.c": _DLOPEN, "x.c": "int x;\n"}, before="gcc main.c -o app; mkdir -p /opt/vendor; gcc -shared -fPIC -z execstack x.c -o /opt/vendor/libonnx.so.1"),
    row("runtime/elf-class", "a 32-bit library for a 64-bit program", "multilib", "./app ./libx.so", ("libx.so",),
        files={"main.c": _DLOPEN, "x.c": "int x;\n"}, before="gcc main.c -o app; gcc -m32 -shared -fPIC x.c -o libx.so"),
    row("runtime/elf-header", "a text file by the name of a library", "gcc", "./app /usr/lib/libx.so", ("libx.so",), files={"main.c": _DLOPEN},
        before="gcc main.c -o app; echo '/* GNU ld script: the shared library is elsewhere, this is text and no library at all */ INPUT(-lc)' > /usr/lib/libx.so"),
    row("runtime/elf-class-needed", "a needed library of the other word size", "multilib", "LD_PRELOAD=/usr/lib/libx.so ./app; ./app32", ("libx.so",),
        files={"main.c": "int main(void) { return 0; }\n", "x.c": "int x;\n"},
        before="gcc main.c -o app; gcc -m32 -shared -fPIC x.c -o /usr/lib/libx.so; gcc -m32 -Wl,--no-as-needed main.c /usr/lib/libx.so -o app32; gcc -shared -fPIC x.c -o /usr/lib/libx.so"),
    row("runtime/musl-program", "a dynamic program of Alpine on Debian", "gcc", "./app", ("musl",),
        files={"main.c": "int x(void);\nint main(void) { return x(); }\n", "x.c": "int x(void) { return 0; }\n"},
        before="gcc -shared -fPIC -Wl,-soname,libc.musl-x86_64.so.1 x.c -o libc.musl-x86_64.so.1; gcc main.c ./libc.musl-x86_64.so.1 -o app; rm libc.musl-x86_64.so.1"),
    row("runtime/musl-toolchain", "a musl-hosted toolchain on Debian", "musl", f"./{_DRIVER}/../bin/rustc --version", ("musl",),
        files={"main.c": "int driver(void);\nint main(void) { return driver(); }\n", "d.c": "int g(void);\nint driver(void) { return g(); }\n", "g.c": "int g(void) { return 0; }\n"},
        before=f"mkdir -p {_DRIVER} {_DRIVER}/../bin; musl-gcc -shared -fPIC -Wl,-soname,libgcc_s.so.1 g.c -o libgcc_s.so.1;"
        f" musl-gcc -shared -fPIC d.c ./libgcc_s.so.1 -o {_DRIVER}/librustc_driver-0123456789abcdef.so; musl-gcc main.c {_DRIVER}/librustc_driver-0123456789abcdef.so ./libgcc_s.so.1 -o {_DRIVER}/../bin/rustc; rm libgcc_s.so.1"),
    row("runtime/glibc-program-musl", "a glibc program under musl's loader", "musl", "/lib/ld-musl-x86_64.so.1 ./app", ("glibc",),
        files={"main.c": "extern __thread int x;\n__attribute__((weak)) __thread int x;\nint main(void) { return x; }\n"},
        before="gcc -Wl,--no-as-needed main.c /lib64/ld-linux-x86-64.so.2 -o app"),
    row("runtime/glibc-program-musl-rust", "a Rust program of glibc under musl's loader", "musl", "cargo build -q; /lib/ld-musl-x86_64.so.1 ./target/debug/app", ("glibc",),
        files=script('println!("cargo:rustc-link-arg=-Wl,--no-as-needed"); println!("cargo:rustc-link-arg=/lib64/ld-linux-x86-64.so.2");')),
    row("runtime/std-shared", "a program linked to the shared std", "gcc", "RUSTFLAGS='-C prefer-dynamic' cargo build -q; ./target/debug/app", ("libstd",), files=app()),
    row("runtime/rustc-driver", "a tool of the compiler's own libraries, started directly", "gcc", "./tool", ("librustc_driver",),
        files={"main.c": "int d(void);\nint main(void) { return d(); }\n", "d.c": "int d(void) { return 0; }\n"},
        before="gcc -shared -fPIC -Wl,-soname,librustc_driver-0123456789abcdef.so d.c -o librustc_driver-0123456789abcdef.so; gcc main.c ./librustc_driver-0123456789abcdef.so -o tool; rm librustc_driver*"),
    row("runtime/bsd-wrapped", "the loader's line broken after the colon", "gcc", "./app 2>&1 | fold -s -w 62", ("libpq",),
        files={"main.c": "int d(void);\nint main(void) { return d(); }\n", "d.c": "int d(void) { return 0; }\n"},
        before="gcc -shared -fPIC -Wl,-soname,libpq.so.5 d.c -o libpq.so.5; gcc main.c ./libpq.so.5 -o app; rm libpq.so.5"),
    row("runtime/script-of-other-architecture", "a program of another architecture, bash", "cross", "bash -c ./app", ("architecture",),
        files={"main.c": "int main(void) { return 0; }\n"}, before="aarch64-linux-gnu-gcc main.c -o app"),
]  # fmt: skip

_NO_RUST = "PATH=/usr/bin:/bin "
_RUST = [
    row("rust/meson", "meson without Rust", "meson", _NO_RUST + "meson setup build", ("rust",), files={"meson.build": "project('app', 'rust')\n"}),
    row("rust/dpkg", "a Debian package that needs cargo", "dpkg-dev", _NO_RUST + "dpkg-checkbuilddeps", ("cargo",),
        files={"debian/control": "Source: app\nMaintainer: nobody <nobody@example.org>\nBuild-Depends: cargo, rustc\n\nPackage: app\nArchitecture: any\n"}),
    row("rust/node", "a node script spawns cargo", "node", _NO_RUST + "node -e \"require('child_process').spawn('cargo', ['build'])\"", ("rust",), files=app()),
    row("rust/python", "a Python script runs cargo", "meson", _NO_RUST + "python3 -c \"import subprocess; subprocess.run(['cargo', 'build'])\"", ("rust",), files=app()),
]  # fmt: skip

_LIBLLVM = "gcc -shared -fPIC -Wl,-soname,libLLVM-7.so d.c -o libLLVM-7.so; gcc main.c ./libLLVM-7.so -o {program}; rm libLLVM-7.so"
_TOOLCHAIN = [
    row(f"rust/libllvm-{program}", f"{program} without the libLLVM of its toolchain", "gcc", f"PATH=.:$PATH {program}", ("libLLVM",),
        files={"main.c": "int d(void);\nint main(void) { return d(); }\n", "d.c": "int d(void) { return 0; }\n"}, before=_LIBLLVM.format(program=program))
    for program in ("rust-lld", "rustc")
]  # fmt: skip

CAPTURES: list[dict[str, Any]] = [*_RESOURCES, *_OBJECTS, *_PROGRAMS, *_RUST, *_TOOLCHAIN]
