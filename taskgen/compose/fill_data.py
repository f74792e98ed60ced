"""Puts a case's values into data (`expected`, `checks`) and into paths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.compose.values import look_up, missing
from taskgen.decode import MISSING
from taskgen.diagnostics import error
from taskgen.hygiene import UNSEEN
from taskgen.patterns import lazy
from taskgen.records import dataclass
from taskgen.text.languages.literals import LiteralError, identifier
from taskgen.text.languages.placeholders import find_placeholders, joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding, Location
    from taskgen.text.languages.placeholders import Placeholder


def fill_data(
    data: Json, values: Mapping[str, Json], place: Location, spell: Callable[[Json], Json] = lambda value: value
) -> tuple[Json, list[Finding]]:
    """Data (as a library's `expected` and `checks`) with the case's values.

    A string that is just one placeholder becomes the value with its type; `| text` puts a string or a whole number
    into a longer one.

    Args:
        data: JSON-like data.
        values: of the case, as `values_of` gives them.
        place: of the data.
        spell: how a value is written in the data (a sketch writes `...` as three escaped dots).

    Returns:
        new data; MISSING where there are findings.
    """
    filler = _Filler(values, place, spell, [])
    filled = filler.fill(data)
    return (MISSING if filler.findings else filled), filler.findings


@dataclass(slots=True)
class _Filler:
    values: Mapping[str, Json]
    place: Location
    spell: Callable[[Json], Json]
    findings: list[Finding]

    def fill(self, data: Json) -> Json:
        if isinstance(data, str):
            return self.fill_string(data, is_key=False)
        if isinstance(data, dict):
            return self.fill_members(data)
        if isinstance(data, list):
            return [self.fill(element) for element in data]
        return data

    def fill_members(self, data: dict[str, Json]) -> dict[str, Json]:
        filled: dict[str, Json] = {}
        for key, member in data.items():
            name = self.fill_string(key, is_key=True)
            if name in filled:
                self.refuse("duplicate-key", f"{str(name)[:60]!r} is given twice once it is filled", "keep one")
            filled[name] = self.fill(member)
        return filled

    def refuse(self, rule: str, message: str, next_step: str) -> str:
        self.findings.append(error(rule, self.place, message, next_step))
        return ""

    def fill_string(self, text: str, *, is_key: bool) -> Json:
        found, faults = find_placeholders(text)
        self.findings += [error(fault.rule, self.place, fault.message, fault.next_step) for fault in faults]
        if not found or faults:
            return text
        alone = (found[0].start, found[0].end) == (0, len(text))
        if alone and not found[0].filter and not is_key:
            value = self.value(found[0])
            return "" if value is MISSING else self.spell(value)
        return joined(text, [(one.start, one.end, self.word(one)) for one in found]).text

    def value(self, placeholder: Placeholder) -> Json:
        value = look_up(placeholder.path, self.values)
        if value is MISSING:
            self.findings.append(missing(placeholder.path, self.values, self.place))
        return value

    def word(self, placeholder: Placeholder) -> str:
        """What replaces a placeholder inside a longer string."""
        if not placeholder.filter:
            message = f"the placeholder for {placeholder.path[:60]!r} is inside a longer string or a member's name"
            return self.refuse("placeholder-in-string", message, f"write {placeholder.spelled('text')}")
        value = self.value(placeholder)
        if value is MISSING:
            return ""
        if placeholder.filter == "name" and isinstance(value, str):
            try:
                return identifier(value, (), "data")
            except LiteralError as mistake:
                return self.refuse("no-literal", f"{placeholder.path[:60]!r} {mistake}", "use | text")
        if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
            return str(self.spell(str(value)))
        message = f"{placeholder.path[:60]!r} is neither a string nor a whole number, so that it is no text"
        return self.refuse("no-literal", message, "let the placeholder be the whole string")


# --- Paths -----------------------------------------------------------------------------------------------------------

_UNSAFE = lazy(f'[{UNSEEN}\\\\:*?"<>|]')
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789")]
)
_SAFE_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_LONGEST_NAME = 255


def fill_path(template: str, values: Mapping[str, Json], place: Location) -> tuple[str | None, list[Finding]]:
    """A path relative to the root, with the case's values; None, and findings, where it is none.

    `| name` gives an identifier; without a filter, a value may also have inner dots and hyphens.
    """
    found, faults = find_placeholders(template)
    findings = [error(fault.rule, place, fault.message, fault.next_step) for fault in faults]
    replacements: list[tuple[int, int, str]] = []
    for placeholder in found:
        try:
            word = _path_word(placeholder, look_up(placeholder.path, values))
        except LookupError:
            findings.append(missing(placeholder.path, values, place))
        except LiteralError as mistake:
            message = f"{placeholder.path[:60]!r} {mistake}"
            findings.append(error("no-literal", place, message, "use another value, or a path without it"))
        else:
            replacements.append((placeholder.start, placeholder.end, word))
    path = joined(template, replacements).text
    if not findings and (why := _unsafe(path)):
        next_step = "give a path inside the project, with / between plain names"
        findings.append(error("unsafe-path", place, f"{path[:60]!r} {why}", next_step))
    return (None if findings else path), findings


def _path_word(placeholder: Placeholder, value: Json) -> str:
    if value is MISSING:
        raise LookupError
    if placeholder.filter == "text":
        raise LiteralError("can't be text in a path; write it with `| name` or without a filter")
    if not isinstance(value, str):
        raise LiteralError("is no string, so that it can't be a part of a path")
    if placeholder.filter == "name":
        return identifier(value, (), "paths")
    if not _SAFE_WORD.fullmatch(value):
        raise LiteralError(f"is {value[:60]!r}: in a path it may have only letters, digits, and inside it . _ -")
    return value


def _unsafe(path: str) -> str:
    """Why a path is not safe to write to under any root, on any system; empty where it is."""
    if path.startswith(("/", "~")):
        return "is not relative"
    if _UNSAFE().search(path):
        return "has a character that not every system allows in a name"
    return next((why for part in path.split("/") if (why := _unsafe_part(part))), "")


def _unsafe_part(part: str) -> str:
    if part in {"", ".", ".."}:
        return f"has the part {part!r}"
    if part[-1] in ". " or part[0] == " ":
        return f"has the part {part[:60]!r}, which some systems change"
    if part.split(".", maxsplit=1)[0].casefold() in _RESERVED:
        return f"has the part {part!r}, which some systems reserve"
    return f"has a part of more than {_LONGEST_NAME} bytes" if len(part.encode()) > _LONGEST_NAME else ""
