"""What a dialect is and what it finds; titles taken apart, and other helpers that several dialects share."""

from __future__ import annotations

import bisect
import itertools
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from taskgen.diagnostics import Location
from taskgen.model import SubStep, Task
from taskgen.read.lists.labels import box_label, task_label
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import take_marks
from taskgen.read.lists.status_words import CANCELLED, DONE
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from taskgen.read.lists.labels import Label
    from taskgen.read.lists.source import Item, Source
    from taskgen.text.markdown import Block

_LONGEST = 300
_SHORTEST = 45  # columns of a line that may be wrapped for its length
_WIDE = "\u1100"  # from here on characters take two columns

# Not the rest of a sentence: "Files: a.py", "_Requirements: 1.1_", a tag, a link, a path alone, an item, a mark.
_NOTE = re.compile(r"[-\u2013—]\s|[*_<|@#>~+=•→\[]|\w+\s?[:\uff1a]|https?:|`[^`]*`$|\d+(?:\.\d+)*[.)]\s|\(\w{1,3}\)\s")
_ENDS = ".!?:;。\uff01\uff1f\uff1a\uff1b…"
_BEHIND_END = "*_\"'\u201d\u2019»)]` "
_SENTENCE = re.compile(r"[^\W\d_]{2}[)\"'\u201d»*_`]{0,3}[.!?](?=\s+[^\W\d_a-z])|[。\uff01\uff1f]")
_HARD_BREAK = ("  ", "\\")
# Nobody ends a line with these on purpose.
_CONNECTORS = frozenset(
    word
    for words in (
        "the an of to for with and or in on at by from into as its their that which is are not",
        "der die das den dem des ein eine einen und oder mit bei zu zum zur im nicht",
        "el los las del un una con para por que le les et ou avec pour dans sur ne pas au aux",
        "os com do da em um uma di della il lo gli het een van voor en och med og и или в на для по не та що",
    )
    for word in words.split()
)


def going_on(text: str) -> str:
    """What belongs to the sentence that a paragraph's first line leaves unfinished: the rest of it, on one line."""
    lines = text.split("\n")
    title = lines[0].strip()
    for before, line in itertools.pairwise(lines):
        if len(title) > _LONGEST or before.endswith(_HARD_BREAK) or not _goes_on(title, before.strip(), line.strip()):
            break
        start = len(title)
        title = f"{title} {line.strip()}"
        if end := _SENTENCE.search(title, start):
            title = title[: end.end()]
            break
    return title[len(lines[0].strip()) :]


def _goes_on(title: str, before: str, line: str) -> bool:
    """Whether a line is the rest of the sentence that the one before it leaves unfinished."""
    if title.count("(") > title.count(")") and ")" in line:
        return True
    end = before.rstrip(_BEHIND_END)[-1:]
    if not line or not end or end in _ENDS or unicodedata.category(end) in {"So", "Mn"} or _NOTE.match(line):
        return False
    if end in ",、\uff0c" or before.rpartition(" ")[2] in _CONNECTORS:
        return True
    width = len(before) + sum(character >= _WIDE for character in before)
    return width >= _SHORTEST and not line[0].isupper()


# --- What a dialect is, and what it finds; the helpers that several dialects share -----------------------------------


_FLAG = re.compile(
    r"\s*(?:\[(?P<story>US\d+[a-z]?|Story[^\]]{0,20})\]|(?P<parallel>\[P\]|\(P\))|(?P<optional>\(optional\)|\[optional\]))",
    re.IGNORECASE,
)
_MOSTLY = 2
_GLOB = re.compile(r"\*\*/|/\*\*")
# Emphasis at the start; `**/*.md`, `*args`, `__init__` and `_name_of_it` are none.
_EMPHASIS = re.compile(
    r"(?P<stars>\*{1,3})(?![\s*/._])(?P<strong>(?:`[^`]*`|[^*`])+)(?<!\s)(?P=stars)(?![\w*])"
    r"|(?P<lines>_{1,3})(?![\s_])(?=[^_`\s]*\s)(?P<slight>[^_`]+)(?<!\s)(?P=lines)(?![\w.(])"
)
_COLON = re.compile(r"(?<![:\uff1a])[:\uff1a]$")
_SHORTCODE = re.compile(r":[\w+-]+:$")  # an emoji as `:tada:`
_LONGEST_SHORTCODE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One way in which people write task lists.

    Attributes:
        name: as shown, and as `--level` takes it.
        unit: what it counts, in the plural.
        find: the tasks of a list read in this way, in order; their line ranges do not overlap.
        find_all: the same on demand (`--level`), where no heading announces them.
    """

    name: str
    unit: str
    find: Callable[[Source], Sequence[Task]]
    find_all: Callable[[Source], Sequence[Task]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title taken apart."""

    label: str
    text: str
    status: str | None = None
    is_struck: bool = False
    optional: bool = False
    parallel: bool = False
    metadata: tuple[tuple[str, str], ...] = ()

    def status_with(self, other: str | None, *, is_struck: bool = False) -> str | None:
        """The status that its marks say, else the other one; struck out it is done, with an open box dropped."""
        if self.status or not (is_struck or self.is_struck):
            return self.status or other
        return DONE if other in {None, DONE} else CANCELLED


def read_title(text: str, label: Label | None) -> Title:
    """Take label, flags (`[P] [US1]`) and status marks off one line of inline Markdown."""
    rest, parallel, optional, stories = _take_flags(label.rest if label else text)
    marked = take_marks(rest)
    end = re.search(r"\s*\[P\]$", marked.text)
    title = bare_title(marked.text[: end.start()] if end else marked.text)
    return Title(
        label=label.text if label else "",
        text=title or text.strip(" *_"),
        status=marked.status,
        is_struck=marked.is_struck or (label is not None and "~~" in text and take_marks(text).is_struck),
        optional=optional or title.lower().endswith("(optional)"),
        parallel=parallel or end is not None,
        metadata=tuple(("Story", story) for story in stories),
    )


