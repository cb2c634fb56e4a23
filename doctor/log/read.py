"""Getting the bytes of a log: a file, standard input, standard input with an echo."""

from __future__ import annotations

import os
import re
import sys

from doctor.errors import InputError
from doctor.log.decode import is_binary

_CHUNK = 65_536
# What may pass to a terminal: text, line and tab characters, colours (SGR), erase-line, cursor-column as progress bars use.
_PASS = re.compile(rb"\x1b\[[0-9;:]*[mKG]")
_ESCAPE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[^\[\]PX^_]|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]"
    rb"|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)
_UNFINISHED = re.compile(rb"(?:\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]{0,512}\x1b?)?|\xc2|\xd8|\xe2[\x80\x81]?)\Z")


def read_file(name: str) -> bytes:
    """The bytes of a log file; raises InputError that says what to do for a folder, a binary or no permission."""
    try:
        with open(name, "rb") as file:  # noqa: PTH123 (pathlib costs a third of a bare start of Python)
            data = file.read()
    except IsADirectoryError:
        raise InputError(f"{name}: is a folder; name the log files in it") from None
    except FileNotFoundError:
        raise InputError(f"{name}: there is no such file") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from error
    return _checked(name, data)


def read_stdin() -> bytes:
    """All of standard input."""
    return _checked("standard input", sys.stdin.buffer.read())


def echo_stdin() -> bytes:
    """All of standard input, shown as it arrives. Escapes that could do more than colour text are left out."""
    kept: list[bytes] = []
    held = b""
    while chunk := os.read(sys.stdin.fileno(), _CHUNK):
        kept.append(chunk)
        shown = held + chunk
        cut = _UNFINISHED.search(shown)
        held = shown[cut.start() :] if cut else b""
        _show(shown[: cut.start()] if cut else shown)
    _show(held)
    return _checked("standard input", b"".join(kept))


def harmless(data: bytes) -> bytes:
    """Terminal output without what moves, renames, links or reorders: colours and erase-line stay."""
    return _ESCAPE.sub(lambda found: found.group() if _PASS.fullmatch(found.group()) else b"", data)


def _show(data: bytes) -> None:
    sys.stdout.buffer.write(harmless(data))
    sys.stdout.buffer.flush()


def _checked(name: str, data: bytes) -> bytes:
    if is_binary(data):
        raise InputError(f"{name}: is not text but a binary file; for a program use `doctor verify`")
    return data
