"""Chat completions whole and in pieces: an answer recorded one way serves a client that asks for the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from taskgen.exchanges.bodies import DONE
from taskgen.exchanges.values import EVENTS, Answer, Body

if TYPE_CHECKING:
    from taskgen.exchanges.values import Request

_PIECE = re.compile(r"\S+\s*|\s+")
_COMMON = ("id", "created", "model", "system_fingerprint")
_WHOLE, _CHUNK = "chat.completion", "chat.completion.chunk"


def as_asked(answer: Answer, request: Request) -> Answer:
    """The answer in the form that a request asks for; as it is, where it has no other."""
    body = answer.body
    if request.streams and body.kind == "json" and _choices(body.value):
        events = in_pieces(body.value, usage=request.wants_usage)
        return _with(answer, Body(kind="events", value=events), EVENTS)
    if not request.streams and body.kind == "events" and any(_choices(event) for event in body.value):
        return _with(answer, Body(kind="json", value=whole(body.value)), "application/json")
    return answer


def _with(answer: Answer, body: Body, content_type: str) -> Answer:
    return Answer(status=answer.status, body=body, content_type=content_type, headers=answer.headers)


def _choices(value: Any) -> list[Any]:  # noqa: ANN401 - JSON of a server
    choices = value.get("choices") if isinstance(value, dict) else None
    return [choice for choice in choices if isinstance(choice, dict)] if isinstance(choices, list) else []


def in_pieces(value: dict[str, Any], *, usage: bool) -> list[Any]:
    """The events of a chat completion: the role, the content word by word, the end, perhaps what was used."""
    common: dict[str, Any] = {"object": _CHUNK}
    common.update({name: value[name] for name in _COMMON if name in value})
    events: list[Any] = []
    for choice in _choices(value):
        message = choice.get("message") if isinstance(choice.get("message"), dict) else {}
        content = message.get("content")
        rest = {name: member for name, member in message.items() if name != "content"}
        deltas = [rest, *({"content": piece} for piece in _PIECE.findall(content if isinstance(content, str) else ""))]
        index = choice.get("index", 0)
        events += [{**common, "choices": [_piece(index, delta, None)]} for delta in deltas]
        events.append({**common, "choices": [_piece(index, {}, choice.get("finish_reason"))]})
    if usage:
        events.append({**common, "choices": [], "usage": value.get("usage")})
    return [*events, DONE]


def _piece(index: Any, delta: dict[str, Any], reason: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON of a server
    return {"index": index, "delta": delta, "finish_reason": reason}


def whole(events: list[Any]) -> dict[str, Any]:
    """The chat completion that events add up to."""
    made: dict[str, Any] = {"object": _WHOLE}
    messages: dict[Any, dict[str, Any]] = {}
    reasons: dict[Any, Any] = {}
    for event in events:
        if not isinstance(event, dict):
            continue
        made.update({name: member for name, member in event.items() if name not in {"object", "choices"} and member})
        for choice in _choices(event):
            index = choice.get("index", 0)
            _grow(messages.setdefault(index, {"role": "assistant", "content": ""}), choice.get("delta"))
            reasons[index] = choice.get("finish_reason") or reasons.get(index)
    made["choices"] = [
        {"index": index, "message": message, "finish_reason": reasons[index]} for index, message in messages.items()
    ]
    return made


def _grow(message: dict[str, Any], delta: Any) -> None:  # noqa: ANN401 - JSON of a server
    """Add a piece to a message: content is joined, all else taken as it comes."""
    for name, member in (delta if isinstance(delta, dict) else {}).items():
        if name == "content" and isinstance(member, str):
            message["content"] += member
        elif name != "content":
            message[name] = member
