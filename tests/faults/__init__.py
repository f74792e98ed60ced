"""What happens to the outputs when something happens to a run: `python -m faults` in this folder prints the table."""
