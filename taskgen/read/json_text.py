"""JSON texts into documents: strict ones fast, those that people write with what was tolerated and what is broken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from taskgen.decode import Document
from taskgen.diagnostics import Location, error, has_errors
from taskgen.read.json_decode import Decoded, DepthError, strict_end
from taskgen.read.json_edits import Mended
from taskgen.read.json_places import Places, Source, bad_numbers, duplicate_keys
from taskgen.read.json_repair import Repair
from taskgen.read.json_report import Report
from taskgen.read.json_structure import MAX_DEPTH
from taskgen.read.text import Lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.diagnostics import Finding

_SPACE: Final = " \t\r\n"  # what JSON takes for white space; Python's `strip` takes more
_LINES_LOOKED_AT: Final = 20
_LINE_ENDINGS: Final = (".jsonl", ".ndjson")


def load(path: str, text: str) -> tuple[tuple[Document, ...], list[Finding]]:
    """The values of a JSON text.

    Args:
        path: the file's name, for places; `.jsonl` and `.ndjson` are read line by line.
        text: the text, without a byte order mark.

    Returns:
        one document a value (several where values stand in a row or one a line), and findings. What was broken is
        an error; the documents then hold what could be read, and `is_damaged` tells what is not whole.
    """
    lines = Lines(path, text)
    report = Report(lines)
    try:
        decoded, mended = _decode(path, text, report)
    except (DepthError, json.JSONDecodeError) as problem:
        return (), [*report.findings, _unreadable(path, problem)]
    if decoded.has_duplicates:
        _report_duplicates(mended, report)
    if decoded.has_bad_numbers:
        _report_numbers(mended, report)
    if len(decoded.values) > 1 and not path.lower().endswith(_LINE_ENDINGS):
        report.tolerate("documents-in-a-row", mended.original(decoded.values[1][0]))
    findings = report.findings
    source = Source(mended, lines, report.damages, has_duplicates=decoded.has_duplicates)
    is_whole = not report.damages
    documents = tuple(_document(path, source, start, data, is_whole=is_whole) for start, data in decoded.values)
    if not documents and not has_errors(findings):
        findings.append(error("not-json", Location(path), "no JSON value stands here", "write a list of cases"))
    return documents, findings


def is_strict(text: str) -> bool:
    """Whether a text is one or several values of strict JSON."""
    try:
        return bool(Decoded(text, MAX_DEPTH).values)
    except (DepthError, json.JSONDecodeError):
        return False


def _document(path: str, source: Source, start: int, data: object, *, is_whole: bool) -> Document:
    places = Places(source, start)
    if is_whole:
        return Document(path=path, data=data, locate=places.locate)
    return Document(path=path, data=data, locate=places.locate, is_damaged=places.is_damaged)


def _decode(path: str, text: str, report: Report) -> tuple[Decoded, Mended]:
    try:
        return Decoded(text, MAX_DEPTH), Mended(text, [])
    except (DepthError, json.JSONDecodeError):
        repair = Repair(text, report)
    if _is_one_value_a_line(path, text):
        for start, end in _broken_lines(text):
            repair.region(start, end)
    else:
        repair.region(0, len(text))
    mended = Mended(text, repair.edits)
    return Decoded(mended.text, MAX_DEPTH), mended


def _is_one_value_a_line(path: str, text: str) -> bool:
    """Whether most of the first lines are whole values; a line that only opens a bracket says that they are not."""
    looked_at = [text[start:end] for start, end in _some_lines(text, _LINES_LOOKED_AT)]
    if looked_at and looked_at[0].strip() in {"[", "{"}:
        return False
    whole = sum(_is_whole(line) for line in looked_at)
    if path.lower().endswith(_LINE_ENDINGS) and whole:
        return True
    return len(looked_at) > 1 and whole * 2 >= len(looked_at)


def _some_lines(text: str, most: int) -> Iterator[tuple[int, int]]:
    """The first lines that hold more than white space and are no comments."""
    for start, end in _line_spans(text):
        if most == 0:
            return
        if text[start:end].strip() and not text[start:end].lstrip().startswith(("//", "#", "/*")):
            most -= 1
            yield start, end


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _is_whole(line: str) -> bool:
    """Whether a line is an object or list of strict JSON."""
    stripped = line.strip(_SPACE)
    return stripped[:1] in {"{", "["} and strict_end(stripped, 0, MAX_DEPTH) == len(stripped)


def _broken_lines(text: str) -> Iterator[tuple[int, int]]:
    for start, end in _line_spans(text):
        line = text[start:end]
        if line.strip(_SPACE) and not _is_whole(line):
            yield start, end


def _report_duplicates(mended: Mended, report: Report) -> None:
    for key, before, again in duplicate_keys(mended.text):
        where = report.where(mended.original(before))
        message = f"the key {key[:60]!r} stands twice in one object, first at {where}; the last one was read"
        report.error(mended.original(again), "duplicate-key", message, "keep one of the two")


def _report_numbers(mended: Mended, report: Report) -> None:
    for word, at in bad_numbers(mended.text):
        place = mended.original(at)
        report.damages.add(place)
        if word.lstrip("-").isdigit():
            message = f"an integer of {len(word)} digits can't be held"
            report.error(place, "huge-number", message, "write it as a string")
        else:
            message = f"{word[:30]} is no finite number"
            report.error(place, "not-finite", message, "write a number, a string, or null")


def _unreadable(path: str, problem: Exception) -> Finding:
    """What even the mended text is refused for: only where the calling program has used up its stack."""
    if isinstance(problem, json.JSONDecodeError):
        place = Location(path, problem.lineno, problem.colno)
        return error("not-json", place, f"this is not JSON: {problem.msg}", "write strict JSON")
    return error("too-deep", Location(path), f"brackets are nested more than {MAX_DEPTH} deep", "write flatter data")
