"""Lint: the theory in a task list, found by rules that need no library. Pure; facts of the workspace come as values."""
