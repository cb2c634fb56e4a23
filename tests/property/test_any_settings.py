"""Any variables and any config in, traps out: no exception, one line a command, the same answer twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as some

from doctor.host.settings import Setting
from doctor.host.traps import Site, traps

GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
WORDS = some.one_of(
    some.sampled_from(
        ["-C", "-Clinker=musl-gcc", "-C link-arg=-s", "-Clink-arg=-fuse-ld=mold", "-Clink-arg=--ld-path=/x", "-L", "-L/usr/lib", "-Zx",
         "-Clto", "target-feature=+crt-static", "-Ctarget-cpu=native", "", "0", "true", "gcc", "ccache gcc", "/usr", "~/x", "$HOME", "'", "a\nb"]
    ),
    some.text(max_size=12),
)  # fmt: skip
TABLES = some.one_of(
    some.sampled_from([GNU, MUSL, "cfg(unix)", "cfg(unix", 'cfg(target = "x")', "cfg(not(musl))", "x"]), some.text(max_size=8)
)  # fmt: skip
KEYS = some.one_of(
    some.builds("target.{}.{}".format, TABLES, some.sampled_from(["linker", "rustflags", "runner", "Linker", "a.b"])),
    some.builds("source.{}.{}".format, some.sampled_from(["crates-io", "a", "b"]), some.sampled_from(["replace-with", "directory", "registry"])),
    some.builds("env.{}".format, some.sampled_from(["CC", "RUSTFLAGS", "CARGO_HOME", "OPENSSL_DIR.value", "OPENSSL_DIR.force", "PROTOC"])),
    some.sampled_from(["build.rustflags", "build.linker", "build.target", "build.rustc-wrapper", "net.offline", "rustflags", "target.linker"]),
    some.text(max_size=10),
)  # fmt: skip
SHAPES = some.sampled_from(["string", "array", "integer", "boolean", "date"])
ENTRIES = some.lists(
    some.builds(Setting, some.just("/p/.cargo/config.toml"), some.integers(1, 9), KEYS, some.lists(WORDS, max_size=4).map(tuple), SHAPES),
    max_size=6,
).map(tuple)  # fmt: skip
NAMES = some.one_of(
    some.sampled_from(
        ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS", "CC", "CFLAGS", "CPATH", "RUSTC_WRAPPER", "CARGO_INCREMENTAL", "PKG_CONFIG_ALLOW_CROSS", "PKG_CONFIG_LIBDIR",
         "PKG_CONFIG_SYSROOT_DIR", "OPENSSL_DIR", "OPENSSL_STATIC", "OPENSSL_NO_VENDOR", "CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER", "CARGO_BUILD_TARGET",
         "CARGO_TARGET_x_LINKER", "CARGO_NET_OFFLINE", "LIBCLANG_PATH"]
    ),
    some.text(max_size=10),
)  # fmt: skip
ENVIRONMENTS = some.dictionaries(NAMES, WORDS, max_size=6)


@given(ENVIRONMENTS, ENTRIES, some.sampled_from([(), (MUSL,), ("aarch64-unknown-linux-gnu", MUSL)]), some.booleans())
@settings(max_examples=400, deadline=None)
def test_any_settings_get_an_answer(
    environment: dict[str, str],
    config: tuple[Setting, ...],
    targets: tuple[str, ...],
    present: bool,  # noqa: FBT001
) -> None:
    site = Site(
        GNU,
        targets or (GNU,),
        named=bool(targets),
        stable=present,
        registry=True,
        there=lambda _path: present,
        others=config,
    )
    found = traps(environment, config, targets, lambda _name: present, site)
    assert found == traps(environment, config, targets, lambda _name: present, site)
    assert len({(one.place, one.id) for one in found}) == len(found)
    assert all(one.what and one.instead and one.id != "setting" for one in found)
    assert all(one.run.isprintable() for one in found)
    assert all(one.where in environment or one.where == "/p/.cargo/config.toml" for one in found)
