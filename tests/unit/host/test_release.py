"""os-release as it really looks, and as it should not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor.errors import UsageError
from doctor.host.release import parse_release, read_release, release_argument
from doctor.model import Release

_ROOTS = Path(__file__).parents[2] / "roots"


@pytest.mark.parametrize(
    ("root", "expected"),
    [
        ("debian-12", Release("debian", "12")),
        ("ubuntu-22.04", Release("ubuntu", "22.04", ("debian",))),
        ("rocky-9.4", Release("rocky", "9.4", ("rhel", "centos", "fedora"))),
        ("centos-7", Release("centos", "7", ("rhel", "fedora"))),
        ("centos-6", Release("centos", "6.10")),
        ("alpine-3.20", Release("alpine", "3.20.3")),
        ("arch", Release("arch")),
        ("mageia-9", Release("mageia", "9", ("mandriva", "fedora"))),
        ("wolfi", Release("wolfi", "20230201")),
        ("nixos", Release("nixos", "24.05")),
        ("empty", Release("")),
        ("not there at all", Release("")),
    ],
)
def test_release_of_a_root(root: str, expected: Release) -> None:
    assert read_release(_ROOTS / root) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("ID=arch", Release("arch"), id="no quotes, no newline"),
        pytest.param("ID='UOS'\n", Release("uos"), id="capitals become small"),
        pytest.param('ID="elementary OS"\n', Release("elementary-os"), id="a space becomes a hyphen"),
        pytest.param("ID=fedora\nVARIANT_ID=silverblue\n", Release("fedora", variant="silverblue"), id="a variant"),
        pytest.param("# ID=no\n\nID=yes\r\n", Release("yes"), id="comments and CRLF"),
        pytest.param("ID=a\nID=b\n", Release("b"), id="the last one wins, as in a shell"),
        pytest.param('ID="unclosed\n', Release("unclosed"), id="an unclosed quote"),
        pytest.param("ID = spaced\nexport ID=x\n", Release(""), id="what a shell would not take"),
        pytest.param('VERSION_ID="1\\$2"\nID=x', Release("x", "1$2"), id="escapes of the specification"),
        pytest.param("\0\ufffdID=x\nID=y\0", Release("y\0"), id="garbage is kept harmless"),
    ],
)
def test_text_of_os_release(text: str, expected: Release) -> None:
    assert parse_release(text) == expected


@given(st.text())
def test_any_text_gives_a_release(text: str) -> None:
    release = parse_release(text)
    assert release.id == release.id.lower()
    assert all(word and " " not in word for word in release.like)


@given(
    st.from_regex(r"[a-z][a-z0-9._-]{0,20}", fullmatch=True),
    st.lists(st.from_regex(r"[a-z][a-z0-9._-]{0,20}", fullmatch=True), max_size=4),
    st.from_regex(r"[0-9]{1,4}(?:\.[0-9]{1,4}){0,2}", fullmatch=True),
    st.sampled_from(['"', "'"]),
)
def test_what_is_written_is_read(name: str, like: list[str], version: str, quote: str) -> None:
    text = f"NAME=x\nID={quote}{name}{quote}\nID_LIKE={quote}{' '.join(like)}{quote}\nVERSION_ID={version}\n"
    assert parse_release(text) == Release(name, version, tuple(like))


def test_a_link_in_a_root_does_not_lead_out_of_it(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "usr/lib").mkdir(parents=True)
    (tmp_path / "etc/os-release").symlink_to("/usr/lib/os-release")
    (tmp_path / "usr/lib/os-release").write_text("ID=inside\n")
    assert read_release(tmp_path).id == "inside"


def test_a_loop_of_links_is_no_release(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/os-release").symlink_to("os-release")
    assert read_release(tmp_path) == Release("")


@pytest.mark.parametrize("text", ["ubuntu:22.04", "alpine", "Fedora:42", "opensuse-leap:15.6"])
def test_distro_argument(text: str) -> None:
    release = release_argument(text)
    assert str(release) == text.lower()


@pytest.mark.parametrize("text", ["", ":12", "de bian;rm", "ubuntu:22 04", "../x"])
def test_a_distro_argument_that_is_none_is_said_so(text: str) -> None:
    with pytest.raises(UsageError, match="write ID or ID:VERSION"):
        release_argument(text)
