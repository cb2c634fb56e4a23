"""What is known around a project's settings when they are judged: the machine's triple, its Rust, its files."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from doctor.host.inside import exists_inside
from doctor.host.lock import Lock
from doctor.host.other_settings import other_settings
from doctor.host.programs import Access, find
from doctor.host.rust import DISTRO, Rust
from doctor.host.settings import Settings
from doctor.host.traps import Site

_STABLE = re.compile(r"(?:stable|beta|\d+\.\d+)\b.*")


def finder(access: Access) -> Callable[[str], bool]:
    """Return whether a program of a name or path is there; of another root, whose PATH nobody knows, it always is."""
    return lambda program: not access.live or bool(find(program, access))


def site_of(host: str, built: tuple[str, ...], rust: Rust | None, *, named: bool) -> Site:
    """Say what is built: `named` where somebody names the target to cargo."""
    return Site(host, built, named=named, stable=is_stable(rust))


def is_stable(rust: Rust | None) -> bool:
    """Whether this rustc is known to refuse nightly options: by rustup's name for it, or as a distribution's."""
    if rust is None:
        return False
    if rust.rustup is not None and rust.rustup.active:
        return _STABLE.fullmatch(rust.rustup.active) is not None
    return rust.origin == DISTRO


def looked_around(site: Site, access: Access, settings: Settings, project: Path | None, lock: Lock | None) -> Site:
    """Add what the machine and the project show; of another root no path is judged."""
    others, hidden = other_settings(project) if project else ((), ())
    if access.live:
        site = replace(site, home=settings.home, there=lambda path: exists_inside(access.root, path))
    crates = lock.crates if lock else ()
    registry = any(not crate.member for crate in crates)
    return replace(site, others=others, unread=(*settings.unread, *hidden), registry=registry)
