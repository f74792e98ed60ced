"""task-master's JSON form: `{"tasks": [{"id": 1, "title": …}]}`, plain or under the name of a tag."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from taskgen.diagnostics import Location, error
from taskgen.model import SubStep, Task, TaskList, Trial
from taskgen.read.dialects.status import status_word
from taskgen.read.dialects.status_words import DONE
from taskgen.read.json_text import load
from taskgen.read.labelling import labelled, repeated
from taskgen.text.markdown import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.decode import Document, Path
    from taskgen.diagnostics import Finding
    from taskgen.text.markdown import Lines

NAME, UNIT = "task-master-json", "entries"
_NEXT = 'give a Markdown list, or JSON like {"tasks": [{"id": 1, "title": "..."}]}'


def read_json(path: str, text: str) -> tuple[TaskList | None, list[Finding]] | None:
    """Read a list that is JSON.

    Returns:
        the list (None where it holds no tasks) and the findings; None alone where the text is no JSON.
    """
    try:
        json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return _broken(path) if path.lower().endswith(".json") else None
    documents, findings = load(path, text)
    lines = lines_of(text)
    tasks = labelled(
        [
            task
            for document in documents
            for where, group in _arrays(document.data)
            for task in _tasks(document, lines, where, group)
        ]
    )
    if not tasks:
        return None, [
            *findings,
            error("no-tasks", Location(path), "this is JSON, and no array of tasks is in it", _NEXT),
        ]
    trial = Trial(dialect=NAME, found=len(tasks), chosen=True, reason="the file is JSON")
    listed = TaskList(path=path, title=None, tasks=tasks, dialect=NAME, unit=UNIT, trials=(trial,))
    return listed, [*findings, *repeated(tasks)]


def _broken(path: str) -> tuple[None, list[Finding]]:
    return None, [error("no-tasks", Location(path), "this is a .json file, and it is no valid JSON", _NEXT)]


def _arrays(data: Any) -> Iterator[tuple[Path, str | None]]:  # noqa: ANN401 - any JSON
    """Where arrays of tasks stand: at the top, under "tasks", or under the "tasks" of each tag."""
    if isinstance(data, list):
        yield (), None
    elif isinstance(data, dict) and isinstance(data.get("tasks"), list):
        yield ("tasks",), None
    elif isinstance(data, dict):
        tags = [tag for tag, value in data.items() if isinstance(value, dict) and isinstance(value.get("tasks"), list)]
        yield from (((tag, "tasks"), tag) for tag in tags)


def _tasks(document: Document, lines: Lines, where: Path, group: str | None) -> Iterator[Task]:
    entries = document.data
    for key in where:
        entries = entries[key]
    for index, entry in enumerate(entries):
        if isinstance(entry, dict) and isinstance(entry.get("title", entry.get("name")), str):
            yield _task(document, lines, (*where, index), entry, group)


def _task(document: Document, lines: Lines, where: Path, entry: dict[str, Any], group: str | None) -> Task:
    place = document.locate(where)
    return Task(
        label=_label(entry.get("id")),
        title=" ".join(str(entry.get("title", entry.get("name"))).split()),
        body=_written(lines, place),
        place=place,
        body_place=place,
        status=status_word(str(entry.get("status", ""))),
        group=group,
        metadata=tuple((key, entry[key]) for key in ("priority", "complexity") if isinstance(entry.get(key), str)),
        depends=tuple(str(label) for label in entry.get("dependencies") or () if isinstance(label, str | int)),
        steps=_steps(document, where, entry),
    )


def _label(said: Any) -> str:  # noqa: ANN401 - any JSON
    """An entry's id; empty where that is no text and no number."""
    return str(said).strip() if isinstance(said, str | int | float) and not isinstance(said, bool) else ""


def _written(lines: Lines, place: Location) -> str:
    """The entry as it stands in the file."""
    start = lines.offset(place.line - 1) + place.column - 1
    _, end = json.JSONDecoder().raw_decode(lines.source, start)
    return lines.source[start:end]


def _steps(document: Document, where: Path, entry: dict[str, Any]) -> tuple[SubStep, ...]:
    subtasks = entry.get("subtasks")
    if not isinstance(subtasks, list):
        return ()
    return tuple(
        SubStep(
            text=" ".join(str(subtask.get("title", "")).split()),
            done=status_word(str(subtask.get("status", ""))) == DONE,
            place=document.locate((*where, "subtasks", index)),
            label=str(subtask.get("id", index + 1)),
        )
        for index, subtask in enumerate(subtasks)
        if isinstance(subtask, dict)
    )
