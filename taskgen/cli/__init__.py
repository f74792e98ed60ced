"""The commands: load, do, report, exit code."""
