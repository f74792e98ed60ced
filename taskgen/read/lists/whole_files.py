"""Files of one task (front matter, task-master's text), and task-master's JSON."""

from __future__ import annotations

import itertools
import json
import re
from typing import TYPE_CHECKING, Any

from taskgen.diagnostics import Location, error
from taskgen.model import SubStep, Task, TaskList, Trial
from taskgen.read.json_text import load
from taskgen.read.lists.details import labels_in
from taskgen.read.lists.dialect import Dialect, Extent, Title, steps_in, task_at
from taskgen.read.lists.labels import labelled, number_label, repeated
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import status_word, take_marks
from taskgen.read.lists.status_words import DONE
from taskgen.records import dataclass
from taskgen.text.markdown import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.decode import Document, Path
    from taskgen.diagnostics import Finding
    from taskgen.read.lists.source import Source
    from taskgen.text.markdown import Block, Lines

_MEMBER = re.compile(r"(?P<key>[A-Za-z_][\w-]{0,40}):[ \t]*(?P<value>.*)")
_TASK_ID = re.compile(r"[\"']?(?:[A-Za-z]{1,12}[-_])?\d{1,6}(?:\.\d{1,4}){0,4}[\"']?")


def find_front_matter(source: Source) -> Sequence[Task]:
    """The file itself, where its front matter has a task's id, title and status."""
    matter = next((block for _, block in source.visible if block.kind == "front-matter"), None)
    if matter is None:
        return []
    texts = matter.text.split("\n")
    lines = [_MEMBER.match(line) for line in texts]
    members = {line["key"].lower(): _unquoted(line["value"]) for line in lines if line}
    if not {"id", "title", "status"} <= members.keys() or not _TASK_ID.fullmatch(members["id"]):
        return []
    title_line = next(i for i, line in enumerate(lines) if line and line["key"].lower() == "title")
    end = len(source.blocks.lines)
    return [
        task_at(
            source,
            Title(
                label=re.sub(r"(?i)^task[-_]", "", members["id"]),
                text=members["title"],
                metadata=tuple(
                    (k, v) for k, v in members.items() if v and v != "[]" and k not in {"id", "title", "status"}
                ),
            ),
            Extent(title_line + 1, matter.end, end),
            status=status_word(members["status"]),
            depends=labels_in(members.get("dependencies", "").strip("[]") or ", ".join(_items(texts, "dependencies"))),
            steps=steps_in(source, matter.end, end),
        )
    ]


def _items(lines: list[str], key: str) -> Iterator[str]:
    """The `- item` lines below a key."""
    below = itertools.dropwhile(lambda line: line.rstrip().lower() != f"{key}:", lines)
    items = itertools.takewhile(lambda line: line.lstrip().startswith("- "), itertools.islice(below, 1, None))
    return (_unquoted(item.strip()[2:]) for item in items)


def _unquoted(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


FRONT_MATTER = Dialect(name="front-matter", unit="files", find=find_front_matter)


# --- task-master's text form, one task a file: `# Task ID: 3` over `# Title: …` or `**Title:** …` --------------------


_ID = "task id"
_TITLES = ("title", "task title", "task name")
_BOLD = re.compile(r"\*\*(?P<key>[^*:\n]{1,40})(?::\*\*|\*\*:)[ \t]*(?P<value>.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    """A line `# Key: value` or `**Key:** value`; `end` is the line behind it."""

    key: str
    value: str
    line: int
    end: int


def find_task_master(source: Source) -> Sequence[Task]:
    """One task from each heading that has the task's id, with the title among the members that follow it."""
    starts = [i for i, heading in enumerate(source.headings) if _member(heading).key.lower() == _ID]
    found = (
        _found(source, source.headings[start:end]) for start, end in itertools.pairwise([*starts, len(source.headings)])
    )
    return [task for task in found if task is not None]


def _member(heading: Block) -> _Member:
    key, _, value = plain(heading.text).partition(":")
    return _Member(key=key.strip(), value=value.strip(), line=heading.start, end=heading.end)


def _found(source: Source, run: Sequence[Block]) -> Task | None:
    end = source.next_heading(run[-1].start)
    members = [_member(heading) for heading in run if heading.level == run[0].level]
    is_bold = not any(member.key.lower() in _TITLES for member in members)
    if is_bold:
        members = [members[0], *_bold_members(source, run[0].end, run[1].start if len(run) > 1 else end)]
    known = {member.key.lower(): member.value for member in reversed(members)}
    title = next((member for member in members if member.key.lower() in _TITLES and member.value), None)
    if title is None:
        return None
    steps = (*steps_in(source, title.end, end), *(_step(source, heading) for heading in run if _is_part(run, heading)))
    named = title.value.removeprefix("[").removesuffix("]") if title.value.startswith("[") else title.value
    metadata = tuple(
        (member.key, member.value)
        for member in members
        if not is_bold and member.value and member.key.lower() not in {_ID, *_TITLES}
    )
    return task_at(
        source,
        Title(label=known[_ID].strip("[]"), text=named, metadata=metadata),
        Extent(title.line, title.end, end),
        status=status_word(known.get("status", "")),
        depends=labels_in(known.get("dependencies", "")),
        steps=tuple(sorted(steps, key=lambda step: step.place.line)),
    )


def _bold_members(source: Source, start: int, end: int) -> Iterator[_Member]:
    """The members in the paragraphs between two lines."""
    for block in source.starting_in(start, end):
        lines = block.text.split("\n") if block.kind == "paragraph" and block.depth == 0 else []
        for line, text in enumerate(lines, block.start):
            if member := _BOLD.match(text):
                yield _Member(key=member["key"].strip(), value=member["value"].strip(), line=line, end=line + 1)


def _is_part(run: Sequence[Block], heading: Block) -> bool:
    """Whether a heading is a subtask: `### 5.1. Title`."""
    label = number_label(plain(heading.text))
    return heading.level > run[0].level and label is not None and label.kind == "plain"


def _step(source: Source, heading: Block) -> SubStep:
    """A subtask with the status that stands at its end (`[done]`) or below it (`**Status:** done`)."""
    marked = take_marks(plain(heading.text))
    label = number_label(marked.text)
    below = _bold_members(source, heading.end, source.next_heading(heading.start))
    said = next((member.value for member in below if member.key.lower() == "status"), "")
    status = marked.status or status_word(said)
    return SubStep(
        text=marked.text,
        done=None if status is None else status == DONE,
        place=source.place(heading.start),
        label=label.text if label else "",
    )


TASK_MASTER = Dialect(name="task-master", unit="files", find=find_task_master)


# --- task-master's JSON form: `{"tasks": [{"id": 1, "title": …}]}`, plain or under the name of a tag -----------------


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
