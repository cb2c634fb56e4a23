"""Several things at once, each with its own crash boundary, all within a time limit."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """What came of an action: its value, or in `problem` one line that says why there is none."""

    value: T | None
    problem: str = ""
    seconds: float = 0.0


class Job(Generic[T]):
    """An action in a thread of its own, started at once. One that hangs is left behind and keeps nothing alive."""

    def __init__(self, action: Callable[[], T]) -> None:
        self._action = action
        self._started = time.monotonic()
        self._result: Result[T] | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def result(self, deadline: float) -> Result[T]:
        """Return what came of it, waiting until `deadline` (time.monotonic()) at the latest."""
        self._thread.join(max(0.0, deadline - time.monotonic()))
        spent = time.monotonic() - self._started
        return self._result or Result(None, f"no answer within {spent:.0f} s", spent)

    def _run(self) -> None:
        try:
            value = self._action()
        except Exception as error:  # noqa: BLE001 (the boundary: a probe that crashes must not take others along)
            self._result = Result(None, _line(error), time.monotonic() - self._started)
        else:
            self._result = Result(value, "", time.monotonic() - self._started)


def together(actions: Sequence[Callable[[], T]], seconds: float) -> tuple[Result[T], ...]:
    """Run all actions at the same time and return their results in order, after `seconds` at the latest."""
    deadline = time.monotonic() + seconds
    jobs = [Job(action) for action in actions]
    return tuple(job.result(deadline) for job in jobs)


def alone(action: Callable[[], T], seconds: float) -> Result[T]:
    """Run one action within a time limit and a crash boundary."""
    return together([action], seconds)[0]


def _line(error: Exception) -> str:
    """Say on one line what went wrong."""
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
