"""A pitfall as what to do about it: its cause, and the lines to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.compose.diff import diff_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.model import Pitfall


def remedy(pitfall: Pitfall) -> list[str]:
    """The cause and the diff, line by line; where the fix is a whole program, or holds placeholders, where it is."""
    cause = [f"cause: {pitfall.cause.strip()}"] if pitfall.cause.strip() else []
    if pitfall.wrong is None or pitfall.fix is None or "{{" in pitfall.wrong + pitfall.fix:
        return [*cause, f"fix: see `taskgen library show {pitfall.id}`"]
    return [*cause, f"fix ({pitfall.id}):", *diff_lines(pitfall.wrong, pitfall.fix, "").splitlines()]


def quiet_remedy(pitfall: Pitfall, others: Sequence[Pitfall]) -> list[str]:
    """The remedy, unless its text would show the error of another pitfall, which did not occur."""
    lines = remedy(pitfall)
    told = "\n".join(lines)
    if any(other.error in told for other in others if other.error not in pitfall.error):
        return [f"fix: see `taskgen library show {pitfall.id}`"]
    return lines
