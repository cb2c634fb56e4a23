"""Errors written for the person who sees them: what, where, what to do."""

from __future__ import annotations


class DoctorError(Exception):
    """The base of all errors that end in one clear line and a documented exit status."""

    exit_code = 2


class InputError(DoctorError):
    """An input cannot be read: the message names it and says why."""


class UsageError(DoctorError):
    """The command line asks for something that does not exist or does not fit together."""


class KnowledgeError(DoctorError):
    """A knowledge record is wrong: the message names the file and the key."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
        self.file = file
        self.key = key
        self.problem = problem
