"""Which entries of the library a case gets: its snippet, its pitfalls, its expectations."""

from __future__ import annotations

import functools
from dataclasses import field, replace
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from taskgen.decode import MISSING
from taskgen.link.conditions import INPUT, Facts, at_path, holds
from taskgen.link.entry_index import EntryIndex, build
from taskgen.link.specificity import Rank, ancestors, lifted, rank
from taskgen.model import Expectation, Pitfall, Snippet
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from taskgen.decode import Missing
    from taskgen.model import Candidate, Case, Library

    Answer = tuple[str, ...] | str | Missing

Entry = TypeVar("Entry", Snippet, Pitfall, Expectation)

_REMEMBERED: Final = 4096  # selections


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
class Shelf(Generic[Entry]):
    """The entries of one kind, prepared for many cases."""

    entries: tuple[Entry, ...]
    own: tuple[Rank, ...]
    index: EntryIndex
    bases: dict[str, tuple[str, ...]]

    def matches(self, facts: Facts) -> tuple[Ranked[Entry], ...]:
        """The entries that match, most specific first."""
        numbers = [number for number in self.index.candidates(facts) if _meets(self.entries[number], facts)]
        ranked = self._lift(numbers) if self.bases else [self._plain(number) for number in numbers]
        if len(ranked) > 1:
            ranked.sort(key=lambda one: one.rank, reverse=True)
        return tuple(ranked)

    def _plain(self, number: int) -> Ranked[Entry]:
        return Ranked(entry=self.entries[number], rank=self.own[number])

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
    """A library prepared for many cases; make one with `prepare`.

    Attributes:
        asked: the keys that conditions ask about; None where `id` or `has` is among them, to which cases seldom give
            the same answer, or none that could be looked up.
        remembered: what was selected, by the answers: most libraries ask for what many cases have in common.
    """

    snippets: Shelf[Snippet]
    pitfalls: Shelf[Pitfall]
    expectations: Shelf[Expectation]
    canonical: Callable[[str], str]
    asked: tuple[str, ...] | None
    remembered: dict[tuple[Answer, ...], Selection] = field(default_factory=dict, compare=False, repr=False)

    def facts(self, case: Case, target: str | None) -> Facts:
        """What the conditions are tried on."""
        return Facts(case, target, self.canonical)

    def select(self, case: Case, target: str | None) -> Selection:
        """What the case gets, without evidence; see `taskgen.link.explain`."""
        facts = self.facts(case, target)
        answers = None if self.asked is None else _answers(self.asked, facts)
        known = None if answers is None else self.remembered.get(answers)
        if known is None:
            known = self._select(facts)
            if answers is not None and len(self.remembered) < _REMEMBERED:
                self.remembered[answers] = known
        return known

    def _select(self, facts: Facts) -> Selection:
        snippets = self.snippets.matches(facts)
        return Selection(
            snippet=snippets[0].entry if snippets else None,
            pitfalls=tuple(ranked.entry for ranked in self.pitfalls.matches(facts)),
            expectations=tuple(ranked.entry for ranked in reversed(self.expectations.matches(facts))),
            tied=_tied(snippets),
        )


def _asked(library: Library) -> tuple[str, ...] | None:
    entries: tuple[Snippet | Pitfall | Expectation, ...] = (*library.snippets, *library.pitfalls, *library.expectations)
    keys = dict.fromkeys(condition.key for entry in entries for condition in entry.conditions)
    return None if "id" in keys or "has" in keys else tuple(keys)


def _answers(asked: Sequence[str], facts: Facts) -> tuple[Answer, ...] | None:
    """What a case has under each key; None where that is nothing to look up by: `1` and `true` would be the same."""
    answers: list[Answer] = []
    for key in asked:
        if not key.startswith(INPUT):
            answers.append(facts.values(key))
            continue
        value = at_path(facts.input, key.removeprefix(INPUT))
        if not isinstance(value, str) and value is not MISSING:
            return None
        answers.append(value)
    return tuple(answers)


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
        snippets=_shelf(library.snippets, remembered, extends),
        pitfalls=_shelf(library.pitfalls, remembered),
        expectations=_shelf(library.expectations, remembered),
        canonical=remembered,
        asked=_asked(library),
    )


def select(case: Case, library: Library, target: str | None, canonical: Callable[[str], str]) -> Selection:
    """What one case gets; for many cases `prepare` the library once."""
    return prepare(library, canonical).select(case, target)


def name_of(entry: Snippet | Pitfall | Expectation) -> str:
    """An entry's id; an expectation, which has none, is called by its place."""
    return str(entry.place) if isinstance(entry, Expectation) else entry.id


def _shelf(
    entries: tuple[Entry, ...], canonical: Callable[[str], str], extends: Mapping[str, str] | None = None
) -> Shelf[Entry]:
    extends = extends or {}
    return Shelf(
        entries=entries,
        own=tuple(rank(entry.conditions, number) for number, entry in enumerate(entries)),
        index=build([entry.conditions for entry in entries], canonical),
        bases={name: ancestors(name, extends) for name in extends},
    )


def _meets(entry: Snippet | Pitfall | Expectation, facts: Facts) -> bool:
    return all(holds(condition, facts) for condition in entry.conditions)
