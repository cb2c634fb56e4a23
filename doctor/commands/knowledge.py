"""doctor knowledge list | show ID | lint [DIR] | try LOG | truth: what doctor knows, and whether it is right."""

from __future__ import annotations

import argparse
from pathlib import Path

from doctor.commands import truth
from doctor.commands.options import add_distro, add_output
from doctor.knowledge.load import Knowledge, load
from doctor.model import System


def configure(parser: argparse.ArgumentParser) -> None:
    """The subcommands of the contract."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="all rules and needs")
    add_output(listing)
    show = actions.add_parser("show", help="one rule or need, whole")
    show.add_argument("id", metavar="ID")
    add_distro(show)
    linting = actions.add_parser("lint", help="prove the records: shape, references, patterns, every example")
    linting.add_argument("folder", nargs="?", metavar="DIR", help="default: the records that this doctor uses")
    linting.add_argument(
        "--rule", action="append", metavar="ID", default=[], help="only this rule's patterns and examples; repeatable"
    )
    linting.add_argument("--table", action="store_true", help="print the table of knowledge/README.md instead")
    proving = actions.add_parser("truth", help="prove the packages' names against a system's package index")
    add_output(proving)
    truth.configure(proving)
    trying = actions.add_parser("try", help="how a log is cut into blocks, and which rules speak in each")
    trying.add_argument("log", metavar="LOG")
    add_distro(trying)


def run(args: argparse.Namespace) -> int:
    """Run one action; lint returns 1 when a record is wrong."""
    actions = {"list": _list, "show": _show, "lint": _lint, "try": _try, "truth": truth.run}
    return actions[args.action](args)


def _list(args: argparse.Namespace) -> int:
    from doctor.report.knowledge import listing_json, listing_text  # noqa: PLC0415
    from doctor.report.write import write_text  # noqa: PLC0415

    knowledge = load()
    write_text(listing_json(knowledge) if args.format == "json" else listing_text(knowledge))
    return 0


def _show(args: argparse.Namespace) -> int:
    from doctor.report.knowledge import rule_text  # noqa: PLC0415
    from doctor.report.need_text import need_text  # noqa: PLC0415
    from doctor.report.write import write_text  # noqa: PLC0415

    knowledge = load()
    if args.id in knowledge.rule_ids():
        write_text(rule_text(knowledge.rule(args.id)))
    else:
        write_text(need_text(knowledge.need(args.id), knowledge, _system(args.distro, knowledge)))
    return 0


def _system(distro: str | None, knowledge: Knowledge) -> System | None:
    from doctor.host.system import system_for  # noqa: PLC0415

    return system_for(distro, knowledge)(lambda: None) if distro else None


def _lint(args: argparse.Namespace) -> int:
    from doctor.knowledge.lint.run import figures, lint  # noqa: PLC0415
    from doctor.knowledge.source import folder, read  # noqa: PLC0415
    from doctor.report.write import write_text  # noqa: PLC0415

    root = Path(args.folder) if args.folder else folder()
    if args.table:
        return _table(root)
    problems = lint(root, args.rule)
    if problems:
        write_text("".join(f"{problem}\n" for problem in problems) + f"{len(problems)} problems\n")
        return 1
    if args.rule:
        write_text(f"right: {', '.join(args.rule)}\n")
        return 0
    counts = figures(read(root))
    write_text("all records are right: " + ", ".join(f"{count} {name}" for name, count in counts.items()) + "\n")
    return 0


def _table(root: Path) -> int:
    from doctor.knowledge.compiled import compile_source  # noqa: PLC0415
    from doctor.knowledge.lint.figures import table  # noqa: PLC0415
    from doctor.knowledge.source import read  # noqa: PLC0415
    from doctor.report.write import write_text  # noqa: PLC0415

    source = read(root)
    write_text(table(source, Knowledge(compile_source(source))))
    return 0


def _try(args: argparse.Namespace) -> int:
    from doctor.explain import explain_log  # noqa: PLC0415
    from doctor.host.system import system_for  # noqa: PLC0415
    from doctor.log.blocks import blocks  # noqa: PLC0415
    from doctor.log.clean import clean  # noqa: PLC0415
    from doctor.log.read import read_file  # noqa: PLC0415
    from doctor.report.knowledge import try_text  # noqa: PLC0415
    from doctor.report.write import write_text  # noqa: PLC0415

    data = read_file(args.log)
    knowledge = load()
    explanation = explain_log(data, knowledge, system_for(args.distro, knowledge), file=args.log)
    write_text(try_text(blocks(clean(data.data)), explanation))
    return 0
