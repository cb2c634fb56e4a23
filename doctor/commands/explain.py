"""doctor explain [LOG…|-]: the cause and the fix of a failed build."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import replace

from doctor.commands.options import add_distro, add_output
from doctor.errors import InputError
from doctor.explain import SystemOf, explain_log
from doctor.knowledge.load import Knowledge, load
from doctor.log.read import echo_stdin, read_file, read_stdin
from doctor.log.sieve import Sifted
from doctor.model import Explanation

_STATUS = {"no-failure": 0, "diagnosed": 1, "unknown-failure": 3}


def configure(parser: argparse.ArgumentParser) -> None:
    """The options of the contract."""
    parser.add_argument(
        "log", nargs="*", metavar="LOG", help="files with captured output; - or nothing reads standard input"
    )
    parser.add_argument("--target", metavar="TRIPLE", help="the target that was built for, where the log does not say")
    parser.add_argument(
        "-q", "--quiet", action="store_true", help="print only diagnoses: nothing at all when there are none"
    )
    add_distro(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Read, explain, print; returns 0, 1 or 3 (see the contract in doctor/cli.py)."""
    from doctor.host.system import system_for  # noqa: PLC0415 (reads the machine: not on the way to --help)

    knowledge = load()
    system_of = system_for(args.distro, knowledge)
    explanation = _joined(list(_explanations(args, knowledge, system_of)))
    if not args.quiet or explanation.outcome == "diagnosed":
        _print(explanation, args)
    return _STATUS[explanation.outcome]


def _explanations(args: argparse.Namespace, knowledge: Knowledge, system_of: SystemOf) -> Iterator[Explanation]:
    for name in args.log or ["-"]:
        data = _stdin(args) if name == "-" else read_file(name)
        yield explain_log(data, knowledge, system_of, target=args.target, file=name)


def _stdin(args: argparse.Namespace) -> Sifted:
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError(
            "nothing to read: pipe a build into it (`cargo build 2>&1 | doctor explain`) or name a log file"
        )
    if args.format == "text" and sys.stdout.isatty() and not args.quiet:
        return echo_stdin()
    return read_stdin()


def _joined(explanations: list[Explanation]) -> Explanation:
    """Several logs make one answer: all diagnoses in order, unknown only when none is known."""
    first = explanations[0]
    if len(explanations) == 1:
        return first
    diagnoses = tuple(diagnosis for one in explanations for diagnosis in one.diagnoses)
    unknown = tuple(line for one in explanations for line in one.unknown)
    outcome = "diagnosed" if diagnoses else "unknown-failure" if unknown else "no-failure"
    return replace(first, outcome=outcome, diagnoses=diagnoses, unknown=() if diagnoses else unknown)


def _print(explanation: Explanation, args: argparse.Namespace) -> None:
    from doctor.report.write import width, write_rows, write_text  # noqa: PLC0415 (after the log was read)

    if args.format == "json":
        from doctor.report.explain_json import render  # noqa: PLC0415

        write_text(render(explanation))
    else:
        from doctor.report.explain_text import rows  # noqa: PLC0415

        write_rows(rows(explanation, width()), args.color)
