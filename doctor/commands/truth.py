"""doctor knowledge truth: every package name against the package index that it must be in."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from doctor.errors import UsageError
from doctor.knowledge.load import Knowledge
from doctor.knowledge.truth.package_index import PackageIndex
from doctor.knowledge.truth.survey import Survey
from doctor.model import Release


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of `doctor knowledge truth`."""
    parser.add_argument(
        "--family", metavar="F", help="a family of distros.toml; default: the index's, or this system's"
    )
    parser.add_argument(
        "--index",
        action="append",
        default=[],
        metavar="[ID:VERSION=]PATH",
        help="an index file, or a folder of them, of that release (default: of this system); repeatable. "
        "Without it apt's own files are read",
    )
    parser.add_argument("--records", metavar="DIR", help="default: the records that this doctor uses")
    parser.add_argument(
        "--write",
        action="store_true",
        help="write the day into the records that are proven and, of two releases, Debian's names of files",
    )


def run(args: argparse.Namespace) -> int:
    """Return 1 when an index denies what a record says."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from doctor.knowledge.compiled import compile_source  # noqa: PLC0415
    from doctor.knowledge.source import folder, read  # noqa: PLC0415
    from doctor.knowledge.truth.allowed import allowed  # noqa: PLC0415
    from doctor.knowledge.truth.survey import survey  # noqa: PLC0415
    from doctor.report.truth import truth_json, truth_text  # noqa: PLC0415
    from doctor.report.write import write_text  # noqa: PLC0415

    root = Path(args.records) if args.records else folder()
    source = read(root)
    knowledge = Knowledge(compile_source(source))
    with TemporaryDirectory(prefix="doctor-truth-") as unpacked:
        paths = _paths(args.index) or _own_lists(Path(unpacked))
        family = _family(args.family, paths, knowledge)
        indexes = [_index(release, files, knowledge) for release, files in paths.items()]
    found = survey(knowledge, family, indexes, allowed(source, family))
    write_text(truth_json(found) if args.format == "json" else truth_text(found))
    if args.write:
        _write(root, found)
        _write_files(root, indexes)
    return 0 if found.right else 1


def _paths(given: list[str]) -> Mapping[Release, tuple[Path, ...]]:
    """Which files belong to which release, in the order given."""
    from doctor.host.release import read_release, release_argument  # noqa: PLC0415

    paths: dict[Release, tuple[Path, ...]] = {}
    for value in given:
        named = re.fullmatch(r"([a-z][\w.-]*(?::[\w.-]+)?)=(.+)", value)
        release = release_argument(named.group(1)) if named else read_release()
        paths[release] = (*paths.get(release, ()), Path(named.group(2) if named else value))
    return paths


def _own_lists(unpacked: Path) -> Mapping[Release, tuple[Path, ...]]:
    """Apt's own lists of this system."""
    from doctor.host.release import read_release  # noqa: PLC0415
    from doctor.host.run import run_process  # noqa: PLC0415
    from doctor.knowledge.truth.apt import apt_lists, readable  # noqa: PLC0415

    environment = dict(os.environ)
    return {read_release(): readable(apt_lists(run_process, environment), unpacked, environment)}


def _family(given: str | None, releases: Iterable[Release], knowledge: Knowledge) -> str:
    """The one that was given, or the one that all releases belong to."""
    from doctor.host.family import family_of  # noqa: PLC0415

    if given and given not in knowledge.distros.families:
        raise UsageError(f"there is no family `{given}`; known are {', '.join(knowledge.distros.families)}")
    families = {str(release): given or family_of(release, knowledge.distros)[0] for release in releases}
    unknown = [name for name, family in families.items() if not family]
    if unknown:
        raise UsageError(f"{unknown[0]} has no family in distros.toml; say --family")
    if len(set(families.values())) > 1:
        raise UsageError(f"{' and '.join(families)} are of different families: prove one after the other")
    return next(iter(families.values()))


def _index(release: Release, files: tuple[Path, ...], knowledge: Knowledge) -> PackageIndex:
    from doctor.knowledge.truth.read import read_index  # noqa: PLC0415

    headers = {name for need in knowledge.needs() for name in need.names.get("headers", ())}
    title = f"{release.id.capitalize()} {release.version}".strip()
    return read_index(files, release, title, headers)


def _write(root: Path, found: Survey) -> None:
    import sys  # noqa: PLC0415
    from datetime import UTC, datetime  # noqa: PLC0415

    from doctor.knowledge.records import Verified  # noqa: PLC0415
    from doctor.knowledge.truth.record import write_verified  # noqa: PLC0415

    verified = Verified(datetime.now(UTC).date().isoformat(), "index", found.means)
    changed = write_verified(root, found.needs, found.family, verified)
    sys.stderr.write(f"{changed} records written, {len(found.needs)} proven\n")


def _write_files(root: Path, indexes: list[PackageIndex]) -> None:
    """Debian's own files by name: the answer where no record knows a name."""
    import sys  # noqa: PLC0415

    from doctor.knowledge.truth.debian_files import write_debian_files  # noqa: PLC0415

    if len(indexes) > 1 and all(index.kinds and index.release.id == "debian" for index in indexes):
        count = write_debian_files(root, sorted(indexes, key=_age))
        sys.stderr.write(f"{count} names of files written\n")


def _age(index: PackageIndex) -> tuple[bool, tuple[int, ...]]:
    """The oldest first; what has no number (sid) is the newest."""
    version = index.release.version
    return not version, tuple(int(part) for part in re.findall(r"\d+", version))
