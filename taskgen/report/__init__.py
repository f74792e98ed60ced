"""The report: what a list, its cases and its library come to, before and after, as a page, Markdown or data."""
