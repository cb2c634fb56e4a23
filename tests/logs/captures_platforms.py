"""More captures: linkers and SDKs of macOS, Windows, Android."""

from __future__ import annotations

from typing import Any

from rows import APT, GCC, LAYERS, app, config, row

LAYERS.update(
    {
        "mingw": f"{APT}{GCC} gcc-mingw-w64-x86-64",
        "mingw-both": f"{APT}{GCC} gcc-mingw-w64-x86-64 gcc-mingw-w64-i686",
    }
)
# A crate without core compiles for targets whose standard library is not installed: rustc then reaches its linker.
_TRAITS = (
    '#[lang = "pointee_sized"] pub trait PointeeSized {}\n#[lang = "meta_sized"] pub trait MetaSized: PointeeSized {}\n'
    '#[lang = "sized"] pub trait Sized: MetaSized {}\n#[lang = "copy"] pub trait Copy {}\n'
)
_HEAD = "#![allow(internal_features)]\n#![feature(no_core, lang_items)]\n#![no_core]\n#![no_std]\n"
_NO_CORE = f'{_HEAD}#![no_main]\n{_TRAITS}#[no_mangle] pub extern "C" fn main() {{}}\n'
_RAW_DYLIB = (
    f'{_HEAD}{_TRAITS}#[link(name = "kernel32", kind = "raw-dylib")] unsafe extern "C" {{ pub fn ExitProcess(); }}\n'
)
_ABORT = '[profile.dev]\npanic = "abort"\n'
_BARE = app(_NO_CORE, rest=_ABORT)
_MAIN_C = {"main.c": "int main(void) { return 0; }\n"}
_MAC, _IOS, _ANDROID = "aarch64-apple-darwin", "aarch64-apple-ios", "aarch64-linux-android"
_MSVC, _MINGW = "x86_64-pc-windows-msvc", "x86_64-pc-windows-gnu"
_LD64 = "/usr/lib/llvm-14/bin/ld64.lld -platform_version macos 11.0 11.0 -o app"


def _rust(target: str, more: str = "") -> str:
    return f"RUSTC_BOOTSTRAP=1 cargo build --target {target} {more}".rstrip()


_APPLE = [
    row("apple/linux-gcc-darwin", "Linux' gcc is asked to link for macOS", "gcc", _rust(_MAC), ("Apple",), files=_BARE, target=_MAC),
    row("apple/linux-gcc-darwin-x86", "Linux' gcc is asked to link for an Intel Mac", "gcc", _rust("x86_64-apple-darwin"), ("Apple",),
        files=_BARE, target="x86_64-apple-darwin"),
    row("apple/linux-gcc-ios", "Linux' gcc is asked to link for iOS", "gcc", _rust(_IOS), ("Apple",), files=_BARE, target=_IOS),
    row("apple/linux-clang-darwin", "Linux' clang hands Apple's options to GNU ld", "clang", f"RUSTFLAGS=-Clinker=clang {_rust(_MAC)}", ("Apple",),
        files=_BARE, target=_MAC),
    row("apple/linux-clang-target-darwin", "clang -target of macOS on Linux", "clang", "clang -target arm64-apple-macos11 main.c", ("Apple",), files=_MAIN_C, target=_MAC),
    row("apple/linux-clang-framework", "a framework for Linux' clang", "clang", "clang main.c -framework Security", ("Apple",), files=_MAIN_C, target=_MAC),
    row("apple/linux-gcc-framework", "a framework for Linux' gcc", "gcc", "gcc main.c -framework Security", ("Apple",), files=_MAIN_C, target=_MAC),
    row("apple/cc-crate-darwin", "the cc crate compiles for macOS on Linux", "gcc", _rust(_MAC), ("Apple",),
        files=app(_NO_CORE, rest=_ABORT, build='fn main() { cc::Build::new().file("seven.c").compile("seven"); }\n', build_deps='cc = "=1.2.40"') | {"seven.c": "int x;\n"}, target=_MAC),
    row("apple/cc-crate-darwin-1.0.79", "an older cc crate compiles for iOS on Linux", "gcc", _rust(_IOS), ("Apple",),
        files=app(_NO_CORE, rest=_ABORT, build='fn main() { cc::Build::new().file("seven.c").compile("seven"); }\n', build_deps='cc = "=1.0.79"') | {"seven.c": "int x;\n"}, target=_IOS),
    row("apple/ld64-lld-framework", "lld does not find a framework", "linkers", f"{_LD64} -arch arm64 -framework Metal", ("Metal",), target=_MAC),
    row("apple/ld64-lld-system", "lld does not find libSystem", "linkers", f"{_LD64} -arch arm64 main.o -lSystem", ("SDK",),
        files=_MAIN_C, before="clang -target arm64-apple-macos11 -c main.c", target=_MAC),
    row("apple/ld64-lld-architecture", "an arm64 object in an x86_64 link", "linkers", f"{_LD64} -arch x86_64 main.o", ("x86_64",),
        files=_MAIN_C, before="clang -target arm64-apple-macos11 -c main.c", target="x86_64-apple-darwin"),
    row("apple/ld64-lld-gnu-option", "an option of GNU ld for a linker of macOS", "linkers", "/usr/lib/llvm-14/bin/ld64.lld -arch x86_64 --as-needed --eh-frame-hdr", ("linker",), target=_ANDROID),
]  # fmt: skip

