"""Getting a report out: colour or not, and a reader that went away."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from doctor.report.layout import Row


def wants_colour(choice: str) -> bool:
    """--color auto|always|never, NO_COLOR and whether standard output is a terminal (https://no-color.org)."""
    if choice != "auto":
        return choice == "always"
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb" and sys.stdout.isatty()


def width() -> int:
    """Columns of the terminal; 80 where there is none."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or 80
    except (OSError, ValueError):
        return 80


def write_rows(rows: Iterable[Row], colour: str) -> None:
    """Print rows on standard output."""
    from doctor.report.layout import draw_plain, draw_rich  # noqa: PLC0415 (JSON draws nothing)

    if wants_colour(colour):
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="replace")  # rich writes by itself; see write_text
        draw_rich(rows, force=colour == "always")
    else:
        write_text(draw_plain(rows))


def write_text(text: str) -> None:
    """Print text on standard output; what its encoding cannot say becomes `?`, never an error."""
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, errors="replace").decode(encoding))
