"""Lists linted, within a project and without one; and baselines: the old findings, so that only new ones are shown."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from taskgen import digest, markers
from taskgen.diagnostics import Location, RefusedError, TaskgenError, UsageError, did_you_mean, error
from taskgen.doors import copying, output, workspace
from taskgen.expect.checks import canonical_name
from taskgen.link import references
from taskgen.link.select import prepare
from taskgen.lint.check import Linted, lint
from taskgen.lint.reading import Facts, reading
from taskgen.lint.rules import RULES
from taskgen.lint.words import LOOPBACK
from taskgen.model import Task
from taskgen.pipeline.load import read_cases, read_library, text_of
from taskgen.read.lists import tasklist
from taskgen.records import dataclass
from taskgen.reporters.shown import Shown
from taskgen.text.markdown import fences_of, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.lint.check import Found
    from taskgen.model import Case, TaskList
    from taskgen.pipeline.project import Project
    from taskgen.text.markdown import Blocks


BASELINE_FORM: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LintedList:
    """A list with what lint found.

    Attributes:
        path: as shown; `file` where it is.
        tasks: its tasks, whose positions the findings name.
        findings: of reading it, notes left out.
    """

    path: str
    file: Path
    tasks: tuple[Task, ...]
    linted: Linted
    findings: tuple[Finding, ...]

    def shown(self) -> list[Shown]:
        """The findings for a reporter, grouped by task."""
        return [
            Shown(
                finding=one.finding,
                length=one.length,
                excerpt=one.excerpt,
                group=self._named(one.task),
                why=RULES[one.finding.rule].why if one.finding.rule in RULES else "",
            )
            for one in self.linted.found
        ]

    def _named(self, position: int | None) -> str:
        if position is None:
            return self.path
        task = self.tasks[position]
        return f"Task {task.label}: {task.title}" if task.label else task.title


def lint_list(project: Project, names: Collection[str] = RULES.keys()) -> LintedList:
    """Lint the list of a project; cases, library and workspace are asked where they are there.

    Raises:
        UsageError: the list can't be read, or no task is in it.
    """
    shown = project.shown(project.list_file)
    text, found = text_of(project.list_file, shown, "the list")
    blocks = parse(text)
    if _is_example(text, blocks):
        task = _example(shown)
        linted = _lint_example(project, task, text, blocks, names)
        return LintedList(path=shown, file=project.list_file, tasks=(task,), linted=linted, findings=tuple(found))
    task_list, more = tasklist.read(shown, text, project.level, blocks)
    if task_list is None:
        raise UsageError(*found, *more)
    read = reading(shown, text, blocks, task_list.tasks, _facts(project, task_list))
    linted = lint(read, names)
    findings = (*found, *more)
    return LintedList(path=shown, file=project.list_file, tasks=task_list.tasks, linted=linted, findings=findings)


def points_of_example(project: Project, text: str) -> int:
    """The points of a rendered task."""
    return _lint_example(project, _example(""), text, parse(text), RULES.keys()).points


def _example(shown: str) -> Task:
    """An example task as the one task of a list."""
    return Task(label="", title="", body="", place=Location(shown, 1), body_place=Location(shown, 1))


def _lint_example(project: Project, task: Task, text: str, blocks: Blocks, names: Collection[str]) -> Linted:
    facts = Facts(lines=project.config.limits.lines)
    return lint(reading(task.place.path, text, blocks, (task,), facts, is_example=True), names)


def lint_lists(
    project_of: Callable[[str | None], Project], paths: Sequence[str | None], names: Collection[str]
) -> tuple[list[LintedList], list[tuple[int, tuple[Finding, ...]]]]:
    """Lint several lists: those that could be read, and for each of the others its exit code and why."""
    linted: list[LintedList] = []
    stopped: list[tuple[int, tuple[Finding, ...]]] = []
    for path in paths:
        try:
            linted.append(lint_list(project_of(path), names))
        except TaskgenError as problem:
            stopped.append((problem.exit_code, problem.findings))
    return linted, stopped


def _is_example(text: str, blocks: Blocks) -> bool:
    """Whether a text is an example task: by its comment line, or by blocks that only such a task has."""
    roles = {role for fence in fences_of(blocks) for role in fence.roles}
    return markers.case_of(text) is not None or {"run", "expected"} <= roles


def _facts(project: Project, task_list: TaskList) -> Facts:
    cases = _cases(project)
    named, covered = _links(project, task_list, cases) if cases is not None else (None, dict[str, str]())
    return Facts(
        files=_files(project), cases=named, help=covered, ports=_ports(project), lines=project.config.limits.lines
    )


def _ports(project: Project) -> dict[str, str]:
    """The ports of this machine that the settings name."""
    config = project.config
    urls = [*(service.url for service in config.services), *config.needs]
    urls += [model.base_url for model in config.models.values() if model.base_url]
    said_by = workspace.find_config(workspace.real(project.list_file).parent)
    found = (LOOPBACK.search(url) for url in urls)
    return {one["port"]: said_by.path.name for one in found if one and said_by}


def _cases(project: Project) -> tuple[Case, ...] | None:
    if not project.cases_file.is_file():
        return None
    try:
        return read_cases(project.cases_file, project.shown(project.cases_file))[0].cases
    except TaskgenError:
        return None


def _links(
    project: Project, task_list: TaskList, cases: tuple[Case, ...]
) -> tuple[dict[int, tuple[str, ...]], dict[str, str]]:
    """The cases that each task names, and the snippet that covers each case."""
    found, _more = references.find(task_list, {case.id: case.place for case in cases})
    named: dict[int, list[str]] = {}
    for one in found:
        named.setdefault(one.task, []).append(one.case)
    helped: dict[str, str] = {}
    try:
        library, _findings = read_library(project)
    except TaskgenError:
        return {task: tuple(names) for task, names in named.items()}, helped
    selector = prepare(library, canonical_name)
    for case in cases:
        snippet = selector.select(case, project.config.target).snippet
        if snippet is not None:
            helped[case.id] = snippet.id
    return {task: tuple(names) for task, names in named.items()}, helped


def _files(project: Project) -> frozenset[str] | None:
    """The workspace's files; None where the list does not lie in a project."""
    if workspace.find_config(workspace.real(project.list_file).parent) is None:
        return None
    found = copying.watched(project.root)
    if found is None:
        return None
    root = workspace.real(project.root)
    inside = (workspace.real(path) for path in found)
    return frozenset(path.relative_to(root).as_posix() for path in inside if path.is_relative_to(root))


