"""doctor knowledge lint: proves, without network, that the records are right. One module a kind of proof."""
