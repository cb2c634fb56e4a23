"""Rust on this machine: which rustc and cargo would run, how they came here, which targets they have."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from pathlib import Path

from doctor.host.guard import Job, Result, together
from doctor.host.inside import inside
from doctor.host.programs import Access, Program, answer, find_all, real_path
from doctor.host.run import SECONDS
from doctor.host.rustup import Rustup, ask_rustup, read_rustup
from doctor.project import ToolchainFile, toolchain_file

RUSTUP, DISTRO, HOMEBREW, NIX, SNAP, UNKNOWN = "rustup", "distro", "homebrew", "nix", "snap", "unknown"
_MARKS = ((NIX, ("/nix/store/",)), (SNAP, ("/snap/",)), (HOMEBREW, ("/homebrew/", "/Cellar/", "/linuxbrew/")),
          (DISTRO, ("/usr/bin/", "/usr/lib/", "/usr/lib64/", "/usr/libexec/")))  # fmt: skip
_HOST = re.compile(r"^host: (?P<host>\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Rust:
    """Rust as found.

    `rustcs` and `cargos` are all on the PATH, in its order; `rustc` and `cargo` the programs that really run (behind
    rustup's proxies those of the active toolchain). `origin` is one of the words above, "" without any rustc.
    `host` and `targets` are triples: what rustc says it is, and those with a standard library in `sysroot`.
    """

    rustcs: tuple[str, ...] = ()
    cargos: tuple[str, ...] = ()
    origin: str = ""
    rustc: Program | None = None
    cargo: Program | None = None
    rustup: Rustup | None = None
    host: str = ""
    sysroot: str = ""
    targets: tuple[str, ...] = ()
    file: ToolchainFile | None = None


def read_rust(access: Access, project: Path | None = None) -> Rust:
    """Look at Rust as a build in `project` would find it (None for anywhere)."""
    rustcs, cargos = find_all("rustc", access), find_all("cargo", access)
    asked, deadline = Job(lambda: ask_rustup(access) if access.live else None), time.monotonic() + SECONDS + 1
    file = toolchain_file(project) if project else None
    rustup = read_rustup(access, project, file)
    origin = origin_of(rustcs[0], access) if rustcs else ""
    rust = Rust(rustcs, cargos, origin, rustup=rustup, file=file)
    if origin != RUSTUP or rustup is None:
        return _with_rustup(
            _asked(rust, next(iter(rustcs), ""), next(iter(cargos), ""), access), asked.result(deadline)
        )
    folder = rustup.folder if access.live else next((one.path for one in rustup.toolchains), "")
    found = _asked(rust, f"{folder}/bin/rustc", f"{folder}/bin/cargo", access) if folder else rust
    return _with_rustup(found, asked.result(deadline))


def origin_of(path: str, access: Access) -> str:
    """Tell how a rustc came here, by where it really lies and whether it is one of rustup's proxies (links to it)."""
    real = real_path(path, access)
    proxy = Path(real).name in {"rustup", "rustup-init"} or _same(path, str(Path(path).with_name("rustup")), access)
    if proxy or "rustup/toolchains/" in real:
        return RUSTUP
    return next((origin for origin, parts in _MARKS if any(part in real for part in parts)), UNKNOWN)


def targets_below(sysroot: str, access: Access) -> tuple[str, ...]:
    """Return the triples with a core library in lib/rustlib/TRIPLE/lib (rustc: rustc_session/src/filesearch.rs)."""
    try:
        folder = inside(access.root, f"{sysroot}/lib/rustlib")
        return tuple(sorted(path.name for path in folder.iterdir() if any((path / "lib").glob("libcore-*.rlib"))))
    except OSError:
        return ()


def _with_rustup(rust: Rust, said: Result[Program | None]) -> Rust:
    """Join what rustup answered meanwhile."""
    if rust.rustup is None or not (said.value or said.problem):
        return rust
    program = said.value or replace(rust.rustup.program, problem=said.problem)
    return replace(rust, rustup=replace(rust.rustup, program=program))


def _asked(rust: Rust, rustc: str, cargo: str, access: Access) -> Rust:
    """Ask rustc and cargo themselves, both at once."""
    answers = together(
        [lambda: _answer("rustc", rustc, "-vV", access), lambda: _answer("cargo", cargo, "-V", access)], SECONDS + 1
    )
    (program, verbose), (cargo_program, _) = (one.value or (None, "") for one in answers)
    found = replace(rust, rustc=program, cargo=cargo_program)
    if program is None or program.problem:
        return found
    host = _HOST.search(verbose)
    sysroot = _sysroot(program, access)
    return replace(found, host=host["host"] if host else "", sysroot=sysroot, targets=targets_below(sysroot, access))


def _answer(name: str, path: str, flag: str, access: Access) -> tuple[Program | None, str]:
    return answer(name, path, access, (flag,)) if path else (None, "")


def _sysroot(rustc: Program, access: Access) -> str:
    """Return the folder above bin where it holds lib/rustlib, else ask: wrappers (Nix, ccache) lie elsewhere."""
    beside = str(Path(rustc.real).parent.parent)
    if not access.live or (Path(beside) / "lib/rustlib").is_dir():
        return beside
    said = access.runner([rustc.path, "--print", "sysroot"], cwd=access.scratch, environment=access.environment)
    return said.text.strip() if said.ok else ""


def _same(one: str, other: str, access: Access) -> bool:
    try:
        return inside(access.root, one).samefile(inside(access.root, other))
    except OSError:
        return False
