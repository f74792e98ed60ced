"""Code with placeholders: filled in one pass, each with a literal of its language, and parsed again."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from taskgen.compose.values import look_up, nearest_path
from taskgen.decode import MISSING
from taskgen.diagnostics import Location, error
from taskgen.records import dataclass
from taskgen.text.languages.base import WIDTH, LiteralError
from taskgen.text.languages.layout import digits
from taskgen.text.languages.placeholders import Placeholder, Slot, joined, plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.text.languages.base import Language
    from taskgen.text.languages.placeholders import Joined, Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """Code with placeholders, and where it comes from.

    Attributes:
        code: as the library has it, without its block's indentation.
        place: of the code's first line, None where no file is involved.
        indent: the columns that were taken off each line.
        fragment: whether the code is a part that need not parse by itself.
    """

    code: str
    language: Language
    place: Location | None
    indent: int = 0
    fragment: bool = False

    @property
    def plan(self) -> Plan:
        """The template's slots and faults."""
        return plan(self.code, self.language, fragment=self.fragment)

    def at(self, offset: int) -> Location | None:
        """The place, in the user's file, of an offset of the code."""
        if self.place is None:
            return None
        starts = _line_starts(self.code)
        line = bisect_right(starts, offset) - 1
        return Location(self.place.path, self.place.line + line, offset - starts[line] + 1 + self.indent)

    def faults(self) -> list[Finding]:
        """What keeps the placeholders from being filled, whatever the values."""
        return [error(one.rule, self.at(one.offset), one.message, one.next_step) for one in self.plan.faults]


@functools.lru_cache(maxsize=4)
def _line_starts(code: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer("\n", code))]


def fill_template(template: Template, values: Mapping[str, Json]) -> tuple[str | None, list[Finding]]:
    """The same for a template and the values of a case."""
    findings = template.faults()
    slots = template.plan.slots
    if findings or not slots:
        return (None if findings else template.code), findings
    replacements: list[tuple[int, int, str]] = []
    line, at = _Line(), 0
    for slot in slots:
        line.go_on(template.code[at : slot.start])
        written, more = _written(slot, template, values, line)
        findings += more
        replacements.append((slot.start, slot.end, written))
        line.go_on(written)
        at = slot.end
    filled = joined(template.code, replacements)
    if not findings and not template.fragment:
        findings += _broken(filled, template, values)
    return (None if findings else filled.text), findings


@dataclass(slots=True)
class _Line:
    """The line that is being written: its indentation, and how long it is so far."""

    indentation: str = ""
    column: int = 0

    def go_on(self, text: str) -> None:
        """Write some more."""
        begin = text.rfind("\n") + 1
        last = text[begin:]
        if begin:
            self.indentation, self.column = "", 0
        if self.column == len(self.indentation):
            self.indentation += last[: len(last) - len(last.lstrip(" \t"))]
        self.column += len(last)


def missing(placeholder: Placeholder, values: Mapping[str, Json], place: Location | None) -> Finding:
    """What is said where the case has no value at the placeholder's path."""
    message = f"case {_id(values)} has no {placeholder.path[:60]!r}"
    return error("unknown-path", place, message, nearest_path(placeholder.path, values))


def _id(values: Mapping[str, Json]) -> str:
    return repr(str(values.get("id", ""))[:60])


def _written(slot: Slot, template: Template, values: Mapping[str, Json], line: _Line) -> tuple[str, list[Finding]]:
    """What stands in a slot, on this line."""
    value = look_up(slot.placeholder.path, values)
    if value is MISSING:
        return "", [missing(slot.placeholder, values, template.at(slot.placeholder.start))]
    try:
        return _literal(slot, template.language, value, line), []
    except LiteralError as mistake:
        place = template.at(slot.placeholder.start)
        message = f"case {_id(values)}: {slot.placeholder.path[:60]!r} {mistake}"
        next_step = f"give the case another value; {template.language.label} can't hold this one here"
        return "", [error("no-literal", place, message, next_step)]


def _literal(slot: Slot, language: Language, value: Json, line: _Line) -> str:
    if slot.placeholder.filter == "text":
        return language.text(_plain(value))
    if slot.placeholder.filter == "name":
        if not isinstance(value, str):
            raise LiteralError("is no string, so that it is no name")
        return language.name(value)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    margin = language.margin(line.indentation, line.column)
    if (slot.verdict.guard_number and is_number) or (slot.verdict.guard_mapping and isinstance(value, dict)):
        return f"({language.literal(value, WIDTH, margin, line.column + 1)})"
    return language.literal(value, WIDTH, margin, line.column)


def _plain(value: Json) -> str:
    """The text of a string or a whole number; others are spelled differently by each language."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return digits(value)
    raise LiteralError("is neither a string nor a whole number, so that it is no text")


def _broken(filled: Joined, template: Template, values: Mapping[str, Json]) -> list[Finding]:
    """A finding where the filled code does not parse."""
    problem = template.language.parses(filled.text)
    if problem is None:
        return []
    line, column, message = problem
    return [
        error(
            "does-not-parse",
            template.at(filled.origin_of(line, column)),
            f"filled for case {_id(values)} this is no {template.language.label}: {message[:200]}",
            "put the placeholder where any value may stand",
        )
    ]
