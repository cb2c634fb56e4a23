"""doctor check: small functions of the machine, each with its own time limit and crash boundary."""
