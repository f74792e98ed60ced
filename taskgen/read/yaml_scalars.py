"""What a plain YAML scalar means: true, false, null, a number, and otherwise the string that was typed.

A number is one only where writing it back gives the very text: `7`, `-3`, `0.5`, `1e-07` are numbers; `1.10`, `007`,
`0x1F`, `1_000`, `1e3`, `12:30` stay text, as do `on`, `no` and dates.
"""

from __future__ import annotations

import math
import re
from typing import Final

CONSTANTS: Final = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}

_NUMBER: Final = re.compile(r"[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?", re.ASCII)
_LONGEST: Final = 64  # characters; nobody means a number by more


def resolve(text: str) -> str | int | float | bool | None:
    """The value of a plain scalar."""
    if text in CONSTANTS:
        return CONSTANTS[text]
    number = as_number(text)
    return text if number is None or repr(number) != text else number


def as_number(text: str) -> int | float | None:
    """The finite number that the text looks like to a reader, however it is written; None for other text."""
    if text[0:1] not in "-+0123456789" or len(text) > _LONGEST or _NUMBER.fullmatch(text) is None:
        return None
    number = float(text) if any(mark in text for mark in ".eE") else int(text)
    return number if math.isfinite(number) else None
