"""Alpine's APKINDEX (apk-package(5); the wiki's "Apk spec")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from doctor.knowledge.truth.held import bare, index_of, members, provided
from doctor.knowledge.truth.package_index import Package, PackageIndex
from doctor.model import Release

_APK = {"pkg_config": re.compile(r"pc:(.+)"), "tools": re.compile(r"cmd:(.+)"), "sonames": re.compile(r"so:(.+)")}


def read_apk(path: Path, title: str, release: Release) -> PackageIndex:
    """APKINDEX.tar.gz: `P:` name, `D:` depends, `p:` provides (pc:, cmd:, so:), stanzas apart by empty lines."""
    text = b"\n\n".join(data for _, data in members(path, lambda name: name == "APKINDEX")).decode("utf-8", "replace")
    stanzas = [dict(line.partition(":")[::2] for line in stanza.splitlines()) for stanza in text.split("\n\n")]
    packages = [_apk_package(stanza) for stanza in stanzas if stanza.get("P")]
    held = [found for package in packages for found in provided(package, _APK)]
    return index_of(title, release, packages, held, ("pkg_config", "tools", "sonames"))


def _apk_package(stanza: Mapping[str, str]) -> Package:
    depends = tuple((bare(name),) for name in stanza.get("D", "").split() if not name.startswith("!"))
    return Package(stanza["P"], depends, tuple(bare(name) for name in stanza.get("p", "").split()))
