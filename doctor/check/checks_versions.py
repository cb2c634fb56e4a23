"""Whether Rust is new enough for what the project's files ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from doctor.check.by_hand import failed
from doctor.check.model import CheckResult, View, known, ok, skipped
from doctor.host.machine import Needs
from doctor.host.manifests import Manifest
from doctor.host.programs import Program
from doctor.host.rust import RUSTUP, Rust
from doctor.model import Edit, Fix
from doctor.versions import version_holds

# The first release with each (the Rust release notes; the Cargo book, "Rust Version", "Resolver versions", CHANGELOG).
_EDITIONS = {"2018": "1.31", "2021": "1.56", "2024": "1.85"}
_RESOLVERS = {"2": "1.51", "3": "1.84"}
_LOCKS = {3: "1.53", 4: "1.78"}
_IN_PATH = re.compile(r"/toolchains/(\d+\.\d+(?:\.\d+)?)-")
_NUMBERS = re.compile(r"\d+(?:\.\d+){0,2}")


@dataclass(frozen=True, slots=True)
class _Demand:
    """What asks for a version, and where it stands."""

    version: str
    what: str
    file: str


def rust_version(view: View) -> CheckResult:
    """Whether rustc and cargo are new enough for edition, rust-version, resolver and lock file."""
    needs = known(known(view.host.machine).needs)
    broken = next((one for one in needs.manifests if one.problem), None)
    if broken is not None:
        return failed("rust-version", f"{broken.file} cannot be read", f"{broken.problem}. cargo stops at it.")
    if not needs.manifests:
        return skipped(f"no Cargo.toml in {needs.project}" if needs.project else "no --project was named")
    found = known(view.host.rust)
    have = _version(found.rustc) or _version(found.cargo)
    if not have:
        return skipped("the version of Rust is not known: nothing is run in another root" if found.rustc
                       else "needs a working rustc")  # fmt: skip
    return _compared(view, found, have, tuple(_demands(needs)))


def _compared(view: View, found: Rust, have: str, demands: tuple[_Demand, ...]) -> CheckResult:
    unmet = [one for one in demands if not version_holds(f">={one.version}", have)]
    if not unmet:
        return ok(f"Rust {have} is new enough for the project", "; ".join(one.what for one in demands[:4]))
    cause = "; ".join(f"{one.what} in {one.file} needs Rust {one.version}" for one in unmet)
    return failed("rust-version", f"Rust {have} is too old for the project", f"{cause}.", *_newer(view, found, unmet))


def _newer(view: View, found: Rust, unmet: list[_Demand]) -> Iterator[Fix]:
    """Yield the ways to a newer Rust; without rustup that is how to get one."""
    pinned = found.rustup.active_from if found.rustup else ""
    why = f"{pinned} chose the one in use: change it as well." if pinned not in {"", "the default"} else ""
    update = ("rustup update stable",)
    if found.origin == RUSTUP:
        yield Fix("Update Rust", update, why=why)
    else:
        got = view.adviser.need("rustup", "rust-version", "rustup is not installed", "").fixes
        yield from got[:1] or (Fix("Take Rust from rustup", update),)
    if all(one.what.startswith("lock file") for one in unmet):
        edit = Edit("Cargo.lock", "version = 3")
        yield Fix(
            "Or write the lock file in the older version", edits=(edit,), why="Or remove it: cargo makes it anew."
        )


def _demands(needs: Needs) -> Iterator[_Demand]:
    for manifest in needs.manifests:
        yield from _of_manifest(manifest)
    if needs.lock is not None and needs.lock.version in _LOCKS:
        yield _Demand(_LOCKS[needs.lock.version], f"lock file version {needs.lock.version}", needs.lock.file)


def _of_manifest(manifest: Manifest) -> Iterator[_Demand]:
    if manifest.edition in _EDITIONS:
        yield _Demand(_EDITIONS[manifest.edition], f"edition {manifest.edition}", manifest.file)
    if manifest.resolver in _RESOLVERS:
        yield _Demand(_RESOLVERS[manifest.resolver], f"resolver {manifest.resolver}", manifest.file)
    if _NUMBERS.fullmatch(manifest.rust_version):
        yield _Demand(manifest.rust_version, f"rust-version {manifest.rust_version}", manifest.file)


def _version(program: Program | None) -> str:
    """Return what a program said, or what the folder of its toolchain is called: 1.80 is then any 1.80."""
    if program is None or program.problem:
        return ""
    named = _IN_PATH.search(program.path)
    short = named[1] if named else ""
    return program.version or (f"{short}.999" if short.count(".") == 1 else short)
