"""More captures: linkers and SDKs of macOS, Windows, Android."""

from __future__ import annotations

from typing import Any

CAPTURES: list[dict[str, Any]] = []
