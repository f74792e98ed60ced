"""A recording as the text of a file: JSON, sorted, a member a line, so that a change shows as what it is."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from taskgen.exchanges.bodies import DEEPEST, is_deep
from taskgen.exchanges.values import Answer, Body, Exchange, Recording, Request

FORM: Final = 1
_OWN: Final = 6  # levels of the file itself
_HALF: Final = re.compile("[\ud800-\udfff]")  # of a pair, alone: no UTF-8 can write it
_KINDS: Final = ("json", "text", "base64", "events")


class FormError(ValueError):
    """A text is no recording; the message says why."""


def write(recording: Recording) -> str:
    """The text of a recording's file."""
    data = {
        "recording": FORM,
        "case": recording.case,
        "input": recording.input,
        "made_by": recording.made_by,
        "exchanges": [_exchange(one) for one in recording.exchanges],
    }
    text = json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def _exchange(one: Exchange) -> dict[str, Any]:
    answer: dict[str, Any] = {"status": one.answer.status, **_body(one.answer.body)}
    if one.answer.content_type:
        answer["content_type"] = one.answer.content_type
    if one.answer.headers:
        answer["headers"] = dict(one.answer.headers)
    return {
        "request": {"method": one.request.method, "path": one.request.path, **_body(one.request.body)},
        "answer": answer,
    }


def _body(body: Body) -> dict[str, Any]:
    return {} if body.kind == "empty" else {body.kind: body.value}


def read(text: str) -> Recording:
    """The recording that a text holds.

    Raises:
        FormError: it holds none.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise FormError(f"it is no JSON: {str(problem)[:100]}") from None
    if is_deep(data, DEEPEST + _OWN):
        raise FormError(f"it is nested deeper than {DEEPEST + _OWN} levels")
    found = _Members(data, "the file")
    if found.get("recording") != FORM:
        raise FormError(f'it is no recording of this form: it lacks "recording": {FORM}')
    exchanges = found.list("exchanges")
    return Recording(
        case=found.text("case"),
        input=found.text("input"),
        made_by=found.text("made_by", ""),
        exchanges=tuple(_read(one, f"exchange {number}") for number, one in enumerate(exchanges, start=1)),
    )


def _read(data: Any, where: str) -> Exchange:  # noqa: ANN401 - any JSON
    one = _Members(data, where)
    request, answer = _Members(one.get("request"), f"{where}: request"), _Members(one.get("answer"), f"{where}: answer")
    status = answer.get("status")
    if not isinstance(status, int) or not 100 <= status <= 599:  # noqa: PLR2004 - what HTTP has
        raise FormError(f"{where}: answer: status must be a number from 100 to 599")
    headers = answer.get("headers") or {}
    if not isinstance(headers, dict) or not all(isinstance(value, str) for value in headers.values()):
        raise FormError(f"{where}: answer: headers must be an object of strings")
    return Exchange(
        request=Request(method=request.text("method"), path=request.text("path"), body=request.body()),
        answer=Answer(
            status=status, body=answer.body(), content_type=answer.text("content_type", ""), headers=dict(headers)
        ),
    )


class _Members:
    """The members of an object, typed, with the place in what is said of one that is wrong."""

    def __init__(self, data: Any, where: str) -> None:  # noqa: ANN401 - any JSON
        if not isinstance(data, dict):
            raise FormError(f"{where} is no object")
        self.data, self.where = data, where

    def get(self, name: str) -> Any:  # noqa: ANN401 - any JSON
        return self.data.get(name)

    def text(self, name: str, default: str | None = None) -> str:
        value = self.data.get(name, default)
        if not isinstance(value, str):
            raise FormError(f"{self.where}: {name} must be text")
        return value

    def list(self, name: str) -> list[Any]:
        value = self.data.get(name)
        if not isinstance(value, list):
            raise FormError(f"{self.where}: {name} must be a list")
        return value

    def body(self) -> Body:
        kinds = [kind for kind in _KINDS if kind in self.data]
        if len(kinds) > 1:
            raise FormError(f"{self.where} has two bodies: {kinds[0]} and {kinds[1]}")
        for kind in kinds:
            value = self.data[kind]
            wanted = {"text": str, "base64": str, "events": list}.get(kind, object)
            if not isinstance(value, wanted):
                raise FormError(f"{self.where}: {kind} is of the wrong type")
            return Body(kind=kind, value=value)  # type: ignore[arg-type]
        return Body(kind="empty")
