"""What running cases takes, made once for all of them: the target, the library, the Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taskgen.compose.complete import Completed, complete
from taskgen.diagnostics import Location, UsageError, error, has_errors
from taskgen.doors import targets, workspace
from taskgen.expect.checks import canonical_name
from taskgen.link.select import prepare
from taskgen.pipeline.load import read_library
from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.diagnostics import Finding
    from taskgen.doors.targets import TargetSpec
    from taskgen.link.select import Selector
    from taskgen.model import Case, Pitfall
    from taskgen.pipeline.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Where cases are run; `findings` are those of the library."""

    project: Project
    spec: TargetSpec | None
    selector: Selector
    python: str
    findings: tuple[Finding, ...]

    def call(self, case: Case) -> dict[str, Any]:
        """The arguments of `targets.run_case` for a case: plain values, which another process could take."""
        config = self.project.config
        return {
            "target": self.spec,
            "given": case.input,
            "root": str(workspace.real(self.project.root)),
            "python": self.python,
            "limits": config.limits,
            "timeout": case.timeout,
            "models": config.models,
        }

    def pitfalls(self, case: Case) -> tuple[Pitfall, ...]:
        """The known failures of a case, most specific first."""
        return self.selector.select(case, self.project.config.target).pitfalls

    def needs(self, case: Case) -> tuple[str, ...]:
        """The URLs of the servers that a case's code uses."""
        snippet = self.selector.select(case, self.project.config.target).snippet
        return tuple(dict.fromkeys((*self.project.config.needs, *(snippet.needs if snippet else ()))))


def target_of(project: Project) -> TargetSpec:
    """The target in force.

    Raises:
        UsageError: there is none, or it can't be used.
    """
    config = project.config
    if config.target is None:
        place = Location(project.shown(project.root / workspace.CONFIG))
        next_step = 'write target = "python:MODULE:CALLABLE" into it'
        raise UsageError(error("no-target", place, "no target is configured, so no case can be run", next_step))
    spec, findings = targets.parse_target(config.target, config.places.get("target"))
    if spec is None:
        raise UsageError(*findings)
    return spec


def set_up(project: Project, spec: TargetSpec | None = None) -> Setting:
    """Read the library and find the Python.

    Raises:
        UsageError: the library can't be read, or has errors.
    """
    library, findings = read_library(project)
    if has_errors(findings):
        raise UsageError(*findings)
    return Setting(
        project=project,
        spec=spec,
        selector=prepare(library, canonical_name),
        python=workspace.project_python(project.config.python, project.root),
        findings=tuple(findings),
    )


def completed_by(setting: Setting, case: Case) -> tuple[Completed, list[Finding]]:
    """A case with what the library's expectations add.

    Raises:
        UsageError: what it expects can't be read, or a check of it is of a type that nobody knows.
    """
    selection = setting.selector.select(case, setting.project.config.target)
    completed, findings = complete(case, selection.expectations)
    if completed is None or has_errors(findings):
        raise UsageError(*findings)
    return completed, findings
