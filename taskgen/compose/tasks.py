"""Links into example tasks, in the order in which an executor takes them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from taskgen import digest
from taskgen.compose import codes, names
from taskgen.compose.complete import Completed, complete
from taskgen.compose.example import Before, ExampleTask
from taskgen.compose.inputs import given, input_text, misses_target
from taskgen.compose.traps import misfits, traps
from taskgen.diagnostics import has_errors, warning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.compose.codes import Shown
    from taskgen.diagnostics import Finding
    from taskgen.model import CaseLinks, Config, Library, TaskList


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What all tasks of one list share.

    Attributes:
        list_name: the list's path relative to the root, as `source` shows it.
        captures: the last line of a command without the code, by file stem of the case.
        recordings: the file stems of recorded cases.
        protected: what taskgen reads and writes, relative to the root: no code may be the whole of it.
        nearest: for a case without a snippet, the id of the nearest one.
    """

    list_name: str
    task_list: TaskList
    library: Library
    config: Config
    captures: Mapping[str, str] = field(default_factory=dict)
    recordings: frozenset[str] = frozenset()
    protected: tuple[str, ...] = ()
    nearest: Mapping[str, str] = field(default_factory=dict)


def compose(links: Sequence[CaseLinks], setting: Setting) -> tuple[tuple[ExampleTask, ...], list[Finding]]:
    """Make the example tasks.

    Args:
        links: the live cases in the order in which their tasks stand.
        setting: what they share.

    Returns:
        a task for each case (fewer only beside errors), and findings.
    """
    files, findings = names.file_names([link.case for link in links])
    links = [link for link in links if link.case.id in files]
    made_labels = names.labels([task.label for task in setting.task_list.tasks], [link.task for link in links])
    shown, code_findings = codes.choose(links, setting.library, setting.protected)
    findings += code_findings
    counts = Counter(made_labels)
    called = [_called(label, link, counts[label]) for label, link in zip(made_labels, links, strict=True)]
    tried: dict[str, set[int]] = {}
    tasks: list[ExampleTask] = []
    for position, link in enumerate(links):
        completed, more = complete(link.case, link.expectations)
        findings += more
        if completed is None:
            continue
        task, more = _task(link, completed, shown[position], called, setting)
        findings += more
        if task is None:
            continue
        tasks.append(_with_traps(replace(task, label=made_labels[position], file=files[link.case.id]), link, tried))
    findings += misfits(setting.library.pitfalls, tried)
    return _chained(tasks), findings


def _called(label: str, link: CaseLinks, count: int) -> str:
    """What other tasks call a task: by its label, by its case where it has none, by both where labels repeat."""
    if not label:
        return link.case.id
    return f"Task {label}" if count == 1 else f"Task {label} ({link.case.id})"


def _task(
    link: CaseLinks, completed: Completed, shown: Shown | None, called: Sequence[str], setting: Setting
) -> tuple[ExampleTask | None, list[Finding]]:
    case, config = link.case, setting.config
    command, findings = codes.command(config.command, case)
    code = codes.code(shown, called) if shown else None
    if command is None or has_errors(findings):
        return None, findings
    if code is None and link.snippet is None and setting.library.snippets:
        findings.append(_no_snippet(link, setting))
    if completed.expected is None:
        next_step = "add `expected` or `checks` to the case, or an expectation to the library"
        message = f"case {case.id!r} has nothing to check: its task can't be proven"
        findings.append(warning("no-expectation", case.place, message, next_step))
    servers = tuple(dict.fromkeys([*(shown.rung.snippet.needs if shown else ()), *config.needs]))
    task = ExampleTask(
        case=case.id,
        label="",
        source=_source(link, setting),
        file="",
        place=case.place,
        made_from=(
            ("case", completed.digest),
            *([(shown.rung.snippet.id, digest.of_text(shown.text))] if shown else []),
        ),
        description=case.description or "",
        goal=case.goal or "",
        servers=servers,
        replayed=names.slug(case.id) in setting.recordings and any(names.is_local(url) for url in servers),
        packages=shown.rung.snippet.requires if shown else (),
        after_cases=case.needs,
        code=code,
        nearest="" if code else setting.nearest.get(case.id, ""),
        given=given(config.target, code),
        stdin=bool(config.target and config.target.startswith("command:")),
        input=input_text(case.input),
        command=command,
        before=_before(link, shown, called, command, setting),
        expected=completed.expected,
        traps=(),
        done=codes.done_command(case),
        next_file="",
    )
    return task, findings


def _no_snippet(link: CaseLinks, setting: Setting) -> Finding:
    nearest = setting.nearest.get(link.case.id)
    next_step = (
        f"the nearest is snippet {nearest!r}: see `taskgen explain {link.case.id}`" if nearest else "add a snippet"
    )
    message = f"no snippet of the library is for case {link.case.id!r}"
    return warning("no-snippet", link.case.place, message, next_step)


def _source(link: CaseLinks, setting: Setting) -> str:
    if link.task is None:
        return "none"
    return f"{setting.list_name}, Task {setting.task_list.tasks[link.task].label}"


def _before(link: CaseLinks, shown: Shown | None, called: Sequence[str], command: str, setting: Setting) -> Before:
    """What the command says without the code, and after which task that was seen."""
    text = setting.captures.get(names.slug(link.case.id), "").split("\n")[-1]
    rung = shown.rung if shown else None
    after = called[rung.latest] if rung and rung.replaces is not None and rung.latest is not None else ""
    covered_by = called[rung.same_as] if rung and rung.same_as is not None else ""
    if after and rung and misses_target(text, setting.config.target, rung.path):
        # The earlier task made that file: the capture was taken without it, because the command passes with it.
        after, covered_by = "", after
    return Before(
        text=text,
        after=after,
        covered_by=covered_by,
        exit_status=1 if command.startswith("taskgen run ") else None,
    )


def _with_traps(task: ExampleTask, link: CaseLinks, tried: dict[str, set[int]]) -> ExampleTask:
    """The task with its pitfalls; notes in `tried` how often each one's fix stood in this code."""
    if task.code is None:
        return task
    shown, counts = traps(link.pitfalls, task.code.text)
    for entry, count in counts.items():
        tried.setdefault(entry, set()).add(count)
    by_id = {pitfall.id: pitfall for pitfall in link.pitfalls}
    made = tuple((trap.entry, codes.pitfall_digest(by_id[trap.entry])) for trap in shown)
    return replace(task, traps=shown, made_from=(*task.made_from, *made))


def _chained(tasks: Sequence[ExampleTask]) -> tuple[ExampleTask, ...]:
    following = [*(task.file for task in tasks[1:]), ""]
    return tuple(replace(task, next_file=name) for task, name in zip(tasks, following, strict=False))
