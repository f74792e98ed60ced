"""Rules between the entries of a library: unique ids, and what may extend what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.diagnostics import did_you_mean, error

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from taskgen.diagnostics import Finding, Location
    from taskgen.model import Snippet


def settle_extends(
    snippets: Iterable[Snippet], places: Mapping[str, Location], findings: list[Finding]
) -> tuple[Snippet, ...]:
    """Check every `extends`; one that can't be followed is reported and taken away.

    Args:
        snippets: those that could be read, with unique ids.
        places: of the `extends` of every snippet that was written down, by its id. A base that is among them but
            was refused has its own finding already.
        findings: what is found is added here.
    """
    snippets = tuple(snippets)
    by_id = {snippet.id: snippet for snippet in snippets}
    bad = {snippet.id for snippet in snippets if not _base_is_good(snippet, by_id, places, findings)}
    bad |= _cycles(by_id, bad, places, findings)
    return tuple(replace(snippet, extends=None) if snippet.id in bad else snippet for snippet in snippets)


def _base_is_good(
    snippet: Snippet, by_id: Mapping[str, Snippet], places: Mapping[str, Location], findings: list[Finding]
) -> bool:
    if snippet.extends is None:
        return True
    base = by_id.get(snippet.extends)
    place = places[snippet.id]
    if base is None:
        if snippet.extends not in places:
            told = did_you_mean(snippet.extends, by_id, "name a snippet of this library")
            findings.append(error("unknown-snippet", place, f"there is no snippet {snippet.extends[:60]!r}", told))
        return False
    for name in ("file", "language"):
        ours, theirs = getattr(snippet, name), getattr(base, name)
        if ours != theirs:
            message = f"{base.id[:60]!r} has the {name} {theirs[:60]!r}, this one {ours[:60]!r}"
            findings.append(error("extends-another-file", place, message, f"give both the same {name}"))
            return False
    return True


def _cycles(
    by_id: Mapping[str, Snippet], bad: set[str], places: Mapping[str, Location], findings: list[Finding]
) -> set[str]:
    """The ids that stand on a cycle of `extends`; each cycle is reported once, at its first member."""
    done: set[str] = set(bad)
    cyclic: set[str] = set()
    for start in by_id:
        way: dict[str, None] = {}
        current: str | None = start
        while current is not None and current not in done and current not in way:
            way[current] = None
            current = by_id[current].extends
        if current in way:
            names = list(way)
            ring = names[names.index(str(current)) :]
            told = " > ".join(name[:40] for name in [*ring[:8], ring[0]])
            findings.append(error("extends-itself", places[ring[0]], f"extends goes round: {told}", "break the ring"))
            cyclic |= set(ring)
        done |= way.keys()
    return cyclic
