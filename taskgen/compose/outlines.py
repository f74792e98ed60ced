"""What each example task is among the others: its names, its code, its pitfalls; all that one hangs on another for."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from typing import TYPE_CHECKING

from taskgen.compose import codes, names
from taskgen.compose.traps import misfits, traps
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.compose.example import Code, Trap
    from taskgen.diagnostics import Finding
    from taskgen.model import CaseLinks, Config, Library, Snippet, TaskList


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all tasks of one list share.

    Attributes:
        captures: the last line of a command without the code, by file stem of the case.
        recordings: the file stems of recorded cases.
        protected: what taskgen reads and writes, relative to the root: no code may be the whole of it.
        nearest: for a case without a snippet, the id of the nearest one.
    """

    library: Library
    config: Config
    captures: Mapping[str, str] = field(default_factory=dict)
    recordings: frozenset[str] = frozenset()
    protected: tuple[str, ...] = ()
    nearest: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One example task among the others; the rest of it comes from its own case.

    Attributes:
        label: the source task's label with `.k` where it has several cases; empty for a case that no task names.
        source: the list's name and the task, or "none".
        file: the task's file name inside `out`.
        next_file: the next task's; empty for the last one.
        snippet: the entry whose code is shown; None for a task without code.
        latest: what the last earlier task that pasted the same file is called, where this code takes the place of it.
        traps: the pitfalls as shown over the code.
    """

    link: CaseLinks
    label: str
    source: str
    file: str
    next_file: str
    code: Code | None
    snippet: Snippet | None
    latest: str
    traps: tuple[Trap, ...]


def outlines(
    links: Sequence[CaseLinks], task_list: TaskList, list_name: str, setting: Setting
) -> tuple[tuple[Outline, ...], list[Finding]]:
    """Outline the example tasks.

    Args:
        links: the live cases in the order in which their tasks stand.
        task_list: the list that they were linked to.
        list_name: its path relative to the root, as `source` shows it.
        setting: what they share.

    Returns:
        one for each case (fewer only beside errors), and findings.
    """
    files, findings = names.file_names([link.case for link in links])
    links = [link for link in links if link.case.id in files]
    of_tasks = [task.label for task in task_list.tasks]
    labels = names.labels(of_tasks, [link.task for link in links])
    shown, code_findings = codes.choose(links, setting.library, setting.protected)
    findings += code_findings
    counts = Counter(labels)
    called = [_called(label, link, counts[label]) for label, link in zip(labels, links, strict=True)]
    tried: dict[str, set[int]] = {}
    trapped: dict[tuple[str, ...], tuple[Trap, ...]] = {}  # by the pitfalls and the code that they are shown over
    made: list[Outline] = []
    for position, (link, label, one) in enumerate(zip(links, labels, shown, strict=True)):
        rung = one.rung if one else None
        code = codes.code(one, called) if one else None
        following = links[position + 1].case.id if position + 1 < len(links) else ""
        made.append(
            Outline(
                link=link,
                label=label,
                source="none" if link.task is None else f"{list_name}, Task {of_tasks[link.task]}",
                file=files[link.case.id],
                next_file=files[following] if following else "",
                code=code,
                snippet=rung.snippet if rung else None,
                latest=called[rung.latest] if rung and rung.replaces is not None and rung.latest is not None else "",
                traps=_traps(link, code, tried, trapped) if code and link.pitfalls else (),
            )
        )
    return tuple(made), [*findings, *misfits(setting.library.pitfalls, tried)]


def _called(label: str, link: CaseLinks, count: int) -> str:
    """What other tasks call a task: by its label, by its case where it has none, by both where labels repeat."""
    if not label:
        return link.case.id
    return f"Task {label}" if count == 1 else f"Task {label} ({link.case.id})"


def _traps(
    link: CaseLinks, code: Code, tried: dict[str, set[int]], trapped: dict[tuple[str, ...], tuple[Trap, ...]]
) -> tuple[Trap, ...]:
    """The pitfalls shown; notes in `tried` how often each one's fix stood in this code."""
    key = (code.text, *[pitfall.id for pitfall in link.pitfalls])
    if key not in trapped:
        trapped[key], counts = traps(link.pitfalls, code.text)
        for entry, count in counts.items():
            tried.setdefault(entry, set()).add(count)
    return trapped[key]
