"""TypeScript: its values and tokens are JavaScript's."""

from __future__ import annotations

from taskgen.text.languages.javascript import literal, margin, name, parses, standing, text

__all__ = ["fence", "label", "literal", "margin", "name", "parses", "placeholders", "standing", "suffixes", "text"]

label = "TypeScript"
fence = "typescript"
suffixes = (".ts", ".mts", ".cts")
placeholders = True
