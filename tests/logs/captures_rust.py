"""More captures: cargo, rustup, registries."""

from __future__ import annotations

from typing import Any

CAPTURES: list[dict[str, Any]] = []