_WINDOWS = [
    row("windows/link-exe-missing", "the msvc target without link.exe", "gcc", _rust(_MSVC), ("link.exe",), files=_BARE, target=_MSVC),
    row("windows/lld-link-kernel32", "lld-link without the Windows SDK", "linkers",
        "lld-link /out:app.exe kernel32.lib ntdll.lib userenv.lib ws2_32.lib dbghelp.lib /defaultlib:msvcrt", ("kernel32",), target=_MSVC),
    row("windows/lld-link-msvcrt", "lld-link without the C runtime", "linkers", "lld-link /out:app.exe /defaultlib:msvcrt main.obj", ("msvcrt",),
        files=_MAIN_C, before="clang -target x86_64-pc-windows-msvc -c main.c -o main.obj", target=_MSVC),
    row("windows/lld-link-machine", "a 32-bit object in a 64-bit link", "linkers", "lld-link /out:app.exe /machine:x64 /nodefaultlib /entry:main main.obj", ("x64",),
        files=_MAIN_C, before="clang -target i686-pc-windows-msvc -c main.c -o main.obj", target=_MSVC),
    row("windows/lld-link-runtime", "/MT and /MD in one link", "linkers", "lld-link /out:app.exe /nodefaultlib /entry:main main.obj other.obj", ("MT",),
        files={"main.c": '#pragma detect_mismatch("RuntimeLibrary", "MD_DynamicRelease")\nint main(void) { return 0; }\n',
               "other.c": '#pragma detect_mismatch("RuntimeLibrary", "MT_StaticRelease")\nint other;\n'},
        before="for f in main other; do clang -target x86_64-pc-windows-msvc -c $f.c -o $f.obj; done", target=_MSVC),
    row("windows/gnu-link", "coreutils' link stands in front of Microsoft's", "gcc", _rust(_MSVC), ("link.exe",),
        files=_BARE | config(f'[target.{_MSVC}]\nlinker = "link"\n'), target=_MSVC),
    row("windows/dlltool-missing", "raw-dylib without dlltool", "gcc", _rust(_MINGW), ("dlltool",), files={"Cargo.toml": app()["Cargo.toml"], "src/lib.rs": _RAW_DYLIB}, target=_MINGW),
    row("windows/mingw-gcc-missing", "the GNU target without its gcc", "gcc", _rust(_MINGW), ("x86_64-w64-mingw32-gcc",), files=_BARE, target=_MINGW),
    row("windows/mingw-i686-object", "a 32-bit object for the 64-bit mingw", "mingw-both", "x86_64-w64-mingw32-gcc main.o", ("x86_64",),
        files=_MAIN_C, before="i686-w64-mingw32-gcc -c main.c", target=_MINGW),
    row("windows/mingw-no-gcc-eh", "libgcc_eh.a of mingw is gone", "mingw", "x86_64-w64-mingw32-gcc main.c -lgcc_eh", ("gcc_eh",),
        files=_MAIN_C, before="rm -f /usr/lib/gcc/x86_64-w64-mingw32/*/libgcc_eh.a", target=_MINGW),
    row("windows/mingw-unwind", "sjlj names for a seh mingw", "mingw", "x86_64-w64-mingw32-gcc main.c", ("_Unwind_SjLj_Resume",),
        files={"main.c": "void _Unwind_SjLj_Resume(void);\nint main(void) { _Unwind_SjLj_Resume(); return 0; }\n"}, target=_MINGW),
    row("windows/mingw-windowsapp", "a library that this mingw does not have", "mingw", "x86_64-w64-mingw32-gcc main.c -lwindowsapp", ("windowsapp",), files=_MAIN_C,
        before="rm -f /usr/x86_64-w64-mingw32/lib/libwindowsapp*", target=_MINGW),
    row("windows/mingw-crt2", "crt2.o of mingw is gone", "mingw", "x86_64-w64-mingw32-gcc main.c", ("crt2.o",), files=_MAIN_C,
        before="rm -f /usr/x86_64-w64-mingw32/lib/crt2.o", target=_MINGW),
]  # fmt: skip

