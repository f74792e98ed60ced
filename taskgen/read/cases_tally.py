"""What is said once a file although it holds for many cases: counted, with the place of the first."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import note, warning
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding
    from taskgen.read.cases_find import Item

_NAMED: Final = 12  # in one message; the rest is counted


@dataclass(slots=True)
class Counts:
    """How often each name occurred, and in which item one did first."""

    by_name: dict[str, int] = field(default_factory=dict)
    first: Item | None = None

    def add(self, name: str, item: Item) -> None:
        """Count one more."""
        self.by_name[name] = self.by_name.get(name, 0) + 1
        self.first = self.first or item

    def __str__(self) -> str:
        shown = [f"{name[:40]!r} ({count})" for name, count in list(self.by_name.items())[:_NAMED]]
        more = len(self.by_name) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more else "")


@dataclass(slots=True)
class Tally:
    """All that is counted while the cases of a file are read.

    Attributes:
        unknown: members that have no meaning here, kept.
        wrong: members whose value can't be what they mean, kept.
        taken: members of cases without an input, which are the input.
        disabled: ids of cases that are switched off, each with the reason.
    """

    unknown: Counts = field(default_factory=Counts)
    wrong: Counts = field(default_factory=Counts)
    taken: Counts = field(default_factory=Counts)
    disabled: Counts = field(default_factory=Counts)

    def findings(self) -> list[Finding]:
        """One finding a kind."""
        found: list[Finding] = []
        if self.taken.first:
            message = f"cases without an 'input' take their other members for it: {self.taken}"
            found.append(note("input-from-members", self.taken.first.place, message))
        if self.unknown.first:
            message = f"members without a meaning here are kept: {self.unknown}"
            found.append(note("unknown-members", self.unknown.first.place, message))
        if self.wrong.first:
            message = f"members that are no text are kept without their meaning: {self.wrong}"
            found.append(warning("wrong-type", self.wrong.first.place, message, "write them as text"))
        if self.disabled.first:
            message = f"cases that are switched off: {self.disabled}"
            found.append(note("disabled-cases", self.disabled.first.place, message))
        return found
