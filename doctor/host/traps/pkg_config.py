"""pkg-config in a build for another target. Source: pkg-config-rs, src/lib.rs target_supported()."""

from __future__ import annotations

from collections.abc import Iterator

from doctor.host.settings import Setting
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.variables import for_target
from doctor.host.traps.write import export, line

_HOSTS_OWN = "pkg-config then answers with the host's own libraries, which a musl or foreign link cannot use"
_INSTEAD = "unset it and use the crate's vendored feature, or set PKG_CONFIG_LIBDIR to the target's own .pc files"


def pkg_config(case: Case) -> Iterator[Trap]:
    """Find the traps for each foreign target; a machine of musl's own may answer for a musl target."""
    for triple in case.targets:
        if case.on_musl and "musl" in triple:
            continue
        allow = for_target(_with_empty(case), "PKG_CONFIG_ALLOW_CROSS", triple)
        told = _any(case, triple, "PKG_CONFIG_LIBDIR", "PKG_CONFIG_SYSROOT_DIR", "PKG_CONFIG")
        yield from _allowed(allow, triple, told=told is not None)
        yield from _not_asked(case, triple, allow)
        yield from _half_a_sysroot(case, triple)


def _with_empty(case: Case) -> Case:
    """An empty PKG_CONFIG_ALLOW_CROSS counts as set: pkg-config-rs compares it with "0" alone."""
    from dataclasses import replace  # noqa: PLC0415 (only here)

    named = {name: value or " " for name, value in case.environment.items() if "ALLOW_CROSS" in name}
    return replace(case, environment={**case.environment, **named})


def _allowed(allow: Setting | None, triple: str, *, told: bool) -> Iterator[Trap]:
    if allow is None or allow.value == "0" or told:
        return
    if allow.value.strip().lower() in {"", "false", "no", "off"}:
        name = allow.name
        what = f"only 0 means no: `{allow.value.strip()}` allows it, and {_HOSTS_OWN} ({triple})"
        write = f'{name} = "0"' if allow.line else export(name, "0")
        yield trap(allow, "pkg-config-allowed", what, "write 0, or unset it", write)
    else:
        yield trap(allow, "pkg-config-allowed", _HOSTS_OWN, _INSTEAD)


def _not_asked(case: Case, triple: str, allow: Setting | None) -> Iterator[Trap]:
    """For PKG_CONFIG_LIBDIR alone it "has not been configured to support cross-compilation"."""
    libdir = _any(case, triple, "PKG_CONFIG_LIBDIR") or _targeted_path(case, triple)
    asked = _any(case, triple, "PKG_CONFIG_SYSROOT_DIR", "PKG_CONFIG")
    if libdir is not None and asked is None and (allow is None or allow.value == "0"):
        what = f"pkg-config is not asked for {triple}: {libdir.name} does not allow it"
        write = 'PKG_CONFIG_ALLOW_CROSS = "1"' if libdir.line else "export PKG_CONFIG_ALLOW_CROSS=1"
        yield trap(libdir, "pkg-config-not-asked", what, "allow it too", write)


def _targeted_path(case: Case, triple: str) -> Setting | None:
    """A PKG_CONFIG_PATH that is meant for this target; a plain one is as often meant for the host."""
    path = _any(case, triple, "PKG_CONFIG_PATH")
    return path if path is not None and path.name != "PKG_CONFIG_PATH" else None


def _half_a_sysroot(case: Case, triple: str) -> Iterator[Trap]:
    """The folder is put before what the host's .pc files say: /opt/sysroot/usr/lib/x86_64-linux-gnu (seen)."""
    sysroot = _any(case, triple, "PKG_CONFIG_SYSROOT_DIR")
    if sysroot is not None and _any(case, triple, "PKG_CONFIG_LIBDIR", "PKG_CONFIG_PATH", "PKG_CONFIG") is None:
        what = f"pkg-config reads the host's .pc files and puts {sysroot.value} before their folders ({triple})"
        folder = f"{sysroot.value.rstrip('/')}/usr/lib/pkgconfig"
        write = line("PKG_CONFIG_LIBDIR", (folder,), "string") if sysroot.line else export("PKG_CONFIG_LIBDIR", folder)
        yield trap(sysroot, "pkg-config-sysroot", what, "set PKG_CONFIG_LIBDIR to the .pc files in there too", write)


def _any(case: Case, triple: str, *names: str) -> Setting | None:
    return next((found for name in names if (found := for_target(case, name, triple))), None)
