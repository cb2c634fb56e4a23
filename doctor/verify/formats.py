"""What a file is that is no ELF file, by its first bytes: named, so that nobody wonders why nothing is said of it."""

from __future__ import annotations

from doctor.elf.archive import MAGIC as ARCHIVE
from doctor.elf.archive import THIN
from doctor.elf.header import MAGIC as ELF

_FORMATS = (
    (ELF, "ELF"),
    (ARCHIVE, "archive"),
    (THIN, "thin archive"),
    (b"\xfe\xed\xfa\xce", "Mach-O"),
    (b"\xfe\xed\xfa\xcf", "Mach-O"),
    (b"\xce\xfa\xed\xfe", "Mach-O"),
    (b"\xcf\xfa\xed\xfe", "Mach-O"),
    (b"\xca\xfe\xba\xbe", "Mach-O for several processors"),
    (b"MZ", "PE"),
    (b"\0asm", "WebAssembly"),
    (b"BC\xc0\xde", "LLVM bitcode"),
    (b"#!", "script"),
    (b"PK\x03\x04", "ZIP archive"),
    (b"\x1f\x8b", "gzip"),
    (b"\xfd7zXZ\0", "xz"),
    (b"(\xb5/\xfd", "Zstandard"),
)
_SYSTEMS = {"Mach-O": "macOS", "Mach-O for several processors": "macOS", "PE": "Windows"}


def format_of(start: bytes) -> str:
    """Return the format of a file that starts like this, "" for one that is not known."""
    return next((name for magic, name in _FORMATS if start.startswith(magic)), "")


def not_elf(start: bytes) -> str:
    """Say what it is, and that it is no ELF file."""
    name = format_of(start)
    if not start:
        return "an empty file, not an ELF file"
    if not name:
        return "not an ELF file"
    system = f", for {_SYSTEMS[name]}" if name in _SYSTEMS else ""
    return f"not an ELF file: {name}{system}"
