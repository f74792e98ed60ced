"""Keys taken out of exchanges, so that they stand in no recording; requests are compared without them too."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.exchanges.values import Body, Exchange, Request

REDACTED: Final = "[key]"
_NAMES: Final = re.compile(
    r"(?i)^(?:.*[-_])?(?:api[-_]?key|apikey|key|secret|password|passwd|token|access[-_]?token|authorization|signature)$"
)
_COUNTS: Final = frozenset({"max_tokens", "max_completion_tokens"})


def clean_request(request: Request, secrets: Sequence[str] = ()) -> Request:
    """A request without keys: members and parameters with such names, and the secrets, wherever they stand."""
    path, _, query = request.path.partition("?")
    pairs = [
        (name, REDACTED if _is_key(name, value) else value) for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    clean = _without(path, secrets) + (f"?{urlencode([(n, _without(v, secrets)) for n, v in pairs])}" if pairs else "")
    return replace(request, path=clean, body=clean_body(request.body, secrets))


def clean(exchange: Exchange, secrets: Sequence[str] = ()) -> Exchange:
    """An exchange without keys."""
    headers = {name: _without(value, secrets) for name, value in exchange.answer.headers.items()}
    answer = replace(exchange.answer, body=clean_body(exchange.answer.body, secrets), headers=headers)
    return replace(exchange, request=clean_request(exchange.request, secrets), answer=answer)


def clean_body(body: Body, secrets: Sequence[str] = ()) -> Body:
    """A body without keys; bytes that are no text stay as they are."""
    return body if body.kind in {"base64", "empty"} else replace(body, value=_cleaned(body.value, secrets))


def _cleaned(value: Any, secrets: Sequence[str]) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return _without(value, secrets)
    if isinstance(value, list):
        return [_cleaned(item, secrets) for item in value]
    if isinstance(value, dict):
        return {
            _without(name, secrets): REDACTED if _is_key(name, member) else _cleaned(member, secrets)
            for name, member in value.items()
        }
    return value


def _is_key(name: str, value: Any) -> bool:  # noqa: ANN401 - any JSON
    """Whether a member's name says that its text is a key (`max_tokens` counts, `token` is one)."""
    return isinstance(value, str) and bool(value) and name not in _COUNTS and bool(_NAMES.match(name))


def _without(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    return text
