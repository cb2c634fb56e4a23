"""A lab of clean Debian roots: debootstrap once, an overlay for each scenario, the machine's Rust bound in read-only.

Needs root, debootstrap and unshare. Every command runs in a mount namespace of its own, so nothing stays mounted.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sysconfig
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
PATH = "/opt/rust/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
# In the namespace: an overlay, what every root has, then one command. $1 lower, $2 state, $3 rust, $4 checkout, $5 packages, $6 cargo home.
_ENTER = r"""
set -e
mkdir -p "$2/upper" "$2/work" "$2/root"
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"
R="$2/root"
mkdir -p "$R/opt/rust" "$R/opt/doctor" "$R/opt/packages" "$R/root/.cargo" "$R/etc/ssl/certs"
mount -t proc proc "$R/proc"
mount --rbind /dev "$R/dev"
mount --bind -o ro "$3" "$R/opt/rust"
mount --bind -o ro "$4" "$R/opt/doctor"
mount --bind -o ro "$5" "$R/opt/packages"
mount --bind "$6" "$R/root/.cargo"
cp /etc/resolv.conf "$R/etc/resolv.conf"
shift 6
exec chroot "$R" "$@"
"""


@dataclass(frozen=True, slots=True)
class Root:
    """A clean system: `lower` is shared and never written, `state` holds what this scenario changed."""

    lower: str
    state: Path
    rust: Path
    cargo_home: Path

    def run(self, script: str, *, limit: float = 900.0) -> subprocess.CompletedProcess[bytes]:
        """Run a shell script in /root/app of this root; stderr goes where stdout goes, as in `2>&1`."""
        packages = sysconfig.get_paths()["purelib"]
        places = [self.lower, str(self.state), str(self.rust), str(CHECKOUT), packages, str(self.cargo_home)]
        inside = f"mkdir -p /root/app && cd /root/app && {{ {script}\n}}"
        argv = ["unshare", "--mount", "--fork", "--kill-child", "sh", "-c", _ENTER, "sh", *places, "sh", "-c", inside]
        return subprocess.run(
            argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=_environment(), timeout=limit, check=False
        )

    def put(self, files: dict[str, str]) -> None:
        """Write the project's files (relative name → text) into /root/app."""
        for name, text in files.items():
            path = self.state / "upper" / "root" / "app" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def drop(self) -> None:
        """Remove everything that this scenario wrote."""
        shutil.rmtree(self.state, ignore_errors=True)


def missing_parts() -> str:
    """What this machine lacks to run the lab, or ""."""
    if os.geteuid() != 0:
        return "the lab needs root for chroot and mounts"
    lacking = [tool for tool in ("debootstrap", "unshare", "rustc", "cargo") if shutil.which(tool) is None]
    return f"not installed: {', '.join(lacking)}" if lacking else ""


def base(lab: Path, suite: str = "bookworm") -> str:
    """The clean Debian with Python and CA certificates as a lower layer, made on first use; raises CalledProcessError."""
    root = lab / f"base-{suite}"
    if not (root / ".ready").exists():
        shutil.rmtree(root, ignore_errors=True)
        lab.mkdir(parents=True, exist_ok=True)
        argv = ["debootstrap", "--variant=minbase", "--include=ca-certificates,python3", suite, str(root), *_mirror()]
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        _copy_network(root, suite)
        (root / ".ready").touch()
    return str(root)


def layer(lab: Path, name: str, lower: str, script: str, rust: Path) -> str:
    """`lower` with what a script adds (packages, most often), made once; raises RuntimeError with the script's output."""
    state = lab / "state" / f"layer-{name}"
    if not (state / ".ready").exists():
        root = new_root(lab, f"layer-{name}", lower, rust)
        done = root.run(script)
        if done.returncode != 0:
            raise RuntimeError(done.stdout.decode(errors="replace")[-2000:])
        (state / ".ready").touch()
    return f"{state / 'upper'}:{lower}"


def new_root(lab: Path, name: str, lower: str, rust: Path) -> Root:
    """A fresh overlay on `lower` with `rust` as /opt/rust."""
    home = lab / "cargo-home"
    home.mkdir(parents=True, exist_ok=True)
    for config in _host_cargo_home().glob("config.toml"):  # a mirror of the registry, where the machine has one
        shutil.copy(config, home / "config.toml")
    root = Root(lower, lab / "state" / name, rust, home)
    root.drop()
    root.state.mkdir(parents=True)
    return root


def machine_rust() -> Path:
    """The sysroot of the machine's own rustc: a whole toolchain with bin and lib."""
    found = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True, check=True)
    return Path(found.stdout.strip())


def _copy_network(root: Path, suite: str) -> None:
    """The machine's own package sources and certificates: a lab behind a mirror or a proxy works like its host."""
    sources = _host_sources()
    if sources:
        (root / "etc/apt/sources.list").unlink(missing_ok=True)
    release = _host_suite()
    for source in sources:
        target = root / source.relative_to("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        text = source.read_text(encoding="utf-8")
        target.write_text(re.sub(rf"\b{re.escape(release)}\b", suite, text) if release else text, encoding="utf-8")
    bundle = Path("/etc/ssl/certs/ca-certificates.crt")
    if bundle.exists():
        shutil.copy(bundle, root / "etc/ssl/certs/ca-certificates.crt")


def _host_sources() -> list[Path]:
    """The machine's package sources, when they are Debian's."""
    folder = Path("/etc/apt")
    files = [*sorted((folder / "sources.list.d").glob("debian*")), *folder.glob("sources.list")]
    return [file for file in files if "debian" in file.read_text(encoding="utf-8")]


def _host_suite() -> str:
    """What the machine's Debian is called ("bookworm"), or ""."""
    release = Path("/etc/os-release")
    found = (
        re.search(r"(?m)^VERSION_CODENAME=(\w+)$", release.read_text(encoding="utf-8")) if release.exists() else None
    )
    return found[1] if found else ""


def _mirror() -> list[str]:
    """The first address of the machine's package sources, as debootstrap takes it; nothing where there are none."""
    for file in _host_sources():
        found = re.search(r"(?m)^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(https?://\S+)", file.read_text(encoding="utf-8"))
        if found:
            return [found[1]]
    return []


def _host_cargo_home() -> Path:
    return Path(os.environ.get("CARGO_HOME", Path.home() / ".cargo"))


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if re.search(r"(?i)_proxy$|^CARGO_(HTTP|NET|REGISTR|SOURCE)", name)
    }
    return {
        **kept, "PATH": PATH, "HOME": "/root", "TERM": "dumb", "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8",
        "PYTHONPATH": "/opt/doctor:/opt/packages", "PYTHONDONTWRITEBYTECODE": "1", "CARGO_TERM_COLOR": "never",
        "SSL_CERT_FILE": "/etc/ssl/certs/ca-certificates.crt",
    }  # fmt: skip
