"""doctor verify: is the file static, and on which systems does it start? Nothing is run."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from doctor.commands.options import add_distro, add_output

if TYPE_CHECKING:
    from doctor.knowledge.load import Knowledge
    from doctor.model import Fix
    from doctor.verify.inspect import Inspection
    from doctor.verify.verdict import Question, Verdict


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the contract."""
    add = parser.add_argument
    add(
        "files", nargs="+", metavar="FILE", help="programs, libraries, archives (.a, .rlib), or folders with such files"
    )
    add("--expect", choices=("static", "dynamic"), help="what they have to be (below a musl target's folder: static)")
    add("--runs-on", action="append", default=[], metavar="ID:VERSION",
        help="a system they have to start on, such as ubuntu:20.04 or rhel:8; may be repeated")  # fmt: skip
    add("--root", metavar="DIR", help="look for their libraries in another root file system (unpacked image, chroot)")
    add("-v", "--verbose", action="store_true", help="show all that is known of each file")
    add_distro(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Read, judge, print; returns 0 when all are as they have to be, else 1."""
    # All of this is heavy: not on the way to --help.
    from datetime import UTC, datetime  # noqa: PLC0415

    from doctor.knowledge.load import load  # noqa: PLC0415
    from doctor.verify.judge import Judge  # noqa: PLC0415

    knowledge = load()
    question = _question(args, knowledge)
    judge = Judge(knowledge, datetime.now(tz=UTC).date().isoformat(), _explainer(args, knowledge))
    verdicts = tuple(judge.answer(found, question) for found in _inspected(args.files))
    _print(verdicts, args)
    return 0 if all(verdict.good for verdict in verdicts) else 1


def _question(args: argparse.Namespace, knowledge: Knowledge) -> Question:
    from doctor.elf.libraries import Loader  # noqa: PLC0415
    from doctor.host.inside import HERE  # noqa: PLC0415
    from doctor.host.libc import libc_inside  # noqa: PLC0415
    from doctor.host.reaching import folder  # noqa: PLC0415
    from doctor.release_names import release_of  # noqa: PLC0415
    from doctor.verify.verdict import Question  # noqa: PLC0415

    runs_on = tuple(release_of(word, knowledge.releases, knowledge.distros) for word in args.runs_on)
    root = folder(args.root, "--root") if args.root else HERE
    where = f"below {args.root}" if args.root else "here"
    return Question(args.expect or "", runs_on, Loader(root), where, libc_inside(root)[1])


def _explainer(args: argparse.Namespace, knowledge: Knowledge) -> Callable[[bytes], tuple[Fix, ...]]:
    """What a loader's words mean: on the system that --distro names, that of --root, or this one."""

    def explain(said: bytes) -> tuple[Fix, ...]:
        from doctor.explain import explain_bytes  # noqa: PLC0415 (only where a library is missing)
        from doctor.host.release import read_release  # noqa: PLC0415
        from doctor.host.system import system_for  # noqa: PLC0415

        distro = args.distro or (str(read_release(Path(args.root))) if args.root else "")
        found = explain_bytes(said, knowledge, system_for(distro or None, knowledge)).diagnoses
        return found[0].fixes if found else ()

    return explain


def _inspected(names: list[str]) -> Iterator[Inspection]:
    """Yield each file, those below a folder without their sections; raises InputError for what is not there."""
    from doctor.errors import InputError  # noqa: PLC0415
    from doctor.verify.inspect import files_below, inspect  # noqa: PLC0415

    for name in names:
        path = Path(name)
        if path.is_dir():
            yield from (inspect(file, whole=False) for file in files_below(path))
        elif not path.exists():
            raise InputError(f"{name}: there is no such file")
        else:
            yield inspect(path)


def _print(verdicts: tuple[Verdict, ...], args: argparse.Namespace) -> None:
    from doctor.report.write import width, write_rows, write_text  # noqa: PLC0415

    if args.format == "json":
        from doctor.report.verify_json import render  # noqa: PLC0415

        write_text(render(verdicts))
    else:
        from doctor.report.verify_text import rows  # noqa: PLC0415

        write_rows(rows(verdicts, width(), verbose=args.verbose), args.color)
