"""The evidence that a task names a case, as it is gathered: the best for each pair, and what had to be refused."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from taskgen.diagnostics import Location, error, note, warning
from taskgen.link.names import shape
from taskgen.model import Reference
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding
    from taskgen.link.names import Names, Reading

RULES = ("pin", "exact-id", "unique-prefix", "range", "wildcard")  # the best evidence first
MEMBERS = 10_000  # of one range or wildcard
TOTAL = 1_000_000  # members of all ranges and wildcards of a list


class Passage(NamedTuple):
    """The title or the body of a task, with what turns an offset into a place.

    Attributes:
        lines: offsets at which lines after the first begin.
        exact: whether the text begins at `place`; else `place` is all that is known.
        fences: offsets at which fenced blocks begin and end.
    """

    task: int
    text: str
    place: Location
    lines: list[int]
    title: bool
    exact: bool
    fences: tuple[tuple[int, int], ...] = ()

    def at(self, offset: int) -> Location:
        """The place of the character at an offset."""
        if not self.exact:
            return self.place
        line = bisect_right(self.lines, offset)
        if line == 0:
            return Location(self.place.path, self.place.line, self.place.column + offset)
        return Location(self.place.path, self.place.line + line, offset - self.lines[line - 1] + 1)


@dataclass(slots=True)
class Evidence:
    """What was found so far."""

    names: Names
    best: dict[tuple[int, str], Reference] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    said: set[tuple[int, str]] = field(default_factory=set)
    read: set[tuple[int, str]] = field(default_factory=set)  # ranges and wildcards
    unmarked: dict[str, tuple[str, Location]] = field(default_factory=dict)
    members: int = 0

    def add(self, source: Passage, rule: str, case: str, offset: int, text: str) -> None:
        """Record a mention; of several in one task the best evidence stays, of equals the first."""
        known = self.best.get((source.task, case))
        if known is None or RULES.index(rule) < RULES.index(known.rule):
            self.best[source.task, case] = Reference(
                case=case, task=source.task, rule=rule, text=text, place=source.at(offset)
            )

    def is_sure(self, task: int, case: str) -> bool:
        """Whether nothing that a text says about the case could be better evidence."""
        known = self.best.get((task, case))
        return known is not None and known.rule in RULES[:2]

    def refuse(self, source: Passage, offset: int, reading: Reading) -> None:
        """Say, once a task, that a short name stands for several cases."""
        if (source.task, reading.text) in self.said:
            return
        self.said.add((source.task, reading.text))
        first, second = reading.under
        more = f" and {reading.total - 2} more" if reading.total > len(reading.under) else ""
        self.findings.append(
            warning(
                "ambiguous-reference",
                source.at(offset),
                f"{shown(reading.text)} could be {shown(first)} or {shown(second)}{more}, so it links to none",
                "write the whole id of the case that is meant",
            )
        )

    def afford(self, source: Passage, offset: int, text: str, count: int) -> bool:
        """Whether a range or wildcard of `count` members may be spelled out; says why not."""
        if (source.task, text) in self.read:
            return False
        self.read.add((source.task, text))
        self.members += min(count, MEMBERS)
        if count <= MEMBERS and self.members <= TOTAL:
            return True
        if (-1, text) not in self.said and (self.members <= TOTAL or (-1, "") not in self.said):
            self.said |= {(-1, text)} | ({(-1, "")} if self.members > TOTAL else set())
            message = f"{shown(text)} stands for {count} cases, and more than {MEMBERS} are not read"
            if count <= MEMBERS:
                message = f"ranges and wildcards stand for more than {TOTAL} cases; from {shown(text)} on none is read"
            self.findings.append(error("too-many-references", source.at(offset), message, "name fewer cases"))
        return False

    def remember(self, source: Passage, case: str, offset: int, text: str) -> None:
        """Keep the first place where an id stands as an everyday word."""
        if case not in self.unmarked and shape(case).letter:  # numbers stand everywhere
            self.unmarked[case] = (text, source.at(offset))

    def unmarked_findings(self) -> list[Finding]:
        """A note for each case that no task names, where a task uses its id as an everyday word."""
        named = {case for _, case in self.best}
        return [
            note(
                "unmarked-name",
                place,
                f"{shown(text)} is the id of a case, but reads like an ordinary word here, so it links to none",
                "write it in backticks, or after `case:`, if the case is meant",
            )
            for case, (text, place) in self.unmarked.items()
            if case not in named
        ]


def shown(text: str) -> str:
    """User text for a message: quoted and short."""
    return repr(text[:60])
