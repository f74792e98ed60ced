"""Why a case got what it got: every entry with its conditions, and the reason in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from taskgen.link.conditions import held
from taskgen.link.select import Ranked, Selection, name_of, prepare
from taskgen.model import Candidate, Expectation, Pitfall, Snippet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from taskgen.link.conditions import Facts
    from taskgen.link.select import Selector, Shelf
    from taskgen.model import Case, Library

Entry = TypeVar("Entry", Snippet, Pitfall, Expectation)


def explain(case: Case, library: Library, target: str | None, canonical: Callable[[str], str]) -> Selection:
    """The selection of one case with all its candidates: of each kind the matching ones first, in their order."""
    return explain_with(prepare(library, canonical), case, target)


def explain_with(selector: Selector, case: Case, target: str | None) -> Selection:
    """The same with a library that was prepared already."""
    facts = selector.facts(case, target)
    candidates = (
        *_snippets(selector.snippets, facts),
        *_all_that_match(selector.pitfalls, facts, "pitfall"),
        *_all_that_match(selector.expectations, facts, "expectation"),
    )
    return replace(selector.select(case, target), candidates=candidates)


def _snippets(shelf: Shelf[Snippet], facts: Facts) -> list[Candidate]:
    matching = shelf.matches(facts)
    if not matching:
        return _passed_over(shelf, facts, "snippet", set())
    won, others = matching[0], matching[1:]
    why = f"chosen: {_advantage(won, others[0])}" if others else "chosen: the only one that matches"
    first = _candidate(won, facts, "snippet", why=why, chosen=True)
    rest = [
        _candidate(lost, facts, "snippet", why=f"passed over: {_disadvantage(lost, won)}", chosen=False)
        for lost in others
    ]
    return [first, *rest, *_passed_over(shelf, facts, "snippet", {name_of(one.entry) for one in matching})]


def _all_that_match(shelf: Shelf[Entry], facts: Facts, kind: str) -> list[Candidate]:
    matching: Sequence[Ranked[Entry]] = shelf.matches(facts)
    chosen: list[Candidate] = []
    for number, ranked in enumerate(matching, start=1):
        order = f", {number} of {len(matching)} from the most specific" if len(matching) > 1 else ""
        chosen.append(_candidate(ranked, facts, kind, why=f"chosen: it matches{order}", chosen=True))
    return [*chosen, *_passed_over(shelf, facts, kind, {name_of(one.entry) for one in matching})]


def _passed_over(shelf: Shelf[Entry], facts: Facts, kind: str, matching: set[str]) -> list[Candidate]:
    return [_failing(entry, facts, kind) for entry in shelf.entries if name_of(entry) not in matching]


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
