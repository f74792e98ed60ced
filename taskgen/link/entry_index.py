"""An index over the entries of a library: which of them a case could meet, without trying them all.

Each entry is filed under its most telling condition alone: under whole values, or under the literal text before the
first `*` or `?`. What the index gives is a superset of the matches; the conditions are still tried.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING
from taskgen.link.conditions import EXACT_KEYS, INPUT, at_path, is_glob, literal_prefix
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from taskgen.decode import Json
    from taskgen.link.conditions import Facts
    from taskgen.model import Condition

_TELLING: Final = ("id", "input", "model", "tag", "target", "has", "check")  # the more telling first


@dataclass(slots=True)
class _Drawer:
    """The entries filed under one key: by whole value, by beginning, and those that may fit any value."""

    whole: dict[Json, list[int]] = field(default_factory=dict)
    beginnings: dict[str, list[int]] = field(default_factory=dict)
    lengths: set[int] = field(default_factory=set)
    anything: list[int] = field(default_factory=list)

    def file(self, wanted: Json, entry: int, *, exact: bool) -> None:
        if not isinstance(wanted, str):
            (self.anything if isinstance(wanted, dict | list) else self.whole.setdefault(wanted, [])).append(entry)
        elif exact or not is_glob(wanted):
            self.whole.setdefault(wanted, []).append(entry)
        else:
            beginning = literal_prefix(wanted)
            self.beginnings.setdefault(beginning, []).append(entry)
            self.lengths.add(len(beginning))

    def find(self, value: Json) -> Iterable[int]:
        yield from self.anything
        if isinstance(value, dict | list):
            return
        yield from self.whole.get(value, ())
        if isinstance(value, str):
            for length in self.lengths:
                if length <= len(value):
                    yield from self.beginnings.get(value[:length], ())


@dataclass(slots=True)
class EntryIndex:
    """Entries by number, found by the facts of a case."""

    drawers: dict[str, _Drawer] = field(default_factory=dict)
    always: list[int] = field(default_factory=list)

    def candidates(self, facts: Facts) -> list[int]:
        """The numbers of the entries whose conditions are worth trying, in order."""
        found = set(self.always)
        for key, drawer in self.drawers.items():
            for value in _values(key, drawer, facts):
                found.update(drawer.find(value))
        return sorted(found)


def build(entries: Sequence[Sequence[Condition]], canonical: Callable[[str], str]) -> EntryIndex:
    """Index entries by their conditions; an entry's number is its position."""
    index = EntryIndex()
    for number, conditions in enumerate(entries):
        if not conditions:
            index.always.append(number)
            continue
        condition = max(conditions, key=_telling)
        drawer = index.drawers.setdefault(condition.key, _Drawer())
        for wanted in condition.wanted:
            filed = canonical(wanted) if condition.key == "check" else wanted
            drawer.file(filed, number, exact=condition.key in EXACT_KEYS)
    return index


def _telling(condition: Condition) -> tuple[int, int]:
    """How much a condition narrows the cases: by the text that must stand at the beginning, then by its key."""
    key = "input" if condition.key.startswith(INPUT) else condition.key
    order = len(_TELLING) - _TELLING.index(key)
    if key in ("has", "check"):
        return (0, order)
    texts = [wanted for wanted in condition.wanted if isinstance(wanted, str)]
    return (min((len(literal_prefix(text)) for text in texts), default=1), order)


def _values(key: str, drawer: _Drawer, facts: Facts) -> Iterable[Json]:
    if key == "has":
        return [path for path in drawer.whole if at_path(facts.input, path) is not MISSING]
    if key.startswith(INPUT):
        value = at_path(facts.input, key.removeprefix(INPUT))
        return () if value is MISSING else (value,)
    return facts.values(key)
