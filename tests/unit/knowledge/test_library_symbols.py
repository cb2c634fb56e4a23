"""Real libraries against the records: what is claimed wrongly, what for others, what is left out."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from doctor.host.run import OUTPUT, SECONDS, Outcome
from doctor.knowledge import library_symbols
from doctor.knowledge.index import build
from doctor.knowledge.library_symbols import Report, c_names, compare, exported, libraries
from doctor.knowledge.load import Knowledge
from doctor.knowledge.schema import read_need
from doctor.knowledge.table import Table

# What `nm -D -P --defined-only` (binutils 2.40) prints of Debian 12's libssl.so.3, libc.so.6 and libspdlog.so, in part.
LISTING = """OPENSSL_3.0.0 A 0 
SSL_new@@OPENSSL_3.0.0 T 3b6c0 6a
_init T 21000 
regexec@GLIBC_2.2.5 T 11bb70 29
regexec@@GLIBC_2.3.4 T eb150 8d
_ZN6spdlog4initEv W 17a60 8
adler32 T 2b20 9
"""  # noqa: W291


def _knowledge() -> Knowledge:
    tables: dict[str, dict[str, Any]] = {
        "one": {"id": "one", "title": "One", "kind": "library"}
        | {"names": {"libs": ["one"], "symbols": ["one_new", "one_gone"], "prefixes": ["shared_", "dead_"]}},
        "two": {"id": "two", "title": "Two", "kind": "library", "names": {"libs": ["two"], "prefixes": ["two_"]}},
        "old": {"id": "old", "title": "Old", "kind": "libc", "names": {"libs": ["old"], "symbols": ["clock"]}},
    }
    needs = [read_need(Table(f"needs/{key}.toml", table)) for key, table in tables.items()]
    return Knowledge({"needs": tables, "index": build(needs)})


def test_only_names_that_a_link_of_c_finds_are_counted() -> None:
    assert c_names(LISTING) == {"SSL_new", "regexec", "adler32"}


def test_a_record_is_compared_with_its_own_and_with_foreign_libraries() -> None:
    tables = {
        "libone.so.1": frozenset({"one_new", "shared_open", "other"}),
        "libtwo.so.2.0": frozenset({"two_open", "shared_close"}),
        "libthree.so": frozenset({"shared_open", "shared_read"}),
        "libc.so.6": frozenset({"clock"}),
    }
    assert compare(_knowledge(), tables) == [
        Report(
            need="one",
            exported=3,
            wrong=["one_gone", "dead_"],
            foreign=["shared_close (libtwo.so.2.0)", "shared_read (libthree.so)"],
            missing=["other"],
        ),
        Report(need="two", exported=2, wrong=[], foreign=[], missing=[]),
    ]


def test_a_report_shows_a_few_names_of_each_kind() -> None:
    report = Report("one", exported=12, wrong=["a"], foreign=[], missing=[f"n{number}" for number in range(9)])
    assert list(report.lines()) == [
        "one: 3 of 12 names lead to a need",
        "  wrong 1: a",
        "  missing 9: n0 n1 n2 n3 n4 n5 n6 n7",
    ]


@pytest.mark.parametrize(
    ("outcome", "problem"),
    [
        pytest.param(Outcome((), 1, stderr=b"nm: file format not recognized"), "not recognized", id="no library"),
        pytest.param(Outcome((), None, problem="no answer within 60 s"), "no answer", id="too slow"),
        pytest.param(Outcome((), 0, stdout=b"x" * OUTPUT), "too many names", id="cut"),
    ],
)
def test_names_that_are_not_all_there_are_not_taken(outcome: Outcome, problem: str, tmp_path: Path) -> None:
    def run(argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS) -> Outcome:
        assert (argv[-1], cwd, seconds > SECONDS, bool(environment)) == (
            str(tmp_path / "libx.so"),
            tmp_path,
            True,
            True,
        )
        return outcome

    with pytest.raises(OSError, match=problem):
        exported(tmp_path / "libx.so", run)


@pytest.mark.toolchain
def test_a_library_that_was_just_built_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cc, nm = shutil.which("cc"), shutil.which("nm")
    if not cc or not nm:
        pytest.skip("neither a C compiler nor nm: there is no library to build and read")
    library = tmp_path / "usr" / "lib" / "libz.so.1"
    library.parent.mkdir(parents=True)
    source = "int inflateInit_(void) { return 0; } int SSL_new; int zq_other; static int hidden(void) { return 1; }"
    argv = [cc, "-x", "c", "-shared", "-fPIC", "-o", str(library), "-"]
    if subprocess.run(argv, input=source.encode(), capture_output=True, check=False).returncode:
        pytest.skip("this C compiler does not make shared libraries of ELF")
    (library.parent / "libz.so").symlink_to("libz.so.1")
    (library.parent / "libnone.so").write_text("INPUT(libz.so.1)")
    found = list(libraries([tmp_path]))
    if not found:
        pytest.skip("libraries of this system are not ELF")
    assert found == [library]
    assert exported(library) == {"inflateInit_", "SSL_new", "zq_other"}
    assert library_symbols.main([str(tmp_path), "-l", str(library.parent / "libnone.so")]) == 1
    shown = capsys.readouterr()
    assert "zlib: 2 of 3 names lead to a need\n" in shown.out
    assert "openssl: 0 of 0 names lead to a need\n  foreign 1: SSL_new (libz.so.1)\n" in shown.out
    assert shown.err.startswith("left out: ")
