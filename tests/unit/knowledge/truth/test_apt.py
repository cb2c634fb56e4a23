"""Where apt says that its lists are; what it prints is apt-get's own on a Debian 12."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from doctor.errors import UsageError
from doctor.host.run import SECONDS, Outcome, run_process
from doctor.knowledge.truth.apt import apt_lists, readable


@dataclass
class FakeRunner:
    """Answers every program alike, and notes what was started."""

    outcome: Outcome
    calls: list[tuple[str, ...]] = field(default_factory=list)

    def __call__(
        self, argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
    ) -> Outcome:
        """Answer at once; see Runner."""
        assert cwd == Path("/")
        assert environment == {"PATH": "/bin"}
        assert seconds > 0
        self.calls.append(tuple(argv))
        return self.outcome


def says(text: str = "", status: int | None = 0, stderr: bytes = b"", problem: str = "") -> FakeRunner:
    return FakeRunner(Outcome((), status, text.encode(), stderr, 0.0, problem))


def test_packages_and_contents_that_are_there(tmp_path: Path) -> None:
    for name in ("a_Packages", "a_Contents-amd64", "a_Translation-en", "two words_Packages"):
        (tmp_path / name).touch()
    rows = ["Packages\t{0}/a_Packages", "Contents-deb\t{0}/a_Contents-amd64", "Translations\t{0}/a_Translation-en"]
    rows += ["Packages\t{0}/absent_Packages", "Packages\t{0}/two words_Packages", "", "no tab", "Packages\t"]
    runner = says("\n".join(rows).format(tmp_path))
    found = apt_lists(runner, {"PATH": "/bin"})
    assert [file.name for file in found] == ["a_Packages", "a_Contents-amd64", "two words_Packages"]
    assert runner.calls == [("/usr/bin/apt-get", "indextargets", "--format", "$(CREATED_BY)\t$(FILENAME)")]


@pytest.mark.parametrize(
    ("runner", "why"),
    [
        pytest.param(says(), "`apt-get update` first", id="no lists"),
        pytest.param(says("Packages\t/no/such/file\n"), "`apt-get update` first", id="lists that are gone"),
        pytest.param(says(status=None, problem="cannot be started: No such file"), "cannot be started", id="no apt"),
        pytest.param(says(status=None, problem="no answer within 4 s"), "no answer within 4 s", id="apt hangs"),
        pytest.param(says("Packages\t/etc/hostname", 100, b"E: broken \xff\n"), "E: broken \ufffd", id="apt fails"),
    ],
)
def test_without_lists_it_says_why_and_what_to_do(runner: FakeRunner, why: str) -> None:
    with pytest.raises(UsageError, match=r"apt has no package lists here .*give index files with --index") as caught:
        apt_lists(runner, {"PATH": "/bin"})
    assert why in str(caught.value)


@pytest.mark.skipif(not Path("/usr/bin/apt-get").exists(), reason="this system has no apt-get")
def test_the_apt_of_this_system_answers() -> None:
    try:
        found = apt_lists(run_process, {"PATH": "/usr/bin:/bin"})
    except UsageError as error:
        pytest.skip(f"this system's apt was never updated: {error}")
    assert all("Packages" in file.name or "Contents" in file.name for file in found)


HELPER = Path("/usr/lib/apt/apt-helper")
PACKED = Path(__file__).parent / "fixtures"


def test_a_list_that_python_can_read_stays_where_it_is(tmp_path: Path) -> None:
    plain = tmp_path / "a_Packages"
    plain.write_text("Package: a\n", encoding="utf-8")
    assert readable((plain,), tmp_path, {}) == (plain,)


@pytest.mark.skipif(not HELPER.exists(), reason="this system has no apt-helper")
def test_a_list_packed_by_lz4_is_unpacked_by_apt(tmp_path: Path) -> None:
    packed = next(iter(sorted(PACKED.rglob("*.lz4"))))
    (unpacked,) = readable((packed,), tmp_path, {"PATH": "/usr/bin:/bin"})
    assert unpacked.parent == tmp_path
    assert unpacked.read_bytes().startswith(b"Package: ")


@pytest.mark.skipif(not HELPER.exists(), reason="this system has no apt-helper")
def test_a_damaged_list_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    damaged = tmp_path / "b_Packages.lz4"
    damaged.write_bytes(b"\x04\x22\x4d\x18 and no more")
    with pytest.raises(UsageError, match=r"b_Packages\.lz4 cannot be unpacked by apt-helper: "):
        readable((damaged,), tmp_path, {"PATH": "/usr/bin:/bin"})
