"""Headings that name a task, a story or a changed file: `## Task 4.2 - …`, `### Story 1.2: …`, `#### [MODIFY] x.py`."""

from __future__ import annotations

import collections
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.model import SubStep
from taskgen.read.lists.boxes import find_numbered_boxes
from taskgen.read.lists.dialect import Dialect, Extent, group_of, labelled_task, read_title, steps_in, task_at
from taskgen.read.lists.labels import Label, follows, is_below, task_label
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import take_marks
from taskgen.read.lists.status_words import DONE
from taskgen.read.lists.words import says_tasks
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from taskgen.model import Task
    from taskgen.read.lists.source import Source
    from taskgen.text.markdown import Block

_RECURRING = 2
_PARTS = re.compile(r"(?:steps|checklist)\W*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A heading that may be a task."""

    heading: Block
    label: Label
    status: str | None
    is_struck: bool


def find_task_headings(source: Source) -> Sequence[Task]:
    """The headings that name a task; a heading over several of them is a title or a group."""
    headed = candidates(source, labelled_task)
    if len(headed) == 1 and not headed[0].label.text and _is_title(source, headed[0].heading):
        return []
    return found_headings(source, headed)


def candidates(source: Source, label_of: Callable[[str], Label | None]) -> list[Candidate]:
    """The headings to which a label is given."""
    found = []
    for heading in source.headings:
        label = label_of(heading.text)
        if label is not None:
            marked = take_marks(plain(heading.text))
            found.append(Candidate(heading=heading, label=label, status=marked.status, is_struck=marked.is_struck))
    return found


def found_headings(source: Source, candidates: list[Candidate]) -> list[Task]:
    """Headings as tasks: those over others are titles or groups, those with numbers below another's are its parts."""
    levels = collections.Counter(candidate.heading.level for candidate in candidates)
    return _as_tasks(
        source,
        [
            candidate
            for index, candidate in enumerate(candidates)
            if not _is_container(source, candidate, candidates[index + 1 : index + 3], levels)
        ],
    )


def _is_title(source: Source, heading: Block) -> bool:
    """Whether the only "Task: Title" is the title of a list: numbered boxes, or boxes under *Plan* or nothing else.

    Under *Steps* or *Checklist* they are parts of the one task.
    """
    if find_numbered_boxes(source):
        return True
    boxes = [box for box in source.top_boxes() if not source.is_no_task_section(box.block.start)]
    over = [source.heading_above(box.block.start) for box in boxes] if heading is source.title_block else []
    return any(above and (len(source.headings) == 1 or _is_list(plain(above.text))) for above in over)


def _is_list(heading: str) -> bool:
    return says_tasks(heading) and not _PARTS.search(heading)


def _is_container(
    source: Source, candidate: Candidate, following: list[Candidate], levels: collections.Counter[int]
) -> bool:
    """Whether a heading is a title or group: other tasks stand beneath, and are neither its parts nor go on counting.

    One task beneath is enough where no other heading of the level is a task.
    """
    end = source.section_end(candidate.heading) if following else 0
    beneath = [other.label.text for other in following if other.heading.start < end]
    if not beneath or (len(beneath) == 1 and levels[candidate.heading.level] > 1):
        return False
    above = candidate.label.text
    return candidate.label.is_range or not (is_below(beneath[0], above) or follows(beneath[0], above))


def _as_tasks(source: Source, candidates: list[Candidate]) -> list[Task]:
    tops: list[Candidate] = []
    parts: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        above = tops[-1] if tops else None
        if above and candidate.heading.level > above.heading.level and is_below(candidate.label.text, above.label.text):
            parts.setdefault(above.heading.start, []).append(candidate)
        else:
            tops.append(candidate)
    ends = _ends(source, [candidate.heading for candidate in tops])
    return [
        _found(source, candidate, ends[candidate.heading.start], parts.get(candidate.heading.start, []))
        for candidate in tops
    ]


def _found(source: Source, candidate: Candidate, end: int, parts: list[Candidate]) -> Task:
    heading = candidate.heading
    title = read_title(plain(heading.text), candidate.label)
    steps = (*(_step(source, part) for part in parts), *steps_in(source, heading.end, end))
    return task_at(
        source,
        title,
        Extent(heading.start, heading.end, end),
        status=candidate.status or title.status_with(None, is_struck=candidate.is_struck),
        group=group_of(source, heading),
        steps=tuple(sorted(steps, key=lambda step: step.place.line)),
    )


def _step(source: Source, part: Candidate) -> SubStep:
    return SubStep(
        text=plain(part.heading.text),
        done=None if part.status is None else part.status == DONE,
        place=source.place(part.heading.start),
        label=part.label.text,
    )


def _ends(source: Source, tops: list[Block]) -> dict[int, int]:
    """Where each task ends: at the next task, or at a heading that is no part of it.

    A heading of the task's own level ends it, unless headings with the same words stand after several tasks
    ("Test details"): then they are parts of the tasks, whatever their level.
    """
    recurring = _recurring(source, tops)
    starts = [heading.start for heading in tops]
    ends = {}
    for position, heading in enumerate(tops):
        following = starts[position + 1] if position + 1 < len(starts) else len(source.blocks.lines)
        ends[heading.start] = min(following, _end(source, heading, following, recurring))
    return ends


def _end(source: Source, heading: Block, following: int, recurring: set[str]) -> int:
    line = source.next_heading(heading.start)
    while line < following:
        block = source.heading_above(line + 1)
        if block is None or block.level < heading.level:
            break
        if block.level == heading.level and plain(block.text).lower() not in recurring:
            break
        line = source.next_heading(line)
    return line


def _recurring(source: Source, tops: list[Block]) -> set[str]:
    """The texts of headings which stand, at the level of a task, after two tasks or more."""
    seen: dict[str, set[int]] = {}
    task_starts = {heading.start for heading in tops}
    current: Block | None = None
    for heading in source.headings:
        if heading.start in task_starts:
            current = heading
        elif current is not None and heading.level == current.level and task_label(plain(heading.text)) is None:
            seen.setdefault(plain(heading.text).lower(), set()).add(current.start)
    return {text for text, after in seen.items() if len(after) >= _RECURRING}


TASK_HEADINGS = Dialect(name="task-headings", unit="headings", find=find_task_headings)


# --- Headings that say "Story N" (`### Story 1.2: …`, `## User Story 3 - …`, `### Issue 4: …`), under epics or not ---


def find_story_headings(source: Source) -> Sequence[Task]:
    """The headings that name a story; one that is the title of the whole file is none."""
    stories = candidates(source, story_label)
    if len(stories) == 1 and stories[0].heading is source.title_block:
        return []
    return found_headings(source, stories)


_STORY_WORDS = (
    r"(?:user[ -]?)?stor(?:y|ies)|work[ -]items?|issue|us(?=-?\d)|(?:user[ -]?)?storys?"
    r"|historia(?: de usuario)?|hu(?=-?\d)|história(?: de usuário)?|récit(?: utilisateur)?|nutzergeschichte"
    r"|(?:пользовательская )?история|用户故事|使用者故事|ユーザーストーリー|ストーリー|사용자 스토리|스토리"
)
_STORY = re.compile(
    rf"(?:{_STORY_WORDS})[\s#№-]*(?P<label>(?:[A-Z]{{1,4}}-)?\d{{1,4}}[a-z]?(?:\.\d{{1,3}}[a-z]?){{0,3}})(?!\w)"
    r"(?P<between>\*{0,2}\s*(?:[:\uff1a.)\u2013—|]|-(?=\s))[\s*]*|\*{0,2}\s+|\*{0,2}$)",
    re.IGNORECASE,
)


def story_label(text: str) -> Label | None:
    """The number of a story; without a colon or dash behind it, only one that has parts (`Story 1.2 Sign in`)."""
    line = take_marks(plain(text)).text.lstrip("*_[ ")
    found = _STORY.match(line)
    if found is None or (not found["between"].strip(" *") and "." not in found["label"] and found.end() < len(line)):
        return None
    return Label(text=found["label"], rest=line[found.end() :], kind="task")


STORY_HEADINGS = Dialect(name="story-headings", unit="headings", find=find_story_headings)


# --- Headings that say what happens to a file, as plans of agents have them: `#### [MODIFY] [reader.py](file:///…)` ---


_VERBS = {"NEW": "Create", "MODIFIED": "Modify"}
_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\]\([^()]*\)")


