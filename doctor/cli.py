"""argv → command; errors → one line and an exit status. Nothing else happens here."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from doctor import __version__
from doctor.errors import DoctorError

COMMANDS = {
    "check": "what is missing on this machine, before the build",
    "explain": "the cause and the fix of a failed build, from its output",
    "verify": "is the file static, and on which systems does it start",
    "knowledge": "list, show, try and lint what doctor knows",
}
_OWN_FAULT = 70
_INTERRUPTED = 130
_EXIT_CODES = """exit status:
  check    0 nothing wrong, 1 something missing, 3 a check could not run
  explain  0 no failure in the log, 1 failure explained, 3 failure seen but not known
  verify   0 as it has to be, 1 not
  all      2 wrong usage or unreadable input, 70 a fault of doctor itself"""


def run(argv: Sequence[str]) -> int:
    """Run the command that argv (with the program's name in front) asks for, and return its exit status."""
    words = _without_cargo(argv)
    if sys.stdout is None:  # `>&-`: what is printed goes nowhere, and the exit status tells
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 (open until the end)
    try:
        return _dispatch(words)
    except DoctorError as error:
        _complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        return _closed_stdout()
    except OSError as error:
        return _cannot_write(error)
    except Exception as error:  # noqa: BLE001 (the last boundary: say what to send, never a bare traceback)
        return _own_fault(error)


def parser(command: str = "") -> argparse.ArgumentParser:
    """The command line; only the named command's options are loaded, because each brings its imports."""
    top = argparse.ArgumentParser(
        prog="doctor",
        description="Names the missing piece behind a failed Rust build and prints the commands that fix it.",
        epilog="examples:\n  doctor check --target x86_64-unknown-linux-musl\n  cargo build 2>&1 | doctor explain\n\n"
        + _EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("-V", "--version", action="version", version=f"doctor {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, text in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".", allow_abbrev=False)
        if name == command:
            import_module(f"doctor.commands.{name}").configure(sub)
    return top


def _dispatch(words: list[str]) -> int:
    command = next((word for word in words if word in COMMANDS), "")
    args = parser(command).parse_args(words)
    status: int = import_module(f"doctor.commands.{args.command}").run(args)
    sys.stdout.flush()
    return status


def _without_cargo(argv: Sequence[str]) -> list[str]:
    """Cargo runs `cargo-doctor doctor …`: the second word is the subcommand's own name."""
    words = list(argv[1:])
    called = os.path.basename(argv[0]).removesuffix(".exe")  # noqa: PTH119 (pathlib is not imported here)
    return words[1:] if called == "cargo-doctor" and words[:1] == ["doctor"] else words


def _complain(message: str) -> None:
    """Say it on standard error; a file's name in it can do nothing to a terminal."""
    shown = "".join(char if char.isprintable() else "\ufffd" for char in message)
    print(f"doctor: {shown}", file=sys.stderr)  # noqa: T201 (cli prints errors)


def _closed_stdout() -> int:
    """The reader went away (`| head`): what is left unsaid is not an error; Python must not complain at exit either."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _cannot_write(error: OSError) -> int:
    """Inputs have their own error; what is left is the answer's own way out: a full disk, a closed terminal."""
    _complain(f"the answer cannot be written: {error.strerror or error}")
    _closed_stdout()
    return DoctorError.exit_code


def _own_fault(error: Exception) -> int:
    import traceback  # noqa: PLC0415 (only for a fault of our own)

    frame = traceback.extract_tb(error.__traceback__)[-1]
    _complain(
        f"this is a fault of doctor itself: {type(error).__name__}: {error} "
        f"(doctor {__version__}, {os.path.basename(frame.filename)}:{frame.lineno}); "  # noqa: PTH119
        "please report it with the command and, if you can, the input"
    )
    if os.environ.get("DOCTOR_TRACEBACK"):
        traceback.print_exception(error)
    return _OWN_FAULT
