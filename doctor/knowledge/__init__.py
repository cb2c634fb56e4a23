"""Knowledge as data: TOML records → rules, needs, families; the reverse index; lint."""
