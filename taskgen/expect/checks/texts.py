"""Checks on text: contains, icontains, contains-any, contains-all, starts-with, ends-with."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from taskgen.decode import MISSING
from taskgen.expect.checks.base import CheckType, Example, as_text
from taskgen.expect.checks.predicate import Condition, OnValue, text_of
from taskgen.expect.checks.spelling import literal
from taskgen.expect.checks.subject import Subject, subject_of
from taskgen.expect.quoting import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from taskgen.decode import Json
    from taskgen.expect.checks.base import Given, Statement

IGNORED = " (case ignored)"


def contains_text(subject: Subject, text: str, *, ignore_case: bool) -> OnValue:
    """That the text occurs."""
    wanted = text.lower() if ignore_case else text
    aside = IGNORED if ignore_case else ""
    return OnValue(
        subject=subject,
        holds=lambda value: wanted in _cased(value, ignore_case=ignore_case),
        yes=f"contains {quoted(text)}{aside}",
        no=f"does not contain {quoted(text)}{aside}",
        python=lambda expression: _within(wanted, _lowered(expression, ignore_case=ignore_case)),
        only_text=True,
    )


def _cased(value: Json, *, ignore_case: bool) -> str:
    text = text_of(value)
    return text.lower() if ignore_case else text


def _lowered(expression: str, *, ignore_case: bool) -> str:
    return f"{expression}.lower()" if ignore_case else expression


def _within(text: str, expression: str) -> Condition | None:
    spelled = literal(text)
    if spelled is None:
        return None
    return Condition(yes=f"{spelled} in {expression}", no=f"{spelled} not in {expression}")


def _read_contains(given: Given, *, ignore_case: bool) -> Statement | None:
    # `required_text` comes from files whose `contains` ignores case unless they say otherwise.
    ignore_by_default = ignore_case or ("required_text" in given.params and "value" not in given.params)
    ignores = not given.flag("case_sensitive", default=not ignore_by_default)
    text = given.text("value", "required_text")
    subject = subject_of(given)
    return contains_text(subject, text, ignore_case=ignores) if text and subject else None


def _between_commas(text: str) -> list[str]:
    try:
        return next(csv.reader([text], skipinitialspace=True), [])
    except csv.Error:  # a line end outside quotes, a word of more than 128 KiB
        return text.split(",")


def _words_of(given: Given) -> tuple[str, ...] | None:
    """The words of a list, or of a text with commas between them."""
    value = given.take("value", "values")
    if isinstance(value, str):
        value = [word.strip() for word in _between_commas(value) if word.strip()]
    words = [as_text(word) for word in value] if isinstance(value, list) else []
    known = tuple(word for word in words if word)
    if known and len(known) == len(words):
        return known
    found = "missing" if value is MISSING else "something else"
    given.error("bad-check", f"{given.type}: 'value' must be a list of strings, it is {found}", "write a list")
    return None


def _read_several(given: Given, *, every: bool, ignore_case: bool) -> Statement | None:
    words = _words_of(given)
    subject = subject_of(given)
    if not (words and subject):
        return None
    function, name = (all, "all") if every else (any, "any")
    wanted = [word.lower() if ignore_case else word for word in words]
    said = f"{name} of {', '.join(map(quoted, words))}{IGNORED if ignore_case else ''}"
    return OnValue(
        subject=subject,
        holds=lambda value: function(word in _cased(value, ignore_case=ignore_case) for word in wanted),
        yes=f"contains {said}",
        no=f"does not contain {said}",
        python=lambda expression: _over_words(name, wanted, _lowered(expression, ignore_case=ignore_case)),
        only_text=True,
    )


def _over_words(function: str, words: list[str], expression: str) -> Condition | None:
    spelled = literal(words)
    if spelled is None:
        return None
    condition = f"{function}(word in {expression} for word in {spelled})"
    return Condition(yes=condition, no=f"not {condition}")


def edge_text(subject: Subject, text: str, *, start: bool) -> OnValue:
    """That a text begins or ends with another."""
    verb, infinitive, method = ("starts", "start", "startswith") if start else ("ends", "end", "endswith")
    test: Callable[[str, str], bool] = str.startswith if start else str.endswith
    return OnValue(
        subject=subject,
        holds=lambda value: test(text_of(value), text),
        yes=f"{verb} with {quoted(text)}",
        no=f"does not {infinitive} with {quoted(text)}",
        python=lambda expression: _call(f"{expression}.{method}", text),
        only_text=True,
    )


def _call(method: str, text: str) -> Condition | None:
    spelled = literal(text)
    return None if spelled is None else Condition(yes=f"{method}({spelled})", no=f"not {method}({spelled})")


def _read_edge(given: Given, *, start: bool) -> Statement | None:
    text = given.text("value")
    subject = subject_of(given)
    return edge_text(subject, text, start=start) if text and subject else None


TYPES = (
    CheckType(
        name="contains",
        doc="the text contains `value`",
        read=lambda given: _read_contains(given, ignore_case=False),
        passing=(
            Example(params={"value": "CPU"}, value="The CPU executes."),
            Example(params={"value": 4}, value="2 + 2 = 4"),
            Example(params={"required_text": "cpu"}, value="The CPU executes."),
            Example(params={"value": "12", "field": "usage"}, value={"content": "", "usage": {"total_tokens": 12}}),
        ),
        failing=(
            Example(params={"value": "cpu"}, value="The CPU executes."),
            Example(params={"required_text": "cpu", "case_sensitive": True}, value="The CPU executes."),
            Example(params={"value": "CPU", "field": "text"}, value="The CPU executes."),
        ),
    ),
    CheckType(
        name="icontains",
        doc="the text contains `value`, be its letters large or small",
        read=lambda given: _read_contains(given, ignore_case=True),
        passing=(Example(params={"value": "instruction"}, value="It runs INSTRUCTIONS."),),
        failing=(Example(params={"value": "instruction"}, value="It computes."),),
    ),
    CheckType(
        name="contains-any",
        doc="the text contains one of the strings in `value`",
        read=lambda given: _read_several(given, every=False, ignore_case=False),
        passing=(
            Example(params={"value": ["fox", "dog"]}, value="A lazy dog."),
            Example(params={"value": "fox, dog"}, value="A lazy dog."),
        ),
        failing=(Example(params={"value": ["fox", "dog"]}, value="A lazy Dog."),),
    ),
    CheckType(
        name="contains-all",
        doc="the text contains each of the strings in `value`",
        read=lambda given: _read_several(given, every=True, ignore_case=False),
        passing=(Example(params={"value": ["fox", "dog"]}, value="A fox and a dog."),),
        failing=(Example(params={"value": ["fox", "dog"]}, value="A lazy dog."),),
    ),
    CheckType(
        name="icontains-any",
        doc="as contains-any, be the letters large or small",
        read=lambda given: _read_several(given, every=False, ignore_case=True),
        passing=(Example(params={"value": ["fox", "dog"]}, value="A lazy Dog."),),
        failing=(Example(params={"value": ["fox", "dog"]}, value="A cat."),),
    ),
    CheckType(
        name="icontains-all",
        doc="as contains-all, be the letters large or small",
        read=lambda given: _read_several(given, every=True, ignore_case=True),
        passing=(Example(params={"value": ["fox", "dog"]}, value="A Fox and a DOG."),),
        failing=(Example(params={"value": ["fox", "dog"]}, value="A lazy Dog."),),
    ),
    CheckType(
        name="starts-with",
        doc="the text begins with `value`",
        read=lambda given: _read_edge(given, start=True),
        passing=(Example(params={"value": "Dear"}, value="Dear reader"),),
        failing=(Example(params={"value": "Dear"}, value="My dear reader"),),
    ),
    CheckType(
        name="ends-with",
        doc="the text ends with `value`",
        read=lambda given: _read_edge(given, start=False),
        passing=(Example(params={"value": "."}, value="The end."),),
        failing=(Example(params={"value": "."}, value="The end. "),),
    ),
)
