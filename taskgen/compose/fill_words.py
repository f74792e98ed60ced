"""Puts a case's values into commands and paths: as shell words and as safe names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from taskgen.compose.template import Template, fill_template, missing
from taskgen.compose.values import as_values, look_up
from taskgen.decode import MISSING
from taskgen.diagnostics import error
from taskgen.text.languages import shell
from taskgen.text.languages.base import HIDDEN, LiteralError, identifier, lazy
from taskgen.text.languages.placeholders import find_placeholders, joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding, Location
    from taskgen.model import Case
    from taskgen.text.languages.placeholders import Fault, Placeholder

_PLAIN = re.compile(r"[A-Za-z0-9_./-]*")
_UNSAFE = lazy(f'[{HIDDEN}\\\\:*?"<>|]')
_RESERVED = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789")]
)
_SAFE_WORD = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
_LONGEST_NAME = 255


def fill_command(
    template: str, case: Case | Mapping[str, Json], place: Location | None = None
) -> tuple[str | None, list[Finding]]:
    """A command line with the case's values as shell words; None, and findings, where it can't be whole."""
    values = as_values(case)
    read = Template(code=template, language=shell, place=place)
    filled, findings = fill_template(read, values)
    for slot in () if findings else read.plan.slots:
        value = look_up(slot.placeholder.path, values)
        is_word = template[slot.start - 1 : slot.start] != "="
        if is_word and str(value).startswith("-") and " -- " not in template[: slot.start]:
            message = f"{slot.placeholder.path[:60]!r} begins with '-', so that the command takes it for an option"
            findings.append(error("option-like-value", read.at(slot.start), message, "write `--` before it"))
    return (None if findings else filled), findings


def fill_path(
    template: str, case: Case | Mapping[str, Json], place: Location | None = None
) -> tuple[str | None, list[Finding]]:
    """A path relative to the root, with the case's values; None, and findings, where it is none.

    `| name` gives an identifier; without a filter, a value may also have inner dots and hyphens.
    """
    values = as_values(case)
    found, faults = find_placeholders(template)
    findings = [_finding(fault, place) for fault in faults]
    replacements: list[tuple[int, int, str]] = []
    for placeholder in found:
        word, more = _path_word(placeholder, values, place)
        findings += more
        replacements.append((placeholder.start, placeholder.end, word))
    path = joined(template, replacements).text
    if not findings and (why := unsafe(path)):
        next_step = "give a path inside the project, with / between plain names"
        findings.append(error("unsafe-path", place, f"{path[:60]!r} {why}", next_step))
    return (None if findings else path), findings


def _finding(fault: Fault, place: Location | None) -> Finding:
    return error(fault.rule, place, fault.message, fault.next_step)


def _path_word(
    placeholder: Placeholder, values: Mapping[str, Json], place: Location | None
) -> tuple[str, list[Finding]]:
    value = look_up(placeholder.path, values)
    if value is MISSING:
        return "", [missing(placeholder, values, place)]
    try:
        return _word(placeholder, value), []
    except LiteralError as mistake:
        message = f"{placeholder.path[:60]!r} {mistake}"
        return "", [error("no-literal", place, message, "use another value, or a path without it")]


def _word(placeholder: Placeholder, value: Json) -> str:
    if placeholder.filter == "text":
        raise LiteralError("can't be text in a path; write it with `| name` or without a filter")
    if not isinstance(value, str):
        raise LiteralError("is no string, so that it can't be a part of a path")
    if placeholder.filter == "name":
        return identifier(value, (), "paths")
    if not _SAFE_WORD.fullmatch(value):
        raise LiteralError(f"is {value[:60]!r}: in a path it may have only letters, digits, and inside it . _ -")
    return value


def unsafe(path: str) -> str:
    """Why a path is not safe to write to under any root, on any system; empty where it is."""
    if path.startswith(("/", "~")):
        return "is not relative"
    if not _PLAIN.fullmatch(path) and _UNSAFE().search(path):
        return "has a character that not every system takes in a name"
    return next((why for part in path.split("/") if (why := _unsafe_part(part))), "")


def _unsafe_part(part: str) -> str:
    if part in {"", ".", ".."}:
        return f"has the part {part!r}"
    if part[-1] in ". " or part[0] == " ":
        return f"has the part {part[:60]!r}, which some systems change"
    if part.split(".", maxsplit=1)[0].casefold() in _RESERVED:
        return f"has the part {part!r}, which some systems reserve"
    return f"has a part of more than {_LONGEST_NAME} bytes" if len(part.encode()) > _LONGEST_NAME else ""
