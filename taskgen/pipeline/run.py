"""One case run against its target, and judged."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskgen import targets, workspace
from taskgen.compose.complete import Completed, complete
from taskgen.decode import Missing
from taskgen.diagnostics import Location, MachineError, Severity, UsageError, did_you_mean, error, has_errors
from taskgen.expect import sketch
from taskgen.expect.answers import Answer, as_answer
from taskgen.expect.checks import canonical_name
from taskgen.link.select import prepare
from taskgen.pipeline.load import read_cases, read_library

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.model import Case
    from taskgen.pipeline.project import Project
    from taskgen.targets import TargetResult

WIDTH = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a case came out.

    Attributes:
        status: "PASS", "FAIL" or "UNCHECKED" (nothing of it could be checked).
        message: why it failed: an exception's last line or the first mismatch; empty for a pass.
        place: where in the workspace it failed, or the file to create; empty where that is not known.
        output: the answer as printed; empty where there is none.
        printed: what the code itself printed, which is no part of the answer.
    """

    case: str
    status: str
    message: str = ""
    place: str = ""
    output: str = ""
    printed: str = ""
    response: Json = None
    seconds: float = 0.0
    not_run: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def find_case(project: Project, name: str) -> tuple[Case, list[Finding]]:
    """The case with an id, or with the only id that begins so, in any cases file of the config's lists.

    Raises:
        UsageError: no case is called so, several are, it has an error, or no cases file can be read.
    """
    by_id: dict[str, Case] = {}
    findings: list[Finding] = []
    for path in project.every_cases_file():
        case_file, found = read_cases(path, project.shown(path))
        findings += found
        for case in case_file.cases:
            by_id.setdefault(case.id, case)
    case = by_id[_full_name(project, name, by_id)]
    wrong = _errors_in(case, list(by_id.values()), findings)
    if wrong:
        raise UsageError(*wrong)
    return case, findings


def _full_name(project: Project, name: str, by_id: Mapping[str, Case]) -> str:
    near = [name] if name in by_id else [identity for identity in by_id if identity.startswith(name)]
    if len(near) == 1:
        return near[0]
    place = Location(project.shown(project.cases_file))
    if near:
        message = f"{name!r} is the beginning of {len(near)} case ids: {near[0]!r}, {near[1]!r}"
        raise UsageError(error("ambiguous-case", place, message + (", ..." if near[2:] else ""), "write more of it"))
    next_step = did_you_mean(name, by_id, "`taskgen list` shows the cases")
    raise UsageError(error("unknown-case", place, f"no case has the id {name[:80]!r}", next_step))


def _errors_in(case: Case, cases: Sequence[Case], findings: Sequence[Finding]) -> list[Finding]:
    """The errors that stand inside a case: from its place up to the next case of its file."""
    later = [other.place for other in cases if other.place.path == case.place.path and other.place > case.place]
    end = min(later, default=None)
    return [
        finding
        for finding in findings
        if finding.severity is Severity.ERROR
        and finding.place is not None
        and finding.place.path == case.place.path
        and finding.place >= case.place
        and (end is None or finding.place < end)
    ]


def completed_case(project: Project, case: Case) -> tuple[Completed, list[Finding]]:
    """The case with what the library's expectations add.

    Raises:
        UsageError: the library, or what the case expects, can't be read.
    """
    library, findings = read_library(project)
    selection = prepare(library, canonical_name).select(case, project.config.target)
    completed, more = complete(case, selection.expectations)
    findings += more
    if completed is None or has_errors(findings):
        raise UsageError(*findings)
    return completed, findings


def run_case(project: Project, name: str) -> Ran:
    """Run one case and judge what it gives.

    Raises:
        UsageError: there is no such case, or no target.
        MachineError: the target's Python can't be started.
    """
    config = project.config
    if config.target is None:
        place = Location(project.shown(project.root / workspace.CONFIG))
        next_step = 'write target = "python:MODULE:CALLABLE" into it'
        raise UsageError(error("no-target", place, "no target is configured, so no case can be run", next_step))
    case, findings = find_case(project, name)
    completed, more = completed_case(project, case)
    result = targets.run_case(
        config.target,
        case.input,
        root=str(project.root.resolve()),
        python=workspace.project_python(config.python, project.root),
        limits=config.limits,
        timeout=case.timeout,
        models=config.models,
    )
    found = (*findings, *more)
    printed = result.stdout + result.stderr
    if result.kind in targets.MACHINE:
        raise MachineError(error(f"target-{result.kind}", None, result.message, result.hint))
    if result.kind != "value" and not (result.kind == "exited" and looks_at_exit_code(completed)):
        where = f"{result.place}\n{result.hint}".strip()
        return Ran(case=case.id, status="FAIL", message=result.message, place=where, printed=printed, findings=found)
    return _judged(completed, result, printed, found)


def requested(project: Project, name: str) -> str:
    """The request that the target `openai` would send for a case, without the key.

    Raises:
        UsageError: there is no such case, or it asks for none; or the target is another.
    """
    if project.config.target != "openai":
        message = "only requests to a server can be shown without being made"
        raise UsageError(error("no-request", None, message, "add --target openai, or leave --dry-run out"))
    case, _findings = find_case(project, name)
    return targets.dry_run(case.input, project.config.models)


def printed_json(value: Json) -> str:
    """A value as `run` prints it: on one line where it fits, else a member a line."""
    line = json.dumps(value, ensure_ascii=False)
    return line if len(line) <= WIDTH else json.dumps(value, ensure_ascii=False, indent=1)


def looks_at_exit_code(completed: Completed) -> bool:
    """Whether the case says itself which exit code it wants; without that, any but 0 is a failure."""
    return any(canonical_name(check.check.type).removeprefix("not-") == "exit-code" for check in completed.checks)


def _judged(completed: Completed, result: TargetResult, printed: str, findings: tuple[Finding, ...]) -> Ran:
    value = None if isinstance(result.value, Missing) else result.value
    response = as_answer(value)
    output = printed_json(response)
    answer = Answer(response=response, output=output, seconds=result.seconds, exit_code=result.exit_code)
    mismatches = [found.text for found in sketch.match(completed.sketch, response)] if completed.sketch else []
    outcomes = [(check, check.judge(answer)) for check in completed.checks]
    failed = [outcome.message for _check, outcome in outcomes if outcome.status in {"failed", "error"}]
    not_run = tuple(check.words() for check, outcome in outcomes if outcome.status == "not-run")
    problems = [*failed, *mismatches]
    status = "FAIL" if problems else "PASS" if _was_checked(completed) else "UNCHECKED"
    message = problems[0] if problems else "" if status == "PASS" else "nothing of its answer was checked"
    return Ran(
        case=completed.case.id,
        status=status,
        message=message,
        place=result.hint if status == "FAIL" else "",
        output=output,
        printed=printed,
        response=response,
        seconds=result.seconds,
        not_run=not_run,
        findings=findings,
    )


def _was_checked(completed: Completed) -> bool:
    """Whether anything that was stated could have failed: a stated sketch, or a check that runs."""
    stated = completed.expected is not None and not completed.expected.derived
    return stated or any(check.runs for check in completed.checks)
