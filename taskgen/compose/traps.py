"""Which pitfalls a task shows, and as which diff."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from taskgen.compose.diff import diff_lines, find_run
from taskgen.compose.example import Trap
from taskgen.diagnostics import warning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Pitfall

MOST = 3


def trap(pitfall: Pitfall, code: str) -> Trap | int:
    """The pitfall as shown over this code; else how often its fix stands there (never once)."""
    if pitfall.fix is None or pitfall.wrong is None:
        return Trap(entry=pitfall.id, error=pitfall.error, cause=pitfall.cause, diff="")
    shown = _shown(pitfall.wrong, pitfall.fix, code)
    if isinstance(shown, int):
        return shown
    delay = "" if pitfall.delay is None else f"{pitfall.delay:g}"
    return Trap(entry=pitfall.id, error=pitfall.error, cause=pitfall.cause, diff=shown, delay=delay)


@functools.lru_cache(maxsize=1024)
def _shown(wrong: str, fix: str, code: str) -> str | int:
    """The diff, or how often the fix stands in the code; code that serves many cases is searched once."""
    run = find_run(code, fix)
    return diff_lines(wrong, fix, run.indent) if len(run.lines) == 1 else len(run.lines)


def traps(pitfalls: Sequence[Pitfall], code: str) -> tuple[tuple[Trap, ...], dict[str, int]]:
    """The pitfalls that a task over `code` shows, most specific first.

    Returns:
        at most three of them; and for each entry that was tried, how often its fix stands in the code.
    """
    shown: list[Trap] = []
    tried: dict[str, int] = {}
    for pitfall in pitfalls:
        made = trap(pitfall, code)
        tried[pitfall.id] = made if isinstance(made, int) else 1
        if isinstance(made, Trap) and len(shown) < MOST:
            shown.append(made)
    return tuple(shown), tried


def misfits(pitfalls: Sequence[Pitfall], tried: Mapping[str, set[int]]) -> list[Finding]:
    """Pitfalls whose fix stands exactly once in no code of the cases that they apply to.

    Args:
        pitfalls: all of the library.
        tried: for each entry, how often its fix stood in each code it was tried on.
    """
    findings = []
    for pitfall in pitfalls:
        counts = tried.get(pitfall.id, set())
        if not counts or 1 in counts:
            continue
        found = "does not stand" if counts == {0} else "stands more than once"
        message = f"the fix of pitfall {pitfall.id!r} {found} in the code of the cases that it applies to"
        next_step = "copy the lines from the snippet, verbatim; take more lines if they repeat"
        findings.append(warning("fix-not-in-code", pitfall.place, message, next_step))
    return findings
