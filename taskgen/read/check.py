"""One check as people write it, wherever it stands: in a case or in an expectation of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.decode import kind_name
from taskgen.model import Check

if TYPE_CHECKING:
    from taskgen.decode import At, Json

_NAMES = ("type", "strategy")  # the members that may hold the check's type


def read_check(value: Json, at: At) -> Check | None:
    """Read `{type, value, …}`, `{type, params: {…}}`, `{strategy, …}` or the bare name of a type.

    Members beside `params` and those inside it are one set; a name that stands in both is an error.

    Returns:
        the check with its type as written, or None after a finding.
    """
    if isinstance(value, str):
        return _named(value, {}, at)
    if not isinstance(value, dict):
        at.error("wrong-type", f"a check must be a mapping, not {kind_name(value)}", 'write `{"type": "contains", …}`')
        return None
    for name in _NAMES:
        if name in value:
            break
    else:
        at.error("untyped-check", "the check has no type", 'add `"type"`: contains, equals, is-json, …')
        return None
    params = _params({key: member for key, member in value.items() if key != name}, at)
    return None if params is None else _named(value[name], params, at.child(name))


def _named(name: Json, params: dict[str, Json], at: At) -> Check | None:
    if not isinstance(name, str) or not name.strip():
        said = "empty" if isinstance(name, str) else f"{kind_name(name)}, not a string"
        at.error("untyped-check", f"the check's type is {said}", "write contains, equals, is-json, …")
        return None
    return Check(type=name.strip(), params=params, place=at.place)


def _params(members: dict[str, Json], at: At) -> dict[str, Json] | None:
    """The members, which are the caller's to give away, with those of `params` among them; None after a finding."""
    inner = members.pop("params", None)
    if inner is None:
        return members
    if not isinstance(inner, dict):
        at.child("params").error("wrong-type", f"'params' must be a mapping, not {kind_name(inner)}", "write `{…}`")
        return None
    twice = sorted(members.keys() & inner.keys())
    if twice:
        at.child(twice[0]).error("given-twice", f"{twice[0][:60]!r} also stands in 'params'", "keep one of the two")
        return None
    return {**members, **inner}
