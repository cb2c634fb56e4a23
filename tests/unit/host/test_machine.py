"""What a machine gives a build, read from files and variables: also from damaged ones."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from doctor.host.clock import read_clock
from doctor.host.jobs import Jobs, read_jobs, usable_processors
from doctor.host.language import Language, read_language
from doctor.host.limits import read_limits
from doctor.host.lock_version import lock_version
from doctor.host.machine import NOT_ASKED, read_machine
from doctor.host.manifests import Manifest, read_manifests
from doctor.host.mounts import ignores_case, kind_of, read_disk
from doctor.host.programs import Access
from doctor.host.proxies import read_proxies
from doctor.host.run import SECONDS, Outcome, run_process
from doctor.host.settings import Setting, Settings, read_settings
from doctor.host.target_folder import target_folder
from doctor.host.temporary import read_temporary


def _write(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def _settings(**entries: str) -> Settings:
    return Settings(
        tuple(
            Setting("/p/.cargo/config.toml", 1, key.replace("__", ".").replace("_", "-"), (value,))
            for key, value in entries.items()
        )
    )


# Jobs


@pytest.mark.parametrize(
    ("variable", "config", "expected"),
    [
        pytest.param("", "", None, id="one for each processor"),
        pytest.param("3", "5", Jobs(3, "CARGO_BUILD_JOBS"), id="the variable first"),
        pytest.param("", "5", Jobs(5, "build.jobs of cargo's config"), id="then the config"),
        pytest.param("default", "5", Jobs(5, "build.jobs of cargo's config"), id="a word counts as not set"),
        pytest.param("-9999", "", Jobs(1, "CARGO_BUILD_JOBS"), id="at least one is left"),
        pytest.param("many", "", None, id="no number"),
    ],
)  # fmt: skip
def test_how_many_jobs(tmp_path: Path, variable: str, config: str, expected: Jobs | None) -> None:
    settings = _settings(build__jobs=config) if config else Settings()
    found = read_jobs({"CARGO_BUILD_JOBS": variable}, settings, tmp_path)
    assert found == (expected or Jobs(usable_processors(tmp_path), "one for each processor"))


@pytest.mark.parametrize(
    ("files", "most"),
    [
        pytest.param({"proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/cpu.max": "150000 100000\n"}, 1, id="a quota"),
        pytest.param({"proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/cpu.max": "5000 100000\n"}, 1, id="less than one"),
        pytest.param({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}, None, id="no limit"),
        pytest.param({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "\n"}, None, id="an empty file"),
        pytest.param({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "1 0\n"}, None, id="no period"),
        pytest.param(
            {"proc/self/cgroup": "2:cpu,cpuacct:/d\n", "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "100000",
             "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000"}, 1, id="version 1",
        ),
        pytest.param(
            {"proc/self/cgroup": "2:cpu:/\n", "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1",
             "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000"}, None, id="version 1 without limit",
        ),
    ],
)  # fmt: skip
def test_processors_of_a_container(tmp_path: Path, files: dict[str, str], most: int | None) -> None:
    assert usable_processors(_write(tmp_path / "r", files)) == (most or usable_processors(tmp_path))


def test_limits_of_this_process_and_its_container(tmp_path: Path) -> None:
    files = {"proc/self/cgroup": "0::/a\n", "sys/fs/cgroup/a/pids.max": "99\n", "sys/fs/cgroup/pids.max": "max\n"}
    assert read_limits(_write(tmp_path, files)).processes == 99
    found = read_limits(tmp_path / "empty")
    assert found.processes is None
    assert all(one.soft is None or one.hard is None or one.soft <= one.hard for one in found.limits)
    assert "n" in {one.option for one in found.limits}


# Manifests


PACKAGE = '[package]\nname = "a"\nversion = "0.1.0"\n'


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, [], id="no manifest"),
        pytest.param({"Cargo.toml": f'{PACKAGE}edition = "2024"\nrust-version = "1.85"\nresolver = "3"\n'},
                     [("", "2024", "1.85", "3", "")], id="all three"),
        pytest.param({"Cargo.toml": PACKAGE}, [("", "", "", "", "")], id="none of them"),
        pytest.param({"Cargo.toml": "[package\n"}, [("", "", "", "", "Expected")], id="broken"),
        pytest.param({"Cargo.toml": b"\xff\xfe"}, [("", "", "", "", "invalid start byte")], id="no UTF-8"),
        pytest.param({"Cargo.toml": "package = 3\nworkspace = []\n"}, [("", "", "", "", "")], id="tables that are none"),
        pytest.param({"Cargo.toml": "[package]\nedition = 2024\nrust-version = [1]\n"}, [("", "", "", "", "")], id="values that are no text"),
        pytest.param(
            {"Cargo.toml": '[workspace]\nmembers = ["c/*"]\nexclude = ["c/b"]\nresolver = "2"\n[workspace.package]\nedition = "2021"\n',
             "c/a/Cargo.toml": "[package]\nedition.workspace = true\nrust-version = '1.70'\n", "c/b/Cargo.toml": '[package]\nedition = "2024"\n',
             "c/d/README": ""},
            [("", "", "", "2", ""), ("c/a", "2021", "1.70", "", "")], id="a workspace: inherited, excluded, no crate",
        ),
        pytest.param(
            {"Cargo.toml": f'{PACKAGE}[workspace]\nmembers = ["b", "../x", "/etc", "[", "gone"]\n', "b/Cargo.toml": "[package]\nrust-version = '1.99'\n"},
            [("", "", "", "", ""), ("b", "", "", "", "")], id="a member that a plain build leaves out; members that are none",
        ),
        pytest.param(
            {"Cargo.toml": '[workspace]\nmembers = ["b", "c"]\ndefault-members = ["c"]\n', "b/Cargo.toml": "[package]\nrust-version = '1.99'\n",
             "c/Cargo.toml": "[package]\nrust-version = '1.60'\n"},
            [("", "", "", "", ""), ("b", "", "", "", ""), ("c", "", "1.60", "", "")], id="default members",
        ),
    ],
)  # fmt: skip
def test_manifests(tmp_path: Path, files: dict[str, str | bytes], expected: list[tuple[str, ...]]) -> None:
    project = _write(tmp_path / "p", files)
    project.mkdir(exist_ok=True)
    found = read_manifests(project)
    assert [(one.file, one.edition, one.rust_version, one.resolver) for one in found] == [
        (str(project / row[0] / "Cargo.toml"), *row[1:4]) for row in expected
    ]
    assert all(row[4] in one.problem for one, row in zip(found, expected, strict=True))


def test_a_member_inherits_from_the_workspace_above(tmp_path: Path) -> None:
    files = {
        "Cargo.toml": '[workspace]\nmembers = ["m/a"]\n[workspace.package]\nrust-version = "1.80"\n',
        "m/a/Cargo.toml": "[package]\nrust-version = { workspace = true }\nedition.workspace = true\n",
    }
    folder = _write(tmp_path, files) / "m/a"
    assert read_manifests(folder) == (Manifest(str(folder / "Cargo.toml"), "", "1.80"),)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ("# made by cargo\nversion = 4\n\n[[package]]\n", 4),
        ('[[package]]\nname = "x"\nversion = 3\n', None),
        ("", None),
        ("<<<<<<< HEAD\nversion = 3\n=======\nversion = 4\n", 3),
        ("version = 99999999\n", None),
        (b"\xff\xfe", None),
    ],
)
def test_version_of_a_lock_file(tmp_path: Path, text: str | bytes, version: int | None) -> None:
    found = lock_version(_write(tmp_path, {"Cargo.lock": text, "m/Cargo.toml": ""}) / "m")
    assert (found.version if found else None) == version


# Places


MOUNTS = r"""
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 27 0:30 / /mnt/c rw,noatime - 9p C:\134 rw,dirsync,aname=drvfs;path=C:\,uid=1000
31 27 0:31 / /mnt/my\040disk rw shared:7 - nfs4 server:/x rw
32 27 0:32 / /home rw - ext4 /dev/vdb rw
33 32 0:33 / /home rw - fuse.sshfs me@there: rw
garbage
34 27
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/", ("ext4", "/")),
        ("/etc/x", ("ext4", "/")),
        ("/mnt/c/Users/me", ("drvfs", "/mnt/c")),
        ("/mnt/cd", ("ext4", "/")),
        ("/mnt/my disk/app", ("nfs4", "/mnt/my disk")),
        ("/home/me", ("fuse.sshfs", "/home")),
    ],
)
def test_kind_of_file_system(path: str, expected: tuple[str, str]) -> None:
    assert kind_of(path, MOUNTS) == expected
    assert kind_of(path, "") == ("", "")


