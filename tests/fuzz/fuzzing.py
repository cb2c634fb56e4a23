"""What the fuzzing targets share: instrumented imports, seeds and a dictionary on disk, the start of atheris.

A target is a module with `run(data)`, `seeds()` and `words()`. As a script it needs atheris (`pip install atheris`);
the test in this folder runs the same functions without it.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path

from by_line import ByLine

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
FINDS = HERE / "finds"
LONGEST = 16_384
_KEPT = ExitStack()
# What a report may hold: text and line feeds; the bidirectional controls are of category Cf.
_RAW = frozenset({"Cc", "Cs"})
_BIDIRECTIONAL = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@contextmanager
def instrumented(name: str) -> Iterator[None]:
    """In a script (`name` is __main__) what is imported from here on counts as covered code, also when imported later."""
    if name == "__main__":
        _KEPT.enter_context(import_module("atheris").instrument_imports(include=["doctor", "tomllib", "elftools"]))
    yield


def fuzz(
    run: Callable[[bytes], None], seeds: Sequence[bytes], words: Iterable[bytes], values: Sequence[bytes] | None = None
) -> None:
    """Fuzz with libFuzzer's command line: seeds are read in addition to the folders named there. Does not return.

    With `values` the input is text and is changed by line too (see ByLine).
    """
    atheris = import_module("atheris")
    given = sys.argv[1:]
    work = Path(_KEPT.enter_context(tempfile.TemporaryDirectory(prefix="fuzz-")))
    own = [str(_folder(work / "corpus"))] if all(word.startswith("-") for word in given) else []
    extra = [str(write_seeds(seeds, _folder(work / "seeds"))), f"-dict={write_dictionary(words, work / 'words.dict')}"]
    extra += [] if any(word.startswith("-max_len") for word in given) else [f"-max_len={LONGEST}"]
    by_line = {} if values is None else {"custom_mutator": ByLine(seeds, values, _bytewise)}
    atheris.Setup([sys.argv[0], *own, *given, *extra], run, **by_line)
    atheris.Fuzz()


def write_seeds(seeds: Iterable[bytes], folder: Path) -> Path:
    """Write each seed to a file of its own, named by its contents; returns the folder."""
    for data in seeds:
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return folder


def write_dictionary(words: Iterable[bytes], path: Path) -> Path:
    """Write libFuzzer's dictionary (`"word"`, with escapes); returns its path. Long words are left out."""
    lines = (f'"{"".join(_escaped(byte) for byte in word)}"\n' for word in sorted(set(words)) if 0 < len(word) <= 64)
    path.write_text("".join(lines), encoding="ascii")
    return path


def files(folder: str, pattern: str, most: int = LONGEST) -> Iterator[bytes]:
    """The contents of a folder's files that are no larger than `most` bytes, in a fixed order."""
    for path in sorted((CHECKOUT / folder).rglob(pattern)):
        if path.is_file() and path.stat().st_size <= most:
            yield path.read_bytes()


def raw_in(text: str) -> str:
    """The characters of a report that could do something to a terminal."""
    return "".join(
        one for one in text if one not in "\n\t" and (unicodedata.category(one) in _RAW or one in _BIDIRECTIONAL)
    )


def literals() -> Iterator[bytes]:
    """The literals of all rules: one of them must occur before a rule is tried."""
    from doctor.knowledge.load import load  # noqa: PLC0415 (behind the instrumentation)

    knowledge = load()
    return (word.encode() for key in knowledge.rule_ids() for word in knowledge.rule(key).match.literals)


def _bytewise(data: bytes, most: int) -> bytes:
    """The mutator of libFuzzer itself: atheris has it only once it fuzzes."""
    return bytes(import_module("atheris").Mutate(data, most))


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _escaped(byte: int) -> str:
    return chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\x{byte:02x}"
