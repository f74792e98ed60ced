"""Known failures in an error text: the pitfalls whose `error` stands there, most specific first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.model import Pitfall

_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")


def occurring(text: str, pitfalls: Sequence[Pitfall]) -> list[Pitfall]:
    """The pitfalls whose error text occurs; the longest first, equals in the order given.

    Colours and white space do not count: a log may be painted, and may have wrapped its lines.
    """
    flat = _flat(text)
    found = [pitfall for pitfall in pitfalls if _flat(pitfall.error) in flat]
    return sorted(found, key=lambda pitfall: -len(pitfall.error))


def first_line(text: str, pitfall: Pitfall) -> int:
    """The number of the line on which the error text begins, from 1."""
    words = [re.escape(word) for word in pitfall.error.split()]
    found = re.search(r"\s+".join(words), _COLOURS.sub("", text))
    return 1 if found is None else found.string.count("\n", 0, found.start()) + 1


def _flat(text: str) -> str:
    return " ".join(_COLOURS.sub("", text).split())
