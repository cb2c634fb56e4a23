"""Which compiler will cc-rs take for a target? Its own rules, so that the trial tries what the build will use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from doctor.model import Target

# Architectures whose GNU name differs from Rust's (cc-rs, prefix_for_target).
_GNU_ARCH = {"armv7": "arm", "riscv64gc": "riscv64", "i586": "i686", "thumbv7neon": "arm"}


C, CXX = "CC", "CXX"  # a language by the variable that names its compiler
_DRIVERS = {C: ("cc", "gcc", "clang"), CXX: ("c++", "g++", "clang++")}


def compiler(
    target: Target, host: str, environment: Mapping[str, str], has: Callable[[str], bool], language: str = C
) -> tuple[str, ...]:
    """Return the compiler's argv: a variable's words, else the first name that is there, else the name that is wanted.

    `host` is rustc's own triple, `has` says whether a program is on the PATH, `language` is C or CXX. Order of
    variables: CC_<triple>, CC_<triple_with_underscores>, HOST_CC or TARGET_CC, CC (cc-rs 1.2,
    `getenv_with_target_prefixes`).
    """
    under = target.triple.replace("-", "_")
    kind = f"HOST_{language}" if target.triple == host else f"TARGET_{language}"
    names = (f"{language}_{target.triple}", f"{language}_{under}", kind, language)
    named = next((environment[name] for name in names if environment.get(name)), "")
    if named:
        return tuple(named.split())
    known = compiler_names(target, host, language)
    return (next((name for name in known if has(name)), known[0]),)


def compiler_names(target: Target, host: str, language: str = C) -> tuple[str, ...]:
    """Return the names that cc-rs tries for a target without variables, the preferred one first.

    musl-gcc (musl-g++) stands in for x86_64 and i686 only; other architectures have no second name (cc-rs,
    `prefix_for_target`).
    """
    plain, gnu, clang = _DRIVERS[language]
    if target.triple == host:
        return (plain,)
    if target.os not in {"linux", "windows"} or target.libc == "none":
        return (clang,) if target.os in {"none", "wasi"} else (plain,)
    arch = _GNU_ARCH.get(target.arch, target.arch)
    if target.os == "windows":
        return (f"{arch}-w64-mingw32-{gnu}",)
    cross = f"{arch}-linux-{target.triple.rsplit('-', 1)[-1]}-{gnu}"
    if target.libc == "musl" and target.arch in {"x86_64", "i686"}:
        return (cross, f"musl-{gnu}") if target.arch == "x86_64" else (f"musl-{gnu}",)
    return (cross,)
