"""One case changed since nothing was to do: its task alone is made anew, if that is all that can have changed.

A mere short cut: it gives what a whole build would give, or nothing at all. It holds for cases in a JSON list of which
one element has changed. What a case has to do with others (which code it gets, which pitfalls, which conditions it
meets, what it needs) is worked out for the case as it was and as it is, and must be the same. And the task of the case
as it was, made in this very way, must be byte for byte what stands on the disk: only then is the new one believed.
"""

from __future__ import annotations

import base64
import bisect
import itertools
import json
import pickle
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from taskgen import markers
from taskgen.compose import codes, names
from taskgen.compose.outlines import Outline, Setting
from taskgen.compose.traps import traps
from taskgen.doors import output, workspace
from taskgen.expect.checks import canonical_name
from taskgen.link.conditions import holds
from taskgen.link.select import prepare
from taskgen.model import CaseLinks
from taskgen.pipeline import outputs
from taskgen.pipeline.load import captures_of, recordings_of
from taskgen.pipeline.making import made_of
from taskgen.pipeline.project import CAPTURES
from taskgen.pipeline.templating import environment_of
from taskgen.read import cases, json_text
from taskgen.records import dataclass
from taskgen.render.environment import is_ours_alone

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.link.conditions import Facts
    from taskgen.link.select import Selection
    from taskgen.model import Case, Expectation, Library, Pitfall, Snippet
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.changes import Change
    from taskgen.pipeline.project import Project

# Findings that speak of several cases, or that the text alone would not give again.
_UNFIT: Final = frozenset({"unmet-condition", "orphan-output", "contested-rename", "byte-order-mark", "utf-16"})
_APART: Final = 100  # elements
_BLANKS: Final = re.compile(r"[ \t\r\n]*")
_scan: Final = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """The element of a JSON list that differs between two texts: where it begins in both, where it ends in each."""

    start: int
    old_end: int
    new_end: int


def difference(old: str, new: str, starts: Sequence[int]) -> Element | None:
    """The one element of a JSON list that two texts differ in; None where more differs, or anything else.

    Args:
        old: a JSON list.
        new: another text.
        starts: where some elements of the old text begin, the first one among them, in order.
    """
    common = _common_beginning(old, new)
    span = _element_at(old, common, starts)
    if span is None:
        return None
    start, old_end = span
    new_end = _end_of(new, start)
    if new_end is None or new_end <= common or old[old_end:] != new[new_end:]:
        return None
    return Element(start=start, old_end=old_end, new_end=new_end)


def _common_beginning(old: str, new: str) -> int:
    """How many characters two texts begin with alike."""
    low, high = 0, min(len(old), len(new))
    while low < high:
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _element_at(text: str, offset: int, starts: Sequence[int]) -> tuple[int, int] | None:
    """Begin and end of the element of a JSON list that a character stands in."""
    near = bisect.bisect_left(starts, offset)  # of those that begin before it
    for start, end in _elements(text, starts[near - 1]) if near else ():
        if start >= offset:
            return None
        if end > offset:
            return start, end
    return None


