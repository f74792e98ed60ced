"""The order of cases by `needs`, and the waves of cases that could be worked on at the same time."""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from taskgen.diagnostics import error
from taskgen.link.names import Names
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Case

_SUGGESTIONS = 20  # nearest ids are looked for that often; the rest of a flood goes without
_SHOWN = 12  # cases of a cycle that are spelled out


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Cases in an order in which each comes after what it needs.

    Attributes:
        ids: all cases; those that wait for a cycle come last, in the order they were given in.
        waves: the same cases; each needs only cases of earlier waves. Cases that wait for a cycle are in none.
    """

    ids: tuple[str, ...]
    waves: tuple[tuple[str, ...], ...]


def arrange(cases: Sequence[Case]) -> tuple[Order, list[Finding]]:
    """Order the cases by `needs`; where nothing is needed the given order stays.

    Args:
        cases: with unique ids, in the order that they would have without `needs`.

    Returns:
        The order; an error for each need that names no case (`unknown-need`) and for each cycle (`needs-cycle`).
    """
    needs, findings = _needs(cases)
    ordered = _ordered(needs)
    done = set(ordered)
    waiting = [at for at in range(len(cases)) if at not in done]
    findings += [_cycle_finding(cases, cycle) for cycle in _cycles(needs, waiting)]
    waves = tuple(tuple(cases[at].id for at in wave) for wave in _waves(needs, ordered))
    return Order(ids=tuple(cases[at].id for at in (*ordered, *waiting)), waves=waves), findings


def _needs(cases: Sequence[Case]) -> tuple[list[list[int]], list[Finding]]:
    """For each case the positions of what it needs, each once; and the needs that name no case."""
    order = {case.id: position for position, case in enumerate(cases)}
    unknown: list[tuple[Case, str, int]] = []  # with how many were known to be so before the case
    needs: list[list[int]] = []
    for case in cases:
        wanted = dict.fromkeys(case.needs) if case.needs else ()
        needs.append([order[name] for name in wanted if name in order])
        unknown += [(case, name, len(unknown)) for name in wanted if name not in order]
    if not unknown:
        return needs, []
    names = Names(order)  # sorts all ids and takes them apart, for the suggestions alone
    return needs, [_unknown(case, name, names, before) for case, name, before in unknown]


def _unknown(case: Case, name: str, names: Names, before: int) -> Finding:
    near = names.near(name) if before < _SUGGESTIONS else ""
    return error(
        "unknown-need",
        case.place,
        f"case {case.id[:60]!r} needs {name[:60]!r}, which is the id of no case",
        f"did you mean {near!r}?" if near else "name a case of the same file, or leave the need out",
    )


def _ordered(needs: list[list[int]]) -> list[int]:
    """Positions in order: of all cases that could come next, always the first; none that waits for a cycle."""
    users: list[list[int]] = [[] for _ in needs]
    missing = [len(needed) for needed in needs]
    for at, needed in enumerate(needs):
        for other in needed:
            users[other].append(at)
    ready = [at for at, count in enumerate(missing) if not count]
    ordered = []
    while ready:
        at = heapq.heappop(ready)
        ordered.append(at)
        for user in users[at]:
            missing[user] -= 1
            if not missing[user]:
                heapq.heappush(ready, user)
    return ordered


def _waves(needs: list[list[int]], ordered: list[int]) -> list[list[int]]:
    number: dict[int, int] = {}
    waves: list[list[int]] = []
    for at in ordered:
        number[at] = 1 + max(map(number.__getitem__, needs[at])) if needs[at] else 0
        if number[at] == len(waves):
            waves.append([])
        waves[number[at]].append(at)
    return [sorted(wave) for wave in waves]


def _cycles(needs: list[list[int]], waiting: list[int]) -> list[list[int]]:
    """One cycle for each knot: from every waiting case the first need that also waits is followed to its end.

    Each waiting case has such a need, so the walk ends in a cycle or on a trodden path.
    """
    among = set(waiting)
    onward = {at: next(other for other in needs[at] if other in among) for at in waiting}
    walk_of: dict[int, int] = {}
    cycles = []
    for start in waiting:
        path, at = [], start
        while at not in walk_of:
            walk_of[at] = start
            path.append(at)
            at = onward[at]
        if path and walk_of[at] == start:
            cycle = path[path.index(at) :]
            first = cycle.index(min(cycle))
            cycles.append(cycle[first:] + cycle[:first])
    return cycles


def _cycle_finding(cases: Sequence[Case], cycle: list[int]) -> Finding:
    shown = [f"{cases[at].id[:60]!r} ({cases[at].place.line}:{cases[at].place.column})" for at in cycle[:_SHOWN]]
    more = [f"… ({len(cycle) - _SHOWN} more)"] if len(cycle) > _SHOWN else []
    chain = " needs ".join([*shown, *more, repr(cases[cycle[0]].id[:60])])
    return error("needs-cycle", cases[cycle[0]].place, f"a cycle: {chain}", "take one of these needs away")
