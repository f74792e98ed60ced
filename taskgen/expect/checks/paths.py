"""The check of what stands at a path: json-path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.decode import MISSING
from taskgen.expect.checks.base import CheckType, Example
from taskgen.expect.checks.equality import equals
from taskgen.expect.checks.presence import Present
from taskgen.expect.checks.subject import field_subject

if TYPE_CHECKING:
    from taskgen.expect.checks.base import Given, Statement


def _read(given: Given) -> Statement | None:
    path = given.take("path", "json_path", "field", "field_name")
    wanted = given.take("expected", "expected_value", "equals")
    value = given.take("value")
    if path is MISSING:
        path, value = value, MISSING
    wanted = value if wanted is MISSING else wanted
    if path is MISSING:
        given.error("bad-check", f"{given.type}: 'path' is missing", "give a path such as $.usage.total_tokens")
        return None
    subject = field_subject(given, path)
    if subject is None:
        return None
    return Present(subject=subject) if wanted is MISSING else equals(subject, wanted)


_USAGE = {"content": "Yes.", "usage": {"total_tokens": 12}}

TYPES = (
    CheckType(
        name="json-path",
        doc="there is a value at `path`; with `value`, it equals that",
        read=_read,
        passing=(
            Example(params={"path": "$.items[1]", "value": "b"}, value='{"items": ["a", "b"]}'),
            Example(params={"value": "$.usage.total_tokens"}, value=_USAGE),
        ),
        failing=(
            Example(params={"path": "$.items[2]"}, value='{"items": ["a", "b"]}'),
            Example(params={"path": "$.items[1]", "value": "a"}, value='{"items": ["a", "b"]}'),
        ),
    ),
)
