"""Answers: what a target gives back, in the one form that sketches and checks look at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NoReturn

from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.decode import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one run of a case gave.

    Attributes:
        response: the answer as `as_answer` gives it.
        output: what the command printed on its standard output.
        seconds: how long it took.
        exit_code: the command's; 0 where no command ran.
    """

    response: Json
    output: str = ""
    seconds: float = 0.0
    exit_code: int = 0


def as_answer(value: Json) -> Json:
    """The answer that a target's value stands for.

    Text becomes `{"content": text}`. An object with text as `content` gets `json`, the object or array that the text
    parses to, unless it has a member of that name. All else stays as it is.
    """
    if isinstance(value, str):
        return as_answer({"content": value})
    if not isinstance(value, dict) or not isinstance(value.get("content"), str) or "json" in value:
        return value
    parsed = parsed_json(value["content"])
    return value if parsed is None else {**value, "json": parsed}


def parsed_json(text: str) -> Json:
    """The object or array that `text` is in strict JSON (no NaN, no Infinity); None for all other text."""
    if text.lstrip(" \t\r\n")[:1] not in {"{", "["}:
        return None
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)
