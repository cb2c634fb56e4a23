"""doctor knowledge as a program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

import doctor

SCHEMA = Path(doctor.__file__).parent / "report" / "schemas" / "knowledge-1.json"


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "doctor", "knowledge", *words], capture_output=True, text=True, timeout=300, check=False
    )


def test_list_as_json_has_every_rule_and_need() -> None:
    answer = json.loads(run("list", "--format", "json").stdout)
    jsonschema.validate(answer, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert answer["schema"] == "doctor.knowledge/1"
    openssl = next(need for need in answer["needs"] if need["id"] == "openssl")
    assert openssl["packages"]["debian"] == ["libssl-dev"]
    assert openssl["vendored"]["feature"] == "vendored"
    assert "linker-missing" in [rule["id"] for rule in answer["rules"]]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["show", "openssl"], "libssl-dev", id="a need"),
        pytest.param(["show", "openssl", "--distro", "fedora"], "openssl-devel", id="a need for one system"),
        pytest.param(["show", "linker-missing"], "looks like", id="a rule"),
        pytest.param(["list"], "linker-missing", id="the list"),
    ],
)
def test_show_and_list_say_what_is_known(words: list[str], said: str) -> None:
    assert said in run(*words).stdout


def test_an_unknown_id_is_status_2() -> None:
    done = run("show", "no-such-thing")
    assert done.returncode == 2
    assert "there is no need `no-such-thing`" in done.stderr


def test_try_shows_blocks_and_rules(tmp_path: Path) -> None:
    log = tmp_path / "a.log"
    log.write_text("error: linker `cc` not found\n", encoding="utf-8")
    said = run("try", str(log)).stdout
    assert "rustc: error: linker `cc` not found" in said
    assert "linker-missing (certain) at 1" in said


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("id = ", "needs/broken.toml", id="broken TOML names the file"),
        pytest.param(
            'id = "broken"\ntitle = "x"\nkind = "library"\nnams = {}\n',
            "needs/broken.toml: nams: unknown key",
            id="a misspelt key is named",
        ),
        pytest.param(
            'id = "other"\ntitle = "x"\nkind = "library"\n',
            "id: `other` is not the file's name",
            id="a wrong id is named",
        ),
        pytest.param(
            'id = "broken"\ntitle = "x"\nkind = "library"\n[names]\nlibs = ["a"]\n[packages]\nmandrake = ["x"]\n',
            "packages.mandrake: is no family",
            id="an unknown family is named",
        ),
    ],
)
def test_lint_names_file_and_key_of_a_wrong_record(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "needs").mkdir()
    (tmp_path / "needs" / "broken.toml").write_text(text, encoding="utf-8")
    done = run("lint", str(tmp_path))
    assert done.returncode == 1
    assert message in done.stdout
    assert "Traceback" not in done.stderr
