"""Make the package indexes in `fixtures` again, each by the tools of its own system; about ten seconds.

    apt-get install -y dpkg-dev apt-utils rpm createrepo-c pacman-package-manager makepkg libarchive-tools gcc \
        pkg-config file lz4 zstd
    python tests/unit/knowledge/truth/make_fixtures.py

Made so on Debian 12 with apt-ftparchive 2.6.2, dpkg-scanpackages 1.21, rpmbuild 4.18.0, createrepo_c 0.17.3 and repo-add
6.0.2. Debian has no apk: APKINDEX.tar.gz alone is written here, by apk-package(5) and as `apk index` concatenates it.
"""

from __future__ import annotations

import gzip
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"
TIME = "1700000000"
ARCH = "usr/lib/x86_64-linux-gnu"
PC = "Name: {0}\nDescription: {0}\nVersion: 1.0\nLibs: -l{0}\n"


@dataclass(frozen=True)
class Deb:
    """A package of Debian: its files, and the fields of its control file beyond the usual ones."""

    name: str
    files: tuple[str, ...] = ()
    fields: str = ""


def debs(newer: bool) -> tuple[Deb, ...]:  # noqa: FBT001 (two releases)
    """Return a release; in the newer one the module `frob` has moved, `whirl` is gone and `spin` has come."""
    dev = "libfrob2-dev" if newer else "libfrob-dev"
    last = (
        Deb("libspin-dev", (f"{ARCH}/pkgconfig/spin.pc", f"{ARCH}/libspin.so"))
        if newer
        else Deb(
            "libwhirl-dev",
            (f"{ARCH}/pkgconfig/whirl.pc", f"{ARCH}/libwhirl.so"),
            "Depends: libfrob-dev:any,\n libfrob1 (>= 1)\n",  # a cycle, folded
        )
    )
    return (
        Deb("frob-base", ("bin/frobsh",), "Essential: yes\nPre-Depends: libfrobc6 (>= 1)\n"),
        Deb("libfrobc6", (f"{ARCH}/libfrobc.so.6",), "Depends: frob-base\n"),
        Deb("libfrob1", (f"{ARCH}/libfrob.so.1", f"{ARCH}/libfrob.so.1.0")),
        Deb(
            dev,
            (
                f"{ARCH}/pkgconfig/frob.pc",
                *(f"{ARCH}/libfrob.so", f"{ARCH}/libfrob.a", f"{ARCH}/frobcrt1.o"),
                *("usr/include/frob.h", "usr/include/frob-1.0/frob/deep.h"),
            ),
            "Depends: libfrob1 (= 1.0), libnone-dev | libwhirl-dev, frob-virtual, libnever-dev\n",
        ),
        Deb(
            "frob-tools",
            (
                *("usr/bin/frobnicate", "usr/share/perl5/Frob/Deep.pm", "usr/lib/llvm-99/bin/frob-config"),
                *("usr/include/frob tools/x y.h", "usr/share/doc/frob-tools/a b", "usr/bin/größe"),
            ),
            "Provides: frob-virtual, frob-tool (= 2)\n",
        ),
        Deb("frob-apt", ("usr/bin/frob-get",), "Priority: important\n"),
        Deb("frob-alternative", ("usr/bin/frobnicate",), "Provides: frob-virtual\n"),
        last,
    )


