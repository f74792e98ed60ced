"""The check against a regular expression."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING
from taskgen.diagnostics import did_you_mean
from taskgen.expect.checks.base import CheckType, Example
from taskgen.expect.checks.predicate import OnValue, text_of
from taskgen.expect.checks.subject import subject_of
from taskgen.expect.quoting import quoted

if TYPE_CHECKING:
    from taskgen.expect.checks.base import Given, Statement
    from taskgen.expect.checks.subject import Subject

# By Python's long names and by the letters of most languages; `g` and `u` say what is so here anyway.
_FLAGS: Final[dict[str, int]] = {
    "i": re.IGNORECASE,
    "m": re.MULTILINE,
    "s": re.DOTALL,
    "x": re.VERBOSE,
    "a": re.ASCII,
    "g": 0,
    "u": 0,
    "ignorecase": re.IGNORECASE,
    "multiline": re.MULTILINE,
    "dotall": re.DOTALL,
    "verbose": re.VERBOSE,
    "ascii": re.ASCII,
    "unicode": 0,
}


def found_by(given: Given, subject: Subject, pattern: str, flags: int = 0) -> OnValue | None:
    """That the pattern is found somewhere in the text; None after a finding."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of constructs that may change their meaning one day
            compiled = re.compile(pattern, flags)
    except (re.error, RecursionError, OverflowError, ValueError) as mistake:
        given.error("bad-check", f"{given.type}: {quoted(pattern[:60])} is no pattern: {mistake}"[:200], "mend it")
        return None
    aside = IGNORED if compiled.flags & re.IGNORECASE else ""
    return OnValue(
        subject=subject,
        holds=lambda value: compiled.search(text_of(value)) is not None,
        yes=f"matches the pattern {quoted(pattern)}{aside}",
        no=f"does not match the pattern {quoted(pattern)}{aside}",
    )


IGNORED: Final = " (case ignored)"


def _read(given: Given) -> Statement | None:
    pattern = given.text("value", "pattern", "regex")
    flags = _read_flags(given)
    subject = subject_of(given)
    if pattern is None or subject is None or flags is None:
        return None
    return found_by(given, subject, pattern, flags)


def _read_flags(given: Given) -> int | None:
    """The flags, given as letters ("im"), a name ("re.IGNORECASE"), several with `|` or a list of them."""
    value = given.take("flags")
    if value is MISSING or value is None:
        return 0
    names = value if isinstance(value, list) else value.split("|") if isinstance(value, str) else [value]
    flags = 0
    for name in names:
        found = _flag(name) if isinstance(name, str) else None
        if found is None:
            shown = str(name)[:60]
            hint = did_you_mean(shown.lower(), _FLAGS, "known: i, m, s, x, a")
            given.error("bad-check", f"{given.type}: unknown flag {shown!r}", hint)
            return None
        flags |= found
    return flags


def _flag(name: str) -> int | None:
    plain = name.strip().lower().removeprefix("re.")
    if plain in _FLAGS:
        return _FLAGS[plain]
    if not all(letter in _FLAGS for letter in plain):
        return None
    flags = 0
    for letter in plain:
        flags |= _FLAGS[letter]
    return flags


TYPES = (
    CheckType(
        name="regex",
        doc="the pattern `value` is found somewhere in the text",
        read=_read,
        passing=(
            Example(params={"value": r"\d+ items"}, value="There are 12 items."),
            Example(params={"pattern": "^the end$", "flags": "im"}, value="Nearly.\nThe End"),
        ),
        failing=(
            Example(params={"value": r"^\d+ items"}, value="There are 12 items."),
            Example(params={"pattern": "^the end$", "flags": ["IGNORECASE"]}, value="Nearly.\nThe End"),
        ),
    ),
)
