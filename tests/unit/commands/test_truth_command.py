"""doctor knowledge truth: its exit status, its two forms, what it writes, and what it refuses."""

from __future__ import annotations

import gzip
import json
import shutil
import tomllib
from pathlib import Path

import jsonschema
import pytest

import doctor
from doctor.cli import run
from doctor.knowledge.source import folder

SCHEMA = Path(doctor.__file__).parent / "report" / "schemas" / "truth-1.json"
INDEXES = Path(__file__).parents[1] / "knowledge" / "truth" / "fixtures"
BOTH = ("--index", f"debian:13={INDEXES}/debian-13", "--index", f"debian:12={INDEXES}/debian-12")
OLDER = ("--index", f"debian:12={INDEXES}/debian-12")
NAMES_ONLY = ("--index", f"debian:12={INDEXES}/debian-12/Packages")
HEAD = 'id = "{0}"\ntitle = "{0}"\nkind = "library"\n'
NEEDS = {
    "frobnicate": '[names]\ntools = ["frobnicate"]\n[packages]\ndebian = ["frob-tools"]\n',
    "frob": '[names]\nlibs = ["frob"]\n[packages]\ndebian = ["libfrob2-dev"]\n[[packages_if]]\ndistro = "debian"\nversion = "<13"\npackages = ["libfrob-dev"]\n',
    "elsewhere": '[names]\ntitles = ["x"]\n[packages]\narch = ["x"]\n',
    "spin": '[names]\nlibs = ["spin"]\n[packages]\ndebian = ["frob-tools"]\n',
}
EXCUSE = '[[allowed]]\nfamily = "debian"\nneed = "spin"\nnames = ["spin", ""]\nwhy = "because"\n'


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """A folder of four records, of which all are right by the excuse in truth.toml."""
    root = tmp_path / "records"
    (root / "needs").mkdir(parents=True)
    shutil.copy(folder() / "distros.toml", root)
    (root / "truth.toml").write_text(EXCUSE, encoding="utf-8")
    for name, text in NEEDS.items():
        (root / "needs" / f"{name}.toml").write_text(HEAD.format(name) + text, encoding="utf-8")
    return root


def truth(records: Path, *words: str) -> int:
    return run(["doctor", "knowledge", "truth", "--records", str(records), *words])


