"""The tools around a Rust build: present, which version, and do they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from doctor.host.guard import Result, together
from doctor.host.programs import Access, Program, ask, find, real_path
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
    paths = {name: path for name in names if (path := find(name, access))}
    speakers = _speakers({name: real_path(path, access) for name, path in paths.items()})
    asked = [name for name in paths if speakers[name] == name]
    questions = [partial(ask, name, access, _QUESTIONS.get(name, ("--version",))) for name in asked]
    answers = dict(zip(asked, together(questions, SECONDS + 1), strict=True))
    return tuple(_as(name, paths[name], answers[speakers[name]]) for name in paths)


def _speakers(reals: Mapping[str, str]) -> Mapping[str, str]:
    """Name → the name that is asked in its place: `gcc` and `cc` are links to x86_64-linux-gnu-gcc-12 on Debian.

    Only where the program itself goes by one of both names: ccache and busybox are another program for each name.
    """
    found: dict[str, str] = {}
    for name, real in reals.items():
        words = set(Path(real).name.split("-"))
        found[name] = next((one for one in found if reals[one] == real and words & {one, name}), name)
    return {name: found[speaker] for name, speaker in found.items()}


def _as(name: str, path: str, said: Result[Program | None]) -> Program:
    """The answer under the name and path by which it was looked for."""
    if said.value is None:
        return Program(name, path, path, problem=said.problem)
    return replace(said.value, name=name, path=path)
