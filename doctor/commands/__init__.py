"""One module a command: its options, the call, the exit status."""
