"""Lines → blocks by cargo's grammar.

    log      = { status | block }
    block    = diagnostic | link | script | tests | crate-warning+ | emitted | output
    diagnostic = HEAD { ARROW | GUTTER | NOTE | indented }    ends at a blank line, a HEAD, a status or a summary
    link     = HEAD(linking with …) [COMMAND] { NOTE | any }  ends at a HEAD, a status or a summary
    script   = "failed to run custom build command" { any }   ends at a status or a summary
    emitted  = "The following warnings were emitted" { warning }   older cargo: a script's warnings, before it
    tests    = "running N tests" { any } "test result:"
    output   = any other line

Logs are cut, wrapped and interleaved: every production may begin or end in the middle, and no input is an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from doctor.log import grammar
from doctor.model import BUILD_SCRIPT, CARGO, LINK, OUTPUT, RUSTC, SUMMARY, TEST, Block, Crate, Line

_CARGO_WORDS = (
    "toolchain", "rustup", "failed to ", "no such command", "the lock file", "package `", "unable to ",
    "could not find",
    "process didn't exit", "no matching package", "feature `", "component", "override", "invalid", "could not execute",
    "failed ", "Unable", "network", "couldn't", "requires rustc", "could not parse", "no default", "manifest",
)  # fmt: skip


def blocks(lines: Iterable[Line]) -> tuple[Block, ...]:
    """All blocks of a log in order, with crates and survival filled in from what follows them."""
    walk = _Walk()
    for line in lines:
        walk.take(line)
    return tuple(_with_crates(walk.finish()))


class _Walk:
    """The state machine: the block being read, and the blocks done since the last success."""

    def __init__(self) -> None:
        self._done: list[Block] = []
        self._region = 0
        self._kind = OUTPUT
        self._lines: list[Line] = []
        self._crate: Crate | None = None
        self._place = ""
        self._fatal = True
        self._command: list[str] = []
        self._blank = False
        self._emitted = False

    def take(self, line: Line) -> None:
        """Give one line to the block that it belongs to."""
        if self._kind == TEST:
            self._in_tests(line)
        elif grammar.TEST_START.match(line.text) and self._kind != BUILD_SCRIPT:
            self._open(TEST)
            self._lines.append(line)
        elif grammar.STATUS.match(line.text):
            self._status(line)
        elif grammar.SUMMARY.match(line.text):
            self._summary(line)
        else:
            self._speech(line)
        self._blank = not line.text.strip()

    def finish(self) -> list[Block]:
        """All blocks, at the end of the input."""
        self._close()
        return self._done

    def _in_tests(self, line: Line) -> None:
        ended = grammar.TEST_END.match(line.text) or grammar.NOTE_BACKTRACE.match(line.text)
        if ended or grammar.STATUS.match(line.text):
            self._open(OUTPUT)
        if not ended:
            self._lines.append(line)

    def _status(self, line: Line) -> None:
        self._open(OUTPUT)
        if grammar.FINISHED.match(line.text):
            self._survive()

    def _survive(self) -> None:
        """`Finished` after nothing fatal: whatever was complained of before, the build went on without it."""
        region = self._done[self._region :]
        if not any(block.fatal and block.kind in {RUSTC, LINK, BUILD_SCRIPT, CARGO, SUMMARY} for block in region):
            self._done[self._region :] = [replace(block, survived=True) for block in region]
        self._region = len(self._done)

    def _summary(self, line: Line) -> None:
        found = grammar.SUMMARY.match(line.text)
        name = found.group("name") if found else None
        self._open(OUTPUT)
        self._done.append(Block(SUMMARY, (line,), Crate(name) if name else None))

    def _speech(self, line: Line) -> None:
        script = grammar.BUILD_SCRIPT.search(line.text)
        warned = grammar.CRATE_WARNING.match(line.text)
        head = grammar.HEAD.match(line.text)
        if self._is_emitted(line):
            return
        if script:
            self._bare_warning()
            self._open(BUILD_SCRIPT, Crate(script.group("name"), script.group("version") or ""))
            self._place = script.group("path") or grammar.ELSEWHERE
            self._lines.append(line)
        elif warned:
            self._crate_warning(line, Crate(warned.group("name"), warned.group("version")), warned.group("text"))
        elif head and not self._inside_script(line.text):
            self._diagnostic(line, head.group("level"), head.group("code") or "", head.group("message"))
        else:
            self._cut_script(line)
            self._continue(line)

    def _is_emitted(self, line: Line) -> bool:
        """Older cargo lists a script's warnings without its name: one a line, between a heading and a blank line."""
        if line.text.strip() == grammar.EMITTED:
            self._open(BUILD_SCRIPT)
            self._fatal, self._emitted = False, True
        elif not self._emitted:
            return False
        elif line.text.startswith("warning: "):
            line = Line(line.number, line.text.removeprefix("warning: "))
        elif line.text.strip() or len(self._lines) > 1:
            self._emitted = False
            return False
        if line.text.strip():
            self._lines.append(line)
        return True

    def _bare_warning(self) -> None:
        """A script's own warning right before its failure, without the heading that older cargo gives it."""
        if self._lines and grammar.SCRIPT_WARNING.match(self._lines[0].text):
            first = self._lines[0]
            self._kind = BUILD_SCRIPT
            self._lines[0] = Line(first.number, first.text.removeprefix("warning: "))

    def _cut_script(self, line: Line) -> None:
        """A build script whose head was cut off: its streams or its panic show what it is."""
        panic = grammar.PANIC.match(line.text)
        place = (panic.group("place") or "") if panic else ""
        if panic and self._kind == OUTPUT and grammar.OWN_FILE.search(place):
            self._open(TEST)  # a panic of the reader's own program may quote anything
        elif self._may_be_script() and (grammar.STREAM.match(line.text) or grammar.BUILD_FILE.search(place)):
            self._into_script()
        if self._kind == BUILD_SCRIPT and self._crate is None:
            owner = grammar.OWNER.search(place)
            self._crate = Crate(owner.group("name"), owner.group("version")) if owner else None

    def _may_be_script(self) -> bool:
        """Cargo shows the streams of rustc and git in the same form as those of a build script."""
        return self._kind in {OUTPUT, RUSTC} or (
            self._kind == CARGO and not any(grammar.OTHER_PROCESS.search(line.text) for line in self._lines)
        )

    def _into_script(self) -> None:
        """What stood before the stream's mark without a head of its own was the script's as well."""
        if self._kind != OUTPUT:
            self._open(BUILD_SCRIPT)
        self._kind = BUILD_SCRIPT

    def _inside_script(self, text: str) -> bool:
        """A build script may print `error: …` itself; rustc's own heads still end it."""
        if self._kind != BUILD_SCRIPT or not self._fatal:
            return False
        message = text.strip().partition(": ")[2]
        return text.startswith(" ") or not (text.startswith("error[") or message.startswith(grammar.RUSTC_HEADS))

    def _crate_warning(self, line: Line, crate: Crate, text: str) -> None:
        if self._kind != BUILD_SCRIPT or self._crate != crate:
            self._open(BUILD_SCRIPT, crate)
            self._fatal = False
        self._lines.append(Line(line.number, text))

    def _diagnostic(self, line: Line, level: str, code: str, message: str) -> None:
        if self._quotes(line.text, message):
            self._continue(line)
            return
        self._open(_kind_of(level, code, message))
        self._fatal = level != "warning"
        self._lines.append(line)

    def _quotes(self, text: str, message: str) -> bool:
        """The linker's own `error: …` inside rustc's note, and rustc's inside what cargo says of running it."""
        if self._kind == LINK:
            return text.startswith(" ") and not message.startswith(grammar.RUSTC_HEADS)
        if self._kind == OUTPUT and self._lines and message.endswith(")") and "(os error " in message:
            return "failed to execute command" in self._lines[-1].text  # rustc's own bootstrap: the reason stands below
        return self._kind == CARGO and _indent(text) > _indent(self._lines[0].text) and self._fatal

    def _continue(self, line: Line) -> None:
        if self._kind in {RUSTC, CARGO} and self._blank and not _indented(line.text) and line.text.strip():
            self._open(OUTPUT)
        arrow = grammar.ARROW.match(line.text)
        if arrow and self._kind == RUSTC:
            self._place = self._place or arrow.group("place")
        elif self._kind in {RUSTC, LINK} and grammar.GUTTER.match(line.text):
            return
        elif self._kind == LINK and grammar.COMMAND.match(line.text):
            self._command.append(line.text)
        else:
            self._lines.append(line)

    def _open(self, kind: str, crate: Crate | None = None) -> None:
        self._close()
        self._kind, self._crate = kind, crate

    def _close(self) -> None:
        if any(line.text.strip() for line in self._lines):
            self._done.append(
                Block(
                    kind=self._kind,
                    lines=tuple(self._lines),
                    crate=self._crate,
                    place=self._place,
                    fatal=self._fatal,
                    command="\n".join(self._command),
                )
            )
        self._lines, self._command, self._place, self._fatal, self._kind = [], [], "", True, OUTPUT
        self._emitted = False


