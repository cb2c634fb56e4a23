"""Whether the packages that the needs name exist, and hold what they are said to hold."""
