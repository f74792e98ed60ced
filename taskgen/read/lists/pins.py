"""Pins: comments that tie a case to a task, `<!-- taskgen: case=ID -->`."""

from __future__ import annotations

import bisect
import re
from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, warning
from taskgen.records import dataclass
from taskgen.text.markdown import spans

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.model import Task
    from taskgen.read.lists.source import Source
    from taskgen.text.markdown import Block

_OPENING = re.compile(r"<!--\s*taskgen\s*:")
_CASE = re.compile(r"case\s*=\s*(?:\"(?P<quoted>[^\"\n]*)\"|(?P<plain>[^\s\">]+))")
_CASE_WORD = re.compile(r"case\b")
_ALLOWANCE = re.compile(
    r"allow\s+[a-z-]+(?:\s*,\s*[a-z-]+)*\s*(?:[\"\u201c].*)?$", re.DOTALL
)  # lint says what is wrong with it
_NEXT = "write <!-- taskgen: case=ID -->"
_NEXT_TWO = 'write <!-- taskgen: case=ID -->, or <!-- taskgen: allow RULE "reason" -->'


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A case named by a pin; `line` counts from 0, `place` is where the id stands."""

    case: str
    line: int
    place: Location


def pins_of(source: Source) -> tuple[tuple[Pin, ...], list[Finding]]:
    """All pins of a list, and what is wrong with them."""
    pins: list[Pin] = []
    findings = []
    for first, comment in _comments(source):
        opening = _OPENING.match(comment)
        if opening is None:
            continue
        found = [pin for pin in _cases(source, first, comment) if pin.case]
        pins += found
        said = comment[opening.end() :].strip(" \n->")
        if not found and not said.startswith("end") and not _ALLOWANCE.match(said):
            allows = not _CASE_WORD.match(said)
            message = "this is neither a pin nor an allowance" if allows else "this pin names no case"
            findings.append(warning("empty-pin", source.place(first), message, _NEXT_TWO if allows else _NEXT))
    return tuple(pins), findings


def _comments(source: Source) -> Iterator[tuple[int, str]]:
    """Every comment with its first line, those inside paragraphs, headings, items and cells too."""
    for _, block in source.visible:
        if block.kind == "html":
            yield from _from_html(block)
        elif "<!--" in block.text and block.kind in {"paragraph", "heading"}:
            yield from _from_inline(block.text, block.start)
        elif block.kind == "table-row":
            yield from (found for cell in block.cells if "<!--" in cell for found in _from_inline(cell, block.start))


def _from_html(block: Block) -> Iterator[tuple[int, str]]:
    end, line = 0, block.start
    while (begin := block.text.find("<!--", end)) >= 0:
        line += block.text.count("\n", end, begin)
        closing = block.text.find("-->", begin)
        end = len(block.text) if closing < 0 else closing + 3
        yield line, block.text[begin:end]
        line += block.text.count("\n", begin, end)


def _from_inline(text: str, line: int) -> Iterator[tuple[int, str]]:
    for span in spans(text):
        if span.kind == "comment":
            yield line, span.text
        line += span.text.count("\n")


def _cases(source: Source, first: int, comment: str) -> Iterator[Pin]:
    for offset, line in enumerate(comment.split("\n")):
        for found in _CASE.finditer(line):
            names = (name for name in re.split(r",\s*", found["quoted"] or found["plain"] or "") if name)
            yield from (_pin(source, first + offset, name) for name in names)


def _pin(source: Source, line: int, name: str) -> Pin:
    text = source.blocks.lines.text(line)
    case = text.find("case", max(text.find("taskgen"), 0))
    column = text.find(name, max(case, 0))
    return Pin(case=name, line=line, place=Location(source.path, line + 1, max(column, 0) + 1))


def assign(pins: Sequence[Pin], found: Sequence[Task]) -> tuple[dict[int, list[Pin]], list[Finding]]:
    """Give each pin to the task that it stands in; one that stands in none is a finding."""
    starts = [task.place.line - 1 for task in found]
    by_task: dict[int, list[Pin]] = {}
    findings = []
    for pin in pins:
        index = bisect.bisect_right(starts, pin.line) - 1
        if index >= 0 and pin.line < found[index].end_line:
            by_task.setdefault(index, []).append(pin)
        else:
            message = f"the pin of case {pin.case[:60]!r} stands in no task"
            findings.append(warning("pin-outside-tasks", pin.place, message, "move it below the title of its task"))
    return by_task, findings
