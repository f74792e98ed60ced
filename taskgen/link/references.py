"""Which cases a task names: by id, unique prefix, range, wildcard or pin; with the rule that matched and the place."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from taskgen.diagnostics import Location, error, note, warning
from taskgen.link.names import Names, is_plain, shape
from taskgen.link.ranges import span_at
from taskgen.link.scan import gap, in_code, is_alone, is_introduced, words
from taskgen.model import Reference
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from taskgen.diagnostics import Finding
    from taskgen.link.names import Reading
    from taskgen.link.ranges import Span
    from taskgen.link.scan import Word
    from taskgen.model import Task, TaskList

RULES = ("pin", "exact-id", "unique-prefix", "range", "wildcard")  # the best evidence first
MEMBERS = 10_000  # of one range or wildcard
TOTAL = 1_000_000  # members of all ranges and wildcards of a list
_NEW_LINE = re.compile("\n")
_SUGGESTIONS = 20  # nearest names are looked for that often; the rest of a flood goes without


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


def find(task_list: TaskList, case_ids: Mapping[str, Location]) -> tuple[tuple[Reference, ...], list[Finding]]:
    """All references of the tasks to the cases: at most one for each task and case, the best evidence.

    Args:
        task_list: the conceptual list.
        case_ids: each case's id and place, in file order.

    Returns:
        The references by task, place and case order; what was refused (`ambiguous-reference`), what names no case
        (`unknown-pin`, `range-with-gaps`, `backward-range`), what was too large (`too-many-references`), and the
        mentions that are too much like everyday language to count (`unmarked-name`).
    """
    evidence = Evidence(Names(case_ids))
    for index, task in enumerate(task_list.tasks):
        _read_pins(evidence, index, task)
        for source in _texts(index, task):
            _read_text(evidence, source)
    order = evidence.names.order

    def key(found: Reference) -> tuple[int, str, int, int, int]:
        place = found.place  # field by field: places themselves are compared far more slowly
        return found.task, place.path, place.line, place.column, order[found.case]

    references = sorted(evidence.best.values(), key=key)
    evidence.findings += evidence.unmarked_findings()
    return tuple(references), evidence.findings


def assign(references: Iterable[Reference]) -> dict[str, tuple[Reference, tuple[Reference, ...]]]:
    """For each case that is named: the reference of the first task that names it, and those of the others."""
    by_case: dict[str, list[Reference]] = {}
    for reference in sorted(references, key=lambda found: found.task):
        by_case.setdefault(reference.case, []).append(reference)
    return {
        case: (found[0], tuple(other for other in found if other.task != found[0].task) if len(found) > 1 else ())
        for case, found in by_case.items()
    }


def _texts(index: int, task: Task) -> list[Passage]:
    lines = [match.end() for match in _NEW_LINE.finditer(task.body)]
    title_place = task.title_place
    return [
        Passage(index, task.title, title_place or task.place, [], title=True, exact=title_place is not None),
        Passage(index, task.body, task.body_place, lines, title=False, exact=True, fences=task.fences),
    ]


def _read_pins(evidence: Evidence, index: int, task: Task) -> None:
    for case, place in task.pins:
        if case in evidence.names.order:
            reference = Reference(case=case, task=index, rule="pin", text=case, place=place)
            evidence.best.setdefault((index, case), reference)
            continue
        known = len(evidence.findings) >= _SUGGESTIONS or evidence.names.near(case)
        hint = f"did you mean {known!r}?" if isinstance(known, str) and known else "name a case of the cases file"
        evidence.findings.append(error("unknown-pin", place, f"no case has the id {shown(case)}", hint))


def _read_text(evidence: Evidence, source: Passage) -> None:
    found = words(source.text, source.fences)
    names, text = evidence.names, source.text
    inside = 0  # where the last id with spaces ended: its words are not read again
    for index, word in enumerate(found):
        if word.start < inside:
            continue
        phrase = names.phrase(text, found, index)
        if phrase and _counts(source, found, index, phrase):
            inside = phrase[2]
            evidence.add(source, "exact-id", phrase[0], phrase[1], text[phrase[1] : phrase[2]])
            continue
        if phrase:
            evidence.remember(source, phrase[0], phrase[1], text[phrase[1] : phrase[2]])
        _read_word(evidence, source, found, index)


def _read_word(evidence: Evidence, source: Passage, found: list[Word], index: int) -> None:
    word = found[index]
    readings = evidence.names.read(word.raw)
    span = None if word.fenced else span_at(source.text, found, index, evidence.names)
    if span:
        _read_span(evidence, source, span)
    if word.star and not word.fenced:
        _read_wildcard(evidence, source, word)
    for reading in readings:
        offset = word.start + reading.offset
        if reading.exact is not None:
            _read_exact(evidence, source, found, index, reading)
        elif not word.star and not word.fenced and _is_short_name(source, found, index, reading):
            if reading.total > 1:
                evidence.refuse(source, offset, reading)
            else:
                evidence.add(source, "unique-prefix", reading.under[0], offset, reading.text)


def _read_exact(evidence: Evidence, source: Passage, found: list[Word], index: int, reading: Reading) -> None:
    start = found[index].start + reading.offset
    name = reading.exact or ""
    if evidence.is_sure(source.task, name):
        return
    if _counts(source, found, index, (name, start, start + len(reading.text))):
        evidence.add(source, "exact-id", name, start, reading.text)
    else:
        evidence.remember(source, name, start, reading.text)


def _counts(source: Passage, found: list[Word], index: int, mention: tuple[str, int, int]) -> bool:
    """Whether an id that stands in a text names its case; everyday words must be marked as a name."""
    name, start, end = mention
    if not is_plain(name):
        return True
    if found[index].fenced:
        return False
    made = shape(name)
    if (made.letter and in_code(source.text, start, end)) or is_alone(source.text, start, end):
        return True
    if source.title and " " in name:
        return True
    return is_introduced(source.text, found, index, number=not made.letter)


def _is_short_name(source: Passage, found: list[Word], index: int, reading: Reading) -> bool:
    """Whether a word that ids begin with is meant as a short name of one.

    `max_text_001` is, wherever it stands. `max_text` and `v4` are in a title, alone on a line, after *case:*; `001`
    is in the latter two; a common word never is.
    """
    made = shape(reading.text)
    if made.is_short_name:
        return True
    if not (made.digit or made.separator) or _is_stem(source, found, index):
        return False
    start = found[index].start + reading.offset
    if source.title and made.letter:
        return True
    alone = made.letter and is_alone(source.text, start, start + len(reading.text))
    return alone or is_introduced(source.text, found, index, number=not made.letter)


def _is_stem(source: Passage, found: list[Word], index: int) -> bool:
    """Whether a number follows, as in `max_text 001 through 004`."""
    if index + 1 == len(found) or gap(source.text, found[index], found[index + 1]):
        return False
    return found[index + 1].raw.rstrip(".:").isdecimal()


def _read_span(evidence: Evidence, source: Passage, span: Span) -> None:
    text = source.text[span.start : span.end]
    count = span.high - span.low + 1
    if count < 1:
        message = f"the range {shown(text)} runs backward"
        evidence.findings.append(warning("backward-range", source.at(span.start), message, "write the lower id first"))
        return
    if not evidence.afford(source, span.start, text, count):
        return
    missing, named = [], 0
    for name in span.names():
        reading = evidence.names.resolve(name)
        if reading is None:
            missing.append(name)
        elif reading.total > 1:
            evidence.refuse(source, span.start, reading)
        else:
            named += 1
            evidence.add(source, "range", reading.exact or reading.under[0], span.start, text)
    if missing and named:
        listed = ", ".join(shown(name) for name in missing[:3]) + (", …" if len(missing) > 3 else "")  # noqa: PLR2004 - three make the pattern plain
        message = f"{len(missing)} of the {count} members of {shown(text)} name no case: {listed}"
        next_step = "add the cases or shorten the range"
        evidence.findings.append(warning("range-with-gaps", source.at(span.start), message, next_step))


def _read_wildcard(evidence: Evidence, source: Passage, word: Word) -> None:
    stem = word.raw.lstrip(":")
    start = word.start + len(word.raw) - len(stem)
    made = shape(stem.replace("\\_", "_") + "x")
    if not (made.letter and (made.digit or made.separator)):
        return
    stem = stem.replace("\\_", "_")
    count = evidence.names.count(stem)
    star = source.text.index("*", word.end) + 1
    text = source.text[start:star]
    if count and evidence.afford(source, start, text, count):
        for case in evidence.names.starting(stem):
            evidence.add(source, "wildcard", case, start, text)
