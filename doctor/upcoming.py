"""What will fail next: the needs of crates that the log names and that were not built yet.

cargo stops at the first failure, so the second missing thing shows only after the first is there. The names of the
crates stand in the log all the same: in the lines about downloading and compiling.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from doctor.host.target import gnu_prefix
from doctor.knowledge.load import Knowledge
from doctor.model import BUILD_SCRIPT, Context, Finding, Upcoming

_CRATE = re.compile(
    r"^[ \t]*(?P<verb>Compiling|Checking|Downloaded|Downloading|Adding|Locking) (?P<name>[A-Za-z][\w-]*) v\d",
    re.MULTILINE,
)
_STARTED = ("Compiling", "Checking")
_MOST = 6


def upcoming(text: str, findings: Sequence[Finding], context: Context, knowledge: Knowledge) -> tuple[Upcoming, ...]:
    """The needs that come after the root cause, in the order of the log; () where nothing is known of them."""
    if not findings or findings[0].confidence == "hint":
        return ()
    had = {finding.need for finding in findings} | {""}
    failed = {finding.crate.name for finding in findings if finding.crate}
    found: dict[str, Upcoming] = {}
    for crate in _waiting(text, findings[0]):
        key = _need_of(crate, context, knowledge)
        if key not in had and crate not in failed:
            found.setdefault(key, Upcoming(key, knowledge.need(key).title, crate))
    return tuple(found.values())[:_MOST]


def _waiting(text: str, root: Finding) -> Iterator[str]:
    """Crates that cannot have been built.

    A failing build script leaves those that were begun in doubt; a failing link or a missing std stops them all.
    """
    named = [(match.group("name"), match.group("verb")) for match in _CRATE.finditer(text)]
    started = {name for name, verb in named if verb in _STARTED}
    in_doubt = started if root.facts.get("block") in {BUILD_SCRIPT, ""} else frozenset()
    return (name for name in dict.fromkeys(name for name, _ in named) if name not in in_doubt)


def _need_of(crate: str, context: Context, knowledge: Knowledge) -> str:
    """The need of a crate; the cc crate stands for a C compiler, which matters where the host's does not do."""
    if crate != "cc":
        return knowledge.find("crate", crate)
    target, host = context.target, context.host
    same = (
        host is not None
        and target is not None
        and (host.arch, host.os, host.libc) == (target.arch, target.os, target.libc)
    )
    return "" if target is None or same else knowledge.find("tool", f"{gnu_prefix(target)}-gcc")
