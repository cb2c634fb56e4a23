"""rustup's toolchains: which are installed, and which one a project's build would use.

Its own files say it; where they do not, `toolchain list` and `override list` are asked, in an empty folder and without
RUSTUP_TOOLCHAIN. rustup's proxies (`rustc`, `cargo`) and `rustup show` are never started: older ones install the
toolchain that a project's file names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from doctor.host.guard import Result, together
from doctor.host.inside import inside
from doctor.host.programs import Access, Program, ask, find, real_path
from doctor.host.run import SECONDS, Outcome
from doctor.host.rustup_home import Home, read_home
from doctor.project import ToolchainFile

# `stable-x86_64-unknown-linux-gnu (active, default) /home/me/.rustup/toolchains/…`, with a tab before rustup 1.28.
_LISTED = re.compile(r"(?P<name>\S+)(?: \((?P<marks>[^)]*)\))?\s+(?P<path>/.*)")
_HOST_PART = r"-[a-z]\w*-\w+-\w[\w-]*"
# The official rust image and a root user's own; the homes of an image's users are not searched.
_IMAGE_HOMES = ("/usr/local/rustup", "/root/.rustup")


@dataclass(frozen=True, slots=True)
class Toolchain:
    """A toolchain of rustup: its full name, its folder (the sysroot), and whether it is the default."""

    name: str
    path: str
    default: bool = False


@dataclass(frozen=True, slots=True)
class Rustup:
    """rustup as found. `active` is the toolchain for the project, chosen by `active_from`; not installed, no path."""

    program: Program
    toolchains: tuple[Toolchain, ...] = ()
    active: str = ""
    active_from: str = ""

    @property
    def folder(self) -> str:
        """The folder of the active toolchain; "" when it is not installed."""
        return next((toolchain.path for toolchain in self.toolchains if toolchain.name == self.active), "")


def read_rustup(access: Access, project: Path | None, file: ToolchainFile | None) -> Rustup | None:
    """Look at rustup as a build in `project` would meet it; None where there is none. `program` is not asked yet."""
    path = find("rustup", access)
    if not path:
        return None
    program = Program("rustup", path, real_path(path, access))
    if not access.live:
        return Rustup(program, _image_toolchains(access.root))
    home = read_home(access.environment)
    toolchains, overrides = _of(home) if home else _told(access, path)
    near = {folder: name for folder, name in overrides if project and Path(folder) in (project, *project.parents)}
    return Rustup(program, toolchains, *choose(access.environment, file, near, toolchains))


def ask_rustup(access: Access) -> Program | None:
    """Ask rustup for its version: whether it works at all."""
    return ask("rustup", _without(access, "RUSTUP_TOOLCHAIN"))


def choose(
    environment: Mapping[str, str],
    file: ToolchainFile | None,
    overrides: Mapping[str, str],
    known: tuple[Toolchain, ...],
) -> tuple[str, str]:
    """Return (toolchain, why) as rustup chooses: variable, nearer of override and file, default (book, "Overrides")."""
    nearest = max(overrides, key=len, default="")
    if environment.get("RUSTUP_TOOLCHAIN"):
        return _full_name(environment["RUSTUP_TOOLCHAIN"], known), "RUSTUP_TOOLCHAIN"
    if nearest and (file is None or len(nearest) >= len(str(Path(file.file).parent))):
        return _full_name(overrides[nearest], known), f"rustup override for {nearest}"
    if file is not None and (file.channel or file.path):
        return (_full_name(file.channel, known) if file.channel else file.path), file.file
    default = next((toolchain.name for toolchain in known if toolchain.default), "")
    return default, "the default" if default else ""


def _of(home: Home) -> tuple[tuple[Toolchain, ...], tuple[tuple[str, str], ...]]:
    toolchains = tuple(Toolchain(name, path, name == home.default) for name, path in home.toolchains)
    return toolchains, home.overrides


def _told(access: Access, path: str) -> tuple[tuple[Toolchain, ...], tuple[tuple[str, str], ...]]:
    """What rustup says where its files do not."""
    calm = _without(access, "RUSTUP_TOOLCHAIN")
    listed, set_for = together(
        [lambda: _say(calm, path, "toolchain", "list", "-v"), lambda: _say(calm, path, "override", "list")], SECONDS + 1
    )
    return _toolchains(_text(listed)), tuple(_overrides(_text(set_for)))


def _toolchains(text: str) -> tuple[Toolchain, ...]:
    found = (_LISTED.fullmatch(line.strip()) for line in text.splitlines())
    return tuple(Toolchain(one["name"], one["path"], "default" in (one["marks"] or "")) for one in found if one)


def _overrides(text: str) -> Iterator[tuple[str, str]]:
    """(folder, toolchain) of each line."""
    pairs = (line.rsplit(None, 1) for line in text.splitlines())
    return ((pair[0].strip(), pair[1]) for pair in pairs if pair[1:])


def _full_name(channel: str, known: tuple[Toolchain, ...]) -> str:
    """Complete `stable` or `1.70.0` to the installed toolchain that rustup would take; as it is where there is none."""
    names = [toolchain.name for toolchain in known]
    full = re.compile(re.escape(channel) + _HOST_PART)
    return channel if channel in names else next((name for name in names if full.fullmatch(name)), channel)


def _image_toolchains(root: Path) -> tuple[Toolchain, ...]:
    folders = [inside(root, f"{home}/toolchains") for home in _IMAGE_HOMES]
    found = sorted(path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_dir())
    return tuple(Toolchain(path.name, f"/{path.relative_to(root)}") for path in found)


def _say(access: Access, *argv: str) -> Outcome:
    return access.runner(argv, cwd=access.scratch, environment=access.environment)


def _text(said: Result[Outcome]) -> str:
    return said.value.text if said.value and said.value.ok else ""


def _without(access: Access, variable: str) -> Access:
    return replace(access, environment={key: value for key, value in access.environment.items() if key != variable})
