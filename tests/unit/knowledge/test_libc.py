"""The command that sorts the names that glibc has and musl lacks: what it does with names, files aside."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from doctor.knowledge import libc
from doctor.knowledge.libc import (
    NEWER,
    REST,
    TIME64,
    Export,
    group_of,
    patterns,
    render,
    sort_names,
    time64_names,
    write,
)
from doctor.knowledge.source import folder

GROUP = {"title": "Fortified", "cause": "C", "advice": "A \u201cquoted\u201d word", "id": "fortify"}


def export(name: str, library: str = "libc", *, linkable: bool = True) -> Export:
    return Export(name, library, linkable)


@pytest.mark.parametrize(
    ("name", "library", "group"),
    [
        ("__memcpy_chk", "libc", "fortify"),
        ("__open64_2", "libc", "fortify"),
        ("__isoc23_strtol", "libc", "isoc23"),
        ("__exp_finite", "libm", "math-finite"),
        ("fopen64", "libc", "lfs64"),
        ("sinf128", "libm", "float-n"),
        ("_ZGVbN2v_sin", "libmvec", "vector-math"),
        ("fts_open", "libc", "fts"),
        ("fts64_open", "libc", "fts"),
        ("_IO_putc", "libc", "io-internals"),
        ("makecontext", "libc", "ucontext"),
        ("backtrace_symbols_fd", "libc", "execinfo"),
        ("_obstack_begin", "libc", "obstack"),
        ("argp_parse", "libc", "argp"),
        ("register_printf_function", "libc", "printf-hooks"),
        ("mallinfo2", "libc", "malloc-internals"),
        ("xdr_bool", "libc", "rpc"),
        ("__res_nquery", "libresolv", "resolver"),
        ("__nss_configure_lookup", "libc", "nss"),
        ("getgrent_r", "libc", "nss"),
        ("pthread_setattr_default_np", "libpthread", "pthread-extensions"),
        ("__libc_start_call_main", "libc", "glibc-internals"),
        ("roundeven", "libm", "math-extensions"),
        ("putpwent_unknown", "libc", REST),
    ],
)
def test_a_name_belongs_to_the_first_group_that_fits(name: str, library: str, group: str) -> None:
    assert group_of(export(name, library)) == group


def test_a_name_for_old_programs_alone_is_taken_only_where_a_group_asks_for_it() -> None:
    assert group_of(export("__malloc_hook", linkable=False)) == "malloc-internals"
    assert group_of(export("some_old_call", linkable=False)) == ""


def test_names_of_both_libraries_and_plain_words_are_left_out() -> None:
    glibc = [export(name) for name in ("printf", "step", "statx", "argp_parse", "some_call", "some_call_chk")]
    groups = sort_names(glibc, musl={"printf", "statx"}, older={"printf"})
    assert groups[NEWER] == {"statx"}
    assert groups["argp"] == {"argp_parse"}
    assert groups[REST] == {"some_call", "some_call_chk"}
    assert {"__libc_csu_init", "__libc_dlopen_mode"} < groups["glibc-internals"]
    assert not any({"printf", "step"} & names for names in groups.values())


def test_of_a_name_in_several_releases_the_one_that_links_counts() -> None:
    old, new = export("some_call", linkable=False), export("some_call")
    for glibc in ([old, new], [new, old]):
        assert sort_names(glibc, set(), set())[REST] == {"some_call"}
    assert sort_names([old], set(), set())[REST] == set()


def test_the_second_names_for_64_bit_time_are_those_that_only_32_bit_has() -> None:
    wide = [export("__clock_gettime64"), export("__stat64_time64"), export("__known64"), export("__in_musl64")]
    assert time64_names([*wide, export("fopen64")], {"__in_musl64"}, [export("__known64")]) == {
        "__clock_gettime64",
        "__stat64_time64",
    }


def test_a_group_is_written_with_what_was_written_by_hand() -> None:
    text = render({**GROUP, "globs": ["__*_chk"]}, ["b", "a"], ["glibc 2.36", "musl 1.2.5"])
    assert tomllib.loads(text) == {
        **GROUP,
        "globs": ["__*_chk"],
        "generated": ["glibc 2.36", "musl 1.2.5"],
        "names": ["a", "b"],
    }


def test_long_lists_of_names_are_wrapped() -> None:
    names = [f"a_rather_long_name_{number:03}" for number in range(60)]
    text = render(GROUP, names, [])
    assert max(map(len, text.splitlines())) <= 120
    assert tomllib.loads(text)["names"] == names


def test_a_group_that_nobody_described_is_refused(tmp_path: Path) -> None:
    (tmp_path / "fortify.toml").write_text(render(GROUP, ["old"], ["glibc 2.31"]), encoding="utf-8")
    write(tmp_path, {"fortify": {"__new_chk"}}, ["glibc 2.41"])
    table = tomllib.loads((tmp_path / "fortify.toml").read_text(encoding="utf-8"))
    assert (table["names"], table["generated"], table["advice"]) == (["__new_chk"], ["glibc 2.41"], GROUP["advice"])
    with pytest.raises(FileNotFoundError):
        write(tmp_path, {"unheard-of": {"name"}}, [])


# What `nm -P --defined-only -D` (binutils 2.40) prints of Debian 12's libc.so.6 and libc_nonshared.a, in part.
LISTINGS = {
    "libc.so.6": [
        "GLIBC_2.36",
        "memcpy@@GLIBC_2.14",
        "memcpy@GLIBC_2.2.5",
        "__nss_next@GLIBC_PRIVATE",
        "arc4random@@GLIBC_2.36",
    ],
    "libc_nonshared.a": ["atexit", "__libc_ldbl_version_placeholder"],
}


@pytest.fixture
def listings(monkeypatch: pytest.MonkeyPatch) -> Mapping[str, list[str]]:
    monkeypatch.setattr(libc, "nm", lambda path: LISTINGS[path.name])
    return LISTINGS


@pytest.mark.usefixtures("listings")
def test_private_names_and_the_names_of_versions_are_no_exports() -> None:
    assert libc.exports(Path("libc.so.6")) == [
        export("memcpy"),
        export("memcpy", linkable=False),
        export("arc4random"),
    ]
    assert libc.exports(Path("libc_nonshared.a")) == [export("atexit", "libc_nonshared")]


@pytest.mark.usefixtures("listings")
def test_the_version_of_glibc_is_the_newest_that_its_symbols_carry() -> None:
    assert libc.glibc_version(Path("libc.so.6")) == (2, 36)
    assert libc.glibc_version(Path("libc_nonshared.a")) == (0, 0)


def test_the_version_of_musl_stands_in_its_archive(tmp_path: Path) -> None:
    archive = tmp_path / "libc.a"
    archive.write_bytes(b"!<arch>\n\0version.lo\0" + b"1.2.5\0" + b"2.31.2.3\0")
    assert libc.musl_version(archive) == "1.2.5"
    archive.write_bytes(b"1.2.3\0" + b"1.2.5\0")
    with pytest.raises(ValueError, match="does not tell one version of musl"):
        libc.musl_version(archive)


def test_every_group_of_the_command_is_described_and_knows_its_releases() -> None:
    tables = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in (folder() / "libc").glob("*.toml")}
    named = {group for group, _ in patterns()} | {REST, NEWER, TIME64}
    assert named <= set(tables)
    for group in named:
        table = tables[group]
        assert table["advice"], group
        assert table["cause"], group
        assert len([word for word in table["generated"] if re.match(r"glibc 2\.\d\d$", word)]) >= 2, group
        assert len([word for word in table["generated"] if re.match(r"musl 1\.2\.\d$", word)]) == 2, group
