"""The checks of a case in all the spellings that case files have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.model import Check
from taskgen.read.check import read_check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.decode import At, Json

_JUDGE: Final = "llm-rubric"
_TYPED: Final = frozenset({"type", "strategy"})
# Members of a check: an object that has one of them but no type forgot it, and is no map of types.
_PARAMS: Final = frozenset({"value", "params", "weight", "metric", "threshold", "description", "id", "name"})


def read_checks(value: Json, at: At) -> tuple[Check, ...]:
    """Read a list of checks, a lone one, or a map from types to values; bad ones are reported and left out.

    A string that is one word names a type; a sentence is what a judge would be asked.
    """
    if value is None or value is False:
        return ()
    if not isinstance(value, list):
        return tuple(_read(value, at))
    return tuple(check for index, element in enumerate(value) for check in _read(element, at.child(index)))


def _read(value: Json, at: At) -> Iterator[Check]:
    if isinstance(value, str) and len(value.split()) > 1:
        yield Check(type=_JUDGE, params={"value": value}, place=at.place)
    elif isinstance(value, dict) and not (_TYPED | _PARAMS) & value.keys():
        for kind, given in value.items():
            yield Check(type=kind, params=_params(given), place=at.child(kind).place)
    else:
        check = read_check(_once(value), at)
        if check is not None:
            yield check


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
