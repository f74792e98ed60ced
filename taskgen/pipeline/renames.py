"""The user's text in a file that no case makes any more goes to the file of the same case under its new id."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from taskgen import markers
from taskgen.doors import output
from taskgen.text import markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taskgen.pipeline.changes import Change


class _Made(NamedTuple):
    """What tells that two files are of one case, whatever its id: the source task and the input."""

    source: str
    given: str


def with_heirs(made: Sequence[Change], orphans: Sequence[Change]) -> list[Change]:
    """The orphans, each with the files that its text can go to (`heirs`) and all that could go there (`rivals`)."""
    if not any(_tail(orphan.old).strip() for orphan in orphans):
        return list(orphans)
    heirs, rivals = _by_origin(made), _by_origin(orphans)
    return [_with_heirs(orphan, heirs, rivals) for orphan in orphans]


def _with_heirs(orphan: Change, heirs: dict[_Made, list[Change]], rivals: dict[_Made, list[Change]]) -> Change:
    origin, tail = _origin(orphan.old), _tail(orphan.old)
    if origin is None or not tail.strip() or not markers.is_intact(markers.split_tail(orphan.old)[0]):
        return orphan
    free = [heir for heir in heirs.get(origin, []) if _tail(_text(heir)).strip() in {"", tail.strip()}]
    both = [other.shown for other in rivals[origin]]
    return replace(orphan, heirs=tuple(heir.shown for heir in free), rivals=tuple(both))


def inherited(changes: Iterable[Change]) -> list[Change]:
    """The changes of a run that prunes: each sole heir with the text of the file that is taken away."""
    changes = list(changes)
    left = {change.heir: _tail(change.old) for change in changes if change.heir}
    return [_inheriting(change, left[change.shown]) if change.shown in left else change for change in changes]


def _inheriting(change: Change, tail: str) -> Change:
    text = _text(change)
    generated, own = markers.split_tail(text)
    return change if own.strip() else change.taking(generated + tail, text)


def _by_origin(changes: Iterable[Change]) -> dict[_Made, list[Change]]:
    found: dict[_Made, list[Change]] = {}
    for change in changes:
        origin = _origin(_text(change))
        if origin is not None:
            found.setdefault(origin, []).append(change)
    return found


def _text(change: Change) -> str:
    """What the file will hold: of an unchanged one, what it holds."""
    return change.new or change.old or output.read_existing(change.path, change.shown) or ""


def _tail(text: str) -> str:
    return markers.split_tail(text)[1]


def _origin(text: str) -> _Made | None:
    generated, _tail = markers.split_tail(text)
    source = markers.source_of(generated)
    given = [fence.content for fence in markdown.fences(generated) if "input" in fence.roles]
    return _Made(source, given[0]) if source and len(given) == 1 else None
