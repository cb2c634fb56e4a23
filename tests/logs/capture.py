"""Makes the logs in this folder again: real tools, real failures, in clean Debian roots (tests/e2e/lab.py).

usage: python tests/logs/capture.py --lab DIR [--out DIR] [--list] [NAME…]

Every capture is data: what is installed, the project's files, the command. Kept is what `COMMAND 2>&1` prints, byte for
byte but for the names of this machine's folders and of the registry's index. Beside each log, case.toml says what was
run where, with which tools, and what was really missing. The rows: captures.py and captures_*.py; rows.py helps them.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "e2e"))

import captures as first
import captures_build_tools
import captures_cargo
import captures_compilers
import captures_linking
import captures_native_more
import captures_platforms
import captures_runtime
import captures_rust
import captures_system
import captures_toolchain_more
import captures_tools
import rows
from lab import base, layer, machine_rust, missing_parts, new_root
from musl_std import toolchain

HERE = Path(__file__).parent
LAYERS = {
    **first.LAYERS,
    **rows.LAYERS,
    **captures_system.LAYERS,
    **captures_compilers.LAYERS,
    **captures_cargo.LAYERS,
    **captures_runtime.LAYERS,
}
_TABLES = (
    first.CAPTURES,
    captures_linking.CAPTURES,
    captures_platforms.CAPTURES,
    captures_rust.CAPTURES,
    captures_runtime.CAPTURES,
    captures_system.CAPTURES,
    captures_cargo.CAPTURES,
    captures_compilers.CAPTURES,
    captures_tools.CAPTURES,
    captures_toolchain_more.CAPTURES,
    captures_native_more.CAPTURES,
    captures_build_tools.CAPTURES,
)
_NEGATIVE = ("healthy/", "own-code/", "symbols/own-", "native/header-own")
# The first line of each tool's --version, where it is there and starts; a tool that a capture took away is not listed.
_TOOLS = "rustc cargo cc g++ clang ld ld.gold ld.lld mold as musl-gcc aarch64-linux-gnu-gcc pkg-config cmake make perl protoc ldd"
_VERSIONS = (
    f'cd /; for t in {_TOOLS}; do timeout 9 $t --version </dev/null 2>/dev/null | grep -m1 . | sed "s|^|$t\\t|"; done'
)
_NAMES = (
    (rb"/root/app", b"/home/user/app"),
    (rb"/root/\.cargo", b"/home/user/.cargo"),
    (rb"/opt/rust", b"/home/user/.rustup/toolchains/stable-x86_64-unknown-linux-gnu"),
    (rb"index\.crates\.io-[0-9a-f]{16}", b"registry.example-1949cf8c6b5b557f"),
    (rb"index\.crates\.io", b"registry.example"),
    (rb"/tmp/doctor-[\w-]+", b"/home/user/app"),
    (rb"/root/", b"/home/user/"),
)


@dataclass(frozen=True, slots=True)
class Capture:
    """One log: `layer` names the packages (or "host"), `missing` what is really missing, in the field's terms.

    `before` prepares the folder, on the layer `made_on` when that is another one; `mount` mounts something on ./target.
    """

    name: str
    about: str
    layer: str
    command: str
    missing: tuple[str, ...] = ()
    files: dict[str, str] = field(default_factory=dict)
    before: str = ""
    target: str = "x86_64-unknown-linux-gnu"
    rust: str = "machine"
    made_on: str = ""
    mount: str = ""


def captures() -> Iterator[Capture]:
    """All captures, from the tables."""
    for table in _TABLES:
        for one in table:
            yield Capture(**one)


def make(capture: Capture, lab: Path, out: Path = HERE) -> None:
    """Run one capture and write its folder."""
    output, versions = _on_host(capture) if capture.layer == "host" else _in_root(capture, lab)
    folder = out / capture.name
    folder.mkdir(parents=True, exist_ok=True)
    for pattern, name in _NAMES:
        output = re.sub(pattern, name, output)
    (folder / "log.txt").write_bytes(output)
    (folder / "case.toml").write_text(_case(capture, versions), encoding="utf-8")


def _case(capture: Capture, versions: bytes) -> str:
    distro = "host" if capture.layer == "host" else "debian:13" if capture.layer.startswith("trixie") else "debian:12"
    polarity = "negative" if capture.name.startswith(_NEGATIVE) else "positive"
    keys: dict[str, str | tuple[str, ...]] = {
        "about": capture.about, "command": capture.command, "distro": distro, "target": capture.target,
        "missing": capture.missing, "polarity": polarity,
    }  # fmt: skip
    tools = [line.split("\t", 1) for line in versions.decode(errors="replace").splitlines() if "\t" in line]
    return "".join(
        [
            *(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items()),
            "\n[tools]\n",
            *(f"{json.dumps(name)} = {json.dumps(text.strip())}\n" for name, text in tools),
        ]
    )


def _in_root(capture: Capture, lab: Path) -> tuple[bytes, bytes]:
    """The output, and the versions of the tools that are there afterwards."""
    rust = toolchain(lab) if capture.rust == "musl" else machine_rust()
    name = f"log-{capture.name.replace('/', '-')}"
    libraries = "export LD_LIBRARY_PATH=/opt/rust/lib; " if capture.rust == "musl" else ""
    root = new_root(lab, name, _lower(capture.layer, lab, rust), rust)
    root.put(capture.files)
    maker = new_root(lab, f"{name}-maker", _lower(capture.made_on, lab, rust), rust) if capture.made_on else root
    maker.put(capture.files)
    if capture.before:
        maker.run(libraries + capture.before)
    if maker is not root:
        shutil.copytree(maker.state / "upper/root/app", root.state / "upper/root/app", dirs_exist_ok=True)
        maker.drop()
    mounted = f"mkdir -p target; {capture.mount}; " if capture.mount else ""
    output = root.run(libraries + mounted + capture.command).stdout
    versions = root.run(libraries + _path(capture) + _VERSIONS).stdout
    root.drop()
    return output, versions


def _path(capture: Capture) -> str:
    """Where Debian's own Rust was run, its version is the one to note."""
    return "export PATH=/usr/bin:/bin; " if "PATH=/usr/bin:/bin" in capture.command else ""


