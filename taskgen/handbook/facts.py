"""What a handbook tells of a project: gathered from its build, as plain values that templates show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen import digest
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from taskgen.compose.example import ExampleTask, Trap
    from taskgen.compose.index import Index
    from taskgen.model import Config, Library

FAILED_RUNS = 2  # failed runs that a book shows with their fix


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFact:
    """An example task: what it is called ("Task 1", or its case), its case, its file."""

    called: str
    case: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A known failure with the tasks that show it; `diff` is empty for one that is a program of its own."""

    entry: str
    error: str
    cause: str
    diff: str
    tasks: tuple[TaskFact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """The run that a book shows: a task whose red line was captured.

    Attributes:
        before: the last line without the code, as captured.
        path: the file that is pasted.
        fence: the info string of its block.
        expected: what the command prints with the code, as a sketch.
        verdict: whether the command is `taskgen run`, which says PASS in its last line.
        servers: what has to answer for the run to pass.
    """

    called: str
    case: str
    file: str
    command: str
    before: str
    path: str
    fence: str
    expected: str
    verdict: bool
    done: str
    servers: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Something that is not there yet, and the command that helps."""

    what: str
    next: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the books of one list tell.

    Attributes:
        folder: where the example tasks are, relative to the root.
        command: the test command as configured, with its placeholder.
        paths: the files that tasks paste, each once, in order.
        servers: URLs of services that tasks need.
        replayed: whether recorded answers can be served in their place.
        packages: what the code imports.
        unproven: tasks that show no code or no expectation.
        failures: known failures by error text.
        shown: of them, those that a book shows as failed runs, most common first.
        index: what is accounted for: tasks, cases and entries that nothing was made from.
        made_from: what all of it was made from, with digests.
        missing: what an executor will miss.
        proven: whether every task is proven, as it stands.
    """

    title: str
    source: str
    folder: str
    target: str
    command: str
    tasks: tuple[TaskFact, ...]
    paths: tuple[str, ...]
    servers: tuple[str, ...]
    replayed: bool
    packages: tuple[str, ...]
    unproven: tuple[TaskFact, ...]
    failures: tuple[Failure, ...]
    shown: tuple[Failure, ...]
    worked: Worked | None
    index: Index
    snippets: int
    limits: dict[str, float]
    made_from: tuple[tuple[str, str], ...]
    missing: tuple[Missing, ...]
    proven: bool = False


def gather(tasks: Sequence[ExampleTask], index: Index, library: Library, config: Config, folder: str) -> Facts:
    """The facts of a list.

    Args:
        tasks: its example tasks, in order.
        index: what they leave out.
        library: gives the failures that no task shows.
        config: gives target, command and limits.
        folder: of the rendered tasks, relative to the root.
    """
    failures = _failures(tasks, library)
    limits = {name: getattr(config.limits, name) for name in ("lines", "tokens", "prose", "seconds")}
    return Facts(
        title=index.title,
        source=index.source,
        folder=folder,
        target=config.target or "",
        command=config.command,
        tasks=tuple(map(_fact, tasks)),
        paths=_once(task.code.path for task in tasks if task.code),
        servers=_once(server for task in tasks for server in task.servers),
        replayed=any(task.replayed for task in tasks),
        packages=_once(package for task in tasks for package in task.packages),
        unproven=tuple(_fact(task) for task in tasks if not (task.code and task.expected)),
        failures=tuple(sorted(failures, key=lambda failure: (failure.error.casefold(), failure.entry))),
        shown=_most_common(failures),
        worked=_worked(tasks),
        index=index,
        snippets=len(library.snippets),
        limits=limits,
        made_from=_made_from(tasks, config),
        missing=_missing(tasks, library, config),
    )


def _once(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))


def _fact(task: ExampleTask) -> TaskFact:
    return TaskFact(called=f"Task {task.label}" if task.label else task.case, case=task.case, file=task.file)


def _failures(tasks: Sequence[ExampleTask], library: Library) -> list[Failure]:
    """Each pitfall with the tasks that show it, in the order in which tasks come, then those that none shows."""
    first: dict[str, Trap] = {}
    showing: dict[str, list[TaskFact]] = {}
    for task in tasks:
        for trap in task.traps:
            first.setdefault(trap.entry, trap)
            showing.setdefault(trap.entry, []).append(_fact(task))
    found = [
        Failure(entry=name, error=trap.error, cause=trap.cause, diff=trap.diff, tasks=tuple(showing[name]))
        for name, trap in first.items()
    ]
    left = [pitfall for pitfall in library.pitfalls if pitfall.id not in first]
    return found + [Failure(entry=one.id, error=one.error, cause=one.cause, diff="", tasks=()) for one in left]


def _most_common(failures: Sequence[Failure]) -> tuple[Failure, ...]:
    """Those that most tasks show; of equals, the one that comes first."""
    shown = sorted((one for one in failures if one.diff), key=lambda one: -len(one.tasks))
    return tuple(shown[:FAILED_RUNS])


def _worked(tasks: Sequence[ExampleTask]) -> Worked | None:
    """The first task that an executor can work through from nothing: fewest servers, then list order."""
    fit = [task for task in tasks if task.code and task.expected and task.before.text and not task.after_cases]
    fit = [task for task in fit if not task.before.after and not task.before.covered_by]
    if not fit:
        return None
    task = min(fit, key=lambda one: len(one.servers))
    fact, code, expected = _fact(task), task.code, task.expected
    if code is None or expected is None:
        return None
    return Worked(
        called=fact.called,
        case=task.case,
        file=task.file,
        command=task.command,
        before=task.before.text,
        path=code.path,
        fence=f'{code.fence} title="{code.path}"',
        expected=expected.text,
        verdict=task.command.startswith("taskgen run "),
        done=task.done,
        servers=task.servers,
    )


def _made_from(tasks: Sequence[ExampleTask], config: Config) -> tuple[tuple[str, str], ...]:
    """Digests of what the book tells: the tasks with all that they were made from, and the settings."""
    settings = digest.of_data([config.target, config.command, list(config.needs)])
    made = digest.of_data([[task.case, [list(pair) for pair in task.made_from]] for task in tasks])
    return (("tasks", made), ("settings", settings))


def _missing(tasks: Sequence[ExampleTask], library: Library, config: Config) -> tuple[Missing, ...]:
    found = []
    if config.target is None and config.command.startswith("taskgen run"):
        found.append(Missing(what="No target is configured, so no case can run; see", next="taskgen check"))
    if not library.snippets:
        found.append(Missing(what="The library has no code; its form is printed by", next="taskgen schema library"))
    codeless = [task.case for task in tasks if task.code is None]
    if codeless and library.snippets:
        what = f"{_counted(codeless)} without working code; why is told by"
        found.append(Missing(what=what, next=f"taskgen explain {codeless[0]}"))
    unchecked = [task.case for task in tasks if task.expected is None]
    if unchecked:
        what = f"{_counted(unchecked)} without an expected output; they are named by"
        found.append(Missing(what=what, next="taskgen check"))
    return tuple(found)


def _counted(cases: Sequence[str]) -> str:
    return "1 task is" if len(cases) == 1 else f"{len(cases)} tasks are"
