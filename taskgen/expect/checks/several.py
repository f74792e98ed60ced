"""The check whose parameters are checks of text themselves: string-check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import did_you_mean
from taskgen.expect.checks.base import All, CheckType, Example, Not, as_text
from taskgen.expect.checks.equality import equals
from taskgen.expect.checks.length import length_between
from taskgen.expect.checks.patterns import found_by
from taskgen.expect.checks.subject import Subject, subject_of
from taskgen.expect.checks.texts import contains_text, edge_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from taskgen.expect.checks.base import Given, Statement

_MAKERS: Final[dict[str, Callable[[Given, Subject, str], Statement | None]]] = {
    "contains": lambda _, subject, text: contains_text(subject, text, ignore_case=False),
    "icontains": lambda _, subject, text: contains_text(subject, text, ignore_case=True),
    "starts_with": lambda _, subject, text: edge_text(subject, text, start=True),
    "ends_with": lambda _, subject, text: edge_text(subject, text, start=False),
    "equals": lambda _, subject, text: equals(subject, text),
    "regex": found_by,
    "regex_matches": found_by,
    "pattern": found_by,
}
_KNOWN: Final = (*_MAKERS, *(f"not_{name}" for name in _MAKERS), "min_chars", "max_chars", "min_length", "max_length")


def _read(given: Given) -> Statement | None:
    subject = subject_of(given)
    least = given.number("min_chars", "min_length")
    most = given.number("max_chars", "max_length")
    if subject is None:
        return None
    statements = list(_statements(given, subject))
    if least is not None or most is not None:
        statements.append(length_between(subject, least, most))
    if not statements and not given.findings:
        hint = next((did_you_mean(name, _KNOWN) for name in given.params if name not in given.asked), "")
        given.error("bad-check", f"{given.type}: it says nothing", hint or f"known: {', '.join(_KNOWN)}")
    if given.findings:
        return None
    return statements[0] if len(statements) == 1 else All(statements=tuple(statements))


def _statements(given: Given, subject: Subject) -> Iterator[Statement]:
    """The statements, in the order of the parameters; a list stands for one statement an element."""
    for name in given.params:
        maker = _MAKERS.get(name.removeprefix("not_"))
        if maker is None:
            continue
        value = given.take(name)
        for item in value if isinstance(value, list) else [value]:
            text = as_text(item)
            if not text:
                given.error("bad-check", f"{given.type}: {name!r} must be a string that is not empty", "give a string")
                return
            statement = maker(given, subject, text)
            if statement is not None:
                yield Not(statement=statement) if name.startswith("not_") else statement


TYPES = (
    CheckType(
        name="string-check",
        doc="the text is as each parameter says: contains, not_contains, regex_matches, max_chars, ...",
        read=_read,
        passing=(
            Example(params={"contains": "feline", "not_contains": "canine"}, value="A feline purrs."),
            Example(params={"max_chars": 50}, value="Short."),
            Example(params={"regex_matches": r"^[\w.-]+@[\w.-]+\.\w+$"}, value="ada@example.org"),
            Example(params={"contains": ["a", "b"]}, value="ab"),
        ),
        failing=(
            Example(params={"contains": "feline", "not_contains": "canine"}, value="A feline, no canine."),
            Example(params={"max_chars": 5}, value="Too long."),
            Example(params={"contains": ["a", "c"]}, value="ab"),
        ),
    ),
)
