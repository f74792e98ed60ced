"""What headings and labels of hand-written tasks say about the block below them."""

from __future__ import annotations

import re
from typing import Final

_FLAGS: Final = re.IGNORECASE

EXPECTED: Final = re.compile(r"\bexpected\b.{0,30}\b(?:output|result|response|structure)\b|^\W*expected\W*$", _FLAGS)
COMMAND: Final = re.compile(
    r"\b(?:run|test|verification)\W+commands?\b|^\W*(?:\[.\]\W*)?(?:step \d+\W+)?(?:run|execute|verify)\b|\brun it\b",
    _FLAGS,
)
CODE: Final = re.compile(
    r"\b(?:working|complete|full|sample)\b.{0,20}\b(?:code|example|implementation)\b|\bcopy this\b"
    r"|\b(?:write|create|add|implement(?:ation)?)\b",
    _FLAGS,
)
TROUBLE: Final = re.compile(
    r"\bif it fails\b|\b(?:quick |common )?(?:fixes|issues|pitfalls|errors)\b|\bissue \d|troubleshoot", _FLAGS
)
PASSES: Final = re.compile(r"\bpass(?:es|ed)?\b|\bsucceeds?\b|\bgreen\b|通过", _FLAGS)
FAILS: Final = re.compile(r"\bfail(?:s|ed|ing|ure)?\b|\bred\b|\berrors?\b|失败", _FLAGS)

RUN_LINE: Final = re.compile(r"^\W*(?:run|run command|test command|command|verify)\W*?:\W*`(?P<command>[^`]+)`", _FLAGS)
EXPECTED_LINE: Final = re.compile(r"^\W*expected\b[\w ]*\W*?:\W*(?P<said>\S.*)$", _FLAGS)

_PATH: Final = r"(?P<path>/?[\w.@-]+(?:/[\w.@-]+)*\.\w{1,8})"
CREATED: Final = re.compile(
    rf"\bcreate(?: new)?(?: file)?\W+`?{_PATH}`?|\bsave (?:it |this )?as\W+`?{_PATH.replace('path', 'saved')}`?", _FLAGS
)
CHANGED: Final = re.compile(rf"\b(?:modify|update|add to|into|in|to|edit|extend)\b\W+`?{_PATH}`?", _FLAGS)

NAMED: Final = re.compile(rf"^(?:#|//|--|;|/\*|<!--)\s*`?{_PATH}`?\s*(?:\*/|-->)?$", re.MULTILINE)

SHELL: Final = frozenset({"sh", "bash", "shell", "zsh", "console", "shell-session"})


def named(code: str) -> str | None:
    """The file that a comment at the top of code is all about."""
    match = NAMED.search("\n".join(code.split("\n")[:3]))
    return match["path"].lstrip("/") if match else None


def created(text: str) -> str | None:
    """The file that a text says to make, relative to the root; None where it names none."""
    match = CREATED.search(text)
    return (match["path"] or match["saved"]).lstrip("/") if match else None


def changed(text: str) -> str | None:
    """The file of which a text says that it shows a part."""
    match = CHANGED.search(text)
    return match["path"].lstrip("/") if match else None
