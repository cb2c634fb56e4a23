"""Entry point of `doctor` and `cargo-doctor`: the shortest way to a version, then the command line."""

from __future__ import annotations

import sys

from doctor import __version__


def main() -> int:
    """Run one command; returns the exit status of the contract."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        print(f"doctor {__version__}")  # noqa: T201 (start-up is a feature: nothing else is imported for this)
        return 0
    from doctor.cli import run  # noqa: PLC0415 (see above)

    return run(sys.argv)


if __name__ == "__main__":
    sys.exit(main())
