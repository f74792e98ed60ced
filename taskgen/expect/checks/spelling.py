"""How values are spelled in assert lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from taskgen.text.languages import python
from taskgen.text.languages.literals import LiteralError

if TYPE_CHECKING:
    from taskgen.decode import Json


def literal(value: Json) -> str | None:
    """A Python literal on one line; None where Python has none (NaN, lone surrogates)."""
    try:
        return python.literal(value, width=sys.maxsize)
    except LiteralError:
        return None
