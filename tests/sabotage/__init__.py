"""Every guard switched off in turn: its tests must go red. `python -m sabotage` in the tests' folder."""
