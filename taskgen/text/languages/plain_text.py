"""Plain text: it has no tokens, so that it takes no placeholders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.text.languages.base import WIDTH, LiteralError, Verdict, line_margin

if TYPE_CHECKING:
    from collections.abc import Collection

    from taskgen.decode import Json
    from taskgen.text.languages.base import Problem

label = "plain text"
fence = "text"
suffixes = (".txt",)
placeholders = False
margin = line_margin

_WHY = "has no literal in plain text"


def literal(value: Json, width: int = WIDTH, margin: str = "", column: int = 0) -> str:  # noqa: ARG001 - as others
    """Always LiteralError."""
    raise LiteralError(_WHY)


def text(value: str) -> str:  # noqa: ARG001 - as others
    """Always LiteralError."""
    raise LiteralError(_WHY)


def name(value: str) -> str:  # noqa: ARG001 - as others
    """Always LiteralError."""
    raise LiteralError(_WHY)


def standing(code: str, names: Collection[str]) -> dict[str, Verdict]:  # noqa: ARG001 - as others
    """Nowhere."""
    return dict.fromkeys(names, Verdict(where="elsewhere", why="in plain text"))


def parses(code: str) -> Problem | None:
    """Any text is plain text."""
