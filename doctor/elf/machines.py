"""Processors by e_machine: in Rust's words where it has them, and as people say them (elf(5); the registry of gABI)."""

from __future__ import annotations

NAMES = {
    2: "sparc", 3: "i686", 4: "m68k", 8: "mips", 18: "sparc", 20: "powerpc", 21: "powerpc64", 22: "s390x", 40: "arm",
    42: "superh", 43: "sparc64", 50: "ia64", 62: "x86_64", 83: "avr", 93: "arc", 94: "xtensa", 105: "msp430",
    164: "hexagon", 183: "aarch64", 190: "nvptx", 195: "arc", 220: "z80", 224: "amdgpu", 243: "riscv", 247: "bpf",
    252: "csky", 258: "loongarch",
}  # fmt: skip
_TITLES = {
    "x86_64": "x86-64",
    "aarch64": "64-bit ARM",
    "arm": "32-bit ARM",
    "i686": "32-bit x86",
    "riscv64": "64-bit RISC-V",
}


def machine_name(machine: int, bits: int, order: str) -> str:
    """Return the architecture: x86_64, aarch64, riscv64, mips64el …; `machine N` for one without a name here."""
    name = NAMES.get(machine, "")
    if name in {"mips", "riscv", "loongarch"}:
        name += {"mips": "", "riscv": "32", "loongarch": "32"}[name] if bits == 32 else "64"  # noqa: PLR2004 (the class)
    if name == "x86_64" and bits == 32:  # noqa: PLR2004 (the class)
        return "x32"
    small = order == "<"
    if small and name.startswith("mips"):
        name += "el"
    if small and name == "powerpc64":
        name += "le"
    return name or f"machine {machine}"


def machine_title(name: str) -> str:
    """Return the architecture as people say it."""
    return _TITLES.get(name, name)
