"""What files and variables say of a machine: roots, surroundings, C library, memory and disk, lock files."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from doctor.host.elf_head import Head, read_head
from doctor.host.inside import exists_inside, inside, read_inside
from doctor.host.libc import libc_here, libc_inside
from doctor.host.lock import read_lock
from doctor.host.lock_version import lock_version
from doctor.host.resources import Memory, cgroup_limit, place, read_memory, read_resources
from doctor.host.run import SECONDS, Outcome
from doctor.host.surroundings import lists_empty, look_around


def _write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def _elf(interpreter: str = "", machine: int = 62, *, wide: bool = True, order: str = "<") -> bytes:
    """Build the smallest ELF file with one program header: PT_INTERP, or PT_LOAD where there is no interpreter."""
    text = interpreter.encode() + b"\0" if interpreter else b""
    kind = 3 if interpreter else 1
    if wide:
        head = struct.pack(f"{order}HHIQQQIHHHHHH", 2, machine, 1, 0, 64, 0, 0, 64, 56, 1, 0, 0, 0)
        header = struct.pack(f"{order}IIQQQQQQ", kind, 4, 120, 0, 0, len(text), len(text), 1)
    else:
        head = struct.pack(f"{order}HHIIIIIHHHHHH", 2, machine, 1, 0, 52, 0, 0, 52, 32, 1, 0, 0, 0)
        header = struct.pack(f"{order}IIIIIIII", kind, 84, 0, 0, len(text), len(text), 4, 1)
    ident = b"\x7fELF" + bytes([2 if wide else 1, 1 if order == "<" else 2, 1]) + bytes(9)
    return ident + head + header + text


GLIBC, MUSL = "/lib64/ld-linux-x86-64.so.2", "/lib/ld-musl-x86_64.so.1"


@pytest.mark.parametrize(
    ("links", "path", "expected"),
    [
        pytest.param({}, "/a/b", "a/b", id="a plain path"),
        pytest.param({"bin": "usr/bin"}, "/bin/sh", "usr/bin/sh", id="a relative link"),
        pytest.param({"cc": "/etc/alternatives/cc"}, "/cc", "etc/alternatives/cc", id="an absolute link stays inside"),
        pytest.param({"up": "../../../../x"}, "/up", "x", id="no way up out of the root"),
        pytest.param({"a": "/b", "b": "/c/d"}, "/a/e", "c/d/e", id="a link to a link"),
    ],
)
def test_paths_inside_a_root(tmp_path: Path, links: dict[str, str], path: str, expected: str) -> None:
    for name, target in links.items():
        (tmp_path / name).symlink_to(target)
    assert inside(tmp_path, path) == tmp_path / expected


def test_a_loop_of_links_is_an_error_and_nothing_there(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError, match="symbolic links"):
        inside(tmp_path, "/a")
    assert not exists_inside(tmp_path, "/a")
    assert read_inside(tmp_path, "/a") == ""


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(_elf(GLIBC), Head("x86_64", GLIBC), id="64 bits"),
        pytest.param(_elf("/lib/ld-linux.so.2", 3, wide=False), Head("i686", "/lib/ld-linux.so.2"), id="32 bits"),
        pytest.param(_elf("/lib/ld64.so.1", 22, order=">"), Head("s390x", "/lib/ld64.so.1"), id="big endian"),
        pytest.param(_elf(), Head("x86_64", ""), id="static"),
        pytest.param(_elf(machine=9999), Head("", ""), id="an unknown machine"),
        pytest.param(_elf(GLIBC)[:70], None, id="cut off"),
        pytest.param(b"#!/bin/sh\n", None, id="a script"),
        pytest.param(b"", None, id="empty"),
    ],
)
def test_head_of_an_elf_file(tmp_path: Path, data: bytes, expected: Head | None) -> None:
    _write(tmp_path, {"file": data})
    assert read_head(tmp_path / "file") == expected


def test_no_head_where_there_is_no_file(tmp_path: Path) -> None:
    assert read_head(tmp_path / "absent") is None
    assert read_head(tmp_path) is None


@pytest.mark.parametrize(
    ("files", "libc", "arch"),
    [
        pytest.param({"bin/sh": _elf(MUSL)}, "musl", "x86_64", id="musl"),
        pytest.param({"bin/sh": _elf(GLIBC), "lib/ld-musl-x86_64.so.1": b""}, "glibc", "x86_64", id="glibc beside musl"),
        pytest.param(
            {"bin/sh": _elf(GLIBC), "lib64/libc.so.6": b"..GNU C Library (Debian) stable release version 2.34.\n"},
            "glibc 2.34", "x86_64", id="glibc's own version",
        ),
        pytest.param({"usr/bin/env": _elf("/lib/ld-linux-aarch64.so.1", 183)}, "glibc", "aarch64", id="env where no sh is"),
        pytest.param({"bin/sh": _elf("/system/bin/linker64", 183)}, "other", "aarch64", id="Android's linker"),
        pytest.param({"bin/sh": b"text"}, "", "", id="no program that tells"),
        pytest.param({}, "", "", id="an empty root"),
    ],
)  # fmt: skip
def test_c_library_of_a_root(tmp_path: Path, files: dict[str, str | bytes], libc: str, arch: str) -> None:
    found, machine = libc_inside(_write(tmp_path, files))
    assert (str(found), machine) == (libc, arch)


class Loader:
    """A musl loader, which says its version when started alone (musl, ldso/dynlink.c)."""

    def __call__(
        self, argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
    ) -> Outcome:
        """Say what musl's loader says."""
        assert (str(cwd), dict(environment), seconds) == ("/", {}, SECONDS)
        return Outcome(tuple(argv), 1, stderr=b"musl libc (x86_64)\nVersion 1.2.5\nDynamic Program Loader\n")


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(_elf(MUSL), "musl 1.2.5", id="musl, though this Python has glibc"),
        pytest.param(_elf("/system/bin/linker64"), "other", id="another"),
    ],
)
def test_c_library_by_a_programs_interpreter(tmp_path: Path, data: bytes, expected: str) -> None:
    _write(tmp_path, {"program": data, "script": "#!/bin/sh\n"})
    programs = [str(tmp_path / name) for name in ("absent", "script", "program")]
    assert str(libc_here(Loader(), programs)) == expected


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, False, id="no package manager, nothing to fetch"),
        pytest.param({"var/lib/apt/lists/lock": ""}, True, id="apt without lists"),
        pytest.param({"var/lib/apt/lists/d_main_binary-amd64_Packages.lz4": ""}, False, id="apt with lists"),
        pytest.param({"etc/apk/repositories": ""}, True, id="apk without index"),
        pytest.param({"etc/apk/repositories": "", "var/cache/apk/APKINDEX.1.tar.gz": ""}, False, id="apk with index"),
        pytest.param({"var/lib/pacman/local/x": ""}, True, id="pacman never synchronised"),
        pytest.param({"var/lib/pacman/local/x": "", "var/lib/pacman/sync/core.db": ""}, False, id="pacman with lists"),
    ],
)  # fmt: skip
def test_empty_package_lists(tmp_path: Path, files: dict[str, str | bytes], *, expected: bool) -> None:
    assert lists_empty(_write(tmp_path, files)) is expected


