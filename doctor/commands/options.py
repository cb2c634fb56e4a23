"""Options that several commands share, so that they mean the same everywhere."""

from __future__ import annotations

import argparse


def add_output(parser: argparse.ArgumentParser, formats: tuple[str, ...] = ("text", "json")) -> None:
    """--format and --color."""
    parser.add_argument(
        "--format", choices=formats, default=formats[0], help="how to print the answer (default: %(default)s)"
    )
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colours; NO_COLOR is respected"
    )


def add_distro(parser: argparse.ArgumentParser) -> None:
    """--distro."""
    parser.add_argument(
        "--distro",
        metavar="ID[:VERSION]",
        help="advise for that system instead of this one, in the words of os-release: ubuntu:22.04, alpine, fedora:42",
    )
