"""ELF files as the loader and as the linker see them: what a program needs to start, and what it was made of."""