@pytest.mark.parametrize(
    ("files", "container"),
    [
        ({".dockerenv": ""}, "docker"),
        ({"run/.containerenv": ""}, "podman"),
        ({"run/systemd/container": "lxc\n"}, "lxc"),
        ({}, ""),
    ],
)
def test_container_of_a_root_by_its_files(tmp_path: Path, files: dict[str, str | bytes], container: str) -> None:
    around = look_around({"KUBERNETES_SERVICE_HOST": "x", "CI": "true"}, _write(tmp_path, files))
    assert (around.container, around.ci, around.wsl) == (container, "", 0)


def test_a_root_without_sudo_is_worked_in_by_root(tmp_path: Path) -> None:
    assert look_around({}, tmp_path).root
    _write(tmp_path, {"usr/bin/sudo": ""})
    assert not look_around({}, tmp_path).root


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"GITHUB_ACTIONS": "true", "CI": "true"}, "GitHub Actions"),
        ({"GITLAB_CI": "true"}, "GitLab CI"),
        ({"CI": "1"}, "CI"),
        ({"CI": "false"}, ""),
        ({"CI": ""}, ""),
    ],
)
def test_ci_by_its_variables(environment: dict[str, str], name: str) -> None:
    assert look_around({"PATH": "", **environment}).ci == name


