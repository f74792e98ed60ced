"""Placeholders in code: where they are, and whether a value can be put there as data."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from taskgen.diagnostics import did_you_mean
from taskgen.places import read_path
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taskgen.text.languages.base import Language, NamePlace

FILTERS = ("name", "text")
_LIKE_PLACEHOLDER = re.compile(r"\{\{[ \t]*case\.([^{}\r\n]*)\}\}")
_NO_PATH = re.compile(r"\s|^\[|\[['\"]")  # a name in brackets would need quotes, which code around it may need too


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A `{{ case.PATH }}`, from `start` to `end` of some text; `filter` is "", "text" or "name"."""

    start: int
    end: int
    path: str
    filter: str = ""

    def spelled(self, new_filter: str) -> str:
        """The placeholder as it would be written with another filter."""
        tail = f" | {new_filter}" if new_filter else ""
        return f"{{{{ case.{self.path}{tail} }}}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong at an offset of a template."""

    offset: int
    rule: str
    message: str
    next_step: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """The part of a template, from `start` to `end`, that a value takes the place of."""

    start: int
    end: int
    placeholder: Placeholder
    place: NamePlace


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Text made from a template; each piece is (its offset, the template's offset, whether it is new)."""

    text: str
    pieces: tuple[tuple[int, int, bool], ...]

    def origin(self, offset: int) -> int:
        """The template's offset for one of the text; inside what is new, where that begins."""
        at = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        begin, start, is_new = self.pieces[max(at, 0)]
        return start if is_new else start + offset - begin

    def origin_of(self, line: int, column: int) -> int:
        """The same for a line and column, from 1."""
        offset = 0
        for _line in range(line - 1):
            offset = self.text.find("\n", offset) + 1
        return self.origin(min(offset + column - 1, len(self.text)))


def joined(template: str, replacements: Iterable[tuple[int, int, str]]) -> Joined:
    """The template with parts of it, given in order as (start, end, new text), replaced."""
    parts: list[str] = []
    pieces: list[tuple[int, int, bool]] = []
    length = at = 0
    for start, end, new in replacements:
        pieces += [(length, at, False), (length + start - at, start, True)]
        parts += [template[at:start], new]
        length += start - at + len(new)
        at = end
    pieces.append((length, at, False))
    return Joined(text="".join([*parts, template[at:]]), pieces=tuple(pieces))


def uses_case(code: str) -> bool:
    """Whether the text has anything that begins like a placeholder for a case's value."""
    return _LIKE_PLACEHOLDER.search(code) is not None


def find_placeholders(text: str) -> tuple[list[Placeholder], list[Fault]]:
    """The placeholders of a text in order, and those that can't be understood."""
    found: list[Placeholder] = []
    faults: list[Fault] = []
    for match in _LIKE_PLACEHOLDER.finditer(text):
        path, *filters = (part.strip() for part in match[1].split("|"))
        fault = _misspelled(match.start(), path, filters)
        if fault is not None:
            faults.append(fault)
        else:
            name = filters[0] if filters else ""
            found.append(Placeholder(start=match.start(), end=match.end(), path=path, filter=name))
    return found, faults


def _misspelled(offset: int, path: str, filters: list[str]) -> Fault | None:
    if _NO_PATH.search(path) or not read_path(path):
        return Fault(
            offset=offset,
            rule="malformed-placeholder",
            message=f"{path[:60]!r} is no path of a case",
            next_step="write it as {{ case.id }} or {{ case.input.items[0] }}",
        )
    if len(filters) > 1:
        return Fault(
            offset=offset,
            rule="unknown-filter",
            message=f"a placeholder takes one filter, not {len(filters)}",
            next_step="keep one of text and name, or neither",
        )
    if filters and filters[0] not in FILTERS:
        return Fault(
            offset=offset,
            rule="unknown-filter",
            message=f"unknown filter {filters[0][:60]!r}",
            next_step=did_you_mean(filters[0], FILTERS, "only text and name are known"),
        )
    return None


def fresh_names(code: str, count: int) -> list[str]:
    """Names that do not occur in the code, alike but for their number."""
    runs = (len(match[1]) for match in re.finditer(r"taskgen_(x*)", code))
    stem = f"taskgen_{'x' * (max(runs, default=0) + 1)}_"
    return [f"{stem}{number}_" for number in range(count)]


def read_slots(code: str, language: Language) -> tuple[list[Slot], list[Fault]]:
    """The slots of a template, and what keeps them from being filled."""
    found, faults = find_placeholders(code)
    if not found:
        return [], faults
    if language.values is None:
        return [], in_order([*faults, *(_no_placeholders(placeholder, language) for placeholder in found)])
    names = fresh_names(code, len(found))
    fresh = joined(code, [(one.start, one.end, name) for one, name in zip(found, names, strict=True)])
    places = language.values.find_names(fresh.text, names)
    slots = [_slot(fresh, name, places[name], one) for one, name in zip(found, names, strict=True) if places]
    faults += [fault for slot in slots if (fault := _misplaced(slot, language)) is not None]
    return slots, in_order(faults) or _broken(fresh, language)


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """The faults in the order of the text."""
    return sorted(faults, key=lambda fault: fault.offset)


def _no_placeholders(placeholder: Placeholder, language: Language) -> Fault:
    return Fault(
        offset=placeholder.start,
        rule="no-placeholders-here",
        message=f"code in {language.label} takes no placeholders: only Python, JSON and shell do",
        next_step="read the value when the code runs (from an argument or a JSON file), or fix `language`",
    )


def _broken(fresh: Joined, language: Language) -> list[Fault]:
    problem = language.syntax_error(fresh.text)
    if problem is None:
        return []
    line, column, message = problem
    return [
        Fault(
            offset=fresh.origin_of(line, column),
            rule="does-not-parse",
            message=f"with a name for each placeholder this is no {language.label}: {message[:200]}",
            next_step="fix the code; a placeholder goes where any value may be",
        )
    ]


def _slot(fresh: Joined, name: str, place: NamePlace, placeholder: Placeholder) -> Slot:
    """What is replaced: with a filter the placeholder alone, else the whole token round it."""
    if placeholder.filter or place.where != "token":
        return Slot(start=placeholder.start, end=placeholder.end, placeholder=placeholder, place=place)
    begin = fresh.text.index(name, place.start)
    before, behind = begin - place.start, place.end - begin - len(name)
    return Slot(start=placeholder.start - before, end=placeholder.end + behind, placeholder=placeholder, place=place)


def _is_allowed(slot: Slot) -> bool:
    where = slot.place.where
    if slot.placeholder.filter == "text":
        return where == "string" or (where == "token" and slot.place.quoted)
    return where == "token" or (where == "name" and slot.placeholder.filter == "name")


_RULES = {
    "string": "placeholder-in-string",
    "fixed-string": "placeholder-in-string",
    "f-string": "placeholder-in-f-string",
    "comment": "placeholder-in-comment",
}


def _misplaced(slot: Slot, language: Language) -> Fault | None:
    if _is_allowed(slot):
        return None
    place, placeholder = slot.place, slot.placeholder
    why = place.why or f"outside a plain string of {language.label}"
    return Fault(
        offset=placeholder.start,
        rule=_RULES.get(place.where, "placeholder-not-a-token"),
        message=f"the placeholder for {placeholder.path[:60]!r} is {why}",
        next_step=_next_step(slot),
    )


def _next_step(slot: Slot) -> str:
    placeholder, where = slot.placeholder, slot.place.where
    if where == "token":
        return f"write {placeholder.spelled('')}, which brings its own quotes"
    if where == "string":
        return f"write {placeholder.spelled('text')}, which is escaped for the string"
    if where == "name" and not placeholder.filter:
        return f"write {placeholder.spelled('name')}, if the value is to be a name"
    if where == "comment":
        return "take it out of the comment"
    if where == "f-string":
        return f"give {placeholder.spelled('')} to a variable first and use that"
    return f"make {placeholder.spelled('')} a whole value of its own, outside quotes and comments"