def test_a_folder_that_is_not_there_yet_has_the_disk_of_the_one_above(tmp_path: Path) -> None:
    root = _write(tmp_path / "root", {"proc/self/mountinfo": MOUNTS})
    found = read_disk("target folder", tmp_path / "target/debug", root)
    assert (found.path, found.kind, found.mount) == (str(tmp_path / "target/debug"), "ext4", "/")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        pytest.param(("Name",), False, id="case is told apart"),
        pytest.param(("name", "NAME"), None, id="both are there, as two files"),
        pytest.param(("123",), None, id="no letters"),
        pytest.param((), None, id="nothing there"),
    ],
)
def test_upper_and_lower_case(tmp_path: Path, names: tuple[str, ...], *, expected: bool | None) -> None:
    _write(tmp_path, dict.fromkeys(names, ""))
    assert ignores_case(tmp_path) is expected


def test_what_is_no_folder_has_no_names_to_try(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert ignores_case(tmp_path / "file") is None
    assert ignores_case(tmp_path / "gone") is None


@pytest.mark.parametrize(
    ("environment", "config", "expected"),
    [
        pytest.param({}, "", "{p}/target", id="beside the manifest"),
        pytest.param({"CARGO_TARGET_DIR": "/b"}, "c", "/b", id="the variable first"),
        pytest.param({"CARGO_TARGET_DIR": "b"}, "", "{p}/b", id="relative to where one stands"),
        pytest.param({"CARGO_BUILD_TARGET_DIR": "/d"}, "", "/d", id="the setting's variable"),
        pytest.param({}, "c", "/p/c", id="relative to the folder with .cargo"),
        pytest.param({}, "/abs", "/abs", id="an absolute one"),
    ],
)
def test_where_cargo_builds(tmp_path: Path, environment: dict[str, str], config: str, expected: str) -> None:
    _write(tmp_path, {"Cargo.toml": ""})
    settings = _settings(build__target_dir=config) if config else Settings()
    assert str(target_folder(tmp_path, environment, settings)) == expected.format(p=tmp_path)


def test_where_cargo_builds_a_member_and_no_project(tmp_path: Path) -> None:
    _write(tmp_path, {"Cargo.lock": "", "m/Cargo.toml": ""})
    assert target_folder(tmp_path / "m", {}, Settings()) == tmp_path / "target"
    assert target_folder(tmp_path, {}, Settings()) is None
    assert target_folder(None, {"CARGO_TARGET_DIR": "x"}, Settings()) is None


# Time and language


@pytest.mark.parametrize(
    ("ahead", "name"),
    [(-1000, "src/main.rs"), (3600, "src/deep/mod.rs"), (3600, "Cargo.lock"), (3600, "src/notes.txt")],
)
def test_the_newest_file_against_now(tmp_path: Path, ahead: int, name: str) -> None:
    files = ("Cargo.toml", "Cargo.lock", "src/main.rs", "src/deep/mod.rs", "src/notes.txt")
    _write(tmp_path, dict.fromkeys(files, ""))
    (tmp_path / "src/gone.rs").symlink_to("nowhere")
    os.utime(tmp_path / name, (time.time() + ahead,) * 2)
    found = read_clock(tmp_path)
    assert found is not None
    assert (found.ahead > 3000) == (ahead > 0 and name != "src/notes.txt")
    assert found.files == 4


def test_no_file_has_no_time(tmp_path: Path) -> None:
    assert read_clock(tmp_path) is None


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, Language("LC_ALL", "C", ("/ä",))),
        ({"LC_ALL": "", "LC_CTYPE": "x"}, Language("LC_CTYPE", "x", ("/ä",))),
        ({"LANG": "de_DE"}, Language("LANG", "de_DE", ("/ä",))),
        ({}, Language("", "", ("/ä",))),
    ],
)
def test_the_variable_that_decides_on_characters(environment: dict[str, str], expected: Language) -> None:
    assert read_language(environment, ["/a", "/ä", "/ä"]) == expected


