"""The library's entries with the cases that show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.report.model import Entry

if TYPE_CHECKING:
    from taskgen.report.assemble import Made


def entries(made: Made) -> tuple[Entry, ...]:
    """All entries in the library's order: snippets, pitfalls, expectations."""
    shown = _shown(made)
    reasons = {left.name: left.reason for left in made.index.unused}
    library = made.library
    found = [
        Entry(kind=kind, id=id_, title=title, place=place, cases=tuple(shown.get((kind, id_), ())), reason="")
        for kind, id_, title, place in (
            *(("snippet", one.id, one.title, _place(one.place)) for one in library.snippets),
            *(("pitfall", one.id, one.title or one.error, _place(one.place)) for one in library.pitfalls),
            *(("expectation", _place(one.place), "", _place(one.place)) for one in library.expectations),
        )
    ]
    return tuple(_with_reason(entry, reasons) for entry in found)


def _shown(made: Made) -> dict[tuple[str, str], list[str]]:
    """The cases that show each entry, by its kind and id, in the order of the tasks."""
    shown: dict[tuple[str, str], list[str]] = {}
    for task in made.tasks:
        if task.code:
            shown.setdefault(("snippet", task.code.entry), []).append(task.case)
        for trap in task.traps:
            shown.setdefault(("pitfall", trap.entry), []).append(task.case)
    for link in made.links.cases:
        for expectation in link.expectations:
            shown.setdefault(("expectation", _place(expectation.place)), []).append(link.case.id)
    return shown


def _place(place: object) -> str:
    path, _, _column = str(place).rpartition(":")
    return path


def _with_reason(entry: Entry, reasons: dict[str, str]) -> Entry:
    if entry.cases:
        return entry
    name = entry.id.rpartition(":")
    reason = reasons.get(entry.id) or reasons.get(f"{name[0]}, line {name[2]}", "no task shows it")
    return Entry(kind=entry.kind, id=entry.id, title=entry.title, place=entry.place, cases=entry.cases, reason=reason)
