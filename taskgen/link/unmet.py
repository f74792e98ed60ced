"""Conditions of the library that no case meets: most often a spelling mistake."""

from __future__ import annotations

import bisect
import functools
import json
from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING
from taskgen.diagnostics import did_you_mean, warning
from taskgen.link.conditions import EXACT_KEYS, INPUT, Facts, at_path, fits, is_glob, literal_prefix, matches_glob
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.model import Case, Condition, Expectation, Library, Pitfall, Snippet

_NEIGHBOURS: Final = 10  # on each side, among which the nearest spelling is sought
_LISTED: Final = 4


@dataclass(slots=True)
class _Census:
    """All values that the cases have, by key."""

    facts: list[Facts]
    canonical: Callable[[str], str]
    texts: dict[str, list[str]] = field(default_factory=dict)
    others: dict[str, list[Json]] = field(default_factory=dict)
    paths: dict[str, bool] = field(default_factory=dict)

    def known(self, key: str) -> list[str]:
        """The strings under a key, sorted, each once."""
        if key not in self.texts:
            self.texts[key] = sorted(set(self._strings(key)))
        return self.texts[key]

    def _strings(self, key: str) -> Iterator[str]:
        for facts in self.facts:
            if key == "has":
                yield from facts.input if isinstance(facts.input, dict) else ()
            elif key.startswith(INPUT):
                value = at_path(facts.input, key.removeprefix(INPUT))
                yield from (value,) if isinstance(value, str) else ()
            else:
                yield from facts.values(key)

    def meets(self, key: str, wanted: Json) -> bool:
        """Whether any case has the wanted value."""
        if key == "has":
            return self._has(wanted)
        if not isinstance(wanted, str):
            return any(fits(wanted, value) for value in self.others_of(key))
        if key == "check":
            wanted = self.canonical(wanted)
        return _any_matches(wanted, self.known(key), exact=key in EXACT_KEYS)

    def _has(self, path: str) -> bool:
        if path not in self.paths:
            self.paths[path] = any(at_path(facts.input, path) is not MISSING for facts in self.facts)
        return self.paths[path]

    def others_of(self, key: str) -> list[Json]:
        """The values at an input path that are no strings; none under other keys."""
        if not key.startswith(INPUT):
            return []
        if key not in self.others:
            path = key.removeprefix(INPUT)
            values = [at_path(facts.input, path) for facts in self.facts]
            self.others[key] = [value for value in values if value is not MISSING and not isinstance(value, str)]
        return self.others[key]


def unmet(
    cases: Sequence[Case], library: Library, target: str | None, canonical: Callable[[str], str]
) -> list[Finding]:
    """A warning for every condition that no case meets; none at all where there are no cases."""
    if not cases:
        return []
    remembered = functools.cache(canonical)
    census = _Census([Facts(case, target, remembered) for case in cases], remembered)
    entries: tuple[Snippet | Pitfall | Expectation, ...] = (*library.snippets, *library.pitfalls, *library.expectations)
    return [
        _finding(condition, census)
        for entry in entries
        for condition in entry.conditions
        if not any(census.meets(condition.key, wanted) for wanted in condition.wanted)
    ]


def _any_matches(wanted: str, known: list[str], *, exact: bool) -> bool:
    """Whether a sorted list has a string that fits; only those with the glob's literal beginning are tried."""
    beginning = wanted if exact else literal_prefix(wanted)
    at = bisect.bisect_left(known, beginning)
    if exact or not is_glob(wanted):
        return at < len(known) and known[at] == wanted
    while at < len(known) and known[at].startswith(beginning):
        if matches_glob(wanted, known[at]):
            return True
        at += 1
    return False


def _finding(condition: Condition, census: _Census) -> Finding:
    wanted = " or ".join(repr(value)[:60] for value in condition.wanted[:4])
    what = f"no case has {wanted} as {condition.key[:60]}"
    if condition.key == "has":
        what = f"no case has {wanted} in its input"
    return warning("unmet-condition", condition.place, what, _hint(condition, census))


def _hint(condition: Condition, census: _Census) -> str:
    key = condition.key
    if key == "target" and not census.known(key):
        return "there is no target: set one, or take this away"
    known = census.known(key) or [json.dumps(value) for value in census.others_of(key)[:_NEIGHBOURS]]
    if not known:
        return f"no case has any {key[:60]}: take the condition away, or mend the cases"
    first = str(condition.wanted[0])
    at = bisect.bisect_left(known, first)
    listed = ", ".join(value[:40] for value in known[:_LISTED])
    more = ", …" if len(known) > _LISTED else ""
    return did_you_mean(first, known[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS], f"the cases have {listed}{more}")
