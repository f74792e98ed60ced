"""Keys taken out of exchanges, so that they stand in no recording; requests are compared without them too."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode

from taskgen.exchanges.bodies import bytes_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.exchanges.values import Body, Exchange, Request

REDACTED: Final = "[key]"
_SURE: Final = re.compile(
    r"(?i)^(?:.*[-_])?(?:api[-_]?key|apikey|secret|password|passwd|(?:access|auth|refresh)[-_]?token|authorization|signature)$"
)
_PERHAPS: Final = re.compile(r"(?i)^(?:.*[-_])?(?:key|token)$")  # a key of a server, or one of a table
_LIKE_A_KEY: Final = re.compile(r"(?=[^\d]*\d)(?=[^A-Za-z]*[A-Za-z])[\w+/=.~-]{16,}$")


def clean_request(request: Request, secrets: Sequence[str] = (), *, names_alone: bool = False) -> Request:
    """A request without keys: members and parameters with such names, and the secrets, wherever they stand.

    Args:
        request: as it came.
        secrets: texts that are keys.
        names_alone: what is called `key` or `token` is taken out whatever it looks like; else where it looks like one,
            since `?key=users` asks for something else than `?key=rooms`.
    """
    path, _, query = request.path.partition("?")
    pairs = [
        (name, REDACTED if _is_key(name, value, names_alone) else _without(value, secrets))
        for name, value in parse_qsl(query, keep_blank_values=True)
    ]
    clean = _without(path, secrets) + (f"?{urlencode(pairs)}" if pairs else "")
    return replace(request, path=clean, body=clean_body(request.body, secrets, names_alone=names_alone))


def clean(exchange: Exchange, secrets: Sequence[str] = ()) -> Exchange:
    """An exchange without keys."""
    headers = {name: _without(value, secrets) for name, value in exchange.answer.headers.items()}
    answer = replace(exchange.answer, body=clean_body(exchange.answer.body, secrets), headers=headers)
    return replace(exchange, request=clean_request(exchange.request, secrets), answer=answer)


def clean_body(body: Body, secrets: Sequence[str] = (), *, names_alone: bool = False) -> Body:
    """A body without keys; of bytes that are no text only the secrets are taken out."""
    if body.kind == "empty":
        return body
    if body.kind != "base64":
        return replace(body, value=_cleaned(body.value, secrets, names_alone))
    data = bytes_of(body)
    for secret in secrets:
        data = data.replace(secret.encode("utf-8", "surrogateescape"), REDACTED.encode())
    return replace(body, value=base64.b64encode(data).decode())


def _cleaned(value: Any, secrets: Sequence[str], names_alone: bool) -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, str):
        return _without(value, secrets)
    if isinstance(value, list):
        return [_cleaned(item, secrets, names_alone) for item in value]
    if isinstance(value, dict):
        return {
            _without(name, secrets): REDACTED
            if _is_key(name, member, names_alone)
            else _cleaned(member, secrets, names_alone)
            for name, member in value.items()
        }
    return value


def _is_key(name: str, value: Any, names_alone: bool) -> bool:  # noqa: ANN401 - any JSON; as its caller has it
    """Whether a member's name says that its text is a key (`max_tokens` counts, `token` may be one)."""
    if not isinstance(value, str) or not value:
        return False
    perhaps = bool(_PERHAPS.match(name)) and (names_alone or value == REDACTED or bool(_LIKE_A_KEY.match(value)))
    return perhaps or bool(_SURE.match(name))


def _without(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, REDACTED)
    return text
