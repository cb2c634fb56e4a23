"""Checks of variables and settings: the toolchain that one names, the proxies."""

from __future__ import annotations

from doctor.check.by_hand import warned
from doctor.check.model import CheckResult, View, known, ok, skipped
from doctor.check.proxy_url import wrong_with
from doctor.host.rust import RUSTUP, Rust
from doctor.host.rustup import Rustup
from doctor.host.settings import Setting
from doctor.model import Edit, Fix

_UNSET = Fix("Forget it, if it was left over from another shell or job", ("unset RUSTUP_TOOLCHAIN",))


def toolchain_variable(view: View) -> CheckResult:
    """Whether RUSTUP_TOOLCHAIN names a toolchain that is there, and the one that the project wants."""
    if not view.request.live:
        return skipped("the variables of this machine mean nothing in another root")
    name = view.access.environment.get("RUSTUP_TOOLCHAIN", "")
    if not name:
        return ok("RUSTUP_TOOLCHAIN is not set")
    found = known(view.host.rust)
    if found.rustup is None or found.origin not in {RUSTUP, ""}:
        return ok("RUSTUP_TOOLCHAIN is set, and nothing here reads it")
    return _named(view, found, found.rustup, name)


def proxy(view: View) -> CheckResult:
    """Whether the proxies that are set can be understood; none of them is asked."""
    found = known(known(view.host.machine).proxies)
    wrong = [(one, said) for one in found if (said := wrong_with(one.value))]
    if not wrong:
        return ok(f"well written: {', '.join(map(_place, found))}" if found else "no proxy is set")
    cause = "; ".join(f"{_place(one)} {said}" for one, said in wrong)
    told = f"{cause}. cargo fetches crates through it."
    return warned("proxy", "a proxy cannot be understood", told, *_rewritten(wrong[0][0]))


def _named(view: View, found: Rust, rustup: Rustup, name: str) -> CheckResult:
    """Judge a variable that rustup reads."""
    if rustup.program.problem or name.startswith("/"):
        return skipped("rustup does not answer" if rustup.program.problem else "RUSTUP_TOOLCHAIN is a folder")
    if not rustup.folder:
        cause = f"It names {name}, and outranks default, override and rust-toolchain file: cargo and rustc stop at it."
        return warned("toolchain-variable", "RUSTUP_TOOLCHAIN names a toolchain that is not installed", cause, _UNSET)
    if found.file and _outranked(view, found.file.channel, rustup.active):
        cause = f"The build uses {rustup.active}, not {found.file.channel}, which {found.file.file} asks for."
        return warned("toolchain-variable", "RUSTUP_TOOLCHAIN outranks the project's toolchain file", cause, _UNSET)
    return ok(f"RUSTUP_TOOLCHAIN names {rustup.active}, which is installed")


def _outranked(view: View, channel: str, active: str) -> bool:
    """Whether another toolchain than the file's is used; under `cargo doctor` rustup itself has set the variable."""
    same = active == channel or active.startswith((f"{channel}-", f"{channel}."))
    return bool(channel) and not same and "CARGO" not in view.access.environment


def _rewritten(setting: Setting) -> tuple[Fix, ...]:
    if setting.line:
        return (Fix("Write it like this", edits=(Edit(setting.where, '[http]\nproxy = "http://HOST:PORT"'),)),)
    write = Fix("Write it like this", (f"export {setting.where}=http://HOST:PORT",))
    return (write, Fix("Or do without", (f"unset {setting.where}",)))


def _place(setting: Setting) -> str:
    return f"{setting.where}:{setting.line}" if setting.line else setting.where
