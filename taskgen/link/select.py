"""Which entries of the library a case gets (snippet, pitfalls, expectations), the most specific first; and why."""

from __future__ import annotations

import functools
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Generic, TypeVar

from taskgen.link.conditions import EXACT_KEYS, Facts, held, holds, is_glob
from taskgen.model import Candidate, Expectation, Pitfall, Snippet
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.model import Case, Condition, Library

Entry = TypeVar("Entry", Snippet, Pitfall, Expectation)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What one case gets.

    Attributes:
        snippet: the most specific one; None where none matches.
        pitfalls: all that match, most specific first.
        expectations: all that match, least specific first: in the order in which they are merged.
        tied: a snippet that is just as specific as the chosen one, and only stands later in the library.
        candidates: every entry of the library with its evidence; filled by `explain` only.
    """

    snippet: Snippet | None
    pitfalls: tuple[Pitfall, ...]
    expectations: tuple[Expectation, ...]
    tied: Snippet | None = None
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked(Generic[Entry]):
    """An entry that matches a case; `over` are the ids of those that it extends and that match too."""

    entry: Entry
    rank: Rank
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesOfKind(Generic[Entry]):
    """The entries of one kind, prepared for many cases."""

    entries: tuple[Entry, ...]
    own: tuple[Rank, ...]
    bases: dict[str, tuple[str, ...]]

    def matches(self, facts: Facts) -> tuple[Ranked[Entry], ...]:
        """The entries that match, most specific first."""
        numbers = [number for number, entry in enumerate(self.entries) if _meets(entry, facts)]
        ranked = self._lift(numbers)
        return tuple(sorted(ranked, key=lambda one: one.rank, reverse=True))

    def _lift(self, numbers: Sequence[int]) -> list[Ranked[Entry]]:
        by_id = {name_of(self.entries[number]): self.own[number] for number in numbers}
        ranked = []
        for number in numbers:
            entry = self.entries[number]
            over = tuple(base for base in self.bases.get(name_of(entry), ()) if base in by_id)
            lift = lifted(self.own[number], [by_id[base] for base in over])
            ranked.append(Ranked(entry=entry, rank=lift, over=over))
        return ranked


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A library prepared for many cases; make one with `prepare`."""

    snippets: EntriesOfKind[Snippet]
    pitfalls: EntriesOfKind[Pitfall]
    expectations: EntriesOfKind[Expectation]
    canonical: Callable[[str], str]

    def facts(self, case: Case, target: str | None) -> Facts:
        """What the conditions are tried on."""
        return Facts(case, target, self.canonical)

    def select(self, case: Case, target: str | None) -> Selection:
        """What the case gets, without evidence; see `explain`."""
        facts = self.facts(case, target)
        snippets = self.snippets.matches(facts)
        return Selection(
            snippet=snippets[0].entry if snippets else None,
            pitfalls=tuple(ranked.entry for ranked in self.pitfalls.matches(facts)),
            expectations=tuple(ranked.entry for ranked in reversed(self.expectations.matches(facts))),
            tied=_tied(snippets),
        )


def _tied(matching: Sequence[Ranked[Snippet]]) -> Snippet | None:
    if len(matching) < 2:  # noqa: PLR2004 - a tie takes two
        return None
    first, second = matching[0], matching[1]
    return second.entry if replace(first.rank, early=0) == replace(second.rank, early=0) else None


def prepare(library: Library, canonical: Callable[[str], str]) -> Selector:
    """Index a library once, for all cases.

    Args:
        library: its entries.
        canonical: the canonical name of a check's type as it is written.
    """
    remembered = functools.cache(canonical)
    extends = {snippet.id: snippet.extends for snippet in library.snippets if snippet.extends}
    return Selector(
        snippets=_of_kind(library.snippets, extends),
        pitfalls=_of_kind(library.pitfalls, {}),
        expectations=_of_kind(library.expectations, {}),
        canonical=remembered,
    )


def name_of(entry: Snippet | Pitfall | Expectation) -> str:
    """An entry's id; an expectation, which has none, is called by its place."""
    return str(entry.place) if isinstance(entry, Expectation) else entry.id


def _of_kind(entries: tuple[Entry, ...], extends: Mapping[str, str]) -> EntriesOfKind[Entry]:
    return EntriesOfKind(
        entries=entries,
        own=tuple(rank(entry.conditions, number) for number, entry in enumerate(entries)),
        bases={name: ancestors(name, extends) for name in extends},
    )