def _take_flags(text: str) -> tuple[str, bool, bool, list[str]]:
    parallel = optional = False
    stories = []
    end = 0
    while flag := _FLAG.match(text, end):
        parallel = parallel or flag["parallel"] is not None
        optional = optional or flag["optional"] is not None
        stories += [flag["story"]] if flag["story"] else []
        end = flag.end()
    return text[end:].lstrip(" :-\u2013—") if end else text, parallel, optional, stories


def bare_title(title: str) -> str:
    """A title without emphasis round it or its beginning, and without the colon behind it."""
    title = _balanced(title)
    if emphasis := _EMPHASIS.match(title):
        title = (emphasis["strong"] or emphasis["slight"]) + title[emphasis.end() :]
    end = title[-_LONGEST_SHORTCODE:]
    return title[:-1].rstrip() if _COLON.search(end) and not _SHORTCODE.search(end) else title


def _balanced(title: str) -> str:
    """A title without the half of an emphasis whose other half went with the label."""
    title = title.strip()
    for sign in ("**", "~~"):
        if title.count(sign) % 2 == 1 and not _GLOB.search(title):
            title = title.replace(sign, "", 1).strip()
    return title


def step_of(source: Source, item: Item) -> SubStep:
    """A box or item as a step of the task that it belongs to."""
    label = box_label(item.first_line)
    done = None if item.mark is None else item.status == DONE
    return SubStep(
        text=plain(item.text),
        done=done,
        place=source.place(item.block.start),
        optional=item.optional,
        label=label.text if label else "",
    )


def steps_in(source: Source, start: int, end: int) -> tuple[SubStep, ...]:
    """The boxes between two lines, as steps."""
    return tuple(step_of(source, item) for item in source.items_in(start, end) if item.is_box)


def found_item(source: Source, item: Item, end: int, steps: Iterable[SubStep], label: Label | None) -> Task:
    """A list item as a task."""
    rest = going_on(item.text)
    if label and rest:
        label = replace(label, rest=label.rest + rest)
    title = read_title(item.first_line + rest, label)
    title = replace(title, label=title.label or item.number, optional=item.optional or title.optional)
    lines = Extent(item.block.start, item.block.start + 1, end)
    status, group = title.status_with(item.status), source.group(item.block.start)
    return task_at(source, title, lines, status=status, group=group, steps=tuple(steps))


class Extent(NamedTuple):
    """The lines of a task, from 0: of its title, the first of its body, and the line behind its last one."""

    line: int
    body: int
    end: int


def task_at(
    source: Source,
    title: Title,
    lines: Extent,
    *,
    status: str | None,
    group: str | None = None,
    steps: tuple[SubStep, ...] = (),
    depends: tuple[str, ...] = (),
) -> Task:
    """A task as a dialect finds it, with its body; the label is empty where the list gives none."""
    body, body_place, fences = _body(source, lines)
    return Task(
        label=title.label,
        title=title.text,
        body=body,
        place=source.place(lines.line),
        body_place=body_place,
        status=status,
        group=group,
        optional=title.optional,
        parallel=title.parallel,
        metadata=title.metadata,
        depends=depends,
        steps=steps,
        title_place=_title_place(source, title.text, lines.line),
        fences=fences,
        end_line=lines.end,
    )


def _title_place(source: Source, title: str, line: int) -> Location | None:
    """Where the title begins in its line; None where the line does not hold it as it is."""
    at = source.blocks.lines.text(line).find(title) if title else -1
    return Location(source.path, line + 1, at + 1) if at >= 0 else None


def _body(source: Source, extent: Extent) -> tuple[str, Location, tuple[tuple[int, int], ...]]:
    """The lines below the title, verbatim, without blank lines at both ends; where they begin; the fences in them."""
    lines = source.blocks.lines
    start, end = extent.body, min(extent.end, len(lines))
    while start < end and lines.is_blank(start):
        start += 1
    while end > start and lines.is_blank(end - 1):
        end -= 1
    if start >= end:
        return "", Location(source.path, extent.line + 1, len(lines.text(extent.line)) + 1), ()
    offset = lines.starts[start]
    fences = ((max(block.start, start), min(block.end, end)) for block in source.fences_in(start, end))
    inside = tuple((lines.starts[first] - offset, lines.offset(last) - offset) for first, last in fences)
    return source.text[offset : lines.ends[end - 1]], Location(source.path, start + 1), inside


class TaskLines:
    """The lines of tasks, from 0."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.ranges = sorted((task.place.line - 1, task.end_line) for task in tasks)

    def __contains__(self, line: int) -> bool:
        """Whether a line is one of a task's."""
        index = bisect.bisect_right(self.ranges, line, key=lambda task: task[0])
        return index > 0 and line < self.ranges[index - 1][1]


def outweighs(later: Sequence[Task], earlier: Sequence[Task]) -> bool:
    """Whether a later dialect finds far more tasks, and finds them outside of what the earlier one found."""
    inside = TaskLines(earlier)
    outside = sum(task.place.line - 1 not in inside for task in later)
    return outside > _MOSTLY * len(earlier)


def group_of(source: Source, heading: Block) -> str | None:
    """The heading that a heading is under, unless it is the title of the whole list."""
    above = next((block for block in source.chain(heading) if block is not heading), None)
    return None if above is None or above is source.title_block else plain(above.text)


def labelled_task(text: str) -> Label | None:
    """The label of a heading or paragraph that says it is a task, status marks at its start taken off."""
    return task_label(take_marks(plain(text)).text)
