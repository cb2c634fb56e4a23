"""How cargo, rustc and the test harness begin and end what they say: the terminals of the block grammar.

Sources: rustc_errors' human emitter (`error[E0463]: …`, ` --> file`, ` | `, ` = note:`), cargo's shell.rs (status verbs),
cargo's custom_build.rs (`failed to run custom build command`, `--- stdout`), libtest's formatters.
"""

from __future__ import annotations

import re

HEAD = re.compile(r"^\s{0,8}(?P<level>error|warning|ERROR|Error|fatal)(?:\[(?P<code>E\d{4})\])?: (?P<message>.*)$")
STATUS = re.compile(
    r"^\s*(?:(?:Compiling|Checking|Documenting|Fresh|Dirty|Building) \S+ v\d|Finished (?:`|dev|release|test|bench|\w+ \[)"
    r"|(?:Downloading|Downloaded|Updating|Locking|Blocking|Adding|Removing|Packaging|Verifying|Installing|Unpacking) \S+"
    r"|Running [`'\"]|Running (?:unittests|tests/)|Doc-tests )"
)
FINISHED = re.compile(r"^\s*Finished (?:`|dev|release|test|bench|\w+ \[)")
BUILD_SCRIPT = re.compile(
    r"failed to run custom build command for [`'\"]?(?P<name>[\w-]+)"
    r"(?: v(?P<version>[^\s`'\"(]+))?(?: \((?P<path>(?:/|[A-Za-z]:\\)[^)\n]*)\))?",
    re.IGNORECASE,
)
# The place of a build script whose head names no folder: a dependency from a registry or from git.
ELSEWHERE = "registry"
LINK = re.compile(r"\blinking with [`'\"]?.{1,4096}?[`'\"]? failed: |^\s*error: (?:rust-)?lld", re.IGNORECASE)
# Lines of cargo that end whatever came before; a build script's stderr never holds them.
SUMMARY = re.compile(
    r"^\s*(?:(?:error: )?(?:Could|could) not (?:compile|document) [`'\"]?(?P<name>[\w-]+)"
    r"|(?:warning: |error: )?[Bb]uild failed|error: aborting due to|error: failed to compile"
    r"|error: could not (?:compile|document)|error: test failed|error: \d+ targets? failed"
    r"|For more information about this error|To learn more, run the command again"
    r"|Some errors have detailed explanations|error: process didn't exit successfully: [`'\"]\S*rustdoc)"
)
CRATE_WARNING = re.compile(r"^\s*(?:warning|error): (?P<name>[A-Za-z][\w-]*)@(?P<version>\d[\w.+-]*): ?(?P<text>.*)$")
EMITTED = "The following warnings were emitted during compilation:"
SCRIPT_WARNING = re.compile(r"^warning: `[^`\n]{0,200}\bpkg-?conf(?:ig)?\b")  # one whose heading was cut off
# Also rustfmt's diffs: they show the reader's own source.
TEST_START = re.compile(
    r"^\s*(?:running \d+ tests?|---- .+ (?:stdout|stderr) ----|failures:|Diff in \S.* at line \d+:|Diff in \S.*:\d+:)$"
)
TEST_END = re.compile(r"^\s*(?:test result: |error: test failed|error: doctest failed|error: \d+ target)")
NOTE_BACKTRACE = re.compile(r"^\s*note: (?:[Rr]un with `RUST_BACKTRACE|Some details are omitted)")
# `*+` gives nothing back: two stretches of blanks side by side could share a long one in too many ways.
GUTTER = re.compile(r"^\s*+(?:\d+|\.\.\.)?+\s*+[|┃](?: |$)|^\s*+\d++\s++[|/\\]")
ARROW = re.compile(r"^\s*(?:-->|:::) (?P<place>\S.*?)(?::\d+){0,2}$")
NOTE = re.compile(r"^\s*(?:= )?(?:note|help):")
COMMAND = re.compile(
    r"^\s*+(?:= )?+(?:note: )?+\s*+(?:LC_ALL=|PATH=|env -u |ZERO_AR_DATE=|VSLANG=)?[^ ]{0,400}?\s*\"[^\"]+\" \"[^\"]*\""
)
PANIC = re.compile(r"^\s*thread '[^']*'(?: \(\d+\))? (?:panicked|has overflowed) ?(?:at (?P<place>.*))?$")
STREAM = re.compile(r"^\s*--- (?:stdout|stderr)\s*$")
OTHER_PROCESS = re.compile(
    r"process didn't exit successfully: [`'\"]?(?:[^`'\" ]*[/\\])?(?:rustc|cargo|git|sccache|rustup)\b"
)
DEPENDENCY = re.compile(
    r"(?:^|[/\\])(?:registry[/\\]src|git[/\\]checkouts|rustlib[/\\]src|vendor)[/\\]|^/rustc/|[/\\]nix[/\\]store[/\\]"
)
BUILD_FILE = re.compile(
    r"(?:^|[/\\])build(?:\.rs|[/\\][\w./\\-]+\.rs)\b|[/\\](?:registry[/\\]src|git[/\\]checkouts)[/\\]"
)
OWNER = re.compile(
    r"[/\\\\](?P<name>[A-Za-z][\w-]*)-(?P<version>\d+\.\d+[\w.+-]*)[/\\\\](?:build\.rs|build[/\\\\]|src[/\\\\]build)"
)
OWN_FILE = re.compile(
    r"(?:^|, |\./)(?:src[/\\](?!build|lib(?:core|std|alloc)[/\\])|tests[/\\]|examples[/\\]|benches[/\\])[\w./\\-]*\.rs:\d+"
)
RUSTC_HEADS = (
    "linking with",
    "linker ",
    "could not exec the linker",
    "cannot find",
    "unresolved",
    "mismatched",
    "can't find crate",
)
# cargo --list of cargo 1.95; what is misspelt is not missing.
COMMANDS = (
    "add", "bench", "build", "check", "clean", "config", "doc", "fetch", "fix", "generate-lockfile", "help", "info", "init",
    "install", "locate-project", "login", "logout", "metadata", "new", "owner", "package", "pkgid", "publish", "remove",
    "report", "run", "rustc", "rustdoc", "search", "test", "tree", "uninstall", "update", "vendor", "version", "yank",
)  # fmt: skip
# Words by which a failure is seen even where nobody knows its cause.
FAILURE = re.compile(
    # cargo of before 2016 has no `error: `
    r"^failed to (?:parse|run custom|load|fetch|download|update|compile) |^unable to update "
    r"|^\s*(?:fatal |internal )?(?:error|ERROR|Error)(?:\[\w+\])?: |\b(?:error|Error) \d+$|FAILED|panicked at|: command not found"
    r"|cannot open shared object|core dumped|Segmentation fault|^Killed$|: not found$|: version [`'][^']+' not found"
    r"|exit(?:ed with)? (?:code|status):? [1-9]|Exec format error|Illegal instruction|Error (?:relocating|loading) |failed to solve:"
    r"|\bundefined (?:reference to|symbol)|\bld returned \d|^Killed|fatal error: |: error: |\berror LNK\d{4}"
    r"|fatal error [A-Z]+\d{4}"
    r"|multiple definition of|duplicate symbol|: relocation R_\w+ |^\s*CMake Error|^\s*g?make(?:\[\d+\])?: \*\*\*"
    r"|Library not loaded|symbol lookup error|^Could not start dynamically|: unknown option: -|symbol\(s\) not found|No space left on device"
)
