"""Compile errors by code: the erroneous examples that `rustc --explain` holds, compiled by the same rustc.

Nothing of these texts is stored: they are asked for when the test runs.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

from tools import Job

_FENCE = re.compile(r"^```\w*\n(?P<code>.*?)^```", re.MULTILINE | re.DOTALL)
_LAST = 806
_EXAMPLES = 2  # the first ones are the erroneous ones; what compiles after all is a healthy log
_FORMATS = ("", " --error-format=short", " --error-format=json", " --color=always")


def jobs() -> Iterator[Job]:
    """One job for each of the first examples of every code; the rendering changes from one to the next."""
    for number in range(_LAST):
        code = f"E{number:04}"
        for place, text in enumerate(_examples(code)):
            if "#![feature" in text:  # of these the stable channel is the fault, not the code
                continue
            options = f"--edition 2021{_FORMATS[(number + place) % len(_FORMATS)]}"
            source = text if "fn main" in text else f"{text}\nfn main() {{}}\n"
            yield Job(f"{code}-{place}", f"rustc {options} --emit=metadata src/main.rs", {"src/main.rs": source})


def _examples(code: str) -> list[str]:
    done = subprocess.run(["rustc", "--explain", code], capture_output=True, text=True, check=False)
    return [found.group("code") for found in _FENCE.finditer(done.stdout)][:_EXAMPLES]
