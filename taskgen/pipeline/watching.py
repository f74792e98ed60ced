"""What `watch` does each time that something changes: render, look, show; whatever is broken is shown too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from taskgen.diagnostics import TaskgenError, has_errors
from taskgen.doors import workspace
from taskgen.doors.live.changes import changes, require
from taskgen.doors.live.server import PageServer
from taskgen.pipeline import outputs, reporting
from taskgen.pipeline.build import build
from taskgen.pipeline.project import CAPTURES, DEFAULT_LIST, RECEIPTS, each_list
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.pipeline.project import Overrides, Project
    from taskgen.report.model import Report

__all__ = ["PageServer", "Round", "rounds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One time round.

    Attributes:
        changed: what set it off, as shown; empty the first time.
        written: how many files were written.
        findings: all of them.
    """

    reports: tuple[Report, ...]
    changed: tuple[str, ...]
    written: int
    findings: tuple[Finding, ...]


def rounds(list_path: str | None, given: Overrides, base: Path, server: PageServer) -> Iterator[Round]:
    """A round now and one after each change, the page put on the server each time; goes on until Ctrl-C.

    Raises:
        MachineError: files can't be watched here.
        TaskgenError: there is nothing to watch, since the list or the config can't be found at the start.
    """
    require()
    projects = list(each_list(list_path, given, base))
    watched = _Watched(projects)
    for number, changed in enumerate(changes(watched.folders, watched.holds)):
        shown = tuple(workspace.shown_path(Path(path), base) for path in changed)
        try:
            projects = list(each_list(list_path, given, base)) if number else projects
        except TaskgenError as stopped:
            yield _shown(projects[0], (reporting.of_broken(projects[0], stopped),), shown, 0, server)
            continue
        watched.take(projects)
        yield _round(projects, shown, server)


def _round(projects: Sequence[Project], changed: tuple[str, ...], server: PageServer) -> Round:
    made = [_one(project) for project in projects]
    reports = tuple(report for report, _written in made)
    return _shown(projects[0], reports, changed, sum(written for _report, written in made), server)


def _one(project: Project) -> tuple[Report, int]:
    """A list rendered, where nothing speaks against it, and its report; how many files were written."""
    try:
        built = build(project)
    except TaskgenError as stopped:
        return reporting.of_broken(project, stopped), 0
    written = 0
    try:
        compared = () if has_errors(built.findings) else outputs.compare(built)
        if compared and not has_errors(outputs.findings(compared, force=False, prune=False)):
            outputs.write(compared, prune=False)
            written = len(outputs.changed(compared))
    except TaskgenError as stopped:
        built = replace(built, findings=(*built.findings, *stopped.findings))
    return reporting.of_build(project, built), written


def _shown(
    project: Project, reports: tuple[Report, ...], changed: tuple[str, ...], written: int, server: PageServer
) -> Round:
    """The reports put on the server; with our own templates where the user's fail, which is then said."""
    try:
        page = reporting.to_html(reports, project, server.next_changes)
    except TaskgenError as stopped:
        first = replace(reports[0], findings=(*stopped.findings, *reports[0].findings))
        reports = (first, *reports[1:])
        page = reporting.to_html(reports, replace(project, templates=None), server.next_changes)
    server.put(page)
    findings = tuple(finding for report in reports for finding in report.every_finding)
    return Round(reports=reports, changed=changed, written=written, findings=findings)


class _Watched:
    """Which files count: inputs, receipts and rendered tasks, wherever they lie."""

    def __init__(self, projects: Sequence[Project]) -> None:
        self.files: set[str] = set()
        self.inside: tuple[str, ...] = ()
        self.take(projects)
        parents = {Path(name).parent for name in (*self.files, *self.inside)}
        # Folders inside others are watched with them; one that is not there can't be.
        self.folders = [
            folder
            for folder in sorted(parents)
            if folder.is_dir() and not any(other in folder.parents for other in parents)
        ]

    def take(self, projects: Sequence[Project]) -> None:
        """Count what belongs to these projects, besides what counted already."""
        inside: set[str] = set(self.inside)
        for project in projects:
            names = (workspace.CONFIG, workspace.PYPROJECT, DEFAULT_LIST)
            files = (project.list_file, project.cases_file, *(project.root / name for name in names))
            self.files |= {str(workspace.real(path)) for path in files}
            ours = (project.root / CAPTURES, project.root / RECEIPTS)
            folders = (project.library, project.out, project.templates, *ours)
            inside |= {f"{workspace.real(folder)}/" for folder in folders if folder is not None}
        self.inside = tuple(sorted(inside))

    def holds(self, path: str) -> bool:
        """Whether a change of this file counts; temporary files of ours do not."""
        if Path(path).name.startswith(".taskgen-"):
            return False
        return path in self.files or path.startswith(self.inside)
