"""What uname(2) says of this machine; `platform` says the same, and costs a third of a start of Python to import."""

from __future__ import annotations

import os


def machine() -> str:
    """Return the processor in the kernel's words, such as x86_64, aarch64 or armv7l."""
    if hasattr(os, "uname"):
        return os.uname().machine
    import platform  # noqa: PLC0415 (Windows alone)

    return platform.machine()


def system() -> str:
    """Return the kernel, such as Linux, Darwin or Windows."""
    if hasattr(os, "uname"):
        return os.uname().sysname
    import platform  # noqa: PLC0415 (Windows alone)

    return platform.system()
