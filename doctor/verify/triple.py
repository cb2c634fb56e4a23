"""Which target a file was built for, by where cargo put it: `target/x86_64-unknown-linux-musl/release/app`."""

from __future__ import annotations

import os
from collections.abc import Collection
from pathlib import Path

from doctor.elf.binary import Binary
from doctor.host.target import parse_target
from doctor.model import Target

# Rust's architectures that are another word here: the processor of a binary tells no more.
_MACHINES = {
    "i586": "i686", "armv7": "arm", "armv5te": "arm", "thumbv7neon": "arm", "armv6": "arm", "riscv64gc": "riscv64",
    "riscv64a23": "riscv64", "riscv32gc": "riscv32", "mipsisa64r6el": "mips64el", "sparcv9": "sparc64",
}  # fmt: skip


def triple_in(path: Path, known: Collection[str]) -> Target | None:
    """Return the target that a folder above the file is called after, the nearest first; None without one."""
    parts = os.path.abspath(path).split("/")[:-1]  # noqa: PTH100 (links are names here, and there may be thousands)
    return next((parse_target(part) for part in reversed(parts) if part in known), None)


def is_for(target: Target, binary: Binary) -> bool:
    """Whether the binary's processor is the target's."""
    name = _MACHINES.get(target.arch, target.arch)
    if target.triple.endswith("x32"):
        name = "x32"
    return name == binary.machine
