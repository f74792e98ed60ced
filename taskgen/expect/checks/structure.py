"""Checks for JSON: is-json, contains-json."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING
from taskgen.expect.answers import parsed_json
from taskgen.expect.checks.base import CheckType, Example, Look
from taskgen.expect.checks.predicate import OnValue, text_of
from taskgen.expect.checks.schema import FitsSchema, given_schema
from taskgen.expect.checks.subject import Subject, kind_of, subject_of
from taskgen.expect.shown import excerpt, show
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.decode import Json
    from taskgen.expect.answers import Answer
    from taskgen.expect.checks.base import Given, Statement

MAX_STARTS: Final = 1000  # of places where JSON may begin, so that hostile text costs no more than a moment


@dataclass(frozen=True, slots=True, kw_only=True)
class IsJson:
    """That the answer's content is a JSON object or array, which is what gives it a member `json`."""

    subject: Subject
    looks_at_value: bool = False

    def words(self, *, negated: bool) -> str:
        """Is, or is not."""
        return "content is not JSON" if negated else "content is JSON (an object or array)"

    def condition(self, *, negated: bool) -> str | None:
        """A look for the member."""
        return '"json" not in response and "content" in response' if negated else '"json" in response'

    def look(self, answer: Answer) -> Look:
        """Whether the member is there."""
        response = answer.response
        if self.subject.root == "content" and not _has_text(response):
            return Look(holds=_is_structure(response), found=show(response))
        if not isinstance(response, dict) or not response.keys() & {"json", "content"}:
            return Look(holds=None, message=f"content is missing: {show(response)}")
        content = response.get("content")
        return Look(holds="json" in response, found=excerpt(content) if isinstance(content, str) else show(content))

    def members(self, *, negated: bool) -> tuple[str, ...]:
        """Both, unless there should be no JSON."""
        return ("content",) if negated else ("content", "json")


def _has_text(response: Json) -> bool:
    return isinstance(response, dict) and isinstance(response.get("content"), str)


def _is_structure(value: Json) -> bool:
    return isinstance(value, list | dict) or (isinstance(value, str) and parsed_json(value) is not None)


def _read_is_json(given: Given) -> Statement | None:
    subject, schema = subject_of(given), given_schema(given)
    if given.findings or subject is None:
        return None
    if schema is not None:
        return FitsSchema(subject=subject, schema=schema, structure=True)
    if subject.root == "content" or (subject.whole_is_content and kind_of(given.shape) == "chat"):
        return IsJson(subject=subject)
    return OnValue(
        subject=subject,
        holds=_is_structure,
        yes="is JSON (an object or array)",
        no="is not JSON",
        looks_at_value=False,
    )


def objects_in(text: str) -> Iterator[Json]:
    """The JSON objects that stand in a text, outermost first."""
    decoder = json.JSONDecoder()
    at = -1
    for _ in range(MAX_STARTS):
        at = text.find("{", at + 1)
        if at < 0:
            return
        try:
            yield decoder.raw_decode(text, at)[0]
        except (ValueError, RecursionError):
            continue


def _has_object(value: Json) -> bool:
    """Whether a JSON object stands anywhere in the text."""
    return next(objects_in(text_of(value)), MISSING) is not MISSING


def _read_contains_json(given: Given) -> Statement | None:
    subject, schema = subject_of(given), given_schema(given)
    if given.findings or subject is None:
        return None
    if schema is not None:
        return FitsSchema(subject=subject, schema=schema, structure=True, anywhere=True)
    return OnValue(
        subject=subject,
        holds=_has_object,
        yes="contains a JSON object",
        no="does not contain a JSON object",
        looks_at_value=False,
    )


TYPES = (
    CheckType(
        name="is-json",
        doc="the content is a JSON object or array, and nothing else",
        read=_read_is_json,
        passing=(
            Example(params={}, value='{"name": "Ada"}'),
            Example(params={}, value=" [1, 2]\n"),
            Example(params={}, value={"total": 3}),
            Example(params={"value": {"required": ["name"]}}, value='{"name": "Ada"}'),
        ),
        failing=(
            Example(params={}, value='```json\n{"name": "Ada"}\n```'),
            Example(params={}, value="12"),
            Example(params={}, value=12),
            Example(params={"value": {"required": ["age"]}}, value='{"name": "Ada"}'),
        ),
    ),
    CheckType(
        name="contains-json",
        doc="a JSON object stands somewhere in the text",
        read=_read_contains_json,
        passing=(
            Example(params={}, value='Here: {"name": "Ada"}.'),
            Example(params={}, value='{no} but {"name": {"first": "Ada"}}'),
        ),
        failing=(
            Example(params={}, value='Here: {"name": "Ada".'),
            Example(params={}, value="see [1]"),
            Example(params={"value": {"required": ["age"]}}, value='Here: {"name": "Ada"}.'),
        ),
    ),
)
