"""C code and its libraries for another target: compilers, headers, pkg-config, OpenSSL; and settings that are right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from doctor.host.traps import Trap

GNU, MUSL, ARM = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu"
ALPINE = "x86_64-alpine-linux-musl"
MUSL_ = MUSL.replace("-", "_")
Find = Callable[..., tuple[Trap, ...]]


@pytest.mark.parametrize(
    ("environment", "target", "kind", "run"),
    [
        pytest.param({"CC": "gcc"}, MUSL, "hosts-compiler", f"unset CC; export CC_{MUSL_}=musl-gcc", id="gcc for all"),
        pytest.param({"CXX": "ccache g++"}, MUSL, "hosts-compiler", f"unset CXX; export CXX_{MUSL_}=x86_64-linux-musl-g++", id="g++ behind a cache"),
        pytest.param({f"CC_{MUSL_}": "cc"}, MUSL, "hosts-compiler", f"export CC_{MUSL_}=musl-gcc", id="the host's cc for the target"),
        pytest.param({"CC": "x86_64-linux-gnu-gcc"}, MUSL, "hosts-compiler", f"unset CC; export CC_{MUSL_}=musl-gcc", id="gcc by its long name"),
        pytest.param({"CC": "cc"}, ARM, "hosts-compiler", "unset CC; export CC_aarch64_unknown_linux_gnu=aarch64-linux-gnu-gcc", id="the host's cc for another machine"),
        pytest.param({"CFLAGS": "-O2 -I/usr/include"}, MUSL, "host-headers", "unset CFLAGS", id="glibc's headers among the flags"),
        pytest.param({"CPATH": "/opt:/usr/include/"}, MUSL, "host-headers", "unset CPATH", id="glibc's headers by CPATH"),
        pytest.param({f"CFLAGS_{MUSL}": "-isystem /usr/local/include"}, MUSL, "host-headers", "", id="a variable no shell can unset"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "true"}, MUSL, "pkg-config-allowed", "unset PKG_CONFIG_ALLOW_CROSS", id="allowed"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "false"}, MUSL, "pkg-config-allowed", "export PKG_CONFIG_ALLOW_CROSS=0", id="allowed by `false`"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": ""}, ARM, "pkg-config-allowed", "export PKG_CONFIG_ALLOW_CROSS=0", id="allowed by nothing"),
        pytest.param({"PKG_CONFIG_LIBDIR": "/s"}, MUSL, "pkg-config-not-asked", "export PKG_CONFIG_ALLOW_CROSS=1", id="a folder and no permission"),
        pytest.param({f"PKG_CONFIG_PATH_{MUSL_}": "/s"}, MUSL, "pkg-config-not-asked", "export PKG_CONFIG_ALLOW_CROSS=1", id="a path for the target and no permission"),
        pytest.param({"PKG_CONFIG_SYSROOT_DIR": "/s p/"}, ARM, "pkg-config-sysroot", "export PKG_CONFIG_LIBDIR='/s p/usr/lib/pkgconfig'", id="a sysroot with the host's files"),
        pytest.param({"OPENSSL_DIR": "/usr"}, MUSL, "hosts-openssl", "unset OPENSSL_DIR", id="the host's OpenSSL"),
        pytest.param({f"{MUSL_.upper()}_OPENSSL_LIB_DIR": "/usr/lib/x86_64-linux-gnu"}, MUSL, "hosts-openssl", f"unset {MUSL_.upper()}_OPENSSL_LIB_DIR", id="the host's folder for the target"),
        pytest.param({"OPENSSL_NO_VENDOR": "1"}, MUSL, "openssl-no-vendor", "unset OPENSSL_NO_VENDOR", id="no vendored copy, and no other"),
    ],
)  # fmt: skip
def test_what_mixes_two_systems(
    find_traps: Find, environment: dict[str, str], target: str, kind: str, run: str
) -> None:
    found = find_traps(environment=environment, target=target)
    assert [(one.id, one.run) for one in found] == [(kind, run)]


@pytest.mark.parametrize(
    ("environment", "target", "host"),
    [
        pytest.param({"CC": "gcc", "CXX": "g++", "CFLAGS": "-I/usr/include"}, GNU, GNU, id="the host's own build"),
        pytest.param({"CC": "gcc"}, MUSL, ALPINE, id="gcc on a musl machine"),
        pytest.param({"CC": "gcc", f"CC_{MUSL_}": "musl-gcc"}, MUSL, GNU, id="the target has its own"),
        pytest.param({"CC": "gcc", "TARGET_CC": "musl-gcc"}, MUSL, GNU, id="targets have their own"),
        pytest.param({"HOST_CC": "gcc"}, MUSL, GNU, id="the host's compiler for the host"),
        pytest.param({"CC": "aarch64-linux-gnu-gcc"}, ARM, GNU, id="the gcc of that machine"),
        pytest.param({"CC": "clang"}, ARM, GNU, id="clang compiles for every machine"),
        pytest.param({"CC": "gcc"}, "i686-unknown-linux-gnu", GNU, id="gcc -m32 for the other x86"),
        pytest.param({"CC": "gcc"}, "wasm32-unknown-unknown", GNU, id="a target without a C library"),
        pytest.param({"CFLAGS": "-static -O2", "C_INCLUDE_PATH": "/usr/include"}, MUSL, GNU, id="flags that do no harm"),
        pytest.param({"CPATH": "/opt/musl/include"}, MUSL, GNU, id="headers of the target's own"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "0", "PKG_CONFIG_LIBDIR": ""}, MUSL, GNU, id="not allowed"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "1"}, MUSL, ALPINE, id="allowed on a musl machine"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "1", "PKG_CONFIG": "pkg-config"}, MUSL, GNU, id="a pkg-config of one's own"),
        pytest.param({"PKG_CONFIG_ALLOW_CROSS": "1", f"PKG_CONFIG_ALLOW_CROSS_{MUSL_}": "0"}, MUSL, GNU, id="allowed, but not here"),
        pytest.param({"PKG_CONFIG_PATH": "/usr/share/pkgconfig"}, MUSL, GNU, id="a path for the host"),
        pytest.param({"PKG_CONFIG_SYSROOT_DIR": "/s", "PKG_CONFIG_LIBDIR": "/s/usr/lib/pkgconfig"}, ARM, GNU, id="a whole sysroot"),
        pytest.param({"OPENSSL_DIR": "/opt/musl"}, MUSL, GNU, id="the target's OpenSSL"),
        pytest.param({"OPENSSL_DIR": "/usr"}, GNU, GNU, id="the host's OpenSSL for the host"),
        pytest.param({"OPENSSL_NO_VENDOR": "0"}, MUSL, GNU, id="vendored"),
        pytest.param({"OPENSSL_NO_VENDOR": "1"}, GNU, GNU, id="the system's OpenSSL for the host"),
        pytest.param({"OPENSSL_NO_VENDOR": "1", "OPENSSL_DIR": "/opt/musl"}, MUSL, GNU, id="another OpenSSL by name"),
    ],
)  # fmt: skip
def test_what_is_right(find_traps: Find, environment: dict[str, str], target: str, host: str) -> None:
    assert find_traps(environment=environment, target=target, host=host) == ()


@pytest.mark.parametrize(
    ("there", "environment", "kinds"),
    [
        ({"/o/lib", "/o/lib/libssl.so"}, {"OPENSSL_STATIC": "1", "OPENSSL_DIR": "/o"}, ["openssl-static"]),
        ({"/o/lib", "/o/lib/libssl.a"}, {"OPENSSL_STATIC": "1", "OPENSSL_DIR": "/o"}, []),
        ({"/o/lib64", "/o/lib64/libssl.a"}, {"OPENSSL_STATIC": "1", "OPENSSL_DIR": "/o"}, []),
        ({"/l"}, {"OPENSSL_STATIC": "yes", "OPENSSL_LIB_DIR": "/l"}, ["openssl-static"]),
        ({"/l"}, {"OPENSSL_STATIC": "0", "OPENSSL_LIB_DIR": "/l"}, []),
        (set(), {"OPENSSL_STATIC": "1"}, []),
    ],
)
def test_a_static_openssl_needs_its_archive(
    find_traps: Find, there: set[str], environment: dict[str, str], kinds: list[str]
) -> None:
    found = find_traps(environment=environment, there={"/o", *there}.__contains__)
    assert [one.id for one in found] == kinds


def test_an_entry_of_env_is_mended_in_its_file(find_traps: Find) -> None:
    (found,) = find_traps('[env]\nCC = "gcc"\n')
    assert (found.id, found.line, found.run) == ("hosts-compiler", 2, "")
    assert found.write == '[env]\nCC_x86_64_unknown_linux_musl = "musl-gcc"'


@pytest.mark.parametrize(
    ("config", "environment", "kinds"),
    [
        ('[env]\nCC = "gcc"\n', {"CC": "clang"}, []),
        ('[env]\nCC = { value = "gcc", force = true }\n', {"CC": "clang"}, ["hosts-compiler"]),
        ('[env]\nCC = { value = "gcc", force = false }\n', {"CC": "clang"}, []),
    ],
)
def test_the_shell_outranks_env_but_for_force(
    find_traps: Find, config: str, environment: dict[str, str], kinds: list[str]
) -> None:
    assert [one.id for one in find_traps(config, environment)] == kinds
