"""More captures: build tools, compilers, native libraries."""

from __future__ import annotations

from typing import Any

CAPTURES: list[dict[str, Any]] = []