def _lower(name: str, lab: Path, rust: Path) -> str:
    clean = base(lab, "trixie" if name.startswith("trixie") else "bookworm")
    return layer(lab, name, clean, LAYERS[name], rust) if LAYERS[name] else clean


def _on_host(capture: Capture) -> tuple[bytes, bytes]:
    """Captures that need rustup, or only the compiler: in an empty folder of this machine."""
    folder = Path(tempfile.mkdtemp(prefix="doctor-"))
    for name, text in capture.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    if capture.before:
        subprocess.run(["sh", "-c", capture.before], cwd=folder, check=False, capture_output=True)
    done = subprocess.run(
        ["sh", "-c", f"{{ {capture.command}\n}} 2>&1"], cwd=folder, check=False, stdout=subprocess.PIPE
    )
    shutil.rmtree(folder, ignore_errors=True)
    versions = subprocess.run(["sh", "-c", _VERSIONS], check=False, stdout=subprocess.PIPE)
    return done.stdout, versions.stdout


def main() -> int:
    """Make the named captures, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="*", help="a capture, or the start of its name")
    parser.add_argument("--lab", type=Path, help="a folder with room for some gigabytes; kept between runs")
    parser.add_argument("--out", type=Path, default=HERE, help="where the logs go (default: this folder)")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    chosen = [one for one in captures() if not options.name or one.name.startswith(tuple(options.name))]
    if options.list:
        print("\n".join(f"{one.name:<44}{one.about}" for one in chosen))
        return 0
    if lacking := missing_parts():
        print(lacking, file=sys.stderr)
        return 2
    for one in chosen:
        try:
            make(one, options.lab, options.out)
            print(f"made  {one.name}", flush=True)
        except (RuntimeError, subprocess.SubprocessError) as error:
            print(f"NOT   {one.name}: {error}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
