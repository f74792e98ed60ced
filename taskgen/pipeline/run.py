"""One case run against its target, and judged."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from taskgen.diagnostics import MachineError, UsageError, error
from taskgen.doors import targets
from taskgen.pipeline import asking, services
from taskgen.pipeline.judging import Ran
from taskgen.pipeline.judging_in_time import judged_in_time
from taskgen.pipeline.running import completed_by, full_name, known_cases, set_up, target_of

if TYPE_CHECKING:
    from taskgen.compose.complete import Completed
    from taskgen.diagnostics import Finding
    from taskgen.model import Case
    from taskgen.pipeline.project import Project

__all__ = ["Ran", "completed_case", "find_case", "requested", "run_case"]


def find_case(project: Project, name: str) -> tuple[Case, list[Finding]]:
    """The case with an id, or with the only id that begins so, in any cases file of the config's lists.

    Raises:
        UsageError: no case is called so, several are, it has an error, or no cases file can be read.
    """
    known = known_cases(project)
    case = known.by_id[full_name(project, name, known)]
    if case.id in known.errors:
        raise UsageError(*known.errors[case.id])
    return case, list(known.findings)


def completed_case(project: Project, case: Case) -> tuple[Completed, list[Finding]]:
    """The case with what the library's expectations add.

    Raises:
        UsageError: the library, or what the case expects, can't be read.
    """
    setting = set_up(project)
    completed, findings = completed_by(setting, case)
    return completed, [*setting.findings, *findings]


def run_case(project: Project, name: str) -> Ran:
    """Run one case and judge what it gives.

    Raises:
        UsageError: there is no such case, or no target.
        MachineError: the target's Python can't be started, or a server that the case needs is not there.
    """
    spec = target_of(project)
    case, found = find_case(project, name)
    setting = set_up(project, spec)
    completed, more = completed_by(setting, case)
    result = services.missing(setting, case)
    replay = "" if result else asking.begin(setting, case)
    result = result or targets.run_case(**setting.call(case))
    if result.kind in targets.MACHINE:
        raise MachineError(error(f"target-{result.kind}", None, result.message, result.hint))
    ran = asking.asked(judged_in_time(completed, result, setting.pitfalls(case)), replay)
    return replace(ran, findings=(*found, *setting.findings, *more))


def requested(project: Project, name: str) -> str:
    """The request that the target `openai` would send for a case, without the key.

    Raises:
        UsageError: there is no such case, or it asks for none; or the target is another.
    """
    if target_of(project).kind != "openai":
        message = "only requests to a server can be shown without being made"
        raise UsageError(error("no-request", None, message, "add --target openai, or leave --dry-run out"))
    case, _findings = find_case(project, name)
    return targets.dry_run(case.input, project.config.models)