def _elements(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Begin and end of each object of a JSON list, from the one that begins at `start` on."""
    while (end := _end_of(text, start)) is not None:
        yield start, end
        at = _behind_blanks(text, end)
        if text[at : at + 1] != ",":
            return
        start = _behind_blanks(text, at + 1)


def _starts(text: str) -> list[int]:
    """Where every so many elements of a JSON list begin: none has to be sought from the beginning."""
    at = _behind_blanks(text, 0)
    if text[at : at + 1] != "[":
        return []
    begins = (start for start, _end in _elements(text, _behind_blanks(text, at + 1)))
    return list(itertools.islice(begins, 0, None, _APART))


def _behind_blanks(text: str, at: int) -> int:
    blanks = _BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _end_of(text: str, start: int) -> int | None:
    """Where the JSON object ends that begins here; None where none does."""
    if text[start : start + 1] != "{":
        return None
    try:
        return _scan(text, start)[1]
    except (ValueError, RecursionError):
        return None


def fits(built: Build) -> bool:
    """Whether the short cut may be taken from a build, should one of its cases change."""
    project, case_file = built.inputs.project, built.inputs.case_file
    apart = not any(_lies_in(project.cases_file, folder) for folder in _folders_read(project))
    return apart and project.cases_file.suffix == ".json" and json_text.is_strict(case_file.text)


def _folders_read(project: Project) -> list[Path]:
    """The folders of other inputs, and of outputs: a cases file among them is more than a cases file."""
    folders = [project.library, project.out, project.root / CAPTURES, project.root / project.config.recordings]
    return [*folders, *([project.templates] if project.templates else [])]


def _lies_in(path: Path, folder: Path) -> bool:
    return workspace.real(path).is_relative_to(workspace.real(folder))


def kept_for(built: Build) -> dict[str, str]:
    """The texts that the short cut needs of a build, by name."""
    library = base64.b64encode(pickle.dumps(built.inputs.library, protocol=pickle.HIGHEST_PROTOCOL)).decode()
    cases = built.inputs.case_file.text
    return {"cases": cases, "starts": json.dumps(_starts(cases)), "tasks": _table(built), "library": library}


def _table(built: Build) -> str:
    """What the short cut has to know of each task that it could make: a line for each."""
    lines = []
    for outline in built.outlines:
        code, link = outline.code, outline.link
        if code is None or outline.snippet is None or link.snippet is None or link.task is None:
            continue
        named = [outline.label, outline.source, outline.file, outline.next_file, outline.latest]
        shown = [outline.snippet.id, code.replaces, code.same_as, list(code.new)]
        lines.append(json.dumps([link.case.id, *named, *shown]))
    return "\n".join(["", *lines, ""])


def _row(table_text: str, case: str) -> list[Json] | None:
    """A task's line."""
    start = table_text.find(f"\n[{json.dumps(case)}, ")
    if start < 0:
        return None
    row: list[Json] = json.loads(table_text[start + 1 : table_text.index("\n", start + 1)])
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a run knew that had nothing to do: the texts that it kept, and what it said."""

    cases: str
    starts: str
    tasks: str
    library: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anew:
    """The one task made anew: what becomes of its file, and what the run before found, where that stands now.

    Attributes:
        kept: the texts to keep in place of those of the run before, by name.
    """

    change: Change
    findings: tuple[Finding, ...]
    kept: dict[str, str]


def changed(project: Project, known: Known, text: str) -> Anew | None:
    """Make the one task anew whose case has changed; None where a whole build has to tell.

    Args:
        project: with everything but its cases as it was.
        known: what the run before knew.
        text: the cases as they are now.

    Raises:
        TaskgenError: an input can't be read, or a template fails.
    """
    if any(one.rule in _UNFIT for one in known.findings) or _has_odd_line_ends(known.cases) or _has_odd_line_ends(text):
        return None
    starts = json.loads(known.starts)
    element = difference(known.cases, text, starts)
    shown = project.shown(project.cases_file)
    findings = None if element is None else _told_elsewhere(known, shown, text, element)
    if element is None or findings is None:
        return None
    old = _alone(shown, known.cases[element.start : element.old_end])
    new = _alone(shown, text[element.start : element.new_end])
    if old is None or new is None or (old.id, old.needs, old.disabled) != (new.id, new.needs, new.disabled):
        return None
    row = _row(known.tasks, old.id)
    change = None if row is None else _made(project, _unpacked(known.library), row, old, new)
    if change is None:
        return None
    longer = element.new_end - element.old_end
    moved = json.dumps([start + longer if start > element.start else start for start in starts])
    return Anew(change=change, findings=findings, kept={"cases": text, "starts": moved})


def _has_odd_line_ends(text: str) -> bool:
    """Whether a carriage return stands alone: it ends a line for readers of cases, and is not counted here."""
    return "\r" in text and text.count("\r") != text.count("\r\n")


def _told_elsewhere(known: Known, shown: str, text: str, element: Element) -> tuple[Finding, ...] | None:
    """What was found, at the lines where it stands now; None where something was said of the changed case."""
    first = known.cases.count("\n", 0, element.start) + 1
    last = first + known.cases.count("\n", element.start, element.old_end)
    more = text.count("\n", element.start, element.new_end) - (last - first)
    findings: list[Finding] = []
    for one in known.findings:
        place = one.place
        if place is None or place.path != shown or one.rule == "cases-read" or place.line < first:
            findings.append(one)
        elif place.line > last:
            findings.append(replace(one, place=replace(place, line=place.line + more)))
        else:
            return None
    return tuple(findings)


def _alone(path: str, text: str) -> Case | None:
    """The case of an element, if nothing is to be said of it."""
    read, findings = cases.read(path, f"[{text}]")
    if read is None or len(read.cases) != 1 or [one.rule for one in findings] != ["cases-read"]:
        return None
    return read.cases[0]


def _unpacked(library: str) -> Library:
    made: Library = pickle.loads(base64.b64decode(library))  # noqa: S301 - what a run of this user's has kept for itself
    return made


def _made(project: Project, library: Library, row: Sequence[Json], old: Case, new: Case) -> Change | None:
    selector = prepare(library, canonical_name)
    target = project.config.target
    if not _meets_as_much(library, selector.facts(old, target), selector.facts(new, target)):
        return None
    chosen, choice = selector.select(old, target), selector.select(new, target)
    if chosen != choice:
        return None
    before, after = (_outline(project, library, choice, row, case) for case in (old, new))
    if before is None or after is None or before != replace(after, link=before.link):
        return None
    stem = names.slug(old.id)
    setting = Setting(
        library=library,
        config=project.config,
        captures=captures_of([project.root / CAPTURES / f"{stem}.txt"]),
        recordings=recordings_of(project),
        protected=project.protected(),
    )
    environment = environment_of(project)
    was = made_of(project, environment, [before], setting)
    if not is_ours_alone(environment):
        environment = environment_of(project)  # templates of the user's may keep something from task to task
    now = made_of(project, environment, [after], setting)
    if not (was.is_clean and now.is_clean):
        return None
    path, shown = project.out / after.file, project.shown(project.out / after.file)
    stands = markers.split_tail(output.read_existing(path, shown) or "")[0].replace("\r\n", "\n")
    return outputs.against_disk(path, shown, now.files[0].text) if stands == was.files[0].text else None


def _meets_as_much(library: Library, old: Facts, new: Facts) -> bool:
    """Whether each condition that the old case met is met by the new one: every one was met by some case."""
    entries: tuple[Snippet | Pitfall | Expectation, ...] = (*library.snippets, *library.pitfalls, *library.expectations)
    return all(
        holds(condition, new) or not holds(condition, old) for entry in entries for condition in entry.conditions
    )


def _outline(project: Project, library: Library, choice: Selection, row: Sequence[Json], case: Case) -> Outline | None:
    """The outline of a case's task, from its line in the table; None where its code is not what that says."""
    _case, label, source, file, next_file, latest, entry, replaces, same_as, new = row
    shown = next((snippet for snippet in library.snippets if snippet.id == entry), None)
    link = CaseLinks(
        case=case,
        task=None,
        reference=None,
        others=(),
        snippet=choice.snippet,
        pitfalls=choice.pitfalls,
        expectations=choice.expectations,
    )
    path, _findings = codes.path_of(link, project.protected())
    text, _findings = codes.filled(shown, case) if shown else (None, [])
    if shown is None or path is None or text is None:
        return None
    code = codes.shown_as(shown, path, text, replaces=replaces, same_as=same_as, new=tuple(new))
    return Outline(
        link=link,
        label=label,
        source=source,
        file=file,
        next_file=next_file,
        code=code,
        snippet=shown,
        latest=latest,
        traps=traps(link.pitfalls, text)[0],
    )
