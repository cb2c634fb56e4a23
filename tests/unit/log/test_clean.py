"""Bytes → lines: what people paste comes out as what the tool said, with the original's line numbers."""

from __future__ import annotations

import pytest

from doctor.log.clean import clean
from doctor.log.decode import decode, is_binary
from doctor.log.plain import plain
from doctor.log.prefixes import cut_certain
from doctor.log.unescape import expand

PLAIN = "error: linker `cc` not found"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(PLAIN.encode(), id="plain text stays"),
        pytest.param(b"\xef\xbb\xbf" + PLAIN.encode(), id="a UTF-8 byte order mark goes"),
        pytest.param(b"\xff\xfe" + PLAIN.encode("utf-16-le"), id="UTF-16 with a mark is read"),
        pytest.param(PLAIN.encode("utf-16-le"), id="UTF-16 without a mark is read"),
        pytest.param(
            b"\x1b[0m\x1b[1m\x1b[38;5;9merror\x1b[0m\x1b[1m: linker `cc` not found\x1b[0m", id="rustc's colours go"
        ),
        pytest.param(b"[0m[1m[38;5;9merror[0m[1m: linker `cc` not found[0m", id="colours that lost their escape go"),
        pytest.param(
            b"\x1b]8;;https://example.org\x1b\\error\x1b]8;;\x1b\\: linker `cc` not found", id="hyperlinks go"
        ),
        pytest.param(b"    Building [=====>    ] 3/9: serde\rerror: linker `cc` not found\r", id="a progress bar goes"),
        pytest.param(
            b"2026-11-24T10:00:00.1234567Z error: linker `cc` not found", id="a time stamp of GitHub Actions goes"
        ),
        pytest.param(
            b"build\tRun cargo build\t2026-11-24T10:00:00.1234567Z error: linker `cc` not found",
            id="job, step and stamp of gh run view go",
        ),
        pytest.param(b"2026-11-24T10:00:00.1Z ##[error]error: linker `cc` not found", id="two prefixes at once go"),
        pytest.param(b"#12 34.56 error: linker `cc` not found", id="buildkit's step and seconds go"),
        pytest.param(b"builder-1  | error: linker `cc` not found", id="docker compose's service goes"),
        pytest.param(b"[12:00:01] error: linker `cc` not found", id="a clock in brackets goes"),
        pytest.param("\u202eerror: linker `cc` not found\u2066".encode(), id="bidi controls go"),
        pytest.param(b"error: linker `cc`\x00\x08 not found", id="control characters go"),
    ],
)
def test_one_line_comes_out_as_the_tool_said_it(data: bytes) -> None:
    assert [line.text for line in clean(data) if line.text] == [PLAIN]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a\nb\nc", [1, 2, 3], id="one number a line"),
        pytest.param("a\r\nb\r\n", [1, 2, 3], id="CRLF counts once"),
        pytest.param(
            'x\n"stderr: \\"one\\ntwo\\nthree\\""', [1, 2, 2, 2, 2, 2], id="a Debug string keeps the number of its line"
        ),
        pytest.param("cargo:rerun-if-env-changed=CC\nb", [2], id="noise of build scripts is left out"),
    ],
)
def test_lines_keep_the_numbers_of_the_original(text: str, expected: list[int]) -> None:
    assert [line.number for line in clean(text.encode())] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("src\\new\\table.rs", ["src\\new\\table.rs"], id="a Windows path is no escape"),
        pytest.param('output: "C:\\new"', ['output: "C:\\new"'], id="one drive path in quotes is no escape"),
        pytest.param('Err: "a\\nb\\nc"', ['Err: "', "a", "b", "c", '"'], id="escaped breaks become lines"),
        pytest.param(
            'Err: "say \\"hi\\"\\nnow\\n"', ['Err: "', 'say "hi"', "now", "", '"'], id="escaped quotes come back"
        ),
        pytest.param(
            '{"reason":"compiler-message","message":{"rendered":"error: a\\nb"}}',
            ["error: a", "b"],
            id="cargo's JSON says what people would see",
        ),
        pytest.param(
            '{"$message_type":"diagnostic","message":"unresolved","code":{"explanation":"x\\n\\ny"},"rendered":"error: a\\nb"}',
            ["error: a", "b"],
            id="rustc's own diagnostic, whose message is a text",
        ),
        pytest.param(
            'Err("Outer(\\"sh: 1: cc: not found\\\\n\\")")',
            ['Err("Outer("', "sh: 1: cc: not found", "", '")")'],
            id="a string inside a string begins a line of its own",
        ),
        pytest.param('{"reason":"build-finished","success":false}', [""], id="other JSON messages say nothing"),
        pytest.param('{"broken": ', ['{"broken": '], id="broken JSON is text"),
        pytest.param(
            'x "\\u{110000}\\n\\n"', ['x "', "\ufffd", "", "", '"'], id="a code point that does not exist is replaced"
        ),
        pytest.param("\\" * 999_999, ["\\" * 999_999], id="backslashes without end, in a moment"),
        pytest.param(
            "a\\n\\n" + "\\" * 999_999 + '"', ["a", "", "", '"'], id="an escaped quote without end, in a moment"
        ),
    ],
)
def test_escapes_in_one_line(text: str, expected: list[str]) -> None:
    assert expand(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("note: the `#12` in a message", id="a number sign inside a line"),
        pytest.param("=note", id="a lone equals sign"),
        pytest.param("12 | let x = 1;", id="rustc's gutter"),
    ],
)
def test_what_only_looks_like_a_prefix_stays(text: str) -> None:
    assert cut_certain(text) == text


