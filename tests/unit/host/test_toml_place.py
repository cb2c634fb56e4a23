"""The line that sets a key, in every layout that TOML allows."""

from __future__ import annotations

import pytest

from doctor.host.toml_place import line_of

TEXT = """\
# [target.a]
top = 1
build.jobs = 2

[target.a]
linker = "x"  # linker
rustflags = [
  "linker",
]

[ target . 'cfg(target_os = "linux")' ]
"linker" = "y"

[env]
CC = { value = "gcc", force = true }

[[list]]
linker = "z"

[target.b.foo]
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        pytest.param("top", 2, id="outside of any table"),
        pytest.param("build.jobs", 3, id="a dotted key"),
        pytest.param("target.a.linker", 6, id="in its table"),
        pytest.param("target.a.rustflags", 7, id="an array over several lines"),
        pytest.param('target.cfg(target_os = "linux").linker', 12, id="quote marks and blanks"),
        pytest.param("env.CC.value", 15, id="an inline table"),
        pytest.param("env.CC.force", 15, id="its second key"),
        pytest.param("target.b.foo.bar", 20, id="a table alone"),
        pytest.param("nothing.at.all", 1, id="nothing"),
    ],
)
def test_the_line_of_a_key(key: str, line: int) -> None:
    assert line_of(TEXT, key) == line


def test_an_empty_file_has_a_first_line() -> None:
    assert line_of("", "a.b") == 1


def test_only_a_line_feed_ends_a_line() -> None:
    assert line_of('a = "\u2028\u0085"\r\n[b]\r\nc = 1\r\n', "b.c") == 3


def test_many_settings_have_a_line_each() -> None:
    text = "".join(f"a{number} = 1\n" for number in range(5000))
    assert [line_of(text, f"a{number}") for number in range(5000)] == list(range(1, 5001))
