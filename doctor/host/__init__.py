"""The machine as one value: probes that read, and one door to processes (run.py)."""
