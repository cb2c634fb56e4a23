"""doctor: names the missing piece behind a failed Rust build and prints the commands that fix it."""

__version__ = "0.1.0"
