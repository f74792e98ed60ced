"""Markdown and the languages of code, as values."""
