"""Comparisons of releases, as the records write them."""

from __future__ import annotations

import re


def version_holds(condition: str, version: str) -> bool:
    """`>=40` and the like on dotted numbers; a missing version (sid, rolling) counts as the newest."""
    if not condition:
        return True
    operator = condition.rstrip("0123456789.")
    wanted = _numbers(condition[len(operator) :])
    have = _numbers(version) or (10**9,)
    have = have[: len(wanted)] if operator == "==" else have
    return {">=": have >= wanted, "<=": have <= wanted, "<": have < wanted, ">": have > wanted, "==": have == wanted}[
        operator
    ]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))