@pytest.mark.parametrize(
    ("files", "limit"),
    [
        pytest.param({}, None, id="no cgroups"),
        pytest.param({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "max\n"}, None, id="no limit"),
        pytest.param({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/memory.max": "1000\n"}, 1000, id="a container's"),
        pytest.param(
            {"proc/self/cgroup": "0::/a/b\n", "sys/fs/cgroup/a/memory.max": "700", "sys/fs/cgroup/a/b/memory.max": "900"},
            700, id="the lowest on the way up",
        ),
        pytest.param({"proc/self/cgroup": "0::/gone\n", "sys/fs/cgroup/memory.max": "5"}, 5, id="a path not mounted"),
        pytest.param(
            {"proc/self/cgroup": "4:memory:/docker/x\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": "2000"},
            2000, id="version 1",
        ),
        pytest.param(
            {"proc/self/cgroup": "4:cpu,memory:/\n", "sys/fs/cgroup/memory/memory.limit_in_bytes": str(2**63 - 4096)},
            None, id="version 1 without limit",
        ),
        pytest.param({"proc/self/cgroup": "garbage\n\n0:x", "sys/fs/cgroup/memory.max": "1"}, None, id="garbage"),
    ],
)  # fmt: skip
def test_memory_limit_of_a_cgroup(tmp_path: Path, files: dict[str, str | bytes], limit: int | None) -> None:
    assert cgroup_limit(_write(tmp_path, files)) == limit


def test_a_limit_is_what_a_build_can_use(tmp_path: Path) -> None:
    assert Memory(total=10, available=8, limit=None).usable == 8
    assert Memory(total=10, available=8, limit=3).usable == 3
    assert read_memory(tmp_path).total > 0


@pytest.mark.parametrize(
    ("text", "total", "available"),
    [
        pytest.param("MemTotal:  2048 kB\nMemFree: 1 kB\nMemAvailable:  1024 kB\n", 2 << 20, 1 << 20, id="Linux"),
        pytest.param("MemTotal:  2048 kB\nMemFree: 1 kB\n", 0, 0, id="an old kernel: psutil is asked"),
        pytest.param("MemTotal: many\nMemAvailable:\n", 0, 0, id="garbage: psutil is asked"),
    ],
)
def test_memory_by_the_kernels_word(tmp_path: Path, text: str, total: int, available: int) -> None:
    found = read_memory(_write(tmp_path, {"proc/meminfo": text}))
    if total:
        assert (found.total, found.available) == (total, available)
    else:
        assert found.total > 4 << 20


def test_a_folder_that_is_not_there_yet_is_judged_by_the_one_above(tmp_path: Path) -> None:
    found = place("target folder", tmp_path / "target/debug")
    assert (found.path, found.writable) == (str(tmp_path / "target/debug"), True)
    assert found.free > 0


def test_places_without_home_or_project() -> None:
    roles = [found.role for found in read_resources({}, None).places]
    assert roles == ["temporary folder"]


def test_places_by_variables(tmp_path: Path) -> None:
    found = read_resources({"CARGO_HOME": str(tmp_path / "c"), "TMPDIR": str(tmp_path)}, tmp_path / "t")
    assert [one.path for one in found.places] == [str(tmp_path / "t"), str(tmp_path / "c"), str(tmp_path)]


@pytest.mark.parametrize(
    ("text", "packages", "problem"),
    [
        ('version = 4\n[[package]]\nname = "cc"\n[[package]]\nname = "app"\n', {"cc", "app"}, ""),
        ("version = 4\n", set(), ""),
        ('package = "none"\n', set(), ""),
        ("<<<<<<< HEAD\n", set(), "Invalid"),
        (b"\xff\xfe", set(), "invalid start byte"),
    ],
)
def test_lock_files(tmp_path: Path, text: str | bytes, packages: set[str], problem: str) -> None:
    folder = _write(tmp_path, {"Cargo.lock": text, "member/src/lib.rs": ""}) / "member"
    lock = read_lock(folder)
    assert lock is not None
    assert {crate.name for crate in lock.crates} == packages
    assert problem in lock.problem


def test_no_lock_file(tmp_path: Path) -> None:
    assert read_lock(tmp_path) is None


@pytest.mark.parametrize(
    ("make", "problem", "newer"),
    [
        pytest.param(lambda path: path.mkdir(), "Is a directory", "", id="a folder"),
        pytest.param(lambda path: path.symlink_to("Cargo.lock"), "Too many levels of symbolic links", "", id="a loop"),
        pytest.param(lambda path: path.symlink_to("gone"), "No such file or directory", "", id="a link to nowhere"),
        pytest.param(lambda path: path.write_text("version = 99\n"), "", "version 99", id="a newer version"),
        pytest.param(
            lambda path: path.write_text("version = [4]\n"), "", "version [4]", id="a version of another shape"
        ),
    ],
)
def test_lock_files_that_say_nothing(tmp_path: Path, make: Callable[[Path], object], problem: str, newer: str) -> None:
    (tmp_path / "member").mkdir()
    make(tmp_path / "Cargo.lock")
    for folder in (tmp_path, tmp_path / "member"):
        lock = read_lock(folder)
        assert lock is not None
        assert (lock.problem, lock.crates) == (problem, ())
        assert newer in lock.newer
        assert bool(newer) == bool(lock.newer)
        assert not (problem and lock_version(folder))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_lock_file_says_why(tmp_path: Path) -> None:
    _write(tmp_path, {"Cargo.lock": ""})
    (tmp_path / "Cargo.lock").chmod(0)
    lock = read_lock(tmp_path)
    assert lock is not None
    assert "Permission denied" in lock.problem


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_this_machine_has_a_head_to_read() -> None:
    assert read_head(Path("/proc/self/exe")) is not None