def _kind_of(level: str, code: str, message: str) -> str:
    if level in {"Error", "fatal", "ERROR"}:
        return OUTPUT
    if grammar.LINK.search(f"error: {message}"):
        return LINK
    if code or level == "warning" or not message.startswith(_CARGO_WORDS):
        return RUSTC
    return CARGO


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip())


def _indented(text: str) -> bool:
    return text.startswith((" ", "\t", "Caused by")) or bool(grammar.NOTE.match(text))


def _with_crates(done: list[Block]) -> Iterator[Block]:
    """Rustc does not say which crate it compiles; cargo's `could not compile` after it does.

    Of a build script's warnings the head of its failure, which follows, says whose it is.
    """
    crate: Crate | None = None
    places: dict[Crate, str] = {}
    found: list[Block] = []
    for block in reversed(done):
        if block.kind == BUILD_SCRIPT and block.crate is None and found and found[-1].kind == BUILD_SCRIPT:
            block = replace(block, crate=found[-1].crate)  # noqa: PLW2901 (older cargo's warnings come first)
        if block.kind == BUILD_SCRIPT and block.crate:
            place = places.setdefault(block.crate, block.place)
            block = replace(block, place=block.place or place)  # noqa: PLW2901 (its warnings come first)
        if block.kind == SUMMARY:
            crate = block.crate or crate
        if block.crate is None and block.kind in {RUSTC, LINK} and block.fatal:
            found.append(replace(block, crate=crate))
        else:
            found.append(block)
    return reversed(found)