# Proxies, the temporary folder, everything


def test_proxies_with_their_place(tmp_path: Path) -> None:
    _write(tmp_path, {".cargo/config.toml": '[http]\ntimeout = 3\nproxy = "p:1"\n'})
    settings = read_settings(tmp_path, {})
    found = read_proxies({"https_proxy": "q:2", "HTTP_PROXY": "ignored", "http_proxy": ""}, settings)
    assert [(one.where, one.line, one.value) for one in found] == [
        ("https_proxy", 0, "q:2"),
        (str(tmp_path / ".cargo/config.toml"), 3, "p:1"),
    ]


class Refusing:
    """Starts nothing, and says why."""

    def __init__(self, problem: str) -> None:
        """Say this."""
        self.problem = problem

    def __call__(
        self, argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
    ) -> Outcome:
        """Refuse."""
        assert Path(argv[0]).is_file()
        assert cwd.is_dir()
        assert seconds + len(environment) > 0
        return Outcome(tuple(argv), None, problem=self.problem)


@pytest.mark.parametrize(
    ("problem", "files", "refused", "guards"),
    [
        pytest.param("", {}, "", (), id="started"),
        pytest.param("cannot be started: Text file busy", {}, "", (), id="busy is not forbidden"),
        pytest.param("cannot be started: Permission denied", {}, "Permission denied", (), id="nobody knows who"),
        pytest.param("cannot be started: Permission denied", {"sys/fs/selinux/enforce": "1"}, "Permission denied", ("SELinux",), id="SELinux"),
        pytest.param("cannot be started: Permission denied", {"sys/fs/selinux/enforce": "0"}, "Permission denied", (), id="SELinux only watches"),
        pytest.param("cannot be started: Operation not permitted", {"proc/self/attr/current": "docker-default (enforce)\n"}, "Operation not permitted", ("AppArmor",), id="AppArmor"),
    ],
)  # fmt: skip
def test_a_program_in_the_temporary_folder(
    tmp_path: Path, problem: str, files: dict[str, str], refused: str, guards: tuple[str, ...]
) -> None:
    (tmp_path / "s/empty").mkdir(parents=True)
    access = Access({"TMPDIR": "/not/there"}, Refusing(problem), tmp_path / "s/empty")
    found = read_temporary(access, _write(tmp_path / "r", files))
    assert (found.path, found.named, found.there) == ("/not/there", True, False)
    assert (found.refused, found.guards) == (refused, guards)


def test_another_root_gives_files_only(tmp_path: Path) -> None:
    access = Access({"http_proxy": "ours"}, Refusing(""), tmp_path, tmp_path / "image")
    found = read_machine(access, None, Settings())
    assert (found.proxies.value, found.temporary, found.limits) == ((), NOT_ASKED, NOT_ASKED)
    assert found.needs.value is not None
    assert found.needs.value.project == ""


def test_this_machine_is_read_whole(tmp_path: Path) -> None:
    project = _write(tmp_path / "p", {"Cargo.toml": PACKAGE, "src/main.rs": ""})
    (tmp_path / "s/empty").mkdir(parents=True)
    found = read_machine(Access(dict(os.environ), run_process, tmp_path / "s/empty"), project, Settings())
    parts = (
        found.proxies,
        found.needs,
        found.jobs,
        found.disks,
        found.clock,
        found.limits,
        found.language,
        found.temporary,
    )
    assert [part.problem for part in parts] == [""] * len(parts)
    assert found.temporary.value is not None
    assert found.temporary.value.refused == ""
    assert found.disks.value is not None
    assert [one.role for one in found.disks.value][:2] == ["target folder", "project"]
