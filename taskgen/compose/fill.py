"""Puts a case's values into code and commands: each as one literal, so that it stays data and never becomes code."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.compose.values import look_up, missing
from taskgen.decode import MISSING
from taskgen.diagnostics import Location, error
from taskgen.records import dataclass
from taskgen.text.languages import LANGUAGES
from taskgen.text.languages.literals import WIDTH, LiteralError, digits
from taskgen.text.languages.placeholders import find_placeholders, joined, read_slots

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.text.languages.base import Language, Values
    from taskgen.text.languages.placeholders import Slot


@dataclass(frozen=True, slots=True)
class _Template:
    """Code with placeholders; `place` is where its first line begins in the file, behind the block's indentation."""

    code: str
    language: Language
    place: Location

    def at(self, offset: int) -> Location:
        """The place, in the user's file, of an offset of the code."""
        starts = [0, *(match.end() for match in re.finditer("\n", self.code))]
        line = bisect_right(starts, offset) - 1
        return Location(self.place.path, self.place.line + line, self.place.column + offset - starts[line])

    def slots(self) -> tuple[list[Slot], list[Finding]]:
        """The template's slots, and what keeps them from being filled."""
        slots, faults = read_slots(self.code, self.language)
        return slots, [error(one.rule, self.at(one.offset), one.message, one.next_step) for one in faults]


def check_template(code: str, language: Language, place: Location) -> list[Finding]:
    """What keeps the code's placeholders from being filled, whatever the values.

    Args:
        code: the code as the library has it, without its block's indentation.
        language: the language of the code.
        place: where the code's first line begins in its file.
    """
    return _Template(code, language, place).slots()[1]


def fill(
    code: str, values: Mapping[str, Json], language: Language, place: Location
) -> tuple[str | None, list[Finding]]:
    """The code with a literal for each placeholder; None, and findings, where it can't be whole.

    Args:
        code: as for `check_template`.
        values: of the case, as `values_of` gives them.
        language: as for `check_template`.
        place: as for `check_template`.
    """
    template = _Template(code, language, place)
    slots, findings = template.slots()
    if findings or language.values is None or not slots:
        return (None if findings else code), findings
    return _filled(template, slots, values, language.values)


def fill_command(command: str, values: Mapping[str, Json], place: Location) -> tuple[str | None, list[Finding]]:
    """A command line with the case's values as shell words; None, and findings at `place`, where it can't be whole."""
    filled, findings = fill(command, values, LANGUAGES["shell"], place)
    for one in () if findings else find_placeholders(command)[0]:
        before = command[: one.start]
        if str(look_up(one.path, values)).startswith("-") and not before.endswith("=") and " -- " not in before:
            message = f"{one.path[:60]!r} begins with '-': the command would take it for an option"
            findings.append(error("option-like-value", place, message, "write `--` before it"))
    return (None if findings else filled), [replace(found, place=place) for found in findings]


def _filled(
    template: _Template, slots: list[Slot], values: Mapping[str, Json], writer: Values
) -> tuple[str | None, list[Finding]]:
    findings: list[Finding] = []
    replacements: list[tuple[int, int, str]] = []
    line, at = _Line(), 0
    for slot in slots:
        line.add(template.code[at : slot.start])
        written, more = _written(slot, template, values, line, writer)
        findings += more
        replacements.append((slot.start, slot.end, written))
        line.add(written)
        at = slot.end
    filled = joined(template.code, replacements)
    problem = None if findings else template.language.syntax_error(filled.text)
    if problem is not None:
        row, column, message = problem
        place = template.at(filled.origin_of(row, column))
        message = f"filled for case {values['id'][:60]!r} this is no {template.language.label}: {message[:200]}"
        findings.append(error("does-not-parse", place, message, "put the placeholder where any value may be"))
    return (None if findings else filled.text), findings


@dataclass(slots=True)
class _Line:
    """The line that is being written: its indentation, and how long it is so far."""

    indentation: str = ""
    column: int = 0

    def add(self, text: str) -> None:
        """Go on with more text."""
        begin = text.rfind("\n") + 1
        last = text[begin:]
        if begin:
            self.indentation, self.column = "", 0
        if self.column == len(self.indentation):
            self.indentation += last[: len(last) - len(last.lstrip(" \t"))]
        self.column += len(last)


def _written(
    slot: Slot, template: _Template, values: Mapping[str, Json], line: _Line, writer: Values
) -> tuple[str, list[Finding]]:
    """What replaces a slot, on this line."""
    value = look_up(slot.placeholder.path, values)
    place = template.at(slot.placeholder.start)
    if value is MISSING:
        return "", [missing(slot.placeholder.path, values, place)]
    try:
        return _literal(slot, value, line, writer), []
    except LiteralError as mistake:
        message = f"case {values['id'][:60]!r}: {slot.placeholder.path[:60]!r} {mistake}"
        next_step = f"give the case another value; {template.language.label} can't hold this one here"
        return "", [error("no-literal", place, message, next_step)]


def _literal(slot: Slot, value: Json, line: _Line, writer: Values) -> str:
    if slot.placeholder.filter == "text":
        return writer.text(_plain(value))
    if slot.placeholder.filter == "name":
        if not isinstance(value, str):
            raise LiteralError("is no string, so that it is no name")
        return writer.name(value)
    if slot.place.guard_number and isinstance(value, int | float) and not isinstance(value, bool):
        return f"({writer.literal(value, WIDTH, line.indentation, line.column + 1)})"
    return writer.literal(value, WIDTH, line.indentation, line.column)


def _plain(value: Json) -> str:
    """The text of a string or a whole number; others are spelled differently by each language."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return digits(value)
    raise LiteralError("is neither a string nor a whole number, so that it is no text")
