r"""Three dots inside strings: which are a run of characters, which are dots.

A string is read from left to right. `...` is any run of characters. Backslashes count only where they stand directly
before three dots: there each two are one backslash, and one left over makes the three dots plain dots.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.expect.nodes import DOTS, Pattern, Scalar
from taskgen.expect.quoting import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

# The lookbehind lets a match begin only at the first backslash of a run, so that long runs cost one look each.
_DOTS: Final = re.compile(r"(?<!\\)(\\*)\.\.\.")
_ESCAPED_KEY: Final = re.compile(r"\\+\.\.\.")
_PLAIN_KEY: Final = re.compile(r"\\*\.\.\.")


def read_string(text: str) -> Scalar | Pattern:
    """The leaf that a string stands for; the string that is just `...` is the caller's matter."""
    parts = split_runs(joined(text))
    return Scalar(parts[0]) if len(parts) == 1 else Pattern(parts)


def split_runs(text: str) -> tuple[str, ...]:
    """The literal parts between the runs of `text`, their dots and backslashes as meant."""
    parts = [""]
    begin = 0
    for found in _DOTS.finditer(text):
        backslashes = len(found[1])
        parts[-1] += text[begin : found.start()] + "\\" * (backslashes // 2)
        if backslashes % 2:
            parts[-1] += DOTS
        else:
            parts.append("")
        begin = found.end()
    parts[-1] += text[begin:]
    return _merged(parts)


def _merged(parts: Sequence[str]) -> tuple[str, ...]:
    """Two runs side by side are one."""
    middle = [part for part in parts[1:-1] if part]
    return (parts[0],) if len(parts) == 1 else (parts[0], *middle, parts[-1])


def join_runs(parts: Sequence[str]) -> str:
    """The string that `split_runs` reads as `parts`."""
    if parts == ("", ""):
        return DOTS * 2  # `...` alone would be any value, not any string
    last = len(parts) - 1
    return DOTS.join(_escaped(part, before_run=index < last) for index, part in enumerate(parts))


def _escaped(part: str, *, before_run: bool) -> str:
    escaped = _DOTS.sub(lambda found: f"{found[1] * 2}\\{DOTS}", part)
    trailing = len(escaped) - len(escaped.rstrip("\\")) if before_run else 0
    return escaped + "\\" * trailing


def read_key(key: str) -> str:
    r"""A member's name: `\...` is the name `...`, and each further backslash stays one."""
    return joined(key[1:] if _ESCAPED_KEY.fullmatch(key) else key)


def write_key(name: str) -> str:
    """The key that `read_key` reads as `name`."""
    return f"\\{name}" if _PLAIN_KEY.fullmatch(name) else name