def test_right_records_are_status_0_and_one_line_a_release(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert truth(records, *BOTH) == 0
    said = capsys.readouterr()
    wrong = "0 dead, 0 elsewhere, 0 not-base, 0 packaged, 0 no-archive, 0 unseen; 1 say nothing of it"
    assert said.out == (
        f"Debian 13 (packages and files): 3 needs with 2 packages, 2 proven, 1 by knowledge/truth.toml; {wrong}\n"
        f"Debian 12 (packages and files): 3 needs with 2 packages, 2 proven, 1 by knowledge/truth.toml; {wrong}\n"
    )
    assert said.err == ""


def test_what_an_index_denies_is_status_1_and_a_line_each(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (records / "truth.toml").write_text(EXCUSE.replace('need = "spin"', 'need = "frob"'), encoding="utf-8")
    assert truth(records, *BOTH) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:4] == [
        "Debian 13: needs/spin.toml: elsewhere: libs spin is not in frob-tools, but in libspin-dev",
        "Debian 12: needs/spin.toml: unseen: no file of it is in Debian 12",
        "knowledge/truth.toml: the entry `frob` is not needed",
        "knowledge/truth.toml: the entry `frob spin` is not needed",
    ]


def test_an_excuse_that_is_not_needed_is_status_1(records: Path) -> None:
    assert truth(records, *OLDER) == 1
    assert truth(records, *NAMES_ONLY) == 0


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(BOTH, id="right"),
        pytest.param(OLDER, id="an excuse that is not needed"),
        pytest.param(NAMES_ONLY, id="names alone"),
        pytest.param(("--index", f"arch={INDEXES}/pacman"), id="faults of another family"),
        pytest.param(("--family", "debian", "--index", f"wolfi={INDEXES}/debian-12"), id="a family that is given"),
    ],
)
def test_the_json_fits_its_schema(records: Path, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    status = truth(records, *words, "--format", "json")
    answer = json.loads(capsys.readouterr().out)
    jsonschema.validate(answer, json.loads(SCHEMA.read_text(encoding="utf-8")))
    faults = [fault for release in answer["releases"] for fault in release["faults"]]
    assert status == bool(faults or answer["unused"])
    assert answer["version"] == doctor.__version__


def test_what_the_json_says(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (records / "truth.toml").unlink()
    assert truth(records, *OLDER, "--format", "json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["releases"] == [
        {
            "title": "Debian 12",
            "files": True,
            "proven": 2,
            "excused": [],
            "faults": [{"need": "spin", "kind": "unseen", "name": "", "text": "no file of it is in Debian 12"}],
        }
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        pytest.param(("--index", "debian:12=/no/such/path"), "/no/such/path does not exist", id="a path that is not there"),
        pytest.param(("--index", "debian:12="), "debian:12= does not exist", id="a release without a path"),
        pytest.param(("--index", f"debian:12={INDEXES}"), "no package index in", id="a folder without an index"),
        pytest.param(("--index", f"debian:12={INDEXES}/packed/lz4"), "decompress it (`lz4 -d`) first", id="lz4"),
        pytest.param(("--index", f"debian:12={INDEXES}/packed/zst"), "decompress it (`zstd -d`) first", id="zstd"),
        pytest.param(("--index", f"debian:12={INDEXES}/debian-12/Contents-amd64"), "give the Packages", id="files alone"),
        pytest.param(("--index", f"no-such-system={INDEXES}/debian-12"), "has no family", id="a system of no family"),
        pytest.param(("--family", "debain", *OLDER), "there is no family `debain`; known are debian", id="no such family"),
        pytest.param((*OLDER, "--index", f"arch={INDEXES}/pacman"), "debian:12 and arch are of different", id="two families"),
        pytest.param(("--records", "/no/such/folder", *OLDER), "is not a folder of knowledge records", id="no records"),
        pytest.param(("--format", "xml", *OLDER), "invalid choice", id="a form that is none"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_message_and_status_2(
    records: Path, words: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = truth(records, *words)
    except SystemExit as refused:  # argparse's own way
        status = int(refused.code or 0)
    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert message in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("truth.toml", EXCUSE.replace("spin", "spun"), "truth.toml: allowed[0].need: there is no need `spun`"),
        (
            "truth.toml",
            EXCUSE.replace("debian", "debain"),
            "truth.toml: allowed[0].family: there is no family `debain`",
        ),
        ("truth.toml", "[[allowed]", "truth.toml"),
        ("needs/frob.toml", 'id = "x"', "needs/frob.toml"),
    ],
    ids=["an exception of no need", "an exception of no family", "no TOML", "a wrong record"],
)
def test_a_wrong_record_is_named(
    records: Path, file: str, text: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (records / file).write_text(text, encoding="utf-8")
    assert truth(records, *OLDER) == 2
    assert message in capsys.readouterr().err


def contents(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_without_write_nothing_is_written(records: Path) -> None:
    before = contents(records)
    truth(records, *BOTH)
    assert contents(records) == before


def test_write_puts_the_day_into_the_proven_records_and_makes_the_names_of_files(
    records: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(records)
    assert truth(records, *BOTH, "--write") == 0
    assert capsys.readouterr().err == "3 records written, 3 proven\n14 names of files written\n"
    after = contents(records)
    changed = {name for name in after if after[name] != before.get(name)}
    assert changed == {"debian-files.tsv.gz", "needs/frob.toml", "needs/frobnicate.toml", "needs/spin.toml"}
    proof = tomllib.loads(after["needs/frob.toml"].decode())["verified"]["debian"]
    assert (proof["by"], proof["of"]) == ("index", "Debian 13, Debian 12: packages and files")
    assert after["needs/frob.toml"].startswith(before["needs/frob.toml"])
    assert gzip.decompress(after["debian-files.tsv.gz"]).startswith(b"Debian 12\tDebian 13\np\tfrob\tlibfrob-dev\tlib")
    assert truth(records, *BOTH, "--write") == 0
    assert contents(records) == after


def test_what_is_denied_is_not_written(records: Path) -> None:
    (records / "truth.toml").unlink()
    before = contents(records)
    assert truth(records, *OLDER, "--write") == 1
    after = contents(records)
    assert {name for name in after if after[name] != before[name]} == {"needs/frob.toml", "needs/frobnicate.toml"}
    assert after.keys() == before.keys()


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(OLDER, id="one release"),
        pytest.param((*NAMES_ONLY, "--index", f"debian:13={INDEXES}/debian-13"), id="one of them without files"),
        pytest.param(
            ("--index", f"ubuntu:22.04={INDEXES}/debian-12", "--index", f"ubuntu:24.04={INDEXES}/debian-13"),
            id="releases of Debian's family that are not Debian",
        ),
    ],
)
def test_the_names_of_files_come_from_two_releases_of_debian_only(records: Path, words: tuple[str, ...]) -> None:
    truth(records, *words, "--write")
    assert not (records / "debian-files.tsv.gz").exists()
