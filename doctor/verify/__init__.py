"""doctor verify: is the file static, and on which systems does it start? Files are read, never run."""
