"""Known failures in an error text: the pitfalls whose `error` stands there, most specific first."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.model import Pitfall


def occurring(text: str, pitfalls: Sequence[Pitfall]) -> list[Pitfall]:
    """The pitfalls whose error text occurs, white space aside; the longest first, equals in the order given."""
    flat = _flat(text)
    found = [pitfall for pitfall in pitfalls if _flat(pitfall.error) in flat]
    return sorted(found, key=lambda pitfall: -len(pitfall.error))


def _flat(text: str) -> str:
    """The text with each run of white space as one blank: a log may have wrapped its lines."""
    return " ".join(text.split())
