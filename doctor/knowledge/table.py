"""A TOML table read by key and type; every error names the file and the key, unknown keys name the nearest one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from doctor.errors import KnowledgeError


class Table:
    """One table of a record; keys that nobody asked for are reported by `finish`."""

    def __init__(self, file: str, values: Mapping[str, Any], path: str = "") -> None:
        self.file = file
        self.path = path
        self._values = values
        self._asked: set[str] = set()

    def text(self, key: str, default: str | None = None) -> str:
        """A string; without `default` it must be there and not empty."""
        value = self._get(key, default)
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.error(key, "must be a non-empty string")
        return value

    def flag(self, key: str, *, default: bool) -> bool:
        """A boolean."""
        value = self._get(key, default)
        if not isinstance(value, bool):
            raise self.error(key, "must be true or false")
        return value

    def texts(self, key: str, default: tuple[str, ...] | None = ()) -> tuple[str, ...]:
        """A list of strings; a single string counts as a list of one."""
        value = self._get(key, default)
        if isinstance(value, str):
            return (value,)
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise self.error(key, "must be a list of strings")
        return tuple(value)

    def table(self, key: str) -> Table:
        """A sub-table; empty when absent."""
        value = self._get(key, {})
        if not isinstance(value, Mapping):
            raise self.error(key, "must be a table")
        return Table(self.file, value, self._at(key))

    def tables(self, key: str) -> tuple[Table, ...]:
        """An array of tables; empty when absent."""
        value = self._get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, Mapping) for item in value):
            raise self.error(key, f"must be an array of tables: [[{self._at(key)}]]")
        return tuple(Table(self.file, item, f"{self._at(key)}[{place}]") for place, item in enumerate(value))

    def raw(self, key: str) -> object:
        """The value as TOML gave it; None when absent."""
        return self._get(key, None)

    def keys(self) -> Iterator[str]:
        """All keys, for tables whose keys are names."""
        return iter(self._values)

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._values

    def error(self, key: str, problem: str) -> KnowledgeError:
        """An error that names this file and key."""
        return KnowledgeError(self.file, self._at(key), problem)

    def finish(self) -> None:
        """Raise for keys that no reader asked for: a misspelt key must not be silently ignored."""
        for key in self._values:
            if key not in self._asked:
                raise self.error(key, f"unknown key{self._nearest(key)}")

    def _nearest(self, key: str) -> str:
        import difflib  # noqa: PLC0415 (only for an error)

        near = difflib.get_close_matches(key, sorted(self._asked), 1)
        return f"; did you mean `{near[0]}`?" if near else ""

    def _get(self, key: str, default: object) -> Any:
        self._asked.add(key)
        if key not in self._values and default is None:
            return None
        return self._values.get(key, default)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
