"""Which task or case a finding speaks of, by its place."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

from taskgen.diagnostics import Severity

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding
    from taskgen.report.assemble import Sources


class Owners:
    """The findings of a report, sorted to what they speak of; `rest` are those that speak of nothing in particular."""

    def __init__(self, sources: Sources) -> None:
        tasks = sources.task_list.tasks if sources.task_list else ()
        cases = sources.case_file.cases if sources.case_file else ()
        self._task_lines = [task.place.line for task in tasks]
        by_line = sorted((case.place.line, case.id) for case in cases)
        self._case_lines = [line for line, _id in by_line]
        self._case_ids = [id_ for _line, id_ in by_line]
        made = {task.case for task in sources.made.tasks} if sources.made else set()
        files = {task.file: task.case for task in sources.made.tasks} if sources.made else {}
        self._tasks: dict[int, list[Finding]] = {}
        self._cases: dict[str, list[Finding]] = {}
        rest = []
        for finding in sorted({*sources.findings, *sources.theory}, key=lambda found: found.sort_key):
            path = finding.place.path if finding.place else ""
            position = self._position(finding) if path == sources.list_path else None
            case = self._case(finding) if path == sources.cases_path else files.get(path.rpartition("/")[2])
            if position is not None:
                self._tasks.setdefault(position, []).append(finding)
            elif case in made and case is not None:
                self._cases.setdefault(case, []).append(finding)
            else:
                rest.append(finding)
        self.rest = tuple(rest)

    def _position(self, finding: Finding) -> int | None:
        """The task on whose lines the finding is; None above the first one."""
        line = finding.place.line if finding.place else 0
        position = bisect.bisect_right(self._task_lines, line) - 1
        return position if position >= 0 else None

    def _case(self, finding: Finding) -> str | None:
        """The case on whose lines the finding is; notes and line 1 speak of the whole file."""
        line = finding.place.line if finding.place and finding.severity is not Severity.NOTE else 0
        position = bisect.bisect_right(self._case_lines, line) - 1
        return self._case_ids[position] if position >= 0 and line > 1 else None

    def of_task(self, position: int) -> tuple[Finding, ...]:
        """The findings about the task at this position of the list."""
        return tuple(self._tasks.get(position, ()))

    def of_case(self, case: str) -> tuple[Finding, ...]:
        """The findings about a case and about the file that is rendered for it."""
        return tuple(self._cases.get(case, ()))
