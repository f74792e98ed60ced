"""A finding with what a report shows besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding for a report.

    Attributes:
        length: characters that its place takes.
        excerpt: the line of the file that it stands in; empty where that is not at hand.
        group: what it is listed under (a task's title); empty for none.
        why: how the pattern hurts, for a rule that says so.
    """

    finding: Finding
    length: int = 1
    excerpt: str = ""
    group: str = ""
    why: str = ""
