"""Conditions tried on cases: whether one holds, what was wanted and found in words, and those that no case meets."""

from __future__ import annotations

import bisect
import functools
import json
from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.decode import MISSING
from taskgen.diagnostics import did_you_mean, warning
from taskgen.model import ConditionResult
from taskgen.places import at_path, same
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from taskgen.decode import Json, Missing
    from taskgen.diagnostics import Finding
    from taskgen.model import Case, Condition, Expectation, Library, Pitfall, Snippet

INPUT: Final = "input."
EXACT_KEYS: Final = ("has", "check")  # keys whose wanted values are no globs
_NEIGHBOURS: Final = 10  # on each side, among which the nearest spelling is sought
_LISTED: Final = 4


@dataclass(slots=True)
class Facts:
    """What conditions may ask about a case that would run against `target` (as the config spells it)."""

    case: Case
    target: str | None
    canonical: Callable[[str], str]
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False)

    @property
    def input(self) -> Json:
        """The case's input, for `has` and `input.PATH`."""
        return self.case.input

    def values(self, key: str) -> tuple[str, ...]:
        """The strings under a key (`id`, `model`, `tag`, `check`, `target`), of which one must fit."""
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._read(key)
        return known

    def _read(self, key: str) -> tuple[str, ...]:
        if key == "check":
            return tuple(dict.fromkeys(self.canonical(check.type) for check in self.case.checks))
        if key == "tag":
            return self.case.tags
        if key == "id":
            return (self.case.id,)
        value = self.target if key == "target" else at_path(self.input, "model")
        return (value,) if isinstance(value, str) else ()


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether a case meets the condition: any of its values will do."""
    for wanted in condition.wanted:  # noqa: SIM110 - tried for each case and entry: half the time of a generator
        if _holds_value(condition.key, wanted, facts):
            return True
    return False


def held(condition: Condition, facts: Facts) -> ConditionResult:
    """The condition with what was wanted and what was found, both shortened."""
    return ConditionResult(
        key=condition.key,
        wanted=" or ".join(_shown(wanted) for wanted in condition.wanted[:4])[:120],
        found=_found(condition, facts),
        held=holds(condition, facts),
    )


def _holds_value(key: str, wanted: Json, facts: Facts) -> bool:
    if key == "has":
        return at_path(facts.input, wanted) is not MISSING
    if key == "check":
        return facts.canonical(wanted) in facts.values("check")
    if key.startswith(INPUT):
        return fits(wanted, at_path(facts.input, key.removeprefix(INPUT)))
    values = facts.values(key)
    return wanted in values or (is_glob(wanted) and any(matches_glob(wanted, value) for value in values))


def fits(wanted: Json, found: Json | Missing) -> bool:
    """Whether a value of the input is the wanted one: strings as globs, all else by equality."""
    if isinstance(wanted, str):
        return isinstance(found, str) and matches_glob(wanted, found)
    return found is not MISSING and same(wanted, found)


def is_glob(pattern: str) -> bool:
    """Whether the text has `*` or `?`."""
    return "*" in pattern or "?" in pattern


def matches_glob(pattern: str, text: str) -> bool:
    """Whether the whole text fits: `*` is any run of characters, `?` any one; letter case counts.

    Never worse than the product of the two lengths: only the last `*` is ever tried again.
    """
    if not is_glob(pattern):
        return pattern == text
    at, seen, star, resume = 0, 0, -1, 0
    while seen < len(text):
        if at < len(pattern) and pattern[at] == "*":
            star, resume = at, seen
            at += 1
        elif at < len(pattern) and pattern[at] in ("?", text[seen]):
            at, seen = at + 1, seen + 1
        elif star >= 0:
            resume += 1
            at, seen = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")


def _found(condition: Condition, facts: Facts) -> str:
    key = condition.key
    if key == "has":
        return _found_paths(condition, facts)
    if key.startswith(INPUT):
        return _shown(at_path(facts.input, key.removeprefix(INPUT)))
    values = facts.values(key)
    return ", ".join(_shown(value) for value in values[:8])[:120] if values else "nothing"


def _found_paths(condition: Condition, facts: Facts) -> str:
    present = [wanted for wanted in condition.wanted if at_path(facts.input, wanted) is not MISSING]
    if present:
        return ", ".join(_shown(path) for path in present[:4])[:120]
    if isinstance(facts.input, dict) and facts.input:
        return ", ".join(_shown(key) for key in list(facts.input)[:8])[:120]
    return "nothing"


def _shown(value: Json | Missing) -> str:
    if value is MISSING:
        return "nothing"
    if isinstance(value, str):
        return repr(value[:60])
    if isinstance(value, dict | list):
        return f"{'a mapping' if isinstance(value, dict) else 'a list'} of {len(value)}"
    return json.dumps(value)[:60]


def unmet(
    cases: Sequence[Case], library: Library, target: str | None, canonical: Callable[[str], str]
) -> list[Finding]:
    """A warning for every condition that no case meets, most often misspelled; none where there are no cases."""
    remembered = functools.cache(canonical)
    facts = [Facts(case, target, remembered) for case in cases]
    entries: tuple[Snippet | Pitfall | Expectation, ...] = (*library.snippets, *library.pitfalls, *library.expectations)
    return [
        _unmet_finding(condition, facts)
        for entry in entries
        for condition in entry.conditions
        if facts and not any(holds(condition, one) for one in facts)
    ]


def _unmet_finding(condition: Condition, facts: Sequence[Facts]) -> Finding:
    wanted = " or ".join(repr(value)[:60] for value in condition.wanted[:4])
    what = f"no case has {wanted} as {condition.key[:60]}"
    if condition.key == "has":
        what = f"no case has {wanted} in its input"
    return warning("unmet-condition", condition.place, what, _hint(condition, facts))


def _hint(condition: Condition, facts: Sequence[Facts]) -> str:
    key = condition.key
    values = [value for one in facts for value in _values(key, one)]
    texts = sorted({value for value in values if isinstance(value, str)})
    if key == "target" and not texts:
        return "there is no target: set one, or take this away"
    known = texts or [json.dumps(value) for value in values[:_NEIGHBOURS]]
    if not known:
        return f"no case has any {key[:60]}: take the condition away, or mend the cases"
    first = str(condition.wanted[0])
    at = bisect.bisect_left(known, first)
    listed = ", ".join(value[:40] for value in known[:_LISTED])
    more = ", …" if len(known) > _LISTED else ""
    return did_you_mean(first, known[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS], f"the cases have {listed}{more}")


def _values(key: str, facts: Facts) -> Iterator[Json]:
    """What a case has under a key; under `has`, the members of its input."""
    if key == "has":
        yield from facts.input if isinstance(facts.input, dict) else ()
    elif key.startswith(INPUT):
        value = at_path(facts.input, key.removeprefix(INPUT))
        yield from () if value is MISSING else (value,)
    else:
        yield from facts.values(key)