_ON_ANDROID = [
    row("android/host-linker", "the host's cc is asked to link for Android", "gcc", _rust(_ANDROID), ("architectures",), files=_BARE, target=_ANDROID),
    row("android/clang-missing", "the NDK's clang is not on the PATH", "gcc", _rust(_ANDROID), ("aarch64-linux-android21-clang",),
        files=_BARE | config(f'[target.{_ANDROID}]\nlinker = "aarch64-linux-android21-clang"\n'), target=_ANDROID),
    row("android/cc-crate", "the cc crate looks for the NDK's compiler", "gcc", _rust(_ANDROID), ("aarch64-linux-android-clang",),
        files=app(_NO_CORE, rest=_ABORT, build='fn main() { cc::Build::new().file("seven.c").compile("seven"); }\n', build_deps='cc = "=1.2.40"') | {"seven.c": "int x;\n"}, target=_ANDROID),
    row("android/lgcc-cargo", "Rust before 1.68 asks the NDK's lld for libgcc", "linkers", f"CARGO_TARGET_AARCH64_LINUX_ANDROID_LINKER=/opt/ndk/clang-14 {_rust(_ANDROID)}", ("libgcc",), files=_BARE, target=_ANDROID,
        before="mkdir -p /opt/ndk; cp /usr/lib/llvm-14/bin/clang /opt/ndk/clang-14; printf '#!/bin/sh\nexec /usr/lib/llvm-14/bin/clang -nostdlib -fuse-ld=lld -target aarch64-linux-android21 \"$@\" -lgcc\n' > /opt/ndk/clang-14; chmod +x /opt/ndk/clang-14"),
    row("android/lgcc-lld", "lld without libgcc, as of NDK 23", "linkers",
        "clang -target aarch64-linux-android21 -nostdlib -fuse-ld=lld main.o -lgcc", ("libgcc",),
        files=_MAIN_C, before="clang -target aarch64-linux-android21 -c main.c", target=_ANDROID),
    row("android/llog-lld", "a library of Android without its sysroot", "linkers",
        "clang -target aarch64-linux-android21 -nostdlib -fuse-ld=lld main.o -llog -landroid", ("log",),
        files=_MAIN_C, before="clang -target aarch64-linux-android21 -c main.c", target=_ANDROID),
]  # fmt: skip

# What the stub loader of NixOS prints (nixpkgs: stub-ld), in the place of a linker and of cargo.
_STUB = (
    "#!/bin/sh\nprintf 'Could not start dynamically linked executable: %s\\nNixOS cannot run dynamically linked executables intended for generic\\n"
    'linux environments out of the box. For more information, see:\\nhttps://nix.dev/permalink/stub-ld\\n\' "$0" >&2\nexit 127\n'
)
_NIXOS = [
    row("nixos/stub-linker", "NixOS' stub in the place of a linker", "gcc", "RUSTFLAGS=-Clink-arg=-fuse-ld=bfd cargo build", ("nixos",), files=app() | {"stub": _STUB},
        before="rm /usr/bin/ld.bfd; cp stub /usr/bin/ld.bfd; chmod +x /usr/bin/ld.bfd"),
    row("nixos/stub-cargo", "NixOS' stub in the place of cargo", "gcc", "esp/bin/cargo build", ("nixos",), files=app() | {"esp/bin/cargo": _STUB}, before="chmod +x esp/bin/cargo"),
    row("nixos/stub-tool", "NixOS' stub in the place of a build script's tool", "gcc", "cargo build", ("nixos",),
        files=app(build='fn main() { let o = std::process::Command::new("./protoc").output().unwrap(); panic!("protoc failed: {}", String::from_utf8_lossy(&o.stderr)); }\n') | {"protoc": _STUB}, before="chmod +x protoc"),
]  # fmt: skip

CAPTURES: list[dict[str, Any]] = [*_APPLE, *_WINDOWS, *_ON_ANDROID, *_NIXOS]