def _meets(entry: Snippet | Pitfall | Expectation, facts: Facts) -> bool:
    for condition in entry.conditions:  # noqa: SIM110 - as in `holds`
        if not holds(condition, facts):
            return False
    return True


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


# --- Why a case gets what it gets ------------------------------------------------------------------------------------


def explain(selector: Selector, case: Case, target: str | None) -> Selection:
    """The selection of one case with all its candidates: of each kind the matching ones first, in their order."""
    facts = selector.facts(case, target)
    candidates = (
        *_snippets(selector.snippets, facts),
        *_all_that_match(selector.pitfalls, facts, "pitfall"),
        *_all_that_match(selector.expectations, facts, "expectation"),
    )
    return replace(selector.select(case, target), candidates=candidates)


def _snippets(entries: EntriesOfKind[Snippet], facts: Facts) -> list[Candidate]:
    matching = entries.matches(facts)
    if not matching:
        return _passed_over(entries, facts, "snippet", set())
    won, others = matching[0], matching[1:]
    why = f"chosen: {_advantage(won, others[0])}" if others else "chosen: the only one that matches"
    first = _candidate(won, facts, "snippet", why=why, chosen=True)
    rest = [
        _candidate(lost, facts, "snippet", why=f"passed over: {_disadvantage(lost, won)}", chosen=False)
        for lost in others
    ]
    return [first, *rest, *_passed_over(entries, facts, "snippet", {name_of(one.entry) for one in matching})]


def _all_that_match(entries: EntriesOfKind[Entry], facts: Facts, kind: str) -> list[Candidate]:
    matching: Sequence[Ranked[Entry]] = entries.matches(facts)
    chosen: list[Candidate] = []
    for number, ranked in enumerate(matching, start=1):
        order = f", {number} of {len(matching)} from the most specific" if len(matching) > 1 else ""
        chosen.append(_candidate(ranked, facts, kind, why=f"chosen: it matches{order}", chosen=True))
    return [*chosen, *_passed_over(entries, facts, kind, {name_of(one.entry) for one in matching})]


def _passed_over(entries: EntriesOfKind[Entry], facts: Facts, kind: str, matching: set[str]) -> list[Candidate]:
    return [_failing(entry, facts, kind) for entry in entries.entries if name_of(entry) not in matching]


def _candidate(ranked: Ranked[Entry], facts: Facts, kind: str, *, why: str, chosen: bool) -> Candidate:
    conditions = tuple(held(condition, facts) for condition in ranked.entry.conditions)
    name = name_of(ranked.entry)
    return Candidate(entry=name, kind=kind, conditions=conditions, matches=True, chosen=chosen, why=why)


def _failing(entry: Snippet | Pitfall | Expectation, facts: Facts, kind: str) -> Candidate:
    conditions = tuple(held(condition, facts) for condition in entry.conditions)
    failed = [condition for condition in conditions if not condition.held]
    first = failed[0]
    more = f" (and {len(failed) - 1} more)" if len(failed) > 1 else ""
    why = f"passed over: {first.key} wanted {first.wanted}, found {first.found}{more}"
    return Candidate(entry=name_of(entry), kind=kind, conditions=conditions, matches=False, chosen=False, why=why)


def _advantage(won: Ranked[Snippet], lost: Ranked[Snippet]) -> str:
    if lost.entry.id in won.over:
        return f"it extends {lost.entry.id}"
    said = _difference(won, lost, "against")
    return f"{said} of {lost.entry.id}{_through(won)}"


def _disadvantage(lost: Ranked[Snippet], won: Ranked[Snippet]) -> str:
    if lost.entry.id in won.over:
        return f"{won.entry.id} extends it"
    return f"{_difference(lost, won, 'against')} of {won.entry.id}{_through(won)}"


def _through(ranked: Ranked[Snippet]) -> str:
    """Says that an entry is as specific as one of those that it extends."""
    return f" (counting what {ranked.entry.id} extends)" if ranked.over else ""


def _difference(one: Ranked[Snippet], other: Ranked[Snippet], against: str) -> str:
    """The first thing in which two entries differ, as a count of each."""
    ours, theirs = one.rank, other.rank
    for name, what in (
        ("conditions", "conditions"),
        ("exact", "exact conditions"),
        ("literal", "literal characters"),
        ("above", "extended snippets"),
    ):
        counted = (getattr(ours, name), getattr(theirs, name))
        if counted[0] != counted[1]:
            return f"{_counted(counted[0], what)} {against} {counted[1]}"
    return f"place {-ours.early + 1} in the library {against} place {-theirs.early + 1}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what.removesuffix('s') if number == 1 else what}"
