"""A report as styled lines: one layout, drawn plain or by rich. Text from a log is data here, never markup."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from doctor.log.plain import plain

# Styles in rich's words; the plain drawing ignores them.
ERROR, TITLE, COMMAND, FAINT, WARN, GOOD, NORMAL = "bold red", "bold", "cyan", "dim", "yellow", "green", ""
WIDEST = 100


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a line in one style."""

    text: str
    style: str = NORMAL


Row = tuple[Span, ...]


def wrapped(text: str, width: int, indent: str = "  ", style: str = NORMAL) -> Iterator[Row]:
    """A paragraph, wrapped between words; a word longer than the line stays whole so that it can be copied."""
    import textwrap  # noqa: PLC0415 (a report of one line wraps nothing)

    room = max(20, min(width, WIDEST))
    for part in textwrap.wrap(
        safe(text),
        room,
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    ):
        yield (Span(part, style),)


def safe(text: str) -> str:
    """One line of prose that can do nothing to a terminal."""
    return verbatim(plain(text).replace("\n", " "))


def verbatim(line: str) -> str:
    """A command or a line of a file that can do nothing to a terminal; its quote marks, which count, stay."""
    return line if line.isprintable() else "".join(map(_shown, line))


def _shown(char: str) -> str:
    return char if char.isprintable() or char == "\t" else "\ufffd"


def draw_plain(rows: Iterable[Row]) -> str:
    """The rows without colour."""
    return "".join("".join(span.text for span in row).rstrip() + "\n" for row in rows)


def draw_rich(rows: Iterable[Row], *, force: bool = False) -> None:
    """The rows on standard output by rich, in colour where the terminal has it."""
    from rich.console import Console  # noqa: PLC0415 (rich costs more than the whole answer)
    from rich.text import Text  # noqa: PLC0415

    console = Console(highlight=False, soft_wrap=True, force_terminal=True if force else None)
    for row in rows:
        console.print(Text.assemble(*((span.text, span.style) for span in row)))
