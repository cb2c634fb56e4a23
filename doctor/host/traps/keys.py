"""Keys of cargo's config that do not exist, values of the wrong type, cfg() that never holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctor.host.cfg import matches, words_in
from doctor.host.settings import Setting
from doctor.host.traps import write
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.rustflags import table_of

# The keys of two tables (the Cargo book, Configuration), for slips of the pen: others are left alone.
_KEYS = {
    "build": ("jobs", "rustc", "rustc-wrapper", "rustc-workspace-wrapper", "rustdoc", "target", "target-dir",
              "build-dir", "rustflags", "rustdocflags", "incremental"),
    "target": ("linker", "runner", "rustflags", "rustdocflags"),
}  # fmt: skip
_ONLY_TARGET = ("linker", "runner")
_STRINGS = re.compile(r"target\..+\.linker|build\.(?:rustc|rustc-wrapper|rustc-workspace-wrapper|rustdoc|target-dir)")
_FLAGS = re.compile(r"(?:target\..+|build)\.(?:rustflags|rustdocflags)")
# Predicates that people write and rustc does not have (`rustc --print cfg`) → what they mean.
_NO_CFG = {
    "target =": "[target.TRIPLE], without cfg()",
    "os =": "target_os =",
    "arch =": "target_arch =",
    "env =": "target_env =",
    "libc =": "target_env =",
    "linux": 'target_os = "linux"',
    "macos": 'target_os = "macos"',
    "musl": 'target_env = "musl"',
    "gnu": 'target_env = "gnu"',
}


def keys(case: Case) -> Iterator[Trap]:
    """Find entries of configs that cargo does not read, or stops at."""
    for setting in case.config:
        yield from _wrong_type(setting)
        yield from _misplaced(setting)
        yield from _wrong_key(case, setting)
        yield from _wrong_cfg(setting)
        yield from _nightly_only(case, setting)


def _wrong_type(setting: Setting) -> Iterator[Trap]:
    """cargo: "expected a string, but found a array", even for another target's table."""
    expected = "a string" if _STRINGS.fullmatch(setting.key) else ""
    if expected and setting.shape != "string":
        what = f"{setting.key} is {_an(setting.shape)}, and cargo wants {expected}: it stops here"
        right = write.line(setting.key.rpartition(".")[2], (setting.value,), "string")
        yield trap(setting, "wrong-type", what, f"write {expected}", right, breaks=True)
    if _FLAGS.fullmatch(setting.key) and setting.shape not in {"string", "array"}:
        what = f"{setting.key} is {_an(setting.shape)}, and cargo wants a string or an array of strings: it stops here"
        yield trap(setting, "wrong-type", what, "write an array", 'rustflags = ["-C", "…"]', breaks=True)


def _misplaced(setting: Setting) -> Iterator[Trap]:
    """Judge keys of a target that stand in [build] or [target] itself, and keys that stand in no table at all."""
    table, _, key = setting.key.rpartition(".")
    if table in {"build", "target"} and key in _ONLY_TARGET:
        end = "it stops here" if table == "target" else "it does not read this one"
        what = f"{setting.key} is no key of cargo: a {key} belongs to a target's table, and {end}"
        lines = f"[target.TRIPLE]\n{write.line(key, setting.values, setting.shape)}"
        yield trap(setting, "unknown-key", what, "put it into the target's table", lines, breaks=table == "target")
    elif not table and key in {"rustflags", "linker", "target-dir", "rustc-wrapper"}:
        home = "target.TRIPLE" if key == "linker" else "build"
        what = f"{key} stands outside of any table: cargo does not read it there"
        yield trap(
            setting,
            "unknown-key",
            what,
            f"put [{home}] before it",
            f"[{home}]\n{write.line(key, setting.values, setting.shape)}",
        )


def _wrong_key(case: Case, setting: Setting) -> Iterator[Trap]:
    """Judge keys of [build] and [target.…] that differ from a real one by case, hyphen or plural only.

    cargo warns of them in [build] and under a cfg(); under a triple it takes them for a links override, and stops with
    "expected a table" when that target is built.
    """
    kind, _, rest = setting.key.partition(".")
    triple, key = table_of(setting) if kind == "target" else ("", rest)
    meant = "" if key in _KEYS.get(kind, (key,)) else _meant(key, _KEYS[kind])
    if meant:
        stops = triple in {*case.built, case.site.host} and triple != ""
        end = "cargo takes it for a library's name, and stops" if stops else "cargo does not use it"
        what = f"{setting.key} is no key of a config: {end}"
        yield trap(
            setting,
            "unknown-key",
            what,
            "write the key that there is",
            write.line(meant, setting.values, setting.shape),
            breaks=stops,
        )


def _wrong_cfg(setting: Setting) -> Iterator[Trap]:
    """An expression that cannot be read, or that never holds, is passed over in silence (seen with cargo 1.95)."""
    name = table_of(setting)[0]
    if not name.startswith("cfg"):
        return
    try:
        matches(name, "x86_64-unknown-linux-gnu")
    except ValueError as error:
        what = f"{name} is no expression, and cargo passes over the table in silence: {error}"
        yield trap(setting, "cfg", what, "mend the expression", "[target.'cfg(all(unix, target_env = \"musl\"))']")
        return
    wrong = next((word for word in words_in(name) if word in _NO_CFG), "")
    if wrong:
        what = f"{name} never holds: rustc has no `{wrong.removesuffix(' =')}`, and cargo says nothing"
        yield trap(setting, "cfg", what, f"write {_NO_CFG[wrong]}")


def _nightly_only(case: Case, setting: Setting) -> Iterator[Trap]:
    """Look at [unstable], which a stable cargo passes over in silence (seen with cargo 1.95)."""
    if (
        setting.key.startswith("unstable.build-std")
        and case.site.stable
        and not case.environment.get("RUSTC_BOOTSTRAP")
    ):
        what = f"{setting.key} has no effect: the stable cargo takes the standard library as it was shipped"
        instead = "build with cargo +nightly, and its rust-src, or remove it"
        yield trap(setting, "unstable", what, instead)


def _meant(key: str, keys: tuple[str, ...]) -> str:
    plain = _plain(key)
    return next((one for one in keys if _plain(one) == plain), "")


def _plain(key: str) -> str:
    return re.sub(r"[-_]", "", key.lower()).removesuffix("s")


def _an(shape: str) -> str:
    return f"{'an' if shape[:1] in 'aeiou' else 'a'} {shape}"
