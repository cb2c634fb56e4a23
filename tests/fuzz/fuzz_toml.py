"""Any bytes as each TOML file of a project, and as each kind of knowledge record: read or refused, never a crash.

usage: python tests/fuzz/fuzz_toml.py [CORPUS] [-max_total_time=S …]     (needs atheris; options are libFuzzer's)
"""

from __future__ import annotations

import atexit
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from fuzzing import files, fuzz, instrumented

with instrumented(__name__):
    import tomllib

    from doctor.errors import KnowledgeError
    from doctor.host.choices import read_choices
    from doctor.host.lock import read_lock
    from doctor.host.lock_version import lock_version
    from doctor.host.manifests import read_manifests
    from doctor.host.other_settings import other_settings
    from doctor.host.settings import read_settings
    from doctor.host.traps import Site, traps
    from doctor.knowledge.raised import read_raised
    from doctor.knowledge.schema import read_group, read_need
    from doctor.knowledge.schema_crates import read_crate
    from doctor.knowledge.schema_distros import read_distros
    from doctor.knowledge.schema_releases import read_releases
    from doctor.knowledge.schema_rules import read_rule
    from doctor.knowledge.schema_targets import read_targets
    from doctor.knowledge.source import read
    from doctor.knowledge.table import Table
    from doctor.project import toolchain_file

GNU, MUSL = "x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl"
FILES = ("Cargo.toml", "Cargo.lock", ".cargo/config.toml", "rust-toolchain.toml", "knowledge/needs/x.toml")
READERS: tuple[Callable[[Table], object], ...] = (
    read_need,
    read_group,
    read_rule,
    read_crate,
    read_distros,
    read_releases,
    read_raised,
    read_targets,
)
# A value of each type, and what no such file has: long, deep, empty, beyond 64 bits, not printable.
VALUES = (
    *(b'"x"', b'""', b"true", b"1", b"-1", b"1.5", b"nan", b"1979-05-27", b"07:32:00", b"[]", b"{}", b"[[]]", b"[{}]", b'["x", 1]'),
    *(b"{ workspace = true }", b"{ value = 1, force = true }", b'{ package = [], optional = "x" }', b'"\\u0000\\u001b\\n"'),
    *(b'"../*"', b'"**"', b'"' + b"a" * 300 + b'"', b"0x" + b"f" * 17, b"0x" + b"f" * 4000, b"9" * 5000, b"[" * 400 + b"]" * 400),
    *(b'"cfg(all(unix, not(windows)))"', b'"-C link-arg=-x"', b'["-C", "linker=x"]', b'"x86_64-unknown-linux-musl"', b'">=1.2"'),
)  # fmt: skip
_KEY = re.compile(rb"""^\s*\[{0,2}([\w."-]{2,40})\]{0,2}\s*(?:=|$)""", re.MULTILINE)


def run(data: bytes) -> None:
    """Read it as the files of a project, then as a record."""
    folder = _folder()
    for name in FILES:
        (folder / name).write_bytes(data)
    _as_project(folder)
    _as_knowledge(data, folder)


@cache
def _folder() -> Path:
    """One for all runs of a process: to make and remove one takes longer than to read its files."""
    made = tempfile.TemporaryDirectory(prefix="fuzz-")
    atexit.register(made.cleanup)
    for name in FILES:
        (Path(made.name) / name).parent.mkdir(parents=True, exist_ok=True)
    return Path(made.name)


def _as_project(folder: Path) -> None:
    problems = [read_choices(folder).problem, *(manifest.problem for manifest in read_manifests(folder))]
    lock, toolchain = read_lock(folder), toolchain_file(folder)
    assert lock is not None
    assert toolchain is not None
    lock_version(folder)
    settings = read_settings(folder, {})
    others, unread = other_settings(folder)
    most = (folder / FILES[0]).read_bytes().count(b"\n") + 1
    assert all(1 <= one.line <= most for one in (*settings.entries, *others)), "a line that is not in the file"
    site = Site(GNU, (MUSL,), stable=True, registry=True, there=bool, others=others, unread=unread)
    found = traps({}, settings.entries, (MUSL,), bool, site)
    assert all(one.run.isprintable() for one in found)
    for one in found:
        tomllib.loads(one.write)  # what to write instead is TOML, whatever stood there
    assert all("\n" not in one for one in (*problems, lock.problem))


def _as_knowledge(data: bytes, folder: Path) -> None:
    with suppress(KnowledgeError):
        read(folder / "knowledge")
    table = _table(data)
    for reader in READERS if table else ():
        with suppress(KnowledgeError):
            reader(Table("x.toml", table))


def _table(data: bytes) -> Mapping[str, Any]:
    """The table; nothing for what is none: that was seen above."""
    try:
        return tomllib.loads(data.decode())
    except (ValueError, RecursionError):
        return {}


def seeds() -> Iterator[bytes]:
    """The records, the projects of the tests, and settings of cargo as people write them."""
    yield from files("knowledge", "*.toml", 2048)
    yield from files("tests", "Cargo.toml", 4096)
    yield from files("tests", "case.toml", 1024)
    yield from files("tests/fuzz/seeds", "*.toml")


def words() -> Iterator[bytes]:
    """The keys of the seeds and TOML's own marks."""
    for seed in seeds():
        yield from _KEY.findall(seed)
    yield from b'[[ ]] { } = """ \'\'\' true false 1979-05-27T07:32:00Z 0x inf 1e9 "cfg( ["x"] .workspace=true \\u0000'.split()


if __name__ == "__main__":
    fuzz(run, list(seeds()), words(), VALUES)
