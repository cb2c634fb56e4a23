"""Which C compiler will cc-rs take for a target? Its own rules, so that the trial tries what the build will use."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from doctor.model import Target

# Architectures whose GNU name differs from Rust's (cc-rs, prefix_for_target).
_GNU_ARCH = {"armv7": "arm", "riscv64gc": "riscv64", "i586": "i686", "thumbv7neon": "arm"}


def c_compiler(
    target: Target, host: str, environment: Mapping[str, str], has: Callable[[str], bool]
) -> tuple[str, ...]:
    """Return the compiler's argv: a variable's words, else the first name that is there, else the name that is wanted.

    `host` is rustc's own triple, `has` says whether a program is on the PATH. Order of variables: CC_<triple>,
    CC_<triple_with_underscores>, HOST_CC or TARGET_CC, CC (cc-rs 1.2, `Build::getenv_with_target_prefixes`).
    """
    under = target.triple.replace("-", "_")
    kind = "HOST_CC" if target.triple == host else "TARGET_CC"
    named = next(
        (environment[name] for name in (f"CC_{target.triple}", f"CC_{under}", kind, "CC") if environment.get(name)), ""
    )
    if named:
        return tuple(named.split())
    names = compiler_names(target, host)
    return (next((name for name in names if has(name)), names[0]),)


def compiler_names(target: Target, host: str) -> tuple[str, ...]:
    """Return the names that cc-rs tries for a target without variables, the preferred one first.

    musl-gcc stands in for x86_64 and i686 only; other architectures have no second name (cc-rs, `prefix_for_target`).
    """
    if target.triple == host:
        return ("cc",)
    if target.os not in {"linux", "windows"} or target.libc == "none":
        return ("clang",) if target.os in {"none", "wasi"} else ("cc",)
    arch = _GNU_ARCH.get(target.arch, target.arch)
    if target.os == "windows":
        return (f"{arch}-w64-mingw32-gcc",)
    cross = f"{arch}-linux-{target.triple.rsplit('-', 1)[-1]}-gcc"
    if target.libc == "musl" and target.arch in {"x86_64", "i686"}:
        return (cross, "musl-gcc") if target.arch == "x86_64" else ("musl-gcc",)
    return (cross,)