def run(*argv: str | Path, cwd: Path | None = None) -> bytes:
    """Run a tool; its own words are shown where it fails."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": TIME, "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        [str(word) for word in argv], cwd=cwd, env=environment, stdout=subprocess.PIPE, check=True
    ).stdout


def fill(root: Path, files: tuple[str, ...]) -> None:
    """Write the files below a root: modules of pkg-config as such, all else empty."""
    for file in files:
        path = root / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PC.format(path.stem) if path.suffix == ".pc" else "", encoding="utf-8")


def debian(scratch: Path, target: Path, packages: tuple[Deb, ...]) -> None:
    """Packages and Contents by apt-ftparchive."""
    pool = scratch / target.name
    for deb in packages:
        root = scratch / f"{target.name}-{deb.name}"
        fill(root, deb.files)
        (root / "DEBIAN").mkdir(parents=True)
        priority = "" if "Priority:" in deb.fields else "Priority: optional\n"
        text = f"Package: {deb.name}\nVersion: 1.0\nArchitecture: amd64\nMaintainer: Frob <frob@example.org>\n"
        text += f"Section: libs\n{priority}{deb.fields}Description: {deb.name}\n for the tests of doctor\n"
        (root / "DEBIAN" / "control").write_text(text, encoding="utf-8")
        pool.mkdir(exist_ok=True)
        run("dpkg-deb", "--root-owner-group", "--build", root, pool / f"{deb.name}_1.0_amd64.deb")
    target.mkdir(parents=True)
    (target / "Packages").write_bytes(run("apt-ftparchive", "packages", ".", cwd=pool))
    (target / "Contents-amd64").write_bytes(run("apt-ftparchive", "contents", ".", cwd=pool))


def packed(scratch: Path, target: Path) -> None:
    """Pack one list by every packer that mirrors and apt use; one of dpkg's own making too."""
    target.mkdir()
    (target / "scanned").mkdir()
    scanned = run("dpkg-scanpackages", "--multiversion", ".", cwd=scratch / "debian-12")
    (target / "scanned" / "Packages").write_bytes(scanned)
    for tool, suffix in (("gzip -n", "gz"), ("xz", "xz"), ("bzip2", "bz2"), ("lz4 -q", "lz4"), ("zstd -q", "zst")):
        (target / suffix).mkdir()
        name = target / suffix / f"Packages.{suffix}"
        name.write_bytes(run(*tool.split(), "-c", FIXTURES / "debian-12" / "Packages"))


SPEC = """Name: frob
Version: 1.0
Release: 1
Summary: frob
License: MIT
%description
For the tests of doctor.
%package devel
Summary: frob
Requires: frob = 1.0, /bin/sh
%description devel
For the tests of doctor.
%package tools
Summary: frob
Provides: frob-virtual = 2
%description tools
For the tests of doctor.
%install
cp -a {root}/. %{{buildroot}}
%files
/usr/lib64/libfrob.so.1
%files devel
/usr/lib64/libfrob.so
/usr/lib64/libfrob.a
/usr/lib64/pkgconfig/frob.pc
/usr/include/frob.h
%files tools
/usr/bin/frobnicate
/usr/sbin/frobd
/usr/bin/frob.d
"""


def rpm(scratch: Path, target: Path) -> None:
    """primary.xml by createrepo_c, of packages whose provides rpmbuild finds in real files."""
    root, top = scratch / "rpm-root", scratch / "rpm-top"
    files = ("usr/lib64/libfrob.a", "usr/lib64/pkgconfig/frob.pc", "usr/include/frob.h", "usr/bin/frob.d/part")
    fill(root, (*files, "usr/bin/frobnicate", "usr/sbin/frobd"))
    for program in ("usr/bin/frobnicate", "usr/sbin/frobd"):
        (root / program).chmod(0o755)
    library = root / "usr/lib64/libfrob.so.1"
    run("gcc", "-shared", "-nostdlib", "-Wl,-soname,libfrob.so.1", "-x", "c", "/dev/null", "-o", library)
    (library.parent / "libfrob.so").symlink_to("libfrob.so.1")
    (scratch / "frob.spec").write_text(SPEC.format(root=root), encoding="utf-8")
    quiet = ("--define", "debug_package %{nil}", "--define", "__strip /bin/true", "--define", "_build_id_links none")
    run("rpmbuild", "-bb", "--quiet", "--target", "x86_64", "--define", f"_topdir {top}", *quiet, scratch / "frob.spec")
    run("createrepo_c", "--quiet", "--simple-md-filenames", "--no-database", "--revision", TIME, top / "RPMS")
    target.mkdir()
    shutil.copy(top / "RPMS/repodata/primary.xml.gz", target)
    (target.parent / "other").mkdir()
    shutil.copy(top / "RPMS/repodata/filelists.xml.gz", target.parent / "other" / "primary.xml.gz")  # the wrong file


