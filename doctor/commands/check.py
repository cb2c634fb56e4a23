"""doctor check: what is missing on this machine for the targets, before the build."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from doctor.commands.options import add_distro, add_output

if TYPE_CHECKING:
    from pathlib import Path

    from doctor.check.examine import Examination
    from doctor.host.programs import Access
    from doctor.host.reaching import Asked
    from doctor.host.run import Outcome


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of the contract."""
    add = parser.add_argument
    add("--target", action="append", default=[], metavar="TRIPLE",
        help="a target to be ready for; may be repeated (default: the project's, else the host's)")  # fmt: skip
    add("--project", metavar="DIR", help="the project whose files are read (default: the current folder)")
    add("--root", metavar="DIR", help="look at another root file system (unpacked image, chroot); nothing in it is run")
    add("--only", default="", metavar="ID,…", help="only these checks; `trial` means every `trial:TRIPLE`")
    add("--skip", default="", metavar="ID,…", help="not these checks")
    add("--list", action="store_true", help="list the checks and stop")
    add("--no-trial", action="store_true", help="make no trial build")
    add("-v", "--verbose", action="store_true", help="show every check and every program started, with time and path")
    add_distro(parser)
    add_output(parser)


def run(args: argparse.Namespace) -> int:
    """Look and print; returns 0 for nothing wrong, 1 for something missing, 3 for a check that could not be done."""
    # All of this reads the machine: not on the way to --help.
    from doctor.host.inside import HERE  # noqa: PLC0415
    from doctor.host.reaching import ask, folder, reaching  # noqa: PLC0415
    from doctor.host.run import recorded, run_process  # noqa: PLC0415

    root = folder(args.root, "--root") if args.root else HERE
    project = folder(args.project, "--project") if args.project else folder(".", "--project") if root == HERE else None
    started: list[Outcome] = []
    with reaching(dict(os.environ), recorded(run_process, started), root) as access:
        # Programs take their time to answer, and the imports below theirs: both at once.
        asked = None if args.only or args.list else ask(access, project)
        found = _look(args, access, project, asked)
    return _print(found, tuple(started), args) if found else 0


def _look(args: argparse.Namespace, access: Access, project: Path | None, asked: Asked | None) -> Examination | None:
    """Examine the machine; None where the checks were only to be listed."""
    from doctor.check.examine import examine, listed  # noqa: PLC0415
    from doctor.check.run import Selection  # noqa: PLC0415
    from doctor.host.facts import Request  # noqa: PLC0415
    from doctor.knowledge.load import load  # noqa: PLC0415
    from doctor.report.layout import safe  # noqa: PLC0415
    from doctor.report.write import write_text  # noqa: PLC0415

    request = Request(tuple(args.target), project, access.root, trial=not args.no_trial, distro=args.distro or "")
    knowledge = load()
    if args.list:
        write_text("".join(f"{safe(check.id):<40} {check.title}\n" for check in listed(access, request, knowledge)))
        return None
    return examine(access, request, Selection(_ids(args.only), _ids(args.skip)), knowledge, asked)


def _print(found: Examination, started: tuple[Outcome, ...], args: argparse.Namespace) -> int:
    from doctor.check.run import exit_status  # noqa: PLC0415
    from doctor.report.write import width, write_rows, write_text  # noqa: PLC0415

    if args.format == "json":
        from doctor.report.check_json import render  # noqa: PLC0415

        write_text(render(found.host, found.results, found.at_once))
    else:
        from doctor.report.check_text import Shown, rows  # noqa: PLC0415

        shown = Shown(width(), verbose=args.verbose, named=bool(args.only))
        write_rows(rows(found.host, found.results, found.at_once, started, shown), args.color)
    return exit_status(found.results)


def _ids(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())
