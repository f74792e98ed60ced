"""The checks of a case in all the spellings that case files have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.model import Check
from taskgen.read.check import read_check

if TYPE_CHECKING:
    from taskgen.decode import At, Json

_JUDGE: Final = "llm-rubric"
_TYPED: Final = frozenset({"type", "strategy"})
# Members of a check: an object that has one of them but no type forgot it, and is no map of types.
_PARAMS: Final = frozenset({"$ref", "value", "params", "weight", "metric", "threshold", "description", "id", "name"})
_MEMBERS: Final = _TYPED | _PARAMS
# Members that hold, in a check without a type, what a judge would be asked; the last only beside mere labels.
_PROSE: Final = ("text", "assertion", "statement", "criterion", "criteria", "expectation", "description")
_LABELS: Final = frozenset(
    {"id", "name", "weight", "metric", "threshold", "severity", "priority", "category", "required"}
)


def read_checks(value: Json, at: At) -> tuple[Check, ...]:
    """Read a list of checks, a lone one, or a map from types to values; bad ones are reported and left out.

    A string that is one word names a type; a sentence is what a judge would be asked.
    """
    if value is None or value is False:
        return ()
    if not isinstance(value, list):
        return tuple(_read(value, at))
    checks: list[Check] = []
    for index, element in enumerate(value):
        checks += _read(element, at.child(index))
    return tuple(checks)


def _read(value: Json, at: At) -> list[Check]:
    value = _followed(value, at)
    prose = _prose(value)
    if prose is not None:
        return [Check(type=_JUDGE, params=prose, place=at.place)]
    if isinstance(value, dict) and _MEMBERS.isdisjoint(value):
        return [Check(type=kind, params=_params(given), place=at.child(kind).place) for kind, given in value.items()]
    check = read_check(_once(value), at)
    return [] if check is None else [check]


def _prose(value: Json) -> dict[str, Json] | None:
    """The parameters of a check that is a sentence, or holds one and no type."""
    if isinstance(value, str):
        return {"value": value} if _is_sentence(value) else None
    if not isinstance(value, dict) or "value" in value or not _TYPED.isdisjoint(value):
        return None
    name = next((name for name in _PROSE if _is_sentence(value.get(name))), None)
    if name is None or (name == _PROSE[-1] and value.keys() - {name} - _LABELS):
        return None
    return {"value": value[name], **{key: given for key, given in value.items() if key != name}}


def _is_sentence(value: Json) -> bool:
    return isinstance(value, str) and len(value.split(None, 2)) > 1


def _followed(value: Json, at: At) -> Json:
    """A check that is a `$ref` to a place in the same document: what stands there, with the members beside it."""
    if not isinstance(value, dict) or "$ref" not in value or not str(value["$ref"]).startswith("#/"):
        return value
    held = at.document.data
    for part in value["$ref"][2:].split("/"):
        held = held.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(held, dict) else None
    if not isinstance(held, dict):
        return value
    return {**held, **{name: given for name, given in value.items() if name != "$ref"}}


def _once(value: Json) -> Json:
    """A check without the members that stand in its `params` with the same value."""
    inner = value.get("params") if isinstance(value, dict) else None
    if not isinstance(inner, dict) or not inner.keys() & value.keys():
        return value
    return {name: given for name, given in value.items() if name not in inner or inner[name] != given}


def _params(given: Json) -> dict[str, Json]:
    if isinstance(given, dict):
        return given
    return {} if given is True or given is None else {"value": given}