def chosen(select: Collection[str], ignore: Collection[str]) -> set[str]:
    """The names of the rules to apply, from lists with commas.

    Raises:
        UsageError: no rule is called so.
    """
    wanted, left_out = (_names(words) for words in (select, ignore))
    return (wanted or set(RULES)) - left_out


def _names(words: Collection[str]) -> set[str]:
    names = {name.strip() for word in words for name in word.split(",") if name.strip()}
    for name in sorted(names - set(RULES)):
        next_step = did_you_mean(name, RULES, "`taskgen rule` lists them")
        raise UsageError(error("unknown-rule", None, f"no rule is called {name[:80]!r}", next_step))
    return names


def scores_as_data(done: LintedList) -> Json:
    """The points of a list and its tasks, as plain data."""
    return {
        "list": done.path,
        "points": done.linted.points,
        "tasks": [
            {"task": task.label, "points": one.points, "taken": dict(one.taken)}
            for task, one in zip(done.tasks, done.linted.scores, strict=True)
        ],
    }


def _key(one: Found) -> str:
    """What makes a finding the same one later: its rule and the text of its line, not the line's number."""
    return f"{one.finding.rule} {digest.of_text(' '.join(one.excerpt.split()))}"


def write_baseline(path: Path, shown: str, linted: Sequence[LintedList]) -> int:
    """Write what is found; how much that is.

    Raises:
        RefusedError: the file there is not a baseline.
        UsageError: its folder is not there.
        MachineError: the disk refuses.
    """
    if not path.parent.is_dir():
        raise UsageError(error("missing-folder", Location(shown), "its folder does not exist", "make it first"))
    if path.exists():
        try:
            _read_baseline(path, shown)
        except UsageError:
            next_step = "name another file, or take it away"
            message = "this file is not a baseline"
            raise RefusedError(error("foreign-output", Location(shown), message, next_step)) from None
    lists = {_path_from(path, done): dict(sorted(Counter(map(_key, done.linted.found)).items())) for done in linted}
    text = json.dumps({"baseline": BASELINE_FORM, "lists": lists}, indent=1, sort_keys=True) + "\n"
    output.write_all([output.Write(path=path, text=text)])
    return sum(len(done.linted.found) for done in linted)


def without_known(path: Path, shown: str, linted: Sequence[LintedList]) -> list[LintedList]:
    """The lists without the findings that a baseline has; each as often as it has it.

    Raises:
        UsageError: the file can't be read, or is no baseline.
    """
    lists = _read_baseline(path, shown)
    return [_without(done, Counter(lists.get(_path_from(path, done), {}))) for done in linted]


def _path_from(path: Path, done: LintedList) -> str:
    """What a baseline calls a list: its path relative to the baseline."""
    return Path(os.path.relpath(workspace.real(done.file), workspace.real(path.parent))).as_posix()


def _without(done: LintedList, known: Counter[str]) -> LintedList:
    kept = []
    for one in done.linted.found:
        key = _key(one)
        if known[key] > 0:
            known[key] -= 1
        else:
            kept.append(one)
    return replace(done, linted=replace(done.linted, found=tuple(kept)))


def _read_baseline(path: Path, shown: str) -> dict[str, dict[str, int]]:
    data = workspace.read(path, shown, "the baseline")
    try:
        read: Any = json.loads(data)
        lists = {read["baseline"]: read["lists"]}[BASELINE_FORM]
        return {str(name): {str(key): int(count) for key, count in found.items()} for name, found in lists.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        next_step = "write a new one: taskgen lint --write-baseline FILE"
        raise UsageError(error("bad-baseline", Location(shown), "this is not a baseline of lint", next_step)) from None
