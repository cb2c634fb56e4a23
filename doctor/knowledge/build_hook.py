"""hatchling's hook: compiles the records into the one file that a wheel carries."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileKnowledge(BuildHookInterface[Any]):
    """Adds doctor/_knowledge/compiled.json to a wheel; an editable install reads the records themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a wheel is built; a wrong record ends the build with its file and key."""
        if self.target_name != "wheel" or version == "editable":
            return
        sys.path.insert(0, self.root)
        from doctor.knowledge.compiled import compile_source  # noqa: PLC0415 (the checkout's own, found just now)
        from doctor.knowledge.sections import NAME, dump  # noqa: PLC0415
        from doctor.knowledge.source import read  # noqa: PLC0415

        table = compile_source(read(Path(self.root) / "knowledge"))
        folder = Path(tempfile.mkdtemp(prefix="doctor-wheel-"))
        (folder / NAME).write_bytes(dump(table))
        build_data["force_include"][str(folder / NAME)] = f"doctor/_knowledge/{NAME}"
