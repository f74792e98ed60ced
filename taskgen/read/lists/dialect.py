"""What a dialect is and what it finds; titles taken apart, and other helpers that several dialects share."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar, overload

from taskgen.model import SubStep
from taskgen.read.lists.labels import box_label, may_have_task_label, task_label
from taskgen.read.lists.source import plain
from taskgen.read.lists.status import take_marks
from taskgen.read.lists.status_words import CANCELLED, DONE
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from taskgen.read.lists.labels import Label
    from taskgen.read.lists.source import Item, Source

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


T = TypeVar("T")

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
class Found:
    """A task as a dialect finds it; lines count from 0.

    Attributes:
        label: empty where the list gives none.
        line: where its title stands.
        body: the first line of its body.
        end: the line behind its last one.
    """

    label: str
    title: str
    line: int
    body: int
    end: int
    status: str | None = None
    group: str | None = None
    optional: bool = False
    parallel: bool = False
    metadata: tuple[tuple[str, str], ...] = ()
    depends: tuple[str, ...] = ()
    steps: tuple[SubStep, ...] = ()


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
    find: Callable[[Source], Sequence[Found]]
    find_all: Callable[[Source], Sequence[Found]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A title taken apart."""

    label: str
    text: str
    status: str | None
    is_struck: bool
    optional: bool
    parallel: bool
    metadata: tuple[tuple[str, str], ...]

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


def found_item(source: Source, item: Item, end: int, steps: Iterable[SubStep], label: Label | None) -> Found:
    """A list item as a task."""
    rest = going_on(item.text)
    if label and rest:
        label = replace(label, rest=label.rest + rest)
    title = read_title(item.first_line + rest, label)
    return Found(
        label=title.label or item.number,
        title=title.text,
        line=item.block.start,
        body=item.block.start + 1,
        end=end,
        status=title.status_with(item.status),
        group=source.group(item.block.start),
        optional=item.optional or title.optional,
        parallel=title.parallel,
        metadata=title.metadata,
        steps=tuple(steps),
    )


class Later(Sequence[Found]):
    """Tasks that are read when they are asked for: of a dialect that is not chosen only their lines are.

    Args:
        items: what the tasks are read from, in order.
        line: the line of one's title, from 0.
        read: the task of one.
    """

    def __init__(self, items: Sequence[T], line: Callable[[T], int], read: Callable[[T], Found]) -> None:
        self.lines = [line(item) for item in items]
        self._items, self._read = items, read

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Found: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Found]: ...

    def __getitem__(self, index: int | slice) -> Found | Sequence[Found]:
        """One task, or some, read anew each time."""
        return [*map(self._read, self._items[index])] if isinstance(index, slice) else self._read(self._items[index])


def lines_of(found: Sequence[Found]) -> list[int]:
    """Where the titles of tasks stand."""
    return found.lines if isinstance(found, Later) else [task.line for task in found]


def outweighs(later: Sequence[Found], earlier: Sequence[Found]) -> bool:
    """Whether a later dialect finds far more tasks, and finds them outside of what the earlier one found."""
    if len(later) <= _MOSTLY * len(earlier):
        return False
    ranges = iter(sorted((task.line, task.end) for task in earlier))
    start, end = next(ranges, (0, 0))
    outside = 0
    for line in lines_of(later):
        while line >= end and (following := next(ranges, None)):
            start, end = following
        outside += not start <= line < end
    return outside > _MOSTLY * len(earlier)


def labelled_task(text: str) -> Label | None:
    """The label of a heading or paragraph that says it is a task, status marks at its start taken off."""
    line = plain(text)
    return task_label(take_marks(line).text) if may_have_task_label(line) else None
