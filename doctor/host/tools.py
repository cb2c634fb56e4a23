"""The tools around a Rust build: present, which version, and do they answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from doctor.host.guard import together
from doctor.host.programs import Access, Program, ask
from doctor.host.run import SECONDS

COMPILERS = ("cc", "c++", "gcc", "clang")
LINKERS = ("ld", "ld.lld", "lld", "mold", "ld.gold", "wild")
PKG_CONFIG = ("pkg-config", "pkgconf")
OTHERS = ("cmake", "make", "perl", "protoc", "git")
MUSL_COMPILERS = ("musl-gcc", "x86_64-linux-musl-gcc")
_QUESTIONS = {"lld": ("-flavor", "gnu", "--version")}  # `lld` is a generic driver: it wants to be told whom to play


def read_tools(access: Access, extra: Sequence[str] = ()) -> tuple[Program, ...]:
    """Return the tools that are there, in a fixed order, asked all at the same time; `extra` are further names."""
    names = tuple(dict.fromkeys([*COMPILERS, *LINKERS, *MUSL_COMPILERS, *PKG_CONFIG, *OTHERS, *extra]))

    questions = [partial(ask, name, access, _QUESTIONS.get(name, ("--version",))) for name in names]
    results = together(questions, SECONDS + 1)
    return tuple(
        result.value or Program(name, name, name, problem=result.problem)
        for name, result in zip(names, results, strict=True)
        if result.value or result.problem
    )
