"""Mangled inputs, made from a seed: `python -m fuzz` in the tests' folder prints what became of them."""
