"""A report's values from what was read, linked, rendered and proven."""

from __future__ import annotations

from dataclasses import field
from itertools import zip_longest
from typing import TYPE_CHECKING

from taskgen import markers
from taskgen.decode import MISSING
from taskgen.diagnostics import Severity
from taskgen.records import dataclass
from taskgen.report import entries, gaps
from taskgen.report.model import Example, Item, Output, Proof, Report
from taskgen.report.places import Owners

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.compose.example import ExampleTask
    from taskgen.compose.index import Index
    from taskgen.diagnostics import Finding
    from taskgen.link.links import Links
    from taskgen.model import CaseFile, CaseLinks, Library, Task, TaskList
    from taskgen.report.model import Gap

OK, ERRORS = 0, 1
TOLD = frozenset({"no-expectation", "no-snippet"})  # rules whose findings say what a gap says already


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a build came to: the example tasks with their files' texts, and how disk and receipts stand to them.

    Attributes:
        outputs: by case; a case that is not in it could not be compared.
        points: by case, of 100, as lint counts them.
        proofs: by case: what is known of its proof, why it does not hold or is weak, and its class.
    """

    links: Links
    tasks: Sequence[ExampleTask]
    texts: Sequence[str]
    index: Index
    library: Library
    outputs: Mapping[str, Output]
    proofs: Mapping[str, tuple[Proof, str, str]]
    points: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """All that a report is made from; what could not be read or made is None, and the findings say why.

    Attributes:
        findings: all of them; each is shown beside what it speaks of.
        theory: what lint finds in the list.
        points: of each task, of 100, by its position; empty where that can't be told.
        exit_code: what the run comes to but for errors among the findings.
    """

    list_path: str
    cases_path: str
    task_list: TaskList | None
    case_file: CaseFile | None
    made: Made | None
    findings: tuple[Finding, ...] = field(default=())
    theory: tuple[Finding, ...] = ()
    points: tuple[int, ...] = ()
    exit_code: int = OK


def assemble(sources: Sources) -> Report:
    """The report of one list."""
    owners = Owners(sources)
    tasks = sources.task_list.tasks if sources.task_list else ()
    made = _examples(sources.made, owners) if sources.made else {}
    reasons = {left.name: left.reason for left in sources.made.index.undriven} if sources.made else {}
    items = [
        _item(task, made.get(position, []), owners.of_task(position), reasons.get(f"Task {task.label}", ""), points)
        for position, (task, points) in enumerate(zip_longest(tasks, sources.points[: len(tasks)]))
    ]
    items += [_alone(example, sources.made) for example in made.get(None, [])]
    failed = any(finding.severity is Severity.ERROR for finding in (*sources.findings, *sources.theory))
    return Report(
        title=(sources.task_list.title if sources.task_list else None) or sources.list_path,
        path=sources.list_path,
        cases_path=sources.cases_path,
        unit=sources.task_list.unit if sources.task_list else "",
        tasks_read=len(tasks),
        cases_read=len(sources.case_file.cases) if sources.case_file else 0,
        items=tuple(items),
        entries=entries.entries(sources.made) if sources.made else (),
        disabled=tuple((left.name, left.reason) for left in sources.made.index.disabled) if sources.made else (),
        missing=gaps.of_list(sources),
        findings=owners.rest,
        exit_code=sources.exit_code or (ERRORS if failed else OK),
    )


def _examples(made: Made, owners: Owners) -> dict[int | None, list[Example]]:
    """The example tasks by the position of the task that owns them; None holds those that no task names."""
    links = {link.case.id: link for link in made.links.cases}
    found: dict[int | None, list[Example]] = {}
    for task, text in zip(made.tasks, made.texts, strict=True):
        link = links[task.case]
        found.setdefault(link.task, []).append(_example(task, link, text, made, owners))
    return found


def _example(task: ExampleTask, link: CaseLinks, text: str, made: Made, owners: Owners) -> Example:
    output = made.outputs.get(task.case, Output.REFUSED)
    proof, why, proof_class = made.proofs.get(task.case, (Proof.NONE, "", ""))
    return Example(
        case=task.case,
        label=task.label,
        title=task.description or task.goal,
        name=task.file.removesuffix(".md"),
        file=task.file,
        text=markers.unsealed(text),
        snippet=task.code.entry if task.code else "",
        path=task.code.path if task.code else "",
        expects=_expects(task, link),
        pitfalls=tuple(trap.entry for trap in task.traps),
        captured=bool(task.before.text),
        output=output,
        proof=proof,
        why=why,
        proof_class=proof_class,
        points=made.points.get(task.case),
        gaps=gaps.of_example(task, output, proof, why),
        findings=tuple(found for found in owners.of_case(task.case) if found.rule not in TOLD),
    )


def _expects(task: ExampleTask, link: CaseLinks) -> str:
    """Where what is expected comes from."""
    if task.expected is None:
        return ""
    case = link.case
    parts = ["case"] if case.expected is not MISSING or case.checks else []
    return " + ".join([*parts, *(["library"] if link.expectations else [])])


def _item(
    task: Task, examples: Sequence[Example], findings: tuple[Finding, ...], reason: str, points: int | None
) -> Item:
    return Item(
        label=task.label,
        title=task.title,
        body=task.body,
        place=f"{task.place.path}:{task.place.line}",
        status=task.status or "",
        group=task.group or "",
        examples=tuple(examples),
        gaps=() if examples else (gaps.no_case(reason),),
        findings=findings,
        points=points,
    )


def _alone(example: Example, made: Made | None) -> Item:
    """A case that no task names, as an item of its own."""
    left = {one.name: one.reason for one in made.index.unnamed} if made else {}
    gap: Gap = gaps.no_task(example.case, left.get(example.case, ""))
    return Item(
        label="",
        title=example.case,
        body="",
        place="",
        status="",
        group="",
        examples=(example,),
        gaps=(gap,),
        findings=(),
    )
