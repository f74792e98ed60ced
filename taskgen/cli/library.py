"""`taskgen library`: the entries listed, shown, searched, checked."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK, USAGE
from taskgen.cli.console import counted, err, failing, out, out_json, say, table
from taskgen.cli.options import CasesOption, Format, FormatOption, LibraryOption, overrides

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.pipeline.library import LibraryEntry
    from taskgen.pipeline.project import Project

EXAMPLES = """\b
Examples:
  taskgen library list                   every entry, and how many cases get it
  taskgen library show word-counts       one entry, whole
  taskgen library search rank words      the entries that resemble some words
  taskgen library check                  entries, placeholders, syntax, conditions
"""


class Action(enum.StrEnum):
    """What to do with the library."""

    LIST = "list"
    SHOW = "show"
    SEARCH = "search"
    CHECK = "check"


def command(
    action: Annotated[Action, typer.Argument(metavar="list|show|search|check", help="What to do.", show_default=False)],
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[ID|WORDS]...", help="For show and search.", show_default=False)
    ] = None,
    *,
    library: LibraryOption = None,
    cases: CasesOption = None,
    style: FormatOption = Format.TEXT,
) -> None:
    """Look into the library, or check it by itself."""
    from taskgen.pipeline import project

    opened = project.open_without_list(overrides(cases, library), Path.cwd())
    if action in {Action.SHOW, Action.SEARCH} and not words:
        err(f"taskgen library {action} needs {'an id' if action is Action.SHOW else 'words'}; see --help")
        raise typer.Exit(USAGE)
    code = _ACTIONS[action](opened, words or [], style)
    raise typer.Exit(code)


def _list(opened: Project, _words: list[str], style: Format) -> int:
    from taskgen.pipeline import library

    rows, findings = library.entries(opened)
    if style is Format.JSON:
        out_json(
            {
                "version": 1,
                "entries": [_fields(row) for row in rows],
                "findings": [finding.as_data() for finding in findings],
            }
        )
    else:
        say(findings)
        shown = [(row.kind, row.id, "-" if row.used is None else str(row.used), row.title) for row in rows]
        table(shown, ("kind", "id", "cases", "title"))
    return ERRORS if failing(findings, strict=False) else OK


def _fields(row: LibraryEntry) -> Json:
    return {"id": row.id, "kind": row.kind, "title": row.title, "place": str(row.place), "cases": row.used}


def _show(opened: Project, words: list[str], style: Format) -> int:
    import json
    from dataclasses import fields

    from taskgen.pipeline import library

    entry = library.show(opened, words[0])
    shown = {field.name: getattr(entry, field.name) for field in fields(entry)}
    plain = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in shown.items()
        if value and not name.endswith("place") and name not in {"conditions", "fix_program", "wrong_program"}
    }
    if style is Format.JSON:
        out_json({"version": 1, "place": str(entry.place), "entry": plain})
        return OK
    out(str(entry.place))
    for name, value in plain.items():
        text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        out(f"{name}:" + (f" {text}" if "\n" not in text else ""))
        for line in text.rstrip("\n").split("\n") if "\n" in text else []:
            out(f"    {line}")
    return OK


def _search(opened: Project, words: list[str], style: Format) -> int:
    from taskgen.pipeline import library

    found = library.search(opened, " ".join(words))
    if style is Format.JSON:
        out_json({"version": 1, "entries": [{**_fields(row), "score": round(score, 6)} for row, score in found]})
    else:
        table([(row.kind, row.id, row.title) for row, _score in found], ("kind", "id", "title"))
    return OK if found else ERRORS


def _check(opened: Project, _words: list[str], style: Format) -> int:
    from taskgen.pipeline import library

    checked, findings = library.check(opened)
    if style is Format.JSON:
        out_json({"version": 1, "findings": [finding.as_data() for finding in findings]})
    else:
        say(findings)
        parts = (
            counted(len(checked.snippets), "snippet"),
            counted(len(checked.pitfalls), "pitfall"),
            counted(len(checked.expectations), "expectation"),
        )
        err(", ".join(parts))
    return ERRORS if failing(findings, strict=False) else OK


_ACTIONS = {Action.LIST: _list, Action.SHOW: _show, Action.SEARCH: _search, Action.CHECK: _check}
