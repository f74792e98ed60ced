"""The `openai` target: asks a server for a chat completion. It tests a server, never the project's code."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Final

from taskgen.doors.targets import chat
from taskgen.doors.targets.result import TargetResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from taskgen.decode import Json
    from taskgen.doors.targets.chat import Request
    from taskgen.doors.targets.http import Reply
    from taskgen.doors.targets.spec import Surroundings, TargetSpec
    from taskgen.model import Model

SECONDS: Final = 30.0  # a model that takes longer is waited for only where the case says so
_OK, _WANTS_KEY = 200, 401
_WRONG_SERVER: Final = "does the base URL lead to a server that speaks OpenAI's chat completions?"
_HINTS: Final = {
    403: "the key may not do this",
    404: "is the path right? servers answer at BASE_URL/chat/completions, mostly with /v1 at the end of the base URL",
    429: "the server is asked too often: run with fewer --jobs, or later",
}


def run_case(spec: TargetSpec, given: Json, surroundings: Surroundings) -> TargetResult:  # noqa: ARG001 - all targets are called alike
    """Ask once, with retries; see `taskgen.doors.targets.run_case`."""
    try:
        request = request_of(given, surroundings.models)
    except chat.NoRequestError as problem:
        return TargetResult(kind="bad-input", message=str(problem), hint=problem.hint)
    key = os.environ.get(request.key_env, "") if request.key_env else ""
    if request.needs_key and not key:
        return _no_key(request)
    return _asked(request, key, surroundings)


def request_of(given: Json, models: Mapping[str, Model]) -> Request:
    """What a case's input asks for, and where.

    Raises:
        NoRequestError: it asks nothing, or its server has no usable URL.
    """
    return chat.request_of(given, models, os.environ.get("OPENAI_BASE_URL") or None)


def look_up(spec: TargetSpec, surroundings: Surroundings) -> TargetResult:  # noqa: ARG001 - the same
    """There is nothing of the project's that could be missing; see `taskgen.doors.targets.look_up`."""
    return TargetResult(kind="value", value=None)


def dry_run(given: Json, models: Mapping[str, Model]) -> str:
    """The request as it would be sent, without the key.

    Raises:
        NoRequestError: there is none.
    """
    request = chat.request_of(given, models, os.environ.get("OPENAI_BASE_URL") or None)
    key = [f"Authorization: Bearer ${request.key_env}"] if os.environ.get(request.key_env) else []
    head = [f"POST {chat.shown_url(request.url)}", "Content-Type: application/json", *key, ""]
    return "\n".join([*head, json.dumps(request.body, ensure_ascii=False, indent=1)])


def _no_key(request: Request) -> TargetResult:
    url = chat.shown_url(request.url)
    if request.key_env:
        message, hint = f"{request.key_env} is not set, and {url} wants a key", f"set {request.key_env}"
        if request.key_env == "OPENAI_API_KEY":
            hint += ", or OPENAI_BASE_URL or the setting `models` to reach another server"
    else:
        message, hint = f"no key is named for {url}", "write `api_key_env` beside `base_url` in the setting `models`"
    return TargetResult(kind="no-key", message=message, hint=hint)


def _asked(request: Request, key: str, surroundings: Surroundings) -> TargetResult:
    from taskgen.doors.targets import http  # noqa: PLC0415 - needs urllib3, which only this target does

    seconds = SECONDS if surroundings.timeout is None else surroundings.timeout
    headers = {"Content-Type": "application/json", "Accept-Encoding": "identity", "User-Agent": "taskgen"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    data = json.dumps(request.body).encode()
    try:
        reply = http.post(request.url, data, headers, seconds=seconds, most=surroundings.limits.output * 1024)
    except http.ServerFault as fault:
        message = f"{chat.shown_url(request.url)}: {fault}"
        hint = _start(request) if fault.kind == "unreachable" else fault.hint
        return TargetResult(kind=fault.kind, message=message, hint=hint)
    return _answered(request, reply)


def _start(request: Request) -> str:
    """What to do about a server that is down."""
    other = "or name another by the setting `models` or by OPENAI_BASE_URL"
    replay = "start it, or run `taskgen replay` in another terminal for recorded answers, "
    return f"{replay if chat.is_loopback(request.url) else 'start it, '}{other}"


def _answered(request: Request, reply: Reply) -> TargetResult:
    try:
        text = reply.data.decode()
    except UnicodeDecodeError as problem:
        message = f"the answer is no UTF-8 (byte {problem.start + 1})"
        return TargetResult(kind="bad-answer", message=message, hint=_WRONG_SERVER, seconds=reply.seconds)
    if reply.status != _OK:
        return _refused(request, reply, text)
    read = chat.streamed_answer_of if request.streams else chat.answer_of
    try:
        value = read(request, text)
    except chat.NoAnswerError as problem:
        return TargetResult(kind="bad-answer", message=str(problem), hint=_WRONG_SERVER, seconds=reply.seconds)
    return TargetResult(kind="value", value=dict(value), seconds=reply.seconds)


def _refused(request: Request, reply: Reply, text: str) -> TargetResult:
    """An answer that is an error, or no answer yet."""
    said = chat.error_text(text)
    tries = f" ({reply.tries} tries)" if reply.tries > 1 else ""
    message = f"HTTP {reply.status} {reply.reason}{tries}{f': {said}' if said else ''}"
    return TargetResult(
        kind="http-status", message=message, hint="; ".join(_next(request, reply)), seconds=reply.seconds
    )


def _next(request: Request, reply: Reply) -> Iterator[str]:
    """What to do about an answer that is an error."""
    if reply.status == _WANTS_KEY:
        named = f"the key comes from {request.key_env}" if request.key_env else "name one by `api_key_env` in `models`"
        yield f"it wants a key, or another one: {named}"
    elif reply.status in _HINTS:
        yield _HINTS[reply.status]
    if reply.headers.get("Location"):
        yield f"it points to {reply.headers['Location']}, where taskgen does not follow"
    if reply.headers.get("Retry-After"):
        yield f"it says Retry-After: {reply.headers['Retry-After']}"
