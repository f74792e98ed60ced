"""What a proof rests on beside the task itself: the input, what is expected, the target, files, recordings."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from taskgen import digest
from taskgen.compose.names import INDEX
from taskgen.doors import copying, workspace
from taskgen.pipeline import recorded
from taskgen.prove.executor import needed_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from taskgen.compose.example import ExampleTask
    from taskgen.decode import Json
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.project import Project


def inputs_of(project: Project, built: Build, codes: Mapping[str, Json]) -> dict[str, dict[str, str]]:
    """Digests of what each case's steps work on, by name.

    Args:
        project: of the list.
        built: the list.
        codes: what each task pastes, as plain data.

    Raises:
        UsageError: the workspace is too large to be copied.
    """
    config = project.config
    shared = {
        "target": digest.of_data([config.target, config.python]),
        "services": digest.of_data([[service.command, service.url] for service in config.services]),
        "files": files_digest(project, built.tasks),
    }
    needs = {task.case: task.after_cases for task in built.tasks}
    by_case = {task.case: task for task in built.tasks}
    found = {}
    for task in built.tasks:
        needed = needed_by(task.case, needs, by_case) if task.after_cases else []
        found[task.case] = {
            **shared,
            "input": digest.of_text(task.input),
            "checks": _expectation(task),
            "needs": digest.of_data([[other.case, codes.get(other.case)] for other in needed]),
            "recording": _recording(project, task.case),
        }
    return found


def _expectation(task: ExampleTask) -> str:
    stated = task.expected
    return digest.of_data([stated.text, list(stated.asserts), list(stated.words)] if stated else None)


def _recording(project: Project, case: str) -> str:
    """The digest of a case's recorded answers where they are replayed; empty where they are not, or there are none."""
    if not any(service.command.strip() == recorded.REPLAY for service in project.config.services):
        return ""
    data = workspace.read_optional(recorded.file_of(project, case))
    return "" if data is None else hashlib.sha256(copying.plain(data)).hexdigest()[: digest.SHORT]


def proof_class(inputs: Mapping[str, str], *, isolated: bool, weak: bool) -> str:
    """What kind of proof a run gives a task with these inputs; that it was unconfined weighs most."""
    if not isolated:
        return "live"
    if weak:
        return "weak"
    return "replayed" if inputs["recording"] else "executed"


def files_digest(project: Project, tasks: Iterable[ExampleTask]) -> str:
    """One digest of the files that every copy of the workspace holds, tasks' own work and taskgen's files left out.

    Raises:
        UsageError: the workspace is too large to be copied.
    """
    names = {task.code.path for task in tasks if task.code}
    if workspace.real(project.out) == workspace.real(project.root):
        names |= {INDEX, *(task.file for task in tasks)}
    return copying.digest_of(project.root, {*project.own(), *names})
