"""Answers as people and tools read them; only this package and cli print."""
