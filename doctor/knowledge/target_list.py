"""Writes knowledge/targets.toml: what rustc says of the targets that it has built in.

    python -m doctor.knowledge.target_list > knowledge/targets.toml

`rustc --print all-target-specs-json` is for nightly compilers; RUSTC_BOOTSTRAP=1 lets a stable one print it too.
`tier`, `host_tools` and `std` are each target's own metadata (rustc_target/src/spec, TargetMetadata), shown in the
rustc book under "Platform Support"; `static` is its `crt-static-default`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from doctor.errors import InputError
from doctor.host.run import run_into


def lines(rustc: str, specs: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield the file's lines for the version of a rustc and its targets' specifications."""
    yield "# Made by `python -m doctor.knowledge.target_list`. Tier, whether there is a standard library (std), whether"
    yield "# rustc and cargo run there (host), whether programs are static unless told otherwise; else false."
    yield f'rustc = "{rustc}"'
    yield ""
    yield "[targets]"
    for triple in sorted(specs):
        yield f"{_key(triple)} = {{ {', '.join(_values(specs[triple]))} }}"


def _values(spec: Mapping[str, Any]) -> Iterator[str]:
    metadata = spec.get("metadata", {})
    yield f"tier = {metadata.get('tier') or 3}"
    flags = {"std": metadata.get("std"), "host": metadata.get("host_tools"), "static": spec.get("crt-static-default")}
    yield from (f"{name} = true" for name, value in flags.items() if value)


def _key(triple: str) -> str:
    return triple if re.fullmatch(r"[\w-]+", triple) else json.dumps(triple)


def main() -> int:
    """Ask the rustc on the PATH and print the file; raises InputError where that cannot be done."""
    rustc = shutil.which("rustc") or "rustc"
    with tempfile.TemporaryDirectory() as name:
        version = _say([rustc, "-V"], Path(name)).decode().split()[1]
        specs = _say([rustc, "-Z", "unstable-options", "--print", "all-target-specs-json"], Path(name))
    print("\n".join(lines(version, json.loads(specs))))  # noqa: T201 (a maker of a file: this is its output)
    return 0


def _say(argv: list[str], folder: Path) -> bytes:
    target = folder / "said"
    done = run_into(argv, target, cwd=folder, environment={**os.environ, "RUSTC_BOOTSTRAP": "1"})
    if not done.ok:
        raise InputError(f"{' '.join(argv)}: {done.problem or done.stderr.decode(errors='replace').strip()}")
    return target.read_bytes()


if __name__ == "__main__":
    sys.exit(main())
