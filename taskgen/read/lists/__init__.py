"""Conceptual task lists: one way of writing them (a dialect) is chosen for each file; `tasklist.read` is the door."""