def test_quote_marks_of_mail_go_only_when_most_lines_have_them() -> None:
    quoted = clean(b"> error: a\n> note: b\n> help: c\n")
    single = clean(b"error: a\n> note: b\nhelp: c\n")
    assert [line.text for line in quoted][:3] == ["error: a", "note: b", "help: c"]
    assert single[1].text == "> note: b"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(
            b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x03\x00>\x00\x01\x00", True, id="an ELF file"
        ),
        pytest.param(b"error: a\n", False, id="a log"),
        pytest.param(b"", False, id="nothing"),
        pytest.param("größe: ошибка 错误\n".encode(), False, id="other scripts"),
        pytest.param("error: a\r\n".encode("utf-16-le") * 20, False, id="UTF-16"),
    ],
)
def test_binary_files_are_told_from_logs(data: bytes, expected: bool) -> None:  # noqa: FBT001 (a table's column)
    assert is_binary(data) is expected


def test_bytes_that_are_not_utf8_do_not_hide_the_line() -> None:
    assert decode(b"Fehler \xe4: error").endswith("error")


def test_nothing_of_an_escape_reaches_the_reader() -> None:
    assert plain("\x1b[31ma\x1b]0;title\x07b\x1bcd\x9b31m") == "abd31m"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (
            "LINK : fatal error LNK1104: 无法打开文件“msvcrt.lib”".encode("gbk"),
            "LINK : fatal error LNK1104: 无法打开文件“msvcrt.lib”",
        ),
        ("zlib.h: Datei oder Verzeichnis für".encode("cp1252"), "zlib.h: Datei oder Verzeichnis für"),
        (b"ok\nf\xfcr alle", "ok\nfür alle"),
        (b"\xff\xfa\xfb\x81", "\ufffd" * 4),
    ],
    ids=["GBK of a Chinese Windows", "Latin-1 of a German one", "only the line that needs it", "no text at all"],
)
def test_old_code_pages_are_read(data: bytes, text: str) -> None:
    assert decode(data) == text


@pytest.mark.parametrize(
    "line", [b"error: \xe9 \xe9\xe9a", b"error: \xe9 \xe9\xe9ab"], ids=["a quarter is high", "less is"]
)
def test_the_kind_of_line_end_does_not_change_a_code_page(line: bytes) -> None:
    assert decode(line + b"\r\n") == decode(line + b"\n").replace("\n", "\r\n")
