"""The ways in which logs get cut when they are pasted: somewhere before and somewhere behind the lines that decide."""

from __future__ import annotations

from doctor.model import Evidence

_BEHIND = 6  # a rustc diagnostic shows its place within so many lines


def cut(text: str, evidence: tuple[Evidence, ...]) -> dict[str, str]:
    """The text cut before and behind its evidence, each in the middle of a line; the evidence itself stays whole."""
    if not evidence:
        return {}
    lines = text.split("\n")
    first, last = evidence[0].line - 1, evidence[-1].line + _BEHIND
    begin = first // 2
    head = [_second_half(lines[begin]), *lines[begin + 1 :]] if begin < first else lines
    tail = [*lines[:last], *(line[: len(line) // 2] for line in lines[last : last + 1])]
    return {"its head cut off": "\n".join(head), "its tail cut off": "\n".join(tail)}


def _second_half(line: str) -> str:
    return line[len(line) // 2 :]
