"""Text into values: lists, cases, library, config, steps."""
