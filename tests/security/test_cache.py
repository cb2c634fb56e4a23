"""The cache: what another user planted is neither read nor followed, what is damaged is made anew, nothing in it is code."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import doctor as package
from doctor.knowledge import cache
from doctor.knowledge.source import folder

RECORDS = ("needs/c-compiler.toml", "rules/link/linker-missing.toml")
RIGHT, PLANTED = ["gcc", "libc6-dev"], ["evl", "evil-dev0"]
OTHER = 65534


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of few records, which is compiled in no time."""
    root = tmp_path_factory.mktemp("knowledge")
    for name in ("distros.toml", "targets.toml", "releases.toml", "raised.toml", *RECORDS):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder() / name, root / name)
    return root


@pytest.fixture
def place(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where their cache is; it is filled."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(cache, "checkout_folder", lambda: str(small))
    assert packages() == RIGHT
    found = Path(cache.cache_file(str(small)))
    assert found.is_file()
    return found


def packages() -> list[str]:
    """What the need is called on Debian, as the next start of doctor reads it."""
    found: list[str] = cache.load_table()["needs"]["c-compiler"]["packages"]["debian"]
    return found


def plant(place: Path) -> bytes:
    """Make it a whole cache of today's format and key in which the packages have other names."""
    data = place.read_bytes().replace(b'"gcc","libc6-dev"', b'"evl","evil-dev0"')
    place.write_bytes(data)
    return data


def test_a_cache_of_ours_is_read(place: Path) -> None:
    """What the tests below rest on: the answer does come from this file."""
    plant(place)
    assert packages() == PLANTED


@pytest.mark.parametrize("mode", [0o602, 0o620, 0o666], ids=oct)
def test_a_file_that_others_may_write_is_replaced(place: Path, mode: int) -> None:
    plant(place)
    place.chmod(mode)
    assert packages() == RIGHT
    assert place.stat().st_mode & 0o777 == 0o600
    assert b"evil" not in place.read_bytes()


@pytest.mark.parametrize("mode", [0o777, 0o1777, 0o770], ids=oct)
def test_a_folder_that_others_may_write_is_not_used(place: Path, mode: int) -> None:
    written = plant(place)
    place.parent.chmod(mode)
    assert packages() == RIGHT
    assert place.read_bytes() == written
    assert [path.name for path in place.parent.iterdir()] == [place.name]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_another_user_owns_is_not_read(place: Path, what: str) -> None:
    plant(place)
    os.chown(place if what == "file" else place.parent, OTHER, OTHER)
    assert packages() == RIGHT


def test_a_planted_link_is_replaced_and_not_followed(place: Path, tmp_path: Path) -> None:
    before = plant(place)
    victim = place.rename(tmp_path / "victim")
    place.symlink_to(victim)
    assert packages() == RIGHT
    assert victim.read_bytes() == before
    assert not place.is_symlink()


def test_a_folder_that_is_a_link_is_not_used(place: Path, tmp_path: Path) -> None:
    before = plant(place)
    elsewhere = place.parent.rename(tmp_path / "elsewhere")
    place.parent.symlink_to(elsewhere)
    assert packages() == RIGHT
    assert (elsewhere / place.name).read_bytes() == before


def test_a_part_that_is_a_planted_link_is_not_written_through(place: Path, tmp_path: Path) -> None:
    """The name of the part is that of the process: here it is known before."""
    place.unlink()
    Path(f"{place}.{os.getpid()}").symlink_to(tmp_path / "victim")
    assert packages() == RIGHT
    assert not (tmp_path / "victim").exists()


@pytest.mark.parametrize("length", [0, 1, 15, 16, 17, 1000, -1, -1000])
def test_a_file_that_was_cut_is_replaced(place: Path, length: int) -> None:
    whole = place.read_bytes()
    place.write_bytes(whole[:length])
    assert packages() == RIGHT
    assert place.read_bytes() == whole


def index(text: str) -> bytes:
    """A file that begins with this index, whatever it says."""
    return f"{len(text):>15}\n{text}".encode()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"cos\nsystem\n(S'touch pwned'\ntR.", id="pickle"),
        pytest.param(b"\x80\x04\x95" + b"x" * 100, id="binary pickle"),
        pytest.param(index('__import__("os").system("touch pwned")'), id="an expression"),
        pytest.param(index("[" * 100_000), id="deep"),
        pytest.param(index('{"format":' * 50_000), id="deep objects"),
        pytest.param(index("[]"), id="a list"),
        pytest.param(index("{}"), id="nothing"),
        pytest.param(b"9" * 100_000 + b"\n", id="more than there is"),
        pytest.param(b"-00000000000001\n{}", id="less than nothing"),
    ],
)
def test_a_hostile_file_runs_nothing_and_is_replaced(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    whole = place.read_bytes()
    place.write_bytes(data)
    monkeypatch.chdir(tmp_path)
    assert packages() == RIGHT
    assert place.read_bytes() == whole
    assert not (tmp_path / "pwned").exists()


def test_a_cache_from_the_future_is_as_good_as_another(place: Path) -> None:
    """A clock that went back: what counts is the fingerprint of the records, not which file is newer."""
    plant(place)
    os.utime(place, (4e9, 4e9))
    assert packages() == PLANTED


AT_ONCE = """
import os, sys
from doctor.knowledge import cache
cache.checkout_folder = lambda: sys.argv[1]
from doctor.cli import run
words = ["doctor", "explain", "--quiet", "--distro", "debian:12", sys.argv[2]]
run(words)  # all modules are loaded here, and not two hundred times
os.environ["XDG_CACHE_HOME"] = sys.argv[4]
running = []
for number in range(200):
    pid = os.fork()
    if not pid:
        os.dup2(os.open(f"{sys.argv[3]}/{number}", os.O_WRONLY | os.O_CREAT), 1)
        os._exit(run(words))
    running.append(pid)
print({os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in running}, file=sys.stderr)
"""


def test_two_hundred_at_once_on_an_empty_cache_all_answer(
    small: Path, tmp_path: Path, variables: dict[str, str]
) -> None:
    """Each finds no cache, or another one's, and writes one."""
    (tmp_path / "answers").mkdir()
    (tmp_path / "log").write_bytes(b"error: linker `cc` not found\n")
    argv = [
        sys.executable,
        "-c",
        AT_ONCE,
        str(small),
        str(tmp_path / "log"),
        str(tmp_path / "answers"),
        str(tmp_path / "cache"),
    ]
    done = subprocess.run(
        argv, env={**variables, "XDG_CACHE_HOME": str(tmp_path / "other")}, capture_output=True, timeout=60, check=True
    )
    answers = [path.read_bytes() for path in (tmp_path / "answers").iterdir()]
    assert done.stderr == b"{1}\n"
    assert len(answers) == 200
    assert len(set(answers)) == 1
    assert b"apt-get install -y gcc libc6-dev" in answers[0]
    assert [path.suffix for path in (tmp_path / "cache/toolchain-doctor").iterdir()] == [".json"]


FORBIDDEN_CALLS = {"eval", "exec", "compile", "__import__", "system", "popen", "execv", "execve", "execvp", "spawnv"}
FORBIDDEN_MODULES = {
    "pickle",
    "marshal",
    "shelve",
    "dill",
    "yaml",
    "ctypes",
    "socket",
    "urllib",
    "http",
    "requests",
    "ssl",
}


def sources() -> list[Path]:
    return sorted(Path(package.__file__).parent.rglob("*.py"))


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.name)
def test_no_source_of_doctor_can_make_code_of_data(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            name = (
                node.func.attr
                if isinstance(node.func, ast.Attribute) and _module(node.func) in {"os", "builtins"}
                else name
            )
            assert name not in FORBIDDEN_CALLS, f"line {node.lineno}"
            assert not any(word.arg == "shell" for word in node.keywords), f"line {node.lineno}: a shell"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else {node.module or ""}
            assert not {name.partition(".")[0] for name in names} & FORBIDDEN_MODULES, f"line {node.lineno}"


def _module(node: ast.Attribute) -> str:
    return node.value.id if isinstance(node.value, ast.Name) else ""


def test_only_the_door_starts_processes() -> None:
    """And the maker of libc tables, which a maintainer runs on files of his own."""
    named = {
        str(path.relative_to(Path(package.__file__).parent))
        for path in sources()
        if "subprocess" in path.read_text(encoding="utf-8")
    }
    assert named == {"host/run.py", "knowledge/libc.py"}
