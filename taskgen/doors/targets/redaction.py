"""Keys that are in the environment, taken out of all that comes back from a target."""

from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from taskgen.decode import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taskgen.decode import Json
    from taskgen.doors.targets.result import TargetResult

_NAMES: Final = re.compile(r"(?i)(?:^|_)(?:api_?key|key|token|secret)$")
_SHORTEST: Final = 8  # characters; what is shorter is no key, and stands in many a text


def keys(named: Iterable[str] = ()) -> list[str]:
    """The values of the environment's keys, told by their variables' names or named by the config; longest first."""
    wanted = set(named)
    found = {
        value
        for name, value in os.environ.items()
        if (name in wanted or _NAMES.search(name)) and len(value) >= _SHORTEST
    }
    return sorted(found, key=len, reverse=True)


def redacted(result: TargetResult, secrets: Sequence[str]) -> TargetResult:
    """The result with `[key]` in place of each of the secrets."""
    if not secrets:
        return result
    return replace(
        result,
        value=result.value if isinstance(result.value, Missing) else _without(result.value, secrets),
        message=_clean(result.message, secrets),
        hint=_clean(result.hint, secrets),
        stdout=_clean(result.stdout, secrets),
        stderr=_clean(result.stderr, secrets),
    )


def _clean(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, "[key]")
    return text


def _without(value: Json, secrets: Sequence[str]) -> Json:
    """The value, cleaned as the text that it is written as."""
    text = json.dumps(value)
    clean = text
    for secret in secrets:
        clean = clean.replace(json.dumps(secret)[1:-1], "[key]")
    return value if clean == text else json.loads(clean)
