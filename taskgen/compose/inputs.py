"""The input of a case as a task shows it, and the call that it goes into."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from taskgen.languages import python

if TYPE_CHECKING:
    from taskgen.compose.example import Code
    from taskgen.decode import Json


def input_text(value: Json) -> str:
    """The input as JSON, a member a line; characters that nobody sees are escaped."""
    return "".join(_escaped(char) for char in json.dumps(value, indent=1, ensure_ascii=False))


def _escaped(char: str) -> str:
    if char.isprintable() or char == "\n":
        return char
    units = char.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def given(target: str | None, code: Code | None) -> str:
    """How the input reaches the code, as `complete(given)`; empty where that can't be told."""
    if not target or not target.startswith("python:"):
        return ""
    name = target.rpartition(":")[2]
    parameters = python.parameters(code.text, name) if code and code.fence == "python" else None
    return f"{name}({', '.join(parameters)})" if parameters else name
