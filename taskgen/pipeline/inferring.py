"""Hand-written tasks proven: their steps told from headings and labels, the executor run over them."""

from __future__ import annotations

import contextlib
import itertools
from typing import TYPE_CHECKING

from taskgen.diagnostics import has_errors
from taskgen.doors import workers, workspace
from taskgen.doors.rooms import open_bench
from taskgen.doors.sandbox import NoSandbox, open_sandbox
from taskgen.doors.workers import processors
from taskgen.prove.executor import prove
from taskgen.prove.verdicts import Mode, Status, Verdict
from taskgen.read.infer import Inferred, infer
from taskgen.read.text import decode_text
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.doors.sandbox.runner import Runner


@dataclass(frozen=True, slots=True, kw_only=True)
class HandWritten:
    """A file of hand-written tasks, and the workspace that they are tried in."""

    path: str
    root: Path
    tasks: tuple[Inferred, ...]
    findings: tuple[Finding, ...]


def read(name: str, base: Path) -> HandWritten:
    """Read a file of hand-written tasks. Its workspace is `base` where it lies below, else its own folder.

    Raises:
        UsageError: the file can't be read.
    """
    path = base / name
    text, findings = decode_text(name, workspace.read(path, name, "the file"))
    whole = workspace.real(path)
    root = base if whole.is_relative_to(workspace.real(base)) else whole.parent
    tasks = infer(name, text.replace("\r\n", "\n")) if text is not None else []
    told = [finding for task in tasks for finding in task.findings]
    return HandWritten(path=name, root=root, tasks=tuple(tasks), findings=(*findings, *told))


@contextlib.contextmanager
def runner_for(sandbox: str) -> Iterator[Runner]:
    """What runs the commands: a sandbox, or none where the user said so.

    Raises:
        MachineError: there is no sandbox on this machine.
    """
    if sandbox == "none":
        yield NoSandbox()
        return
    with open_sandbox() as proven:
        yield proven


def carry_out(given: HandWritten, runner: Runner, jobs: int | None = None) -> Iterator[Verdict | Finding]:
    """Prove the tasks of a file; each of them comes after the code of all that stand above it."""
    ready = [task.steps for task in given.tasks if task.steps is not None and not has_errors(task.findings)]
    for task in given.tasks:
        if task.steps is None or has_errors(task.findings):
            yield _not_tried(task)
    needs = {later.case: [earlier.case] for earlier, later in itertools.pairwise(ready)}
    at_once = (jobs or processors()) if runner.isolated else 1
    with workers.side_by_side(at_once) as each, open_bench(given.root, runner) as bench:
        yield from bench.kept.findings
        yield from prove(ready, bench, needs=needs, each=each)


def _not_tried(task: Inferred) -> Verdict:
    message = task.missing or next(finding.message for finding in task.findings if has_errors([finding]))
    return Verdict(
        task=task.name,
        title=task.title,
        mode=Mode.ALONE,
        status=Status.NOT_PROVEN,
        message=message,
        place=task.place,
    )
