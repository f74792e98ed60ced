"""Chat completions as values: what a case asks of which server, and what an answer says. Pure."""

from __future__ import annotations

import fnmatch
import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json
    from taskgen.model import Model

OPENAI: Final = "https://api.openai.com/v1"
_OURS: Final = frozenset({"question", "llm_config"})  # members of an input that are no parameters of a request
_LOOPBACK: Final = ("localhost", "::1")


class NoRequestError(ValueError):
    """A case can't be asked: the message says what it lacks, `hint` what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class NoAnswerError(ValueError):
    """What came is no chat completion; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request.

    Attributes:
        model: as the case names it; `body["model"]` is what is sent.
        key_env: the environment variable that holds the key; empty where none is to be sent.
        needs_key: whether the server is so far away that it will want one.
    """

    url: str
    body: dict[str, Json]
    model: str
    key_env: str
    needs_key: bool

    @property
    def streams(self) -> bool:
        """Whether the answer is asked for in pieces."""
        return self.body.get("stream") is True


def request_of(given: Json, models: Mapping[str, Model], default_url: str | None) -> Request:
    """What a case's input asks for.

    Args:
        given: the input: text, a list of messages, or an object with `question` or `messages`, whose other members,
            and those of its `llm_config`, are parameters of the request.
        models: of the config.
        default_url: OPENAI_BASE_URL, where that is set.

    Raises:
        NoRequestError: it asks nothing, or its server has no usable URL.
    """
    members = _members(given)
    model = members.get("model")
    name = model if isinstance(model, str) else ""
    pattern = _entry(name, models)
    entry = models[pattern] if pattern is not None else None
    sent = (entry.send_as if entry else None) or name
    if not sent:
        raise NoRequestError("the case's input names no model", 'give it "model", or `send_as` in the setting `models`')
    base = (entry.base_url if entry else None) or default_url or OPENAI
    body = {"model": sent, "messages": _messages(members)}
    body |= {key: value for key, value in members.items() if key not in body and key not in _OURS}
    far = not is_loopback(base)
    elsewhere = entry is not None and entry.base_url is not None
    # The key of one server is never sent to another: a server of `models` gets the key that its entry names.
    key_env = (entry.api_key_env if entry else None) or ("" if elsewhere else "OPENAI_API_KEY")
    return Request(url=_endpoint(base), body=body, model=name or sent, key_env=key_env, needs_key=far)


def _members(given: Json) -> dict[str, Json]:
    if isinstance(given, str):
        return {"question": given}
    if isinstance(given, list):
        return {"messages": given}
    if not isinstance(given, dict):
        raise NoRequestError("the case's input asks nothing", "give it `question` or `messages`")
    config = given.get("llm_config")
    return {**config, **given} if isinstance(config, dict) else given


def _messages(members: Mapping[str, Json]) -> list[Json]:
    messages = members.get("messages")
    if isinstance(messages, list) and messages:
        return messages
    question = members.get("question")
    if isinstance(question, str):
        return [{"role": "user", "content": question}]
    raise NoRequestError("the case's input has neither `question` nor `messages`", "give it one of them")


def _entry(model: str, models: Mapping[str, Model]) -> str | None:
    """The pattern that fits a model best: its very name, else the one with the longest literal part."""
    fitting = [pattern for pattern in models if fnmatch.fnmatchcase(model, pattern)]
    return max(
        fitting, key=lambda pattern: (pattern == model, len(pattern.replace("*", "").replace("?", ""))), default=None
    )


def _endpoint(base: str) -> str:
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        hint = "write http://HOST:PORT/v1 or https://HOST/v1"
        raise NoRequestError(f"the base URL {shown_url(base)!r} is no URL of a server", hint)
    return f"{base.rstrip('/')}/chat/completions"


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine."""
    host = urlsplit(url).hostname or ""
    return host in _LOOPBACK or host.startswith("127.")


def shown_url(url: str) -> str:
    """A URL as messages show it: a name and password in it are left out."""
    head, at, tail = url.partition("@")
    scheme, slashes, _user = head.partition("://")
    return f"{scheme}{slashes}...@{tail}" if at and slashes else url


def answer_of(request: Request, text: str) -> dict[str, Json]:
    """`{content, model, usage}` from the text of a chat completion; `model` is the case's where it was answered.

    Raises:
        NoAnswerError: it is none.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise NoAnswerError(_not_json(text)) from None
    return _answer(request, data, _content(data))


def streamed_answer_of(request: Request, text: str) -> dict[str, Json]:
    """The same from an answer in pieces.

    Raises:
        NoAnswerError: it is none, or it breaks off.
    """
    lines = [line[5:].strip() for line in text.splitlines() if line.startswith("data:")]
    if not lines:
        return answer_of(request, text)  # the server did not care for `stream`
    if lines[-1] != "[DONE]":
        raise NoAnswerError("the stream broke off before its [DONE]")
    try:
        pieces = [json.loads(line) for line in lines[:-1]]
    except (ValueError, RecursionError):
        raise NoAnswerError("the stream holds a piece that is no JSON") from None
    content = "".join(_piece(piece) for piece in pieces)
    whole: dict[str, Any] = {}
    for piece in pieces:
        whole |= {key: value for key, value in piece.items() if value is not None}
    return _answer(request, whole, content)


def _piece(data: Any) -> str:  # noqa: ANN401 - whatever a server sends
    """The text in one piece of a stream."""
    if not isinstance(data, dict):
        raise NoAnswerError(f"the stream holds a piece that is no object: {_short(json.dumps(data))}")
    _refuse_error(data)
    match data.get("choices"):
        case [{"delta": {"content": str(text)}}, *_]:
            return text
        case _:
            return ""


def _content(data: Any) -> str:  # noqa: ANN401 - the same
    if isinstance(data, dict):
        _refuse_error(data)
    match data:
        case {"choices": [{"message": {"content": str(text)}}, *_]}:
            return text
        case {"choices": [{"message": {"content": None}}, *_]}:
            return ""  # it called a tool, or refused
        case _:
            raise NoAnswerError(f"the answer has no choices[0].message.content: {_short(json.dumps(data))}")


def _refuse_error(data: Mapping[str, Any]) -> None:
    if data.get("error"):
        raise NoAnswerError(f"the answer is an error: {error_text(json.dumps(data))}")


def _answer(request: Request, data: Mapping[str, Any], content: str) -> dict[str, Json]:
    model = data.get("model")
    named = request.model if model in {None, request.body["model"]} else model
    return {"content": content, "model": named, "usage": data.get("usage")}


def _not_json(text: str) -> str:
    kind = "HTML" if text.lstrip()[:1] == "<" else "no JSON"
    return f"the answer is {kind}: {_short(text)}" if text.strip() else "the answer is empty"


def error_text(text: str) -> str:
    """What the body of an error says, in one line."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        data = None
    match data:
        case {"error": {"message": str(said)}} | {"error": str(said)} | {"message": str(said)} | {"detail": str(said)}:
            return _short(said)
        case _:
            return _short(text)


def _short(text: str) -> str:
    line = " ".join(text[:400].split())
    return line if len(line) <= 120 else f"{line[:120]}..."  # noqa: PLR2004 - about a line of a terminal