PACMAN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "base": ("depend = frob-libc\n", ()),
    "frob-libc": ("provides = libfrobc.so=6-64\n", ("usr/lib/libfrobc.so.6",)),
    "frob": (
        "depend = frob-virtual>=2\ndepend = libnever.so=1-64\n",
        (
            *("usr/bin/frobnicate", "usr/include/frob.h", "usr/lib/libfrob.so", "usr/lib/libfrob.so.1"),
            *("usr/lib/libfrob.a", "usr/lib/pkgconfig/frob.pc", "usr/share/frob/a b"),
        ),
    ),
    "frob-tools": ("provides = frob-virtual=2\ndepend = frob\n", ("usr/bin/frob-config",)),
}


def pacman(scratch: Path, target: Path) -> None:
    """`.db` and `.files` by repo-add, packed with gzip under names that do not say so, as Arch's mirrors have them."""
    target.mkdir()
    archives = []
    for name, (fields, files) in PACMAN.items():
        root = scratch / f"pacman-{name}"
        fill(root, files)
        root.mkdir(exist_ok=True)
        text = (
            f"pkgname = {name}\npkgver = 1.0-1\npkgdesc = {name}\narch = x86_64\nsize = 1\nbuilddate = {TIME}\n{fields}"
        )
        (root / ".PKGINFO").write_text(text, encoding="utf-8")
        archives.append(scratch / f"{name}-1.0-1-x86_64.pkg.tar.gz")
        run("bsdtar", "-czf", archives[-1], "-C", root, *sorted(path.name for path in root.iterdir()))
    run("repo-add", "-q", scratch / "frob.db.tar.gz", *archives)
    for kind in ("db", "files"):
        shutil.copy(scratch / f"frob.{kind}.tar.gz", target / f"frob.{kind}")


APK = """C:Q1CtAlyfhNYYP+KvXKyKpuMQMeUP8=
P:frob-libc
V:1.0-r0
A:x86_64
p:so:libfrobc.so.6=6.0

C:Q1CtAlyfhNYYP+KvXKyKpuMQMeUP8=
P:frob
V:1.0-r0
A:x86_64
D:so:libfrobc.so.6
p:so:libfrob.so.1=1.0.0

C:Q1CtAlyfhNYYP+KvXKyKpuMQMeUP8=
P:frob-dev
V:1.0-r0
A:x86_64
T:frob: with a colon
D:frob=1.0-r0 pc:whirl>=1.2 !frob-old pkgconfig
p:pc:frob=1.0

C:Q1CtAlyfhNYYP+KvXKyKpuMQMeUP8=
P:frob-tools
V:1.0-r0
A:x86_64
i:frob frob-dev
p:cmd:frobnicate=1.0-r0 frob-virtual
D:frob-dev~1.0 so:libnever.so.1

"""


def tar(members: Mapping[str, str], end: bytes) -> bytes:
    """One gzip stream with a tar in it; `end` is what closes the archive."""
    whole = io.BytesIO()
    for name, text in members.items():
        entry = tarfile.TarInfo(name)
        entry.size = len(text.encode())
        whole.write(entry.tobuf(tarfile.USTAR_FORMAT) + text.encode() + bytes(-entry.size % tarfile.BLOCKSIZE))
    return gzip.compress(whole.getvalue() + end, mtime=0)


def apk(target: Path) -> None:
    """Write a signature's archive without an end, then the index's own, as abuild-sign(1) leaves them."""
    target.mkdir()
    signature = tar({".SIGN.RSA.frob@example.org-1.rsa.pub": "no signature"}, b"")
    index = tar({"DESCRIPTION": "v1.0\n", "APKINDEX": APK}, bytes(2 * tarfile.BLOCKSIZE))
    (target / "APKINDEX.tar.gz").write_bytes(signature + index)


def scratch_folder() -> Iterator[Path]:
    """Give a folder that goes again."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def main() -> None:
    """Make all anew."""
    shutil.rmtree(FIXTURES, ignore_errors=True)
    for scratch in scratch_folder():
        debian(scratch, FIXTURES / "debian-12", debs(newer=False))
        debian(scratch, FIXTURES / "debian-13", debs(newer=True))
        packed(scratch, FIXTURES / "packed")
        rpm(scratch, FIXTURES / "rpm")
        pacman(scratch, FIXTURES / "pacman")
        apk(FIXTURES / "apk")


if __name__ == "__main__":
    main()
