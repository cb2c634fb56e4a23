"""The lines of jobs that ran side by side, told apart by the label in front of each, are put one job after the other.

buildkit numbers its steps (`#12 34.5 `), docker compose names its containers (`web-1  | `).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

_JOB = re.compile(
    r"^(?:.{0,60}?\s)?(?P<job>#\d{1,3}(?= (?:\d+\.\d+ |\[|CACHED|DONE|ERROR|sha256:))|[\w.-]{1,40}[-_]\d{1,3}(?= +\| ))"
)

Numbered = tuple[int, str]


def untangle(lines: Sequence[Numbered]) -> list[Numbered]:
    """The lines (number, text) in an order in which no job interrupts another; a line without a label ends a run."""
    result: list[Numbered] = []
    for run in _runs(lines):
        jobs: dict[str, list[Numbered]] = {}
        for job, line in run:
            jobs.setdefault(job, []).append(line)
        result += [line for members in jobs.values() for line in members]
    return result


def _runs(lines: Sequence[Numbered]) -> Iterator[list[tuple[str, Numbered]]]:
    """Stretches of labelled lines, each line with its label; a blank line belongs to the one before it."""
    run: list[tuple[str, Numbered]] = []
    for line in lines:
        found = _JOB.match(line[1])
        if found is None and line[1].strip():
            yield run
            yield [("", line)]
            run = []
        else:
            run.append((found.group("job") if found else run[-1][0] if run else "", line))
    yield run
