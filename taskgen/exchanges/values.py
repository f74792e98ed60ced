"""The nouns: a request, an answer, an exchange, and the recording of one case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS = "text/event-stream"
OURS = "/.taskgen/"  # where a replay is asked about itself
_HOW = frozenset({"stream", "stream_options"})  # members of a request that say how an answer comes, not which

Kind = Literal["json", "text", "base64", "events", "empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as it is kept.

    Attributes:
        kind: what it is: JSON, other text, the base64 of bytes that are no text, the events of a stream, or nothing.
        value: the JSON value, the text, or a list of events (each JSON or text).
    """

    kind: Kind
    value: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request; `path` has its query, sorted."""

    method: str
    path: str
    body: Body

    @property
    def key(self) -> str:
        """What two requests that mean the same share: headers, and how the answer comes, do not count."""
        value = self.body.value
        if self.body.kind == "json" and isinstance(value, dict):
            value = {name: member for name, member in value.items() if name not in _HOW}
        return json.dumps([self.method, self.path, self.body.kind, value], sort_keys=True, ensure_ascii=True)

    @property
    def streams(self) -> bool:
        """Whether the answer is asked for as events."""
        return isinstance(self.body.value, dict) and self.body.value.get("stream") is True

    @property
    def wants_usage(self) -> bool:
        """Whether the events are to end with what was used."""
        options = self.body.value.get("stream_options") if isinstance(self.body.value, dict) else None
        return isinstance(options, dict) and options.get("include_usage") is True


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: of its headers, only what a client's behaviour hangs on."""

    status: int
    body: Body
    content_type: str = ""
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A request and its answer."""

    request: Request
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The exchanges of one case, in order.

    Attributes:
        input: the digest of the case's input when they were taken.
        made_by: what answered, in the words of whoever recorded it.
    """

    case: str
    input: str
    made_by: str
    exchanges: tuple[Exchange, ...]


def sorted_path(target: str) -> str:
    """A request's target without scheme, host and fragment, its query in the order of names."""
    parts = urlsplit(target)
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return (parts.path or "/") + (f"?{query}" if query else "")
