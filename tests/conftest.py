"""Options of the test run."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--bless` writes the golden texts anew; read the diff before you commit it."""
    parser.addoption("--bless", action="store_true", help="write golden texts anew")
