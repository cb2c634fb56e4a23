"""Comparisons of releases, as the records write them."""

from __future__ import annotations

import re


def version_holds(condition: str, version: str) -> bool:
    """`>=40` and the like on dotted numbers; a missing version (sid, rolling) counts as the newest."""
    if not condition:
        return True
    operator = condition.rstrip("0123456789.")
    wanted = numbers(condition[len(operator) :])
    have = numbers(version) or (10**9,)
    have = have[: len(wanted)] if operator == "==" else have
    return {">=": have >= wanted, "<=": have <= wanted, "<": have < wanted, ">": have > wanted, "==": have == wanted}[
        operator
    ]


def numbers(version: str) -> tuple[int, ...]:
    """Its numbers, for comparison; digits without end, which int() refuses, count as several: a log can hold them."""
    return tuple(int(part) for part in re.findall(r"\d{1,18}", version))
