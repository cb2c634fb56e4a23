"""What CI systems, containers and package builders write in front of each line.

Three sorts: marks whose shape nobody else uses are cut wherever they stand; short marks such as `> ` are cut only where
several lines in a row carry them, because one such line may be part of a message; and labels, the names that a
monorepo tool or a process manager gives its jobs, are learned from lines on which cargo's own verbs follow them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_STAMP = r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d)\b)?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CERTAIN = re.compile(
    r"^(?:"
    rf"(?:[^\t\n]{{1,80}}\t){{2}}{_STAMP} "  # gh run view --log: job, step, stamp
    rf"|\[?{_STAMP}\]?:?(?: ?\d\d[OE]\+?)? ?"  # GitHub Actions, Azure, GitLab's 00O, Jenkins' timestamper
    # the journal, syslog, hosters
    rf"|{_MONTH} [ \d]?\d,? (?:\d{{4}},? )?\d{{1,2}}:\d\d:\d\d(?:\.\d+)?(?: [AP]M)?(?: \S+ [\w./@-]+(?:\[\d+\])?:)? ?"
    # Netlify, Buildkite, AppVeyor, TeamCity, Jenkins, Vercel
    r"|\[?\d{1,2}:\d\d:\d\d(?:[.,]\d+)?(?: [AP]M:|\]|  | +\|)[:WE]? ?"
    r"|\[ +(?:\+ *\d+ (?:ms|s))? *\] |SEVERE: ?"  # flutter -v, cargokit
    r"|#\d+ (?:\[[^\]]*\] )?(?:\d+\.\d+ ?)?"  # buildkit, plain progress
    r"|(?:##|\#\#vso)\[(?:error|warning|group|endgroup|section|command|debug)[^\]]{0,60}\]"  # runner commands
    r"|::(?:error|warning|notice|group|debug)(?: [^:\n]*)?::"
    r"|section_(?:start|end):\d+:\S*"  # GitLab
    r"|travis_(?:fold|time):\S+"
    r"|_bk;t=\d+"  # Buildkite
    r"|:(?:info|debug|error|msg|warn|notice):[\w-]+ ?"  # MacPorts' main.log
    r"|(?:Error|Warning) \(Xcode\): (?=\S)"  # flutter
    # Taskcluster
    rf"|\[(?:task|vcs|setup|fetches) {_STAMP}\] (?:\d\d:\d\d:\d\d +(?:INFO|ERROR|WARNING|DEBUG) - {{0,2}})?"
    r"|[\w.-]+[-_]\d+ +\| ?"  # docker compose
    r"|(?:=> ){1,2}(?:=> )?#? ?"  # buildkit, fancy progress
    r'|Step #\d+(?: - "[^"\n]{0,60}")?: ?'  # Google Cloud Build
    r"|\[Container\] "  # AWS CodeBuild
    r"|\[(?:INFO|ERROR|WARN|DEBUG|WARNING)\]\s{1,2}(?=\[std)|\[std(?:err|out)\] ?"  # rustwide: docs.rs, crater
    r"|(?:npm|gyp|pnpm|lerna) (?:ERR!|error|verb|info) ?"  # what npm repeats of a failed script
    r"|➤ YN\d{4}: [│┌└] (?:\S+@\S+ STD(?:ERR|OUT) ?)?"  # yarn
    r"|BUILDSTDERR: ?"  # mock, koji
    r"|remote: {1,8}"  # git push to a hoster that builds
    r")"
)
# (how many lines it takes, the mark); 1: also alone, as all of a log
_RUNS = (
    (1, re.compile(r"^ {0,12}>(?: |$)")),  # nix, mail quotes
    (1, re.compile(r"^\s{0,4}\d+\.\d{1,3}(?: |$)")),  # buildkit's error excerpt: seconds
    (1, re.compile(r"^\| ?")),  # Yocto
    (1, re.compile(r"^\[[\w./: -]{1,40}\] {0,2}(?:\| )?")),  # named steps
    (1, re.compile(r"^\s{0,2}\d+:\d\d\.\d\d(?: |$)")),  # mach
    (1, re.compile(r"^\s{0,6}(?:[│┃║] ?)+")),  # boxes: rattler-build, uv, pnpm, bat
    (8, re.compile(r"^\s{0,6}\d{1,5}\s{1,4}(?:[│┃║] ?)+|^\s{0,12}[│┃║] ?")),  # numbered lines of bat
    (3, re.compile(r"^[EWI](?:/\w+)?\(? ?\d{0,6}\)?: ")),  # logcat
)
_FIRST = re.compile(r"^[ \t]*[>|│┃║\[\dEWI]")
_LABEL = re.compile(
    r"^(?P<label>[\w@./:+-]{1,40}(?:\s{0,20}[|│>:]|\])\s?)"
    r"\s{0,16}(?:Compiling|Updating|Downloaded|Downloading|Checking|Finished|Installing|Locking) [\w`\[]"
)
_SHARE = 0.6
_MANY = 2
_SEVERAL = 3
_ROUNDS = 3


def cut_certain(text: str) -> str:
    """One line without the marks that only a CI system or a container runtime writes; several in a row are cut."""
    for _ in range(_ROUNDS):
        found = _CERTAIN.match(text)
        if found is None or found.end() == 0:
            return text
        text = text[found.end() :]
    return text


def cut_common(texts: Sequence[str]) -> list[str]:
    """The lines without the short marks and labels that their neighbours carry too."""
    return _cut_runs(_cut_labels(list(texts)))


def _cut_labels(texts: list[str]) -> list[str]:
    """`app:build: `, `hello> `, `web.1 | `: whatever stands before cargo's verbs on one line is cut from all."""
    labels = {found.group("label") for text in texts if (found := _LABEL.match(text))}
    for label in labels:
        bare = label.rstrip()
        texts = [
            text[len(label) :] if text.startswith(label) else "" if text.rstrip() == bare else text for text in texts
        ]
    return texts


def _cut_runs(texts: list[str]) -> list[str]:
    if not any(_FIRST.match(text) for text in texts):
        return texts
    filled = sum(1 for text in texts if text.strip()) or 1
    for least, mark in _RUNS:
        ends = [found.end() if (found := mark.match(text)) else 0 for text in texts]
        marked = sum(end > 0 for end in ends)
        if marked == filled and (marked >= _MANY or least == 1):
            texts = [text[end:] for text, end in zip(texts, ends, strict=True)]
        elif marked >= least:
            texts = _cut_where(texts, ends, 1 if marked > _SEVERAL and marked / filled >= _SHARE else max(least, _MANY))
    return texts


def _cut_where(texts: list[str], ends: list[int], least: int) -> list[str]:
    """Cut the mark from every run of at least this many lines; an empty line does not end a run."""
    cut = list(texts)
    run: list[int] = []
    for number, end in enumerate([*ends, 0]):
        if end > 0:
            run.append(number)
        elif number == len(texts) or texts[number].strip():
            if len(run) >= least:
                for one in run:
                    cut[one] = texts[one][ends[one] :]
            run = []
    return cut
