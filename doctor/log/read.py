"""Getting the bytes of a log: a file, standard input, standard input with an echo."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from itertools import chain

from doctor.errors import InputError
from doctor.log.decode import SAMPLE, is_binary, recoder
from doctor.log.sieve import Sieve, Sifted

_CHUNK = 1 << 17
# What may pass to a terminal: text, line and tab characters, colours (SGR), erase-line, cursor-column as progress bars use.
_PASS = re.compile(rb"\x1b\[[0-9;:]*[mKG]")
_ESCAPE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[^\[\]PX^_]|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]"
    rb"|\xc2[\x80-\x9f]|\xd8\x9c|\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa6-\xa9]"
)
_UNFINISHED = re.compile(rb"(?:\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]{0,512}\x1b?)?|\xc2|\xd8|\xe2[\x80\x81]?)\Z")


def read_file(name: str) -> Sifted:
    """A log file, as far as an answer needs it; raises InputError for a folder, a binary or no permission."""
    try:
        with open(name, "rb") as file:  # noqa: PTH123 (pathlib costs a third of a bare start of Python)
            return sift(iter(lambda: file.read(_CHUNK), b""), name)
    except IsADirectoryError:
        raise InputError(f"{name}: is a folder; name the log files in it") from None
    except FileNotFoundError:
        raise InputError(f"{name}: there is no such file") from None
    except OSError as error:
        raise InputError(f"{name}: cannot be read: {error.strerror}") from error


def read_stdin() -> Sifted:
    """All of standard input, as far as an answer needs it."""
    return sift(_stdin(), "standard input")


def echo_stdin() -> Sifted:
    """The same, shown as it arrives. Escapes that could do more than colour text are left out."""
    return sift(_echoed(), "standard input")


def sift(chunks: Iterable[bytes], name: str) -> Sifted:
    """Put the chunks of a log through the sieve; raises InputError for what is no text. UTF-16 becomes UTF-8."""
    sieve, flow = Sieve(), iter(chunks)
    start = b""
    for chunk in flow:
        start += chunk
        if len(start) >= SAMPLE:
            break
    if is_binary(start):
        raise InputError(f"{name}: is not text but a binary file; for a program use `doctor verify`")
    recode = recoder(start)
    for chunk in chain([start], flow):
        sieve.take(recode(chunk) if recode else chunk)
    return sieve.sifted()


def _stdin() -> Iterator[bytes]:
    while chunk := os.read(sys.stdin.fileno(), _CHUNK):
        yield chunk


def _echoed() -> Iterator[bytes]:
    held = b""
    for chunk in _stdin():
        shown = held + chunk
        cut = _UNFINISHED.search(shown)
        held = shown[cut.start() :] if cut else b""
        _show(shown[: cut.start()] if cut else shown)
        yield chunk
    _show(held)


def harmless(data: bytes) -> bytes:
    """Terminal output without what moves, renames, links or reorders: colours and erase-line stay."""
    return _ESCAPE.sub(lambda found: found.group() if _PASS.fullmatch(found.group()) else b"", data)


def _show(data: bytes) -> None:
    sys.stdout.buffer.write(harmless(data))
    sys.stdout.buffer.flush()
