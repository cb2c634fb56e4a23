"""What CI systems, containers and package builders write in front of each line.

Two sorts: marks whose shape nobody else uses are cut wherever they stand; short marks such as `> ` are cut only
where most lines of the log carry them, because one such line may be part of a message.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_STAMP = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?"
_CERTAIN = re.compile(
    r"^(?:"
    rf"(?:[^\t\n]{{1,80}}\t){{2}}{_STAMP} "  # gh run view --log: job, step, stamp
    rf"|\[?{_STAMP}\]?(?: ?\d\d[OE]\+?)? ?"  # GitHub Actions, Azure, GitLab's 00O, Jenkins' timestamper
    r"|#\d+ (?:\[[^\]]*\] )?(?:\d+\.\d+ ?)?"  # buildkit, plain progress
    r"|##\[(?:error|warning|group|endgroup|section|command|debug)\]"  # runner commands
    r"|::(?:error|warning|notice|group|debug)(?: [^:\n]*)?::"
    r"|section_(?:start|end):\d+:\S*"  # GitLab
    r"|travis_(?:fold|time):\S+"
    r"|\[\d\d:\d\d:\d\d(?:\.\d+)?\] ?"  # clocks of Buildkite and others
    r"|_bk;t=\d+"  # Buildkite
    r"|[\w.-]+-\d+ +\| "  # docker compose
    r"|(?:=> ){1,2}(?:=> )?#? ?"  # buildkit, fancy progress
    r")"
)
_COMMON = (
    re.compile(r"^\s{0,8}> ?"),  # nix, mail quotes
    re.compile(r"^\| ?"),  # Yocto
    re.compile(r"^\s*\d+\.\d{1,3} (?=\S|$)|^\s*\d+\.\d{1,3}\s*$"),  # buildkit's error excerpt: seconds
    re.compile(r"^\[[\w./ -]{2,40}\] ?"),  # named steps
    re.compile(r"^\s*\d+:\d\d\.\d\d "),  # mach
    re.compile(r"^[\w@/.-]{2,40}: (?=(?:error|warning|note|help|thread|\s*Compiling|  ))"),  # npm, turbo: `app: `
)
_SHARE = 0.6
_ROUNDS = 3


def cut_certain(text: str) -> str:
    """One line without the marks that only a CI system or a container runtime writes; several in a row are cut."""
    for _ in range(_ROUNDS):
        found = _CERTAIN.match(text)
        if found is None or found.end() == 0:
            return text
        text = text[found.end() :]
    return text


def common_prefix(texts: Iterable[str]) -> re.Pattern[str] | None:
    """The short mark that most non-empty lines begin with, or None."""
    filled = [text for text in texts if text.strip()]
    if not filled:
        return None
    for pattern in _COMMON:
        share = sum(pattern.match(text) is not None for text in filled) / len(filled)
        if share >= _SHARE and not (len(filled) == 1 and pattern is not _COMMON[0]):
            return pattern
    return None
