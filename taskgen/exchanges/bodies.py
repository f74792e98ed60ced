"""Bodies: from the bytes of a connection into what a file keeps, and back."""

from __future__ import annotations

import base64
import json
from typing import Any

from taskgen.exchanges.values import EVENTS, Body

_DATA = "data:"
DONE = "[DONE]"
DEEPEST = 100  # levels of JSON; what is nested deeper is kept as text


def body_of(data: bytes, content_type: str) -> Body:
    """A body as it is kept; text that parses as JSON is kept as such, whatever its type says."""
    if not data:
        return Body(kind="empty")
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return Body(kind="base64", value=base64.b64encode(data).decode())
    if content_type.partition(";")[0].strip().lower() == EVENTS and _is_plain_stream(text):
        return Body(kind="events", value=events_of(text))
    value = _parsed(text)
    return Body(kind="text", value=text) if value is _NOTHING else Body(kind="json", value=value)


_NOTHING = object()


def _parsed(text: str) -> Any:  # noqa: ANN401 - any JSON, or that there is none
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return _NOTHING
    return _NOTHING if is_deep(value) else value


def is_deep(value: Any, levels: int = DEEPEST) -> bool:  # noqa: ANN401 - any JSON
    """Whether JSON is nested deeper than what works on it can follow."""
    level = [value]
    for _depth in range(levels):
        holders = [one for one in level if isinstance(one, dict | list)]
        level = [member for one in holders for member in (one.values() if isinstance(one, dict) else one)]
        if not level:
            return False
    return True


def _is_plain_stream(text: str) -> bool:
    """Whether a stream is nothing but data and comments; one with names or numbers of events is kept as it came."""
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line and not line.startswith(":")]
    return bool(lines) and all(line.startswith(_DATA) for line in lines)


def events_of(text: str) -> list[Any]:
    """The data of a stream's events: JSON where it parses, else text."""
    events = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line.removeprefix(_DATA).removeprefix(" ") for line in block.split("\n") if line.startswith(_DATA)]
        if lines:
            data = "\n".join(lines)
            value = _parsed(data)
            events.append(data if value is _NOTHING else value)
    return events


def bytes_of(body: Body) -> bytes:
    """A body as it goes over the wire."""
    if body.kind == "empty":
        return b""
    if body.kind == "json":
        return json.dumps(body.value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    if body.kind == "base64":
        return base64.b64decode(body.value)
    if body.kind == "events":
        return b"".join(map(event, body.value))
    return str(body.value).encode("utf-8", "surrogatepass")


def event(data: Any) -> bytes:  # noqa: ANN401 - JSON, or text
    """One event of a stream."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    lines = "".join(f"{_DATA} {line}\n" for line in text.split("\n"))
    return f"{lines}\n".encode("utf-8", "surrogatepass")
