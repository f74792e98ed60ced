"""How specific an entry is, as a strict total order over the entries that match one case."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from taskgen.link.conditions import EXACT_KEYS, is_glob
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.model import Condition


@dataclass(frozen=True, slots=True, order=True)
class Rank:
    """Larger is more specific; the fields are compared one after the other.

    An entry that extends others which match as well is at least as specific as each of them, and `above` them: so the
    order stays total where the upper rung has fewer conditions of its own.

    Attributes:
        conditions: how many there are.
        exact: how many of them name whole values.
        literal: characters that stand literally in all conditions together; of alternatives the shortest counts.
        above: how many matching entries it extends, directly or not.
        early: minus its number in the library.
    """

    conditions: int
    exact: int
    literal: int
    above: int
    early: int


def rank(conditions: Sequence[Condition], number: int) -> Rank:
    """The rank of an entry by its own conditions; `number` counts the entries of the library."""
    return Rank(
        len(conditions),
        sum(all(_is_exact(condition.key, wanted) for wanted in condition.wanted) for condition in conditions),
        sum(min(_literal(condition.key, wanted) for wanted in condition.wanted) for condition in conditions),
        0,
        -number,
    )


def lifted(own: Rank, bases: Sequence[Rank]) -> Rank:
    """The rank of an entry that extends `bases` (own ranks of those that match)."""
    best = max([own, *bases], key=lambda one: (one.conditions, one.exact, one.literal))
    return Rank(best.conditions, best.exact, best.literal, len(bases), own.early)


def ancestors(name: str, extends: Mapping[str, str]) -> tuple[str, ...]:
    """The ids that an entry extends, nearest first; a ring ends where it closes."""
    way: dict[str, None] = {name: None}
    current = extends.get(name)
    while current is not None and current not in way:
        way[current] = None
        current = extends.get(current)
    return tuple(way)[1:]


def _is_exact(key: str, wanted: Json) -> bool:
    return key in EXACT_KEYS or not isinstance(wanted, str) or not is_glob(wanted)


def _literal(key: str, wanted: Json) -> int:
    if not isinstance(wanted, str):
        return len(json.dumps(wanted))
    return len(wanted) if key in EXACT_KEYS else len(wanted) - wanted.count("*") - wanted.count("?")
