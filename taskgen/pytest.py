"""A pytest plugin, for those who ask for it (`-p taskgen.pytest`): one item a case of the project's cases files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from taskgen.cli.console import finding_line
from taskgen.diagnostics import TaskgenError
from taskgen.pipeline import project
from taskgen.pipeline.running import Choice
from taskgen.pipeline.runs import Course

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from taskgen.model import Case
    from taskgen.pipeline.judging import Ran
    from taskgen.pipeline.project import Project


class CaseFailedError(Exception):
    """A case did not pass."""

    def __init__(self, ran: Ran) -> None:
        super().__init__(ran.message)
        self.ran = ran


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--taskgen-target`."""
    group = parser.getgroup("taskgen", "cases of taskgen")
    group.addoption(
        "--taskgen-target", metavar="TARGET", help="what cases run against, in place of the config's target"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """Take a file that the nearest taskgen.toml, or the default, says is a cases file."""
    if file_path.suffix not in {".json", ".jsonl", ".yaml", ".yml"}:
        return None
    target = parent.config.getoption("--taskgen-target")
    try:
        opened = project.open_without_list(project.Overrides(target=target), file_path.parent)
    except TaskgenError:
        return None  # a config that can't be read speaks up where cases are run
    if file_path.resolve() not in {path.resolve() for path in opened.every_cases_file()}:
        return None
    return CasesFile.from_parent(parent, path=file_path, opened=opened)


class CasesFile(pytest.File):
    """A cases file."""

    def __init__(self, *, opened: Project, **more: Any) -> None:  # noqa: ANN401 - whatever pytest gives its nodes
        super().__init__(**more)
        self._opened = opened

    def collect(self) -> Iterator[CaseItem]:
        """Its cases, each after those that it needs."""
        try:
            course = Course(self._opened, Choice(everything=True))
        except TaskgenError as stopped:
            raise self.CollectError("\n".join(map(finding_line, stopped.findings))) from None
        for case in course.cases:
            if (self._opened.base / case.place.path).resolve() == self.path.resolve():
                yield CaseItem.from_parent(self, name=case.id, case=case, course=course)


class CaseItem(pytest.Item):
    """One case."""

    def __init__(self, *, case: Case, course: Course, **more: Any) -> None:  # noqa: ANN401 - as above
        super().__init__(**more)
        self._case = case
        self._course = course
        self.extra_keyword_matches.update(case.tags)  # `-k TAG`

    def runtest(self) -> None:
        """Run the case against the target.

        Raises:
            CaseFailedError: it did not pass.
        """
        ran = self._course.run_one(self._case)
        if ran.status != "PASS":
            raise CaseFailedError(ran)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:  # noqa: ANN401 - as pytest's
        """The verdict as `taskgen run` says it: what the code printed, what helps, the place, the mismatch."""
        if isinstance(excinfo.value, CaseFailedError):
            ran = excinfo.value.ran
            printed = [f"| {line}" for line in ran.printed.splitlines()]
            not_run = [f"not run: {words}" for words in ran.not_run]
            verdict = f"{ran.status} {ran.case}: {ran.message}"
            return "\n".join([*printed, *not_run, *ran.help, *ran.place.splitlines(), verdict])
        if isinstance(excinfo.value, TaskgenError):
            return "\n".join(map(finding_line, excinfo.value.findings))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the case stands."""
        return self.path, self._case.place.line - 1, self._case.id
