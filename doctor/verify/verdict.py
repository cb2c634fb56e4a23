"""What is asked about a file, and the answer."""

from __future__ import annotations

from dataclasses import dataclass

from doctor.elf.libraries import Library, Loader
from doctor.knowledge.records_releases import Release
from doctor.model import Diagnosis, Target
from doctor.releases import Reach
from doctor.verify.floor import Floor
from doctor.verify.inspect import Inspection

STATIC, DYNAMIC = "static", "dynamic"


@dataclass(frozen=True, slots=True)
class Question:
    """What the file has to be: `expect` is static, dynamic or "" for either, `runs_on` are releases it has to start on.

    `loader` looks for its libraries, None for nowhere; `where` says where that is, and `machine` which processor that
    system is for ("" for not known): what is for another one is not looked for.
    """

    expect: str = ""
    runs_on: tuple[Release, ...] = ()
    loader: Loader | None = None
    where: str = "here"
    machine: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: `title` first, then `reasons`; `problems` are what is not as it has to be, `cautions` what may hurt.

    `target` is the one that the folders of the path name, `reach` where a dynamic program starts, `missing` are
    libraries that are not where they are needed.
    """

    found: Inspection
    title: str
    reasons: tuple[str, ...] = ()
    problems: tuple[Diagnosis, ...] = ()
    cautions: tuple[str, ...] = ()
    floors: tuple[Floor, ...] = ()
    reach: Reach | None = None
    missing: tuple[Library, ...] = ()
    target: Target | None = None

    @property
    def good(self) -> bool:
        """Whether it is as it has to be."""
        return self.found.problem == "" and not self.problems
