"""OpenSSL's variables for a target that the machine has no OpenSSL for. Source: openssl-sys, build/main.rs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from doctor.host.settings import Setting
from doctor.host.traps.model import Case, Trap, trap
from doctor.host.traps.variables import in_force

_HOST_FOLDERS = re.compile(r"/usr(?:/local)?/?|(?:/usr)?(?:/local)?/lib(?:64)?(?:/[\w-]+-linux-gnu)?/?|/usr/include/?")


def openssl(case: Case) -> Iterator[Trap]:
    """Find what points a foreign link at the host's OpenSSL, and a static one at shared files."""
    for triple in case.targets:
        if case.on_musl and "musl" in triple:
            continue
        folders = [one for base in ("OPENSSL_LIB_DIR", "OPENSSL_DIR") if (one := _for(case, base, triple))]
        yield from _host_folder(folders, triple)
        yield from _no_vendor(case, triple, folders)
    for triple in case.built:
        yield from _static(case, triple)


def _for(case: Case, base: str, triple: str) -> Setting | None:
    """TARGET_NAME in capitals comes first, then the plain name."""
    names = (f"{triple.upper().replace('-', '_')}_{base}", base)
    found = {setting.name: setting for setting in in_force(case) if setting.name in names}
    return next((found[name] for name in names if name in found), None)


def _host_folder(folders: list[Setting], triple: str) -> Iterator[Trap]:
    for setting in folders:
        if _HOST_FOLDERS.fullmatch(setting.value):
            what = f"{setting.value} holds the host's OpenSSL, which a link for {triple} cannot use"
            yield trap(
                setting, "hosts-openssl", what, "unset it and use the vendored feature, or name the target's own"
            )


def _no_vendor(case: Case, triple: str, folders: list[Setting]) -> Iterator[Trap]:
    """Anything but "0" switches the `vendored` feature off (rust-openssl/rust-openssl#1253)."""
    setting = _for(case, "OPENSSL_NO_VENDOR", triple)
    asked = any(one.name.startswith(("PKG_CONFIG_ALLOW_CROSS", "PKG_CONFIG_SYSROOT_DIR")) for one in in_force(case))
    if setting is not None and setting.value != "0" and not folders and not asked:
        what = f"it switches the vendored feature off, and nothing says where the OpenSSL for {triple} is"
        yield trap(setting, "openssl-no-vendor", what, "unset it for this target")


def _static(case: Case, triple: str) -> Iterator[Trap]:
    """With OPENSSL_STATIC the folder must hold libssl.a; rustc: "could not find native static library `ssl`"."""
    static, folder = _for(case, "OPENSSL_STATIC", triple), _for(case, "OPENSSL_LIB_DIR", triple)
    root = _for(case, "OPENSSL_DIR", triple)
    if static is None or static.value == "0" or not (folder or root):
        return
    places = [folder.value] if folder else [f"{root.value}/{name}" for name in ("lib", "lib64")] if root else []
    if any(map(case.site.there, places)) and not any(case.site.there(f"{place}/libssl.a") for place in places):
        what = f"OPENSSL_STATIC asks for libssl.a, and {' and '.join(places)} has none"
        instead = "unset it, install the static library, or use the vendored feature"
        yield trap(static, "openssl-static", what, instead, breaks=False)
