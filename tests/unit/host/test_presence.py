"""Where a need is found: programs, modules, libraries, headers, variables; here and in another root."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from doctor.host.presence import where
from doctor.host.programs import Access
from doctor.host.run import SECONDS, Outcome

GNU = "x86_64-linux-gnu"


def no_process(
    argv: Sequence[str], *, cwd: Path, environment: Mapping[str, str], seconds: float = SECONDS
) -> Outcome:  # fmt: skip
    raise AssertionError(f"{argv} {cwd} {environment} {seconds}: nothing is started")


@pytest.mark.parametrize(
    ("names", "file", "found"),
    [
        pytest.param({"tools": ("protoc",)}, "usr/bin/protoc", True, id="a program"),
        pytest.param({"tools": ("protoc",)}, "usr/bin/protoc-gen", False, id="another program"),
        pytest.param({"pkg_config": ("zlib",)}, f"usr/lib/{GNU}/pkgconfig/zlib.pc", True, id="a module of Debian"),
        pytest.param({"pkg_config": ("zlib",)}, "usr/lib64/pkgconfig/zlib.pc", True, id="a module of Fedora"),
        pytest.param({"pkg_config": ("zlib",)}, "usr/share/pkgconfig/zlib.pc", True, id="a module of no architecture"),
        pytest.param(
            {"pkg_config": ("zlib",)}, "usr/lib/aarch64-linux-gnu/pkgconfig/zlib.pc", False, id="another architecture's"
        ),
        pytest.param(
            {"pkg_config": ("zlib",), "libs": ("z",)},
            f"usr/lib/{GNU}/libz.so.1",
            False,
            id="a library to run with is none to build with",
        ),
        pytest.param(
            {"pkg_config": ("zlib",), "libs": ("z",)}, f"usr/lib/{GNU}/libz.so", False, id="without its module"
        ),
        pytest.param({"libs": ("pcap",)}, "usr/lib/libpcap.a", True, id="an archive"),
        pytest.param({"libs": ("clang",)}, "usr/lib/llvm-19/lib/libclang.so", True, id="LLVM's own folder"),
        pytest.param({"headers": ("linux/usbip.h",)}, "usr/include/linux/usbip.h", True, id="a header"),
        pytest.param({"modules": ("File::Temp",)}, "usr/share/perl/5.36.0/File/Temp.pm", True, id="a Perl module"),
        pytest.param({"modules": ("JSON",)}, "usr/share/perl5/JSON.pm", True, id="one of no version"),
        pytest.param(
            {"modules": ("Encode",)}, f"usr/lib/{GNU}/perl/5.36/Encode.pm", True, id="one for an architecture"
        ),
        pytest.param({"modules": ("JSON",)}, "usr/share/perl5/JSON/PP.pm", False, id="another module"),
        pytest.param({}, "usr/bin/x", False, id="a need without names"),
    ],
)
def test_a_file_in_another_root(names: dict[str, tuple[str, ...]], file: str, found: bool, tmp_path: Path) -> None:  # noqa: FBT001 (a table's column)
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.touch()
    assert where(names, Access({}, no_process, tmp_path, tmp_path), GNU) == (f"/{file}" if found else "")


@pytest.mark.parametrize(
    ("variable", "names", "found"),
    [
        pytest.param("OPENSSL_DIR", {"env": ("OPENSSL_DIR",)}, "OPENSSL_DIR", id="a variable that points at it"),
        pytest.param("OPENSSL_STATIC", {"env": ("OPENSSL_STATIC",)}, "", id="a variable that chooses"),
        pytest.param("PROTOC", {"tools": ("protoc",)}, "protoc", id="a variable of the program's name"),
    ],
)
def test_a_variable_of_this_machine(
    variable: str, names: dict[str, tuple[str, ...]], found: str, tmp_path: Path
) -> None:
    names = {**names, "pkg_config": ("no-such-module",)}
    assert where(names, Access({variable: "/opt/x", "PATH": "/nowhere"}, no_process, tmp_path), GNU) == found


def test_the_folders_that_a_variable_names(tmp_path: Path) -> None:
    (tmp_path / "frob.pc").touch()
    environment = {"PKG_CONFIG_PATH": f"relative:{tmp_path}", "PATH": ""}
    assert where({"pkg_config": ("frob",)}, Access(environment, no_process, tmp_path), GNU) == f"{tmp_path}/frob.pc"


def test_a_loop_of_links_holds_nothing(tmp_path: Path) -> None:
    (tmp_path / "usr").symlink_to("usr")
    assert where({"pkg_config": ("zlib",), "tools": ("cc",)}, Access({}, no_process, tmp_path, tmp_path), GNU) == ""
