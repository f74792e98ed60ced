"""What is missing, and the next command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from taskgen.diagnostics import has_errors
from taskgen.report.model import Gap, Output, Proof

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.compose.example import ExampleTask
    from taskgen.report.assemble import Sources

_RENDER = {
    Output.MISSING: ("its file is not written", "taskgen render"),
    Output.STALE: ("its file is out of date", "taskgen render"),
    Output.EDITED: ("its file was edited by hand", "taskgen render --diff"),
    Output.REFUSED: ("nothing can be written until the errors are mended", "taskgen check"),
}


def of_list(sources: Sources) -> tuple[Gap, ...]:
    """What the whole list lacks, most basic first."""
    return tuple(_of_list(sources))


def _of_list(sources: Sources) -> Iterator[Gap]:
    if sources.task_list is None or not sources.task_list.tasks:
        yield Gap(kind="task", words=f"No task could be read from {sources.list_path}.", next_step="taskgen list")
        return
    if sources.case_file is None or not sources.case_file.cases:
        words = f"There are no cases: {sources.cases_path} holds none that can be read. Each example task needs one."
        yield Gap(kind="case", words=words, next_step=f"taskgen list --cases {sources.cases_path}")
        return
    made = sources.made
    if made is None:
        yield Gap(kind="output", words="No example task could be made: see the findings.", next_step="taskgen check")
        return
    if not made.library.snippets:
        words = "There is no library with snippets: example tasks have no working code."
        next_step = "taskgen check" if has_errors(sources.findings) else "taskgen init --help"
        yield Gap(kind="code", words=words, next_step=next_step)
    if made.outputs and all(output is Output.MISSING for output in made.outputs.values()):
        yield Gap(kind="output", words="The example tasks are not written yet.", next_step="taskgen render")
    if made.tasks and all(proof is Proof.NONE for proof, _why, _class in made.proofs.values()):
        yield Gap(kind="proof", words="No task is proven yet.", next_step="taskgen prove")


def of_example(task: ExampleTask, output: Output, proof: Proof, why: str) -> tuple[Gap, ...]:
    """What one example task lacks."""
    return tuple(_of_example(task, output, proof, why))


def _of_example(task: ExampleTask, output: Output, proof: Proof, why: str) -> Iterator[Gap]:
    if task.code is None:
        near = f"; nearest: {task.nearest}" if task.nearest else ""
        yield Gap(kind="code", words=f"no snippet is for it{near}", next_step=f"taskgen explain {task.case}")
    if task.expected is None:
        words = "nothing is expected of the answer"
        yield Gap(kind="expectation", words=words, next_step="give the case `expected` or `checks`")
    if output in _RENDER:
        words, next_step = _RENDER[output]
        yield Gap(kind="output", words=words, next_step=next_step)
    if task.code is not None and task.expected is not None:
        yield from _of_proof(proof, why)


def _of_proof(proof: Proof, why: str) -> Iterator[Gap]:
    if proof is Proof.NONE:
        words = f"it is not proven: {why}" if why else "it is not proven"
        yield Gap(kind="proof", words=words, next_step="taskgen prove")
    elif proof is Proof.STALE:
        yield Gap(kind="proof", words=f"its proof is stale: {why}", next_step="taskgen prove")
    elif proof is Proof.WEAK:
        words = f"its proof is weak: {why}" if why else "its proof is weak"
        yield Gap(kind="proof", words=words, next_step="expect more of the case, then `taskgen prove`")


def no_case(reason: str) -> Gap:
    """A task without a case of its own."""
    words = f"not yet example-driven: {reason}" if reason else "not yet example-driven"
    return Gap(kind="case", words=words, next_step="name a case in it, by its id")


def no_task(case: str, reason: str) -> Gap:
    """A case that no task names."""
    next_step = f"name it in a task, or write <!-- taskgen: case={case} --> there"
    return Gap(kind="task", words=reason or "no task names it", next_step=next_step)