# The mark, and behind it a link, code, or what has the look of a path: `[NEW] Dark mode` is a piece of news.
_CHANGE_MARKS = r"MODIFY|MODIFIED|UPDATE|NEW|CREATE|ADD|DELETE|REMOVE|RENAME|MOVE|REFACTOR"
_CHANGE = re.compile(rf"[*_`]*\[(?P<what>{_CHANGE_MARKS})\][*_`:]*\s+(?P<file>(?:[*_]*[\[`]|[\w@~-]*[./\\]\S)[^\n]*)")


def find_change_headings(source: Source) -> Sequence[Task]:
    """Every such heading: "Modify reader.py", under the component that it belongs to."""
    return list(_change_found(source))


def _change_found(source: Source) -> Iterator[Task]:
    for heading in source.headings:
        change = _CHANGE.match(plain(heading.text).lstrip("*_ "))
        if change is None:
            continue
        title = read_title(_LINK.sub(r"\g<text>", change["file"]), None)
        end = source.section_end(heading)
        what = _VERBS.get(change["what"], change["what"].capitalize())
        yield task_at(
            source,
            replace(title, text=f"{what} {title.text}"),
            Extent(heading.start, heading.end, end),
            status=title.status,
            group=group_of(source, heading),
            steps=steps_in(source, heading.end, end),
        )


CHANGE_HEADINGS = Dialect(name="change-headings", unit="headings", find=find_change_headings)
