"""What running cases takes: which cases (by id, beginning, glob, tag, or last failure), target, library, Python."""

from __future__ import annotations

import bisect
import fnmatch
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from taskgen.compose.complete import Completed, complete
from taskgen.diagnostics import Location, Severity, UsageError, did_you_mean, error, has_errors
from taskgen.doors import targets, workspace
from taskgen.expect.checks import canonical_name
from taskgen.link.order import arrange
from taskgen.link.select import prepare
from taskgen.pipeline import failures
from taskgen.pipeline.load import read_cases, read_library
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taskgen.diagnostics import Finding
    from taskgen.doors.targets import TargetSpec
    from taskgen.link.select import Selector
    from taskgen.model import Case, Pitfall
    from taskgen.pipeline.project import Project

GLOB: Final = "*?["


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCases:
    """All cases of the config's lists: by id, in file order; with what is wrong with them."""

    by_id: Mapping[str, Case]
    findings: tuple[Finding, ...]
    errors: Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the command line asks for.

    Attributes:
        names: ids, beginnings of ids, globs.
        tags: globs; a case has to have one that fits any of them.
        failed: those that failed when they were last run.
        everything: all cases.
    """

    names: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    failed: bool = False
    everything: bool = False

    @property
    def is_one(self) -> bool:
        """Whether one case is asked for, by its name: then what is printed is its answer."""
        plain = len(self.names) == 1 and not any(char in self.names[0] for char in GLOB)
        return plain and not (self.tags or self.failed or self.everything)


def known_cases(project: Project) -> KnownCases:
    """Every case of the project's cases files; of an id that several files have, the first.

    Raises:
        UsageError: a cases file can't be read.
    """
    by_id: dict[str, Case] = {}
    findings: list[Finding] = []
    for path in project.every_cases_file():
        case_file, found = read_cases(path, project.shown(path))
        findings += found
        for case in case_file.cases:
            by_id.setdefault(case.id, case)
    return KnownCases(by_id=by_id, findings=tuple(findings), errors=_errors(by_id.values(), findings))


def _errors(cases: Iterable[Case], findings: Sequence[Finding]) -> dict[str, tuple[Finding, ...]]:
    """The errors inside each case: from its place up to the next case of its file."""
    starts: dict[str, list[tuple[Location, str]]] = defaultdict(list)
    for case in cases:
        starts[case.place.path].append((case.place, case.id))
    for places in starts.values():
        places.sort()
    wrong: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.severity is not Severity.ERROR or finding.place is None:
            continue
        places = starts[finding.place.path]
        at = bisect.bisect_right(places, finding.place, key=lambda start: start[0]) - 1
        if at >= 0:
            wrong[places[at][1]].append(finding)
    return {name: tuple(found) for name, found in wrong.items()}


def full_name(project: Project, name: str, known: KnownCases) -> str:
    """The id for a name: the name itself, or the only id that begins with it.

    Raises:
        UsageError: there is none, or there are several.
    """
    near = [name] if name in known.by_id else [identity for identity in known.by_id if identity.startswith(name)]
    if len(near) == 1:
        return near[0]
    place = Location(project.shown(project.cases_file))
    if near:
        message = f"{name!r} is the beginning of {len(near)} case ids: {near[0]!r}, {near[1]!r}"
        next_step = f"write more of it, or '{name}*' for all of them"
        raise UsageError(error("ambiguous-case", place, message + (", ..." if near[2:] else ""), next_step))
    next_step = did_you_mean(name, known.by_id, "`taskgen list` shows the cases")
    raise UsageError(error("unknown-case", place, f"no case has the id {name[:80]!r}", next_step))


def choose(project: Project, choice: Choice, known: KnownCases) -> list[Case]:
    """The chosen cases, each after those that it needs; switched-off cases only where their very id is asked for.

    Raises:
        UsageError: nothing is chosen so, or `needs` of the chosen cases go in a circle.
    """
    names = _named(project, choice, known)
    if choice.failed:
        last = failures.read(project)
        names = [name for name in names if name in last]
    cases = [known.by_id[name] for name in names]
    if choice.tags:
        cases = [
            case for case in cases if any(fnmatch.fnmatchcase(tag, glob) for tag in case.tags for glob in choice.tags)
        ]
    if not cases:
        raise UsageError(_nothing(project, choice, known))
    return _in_order(cases)


def _named(project: Project, choice: Choice, known: KnownCases) -> list[str]:
    """The ids for the names, in file order; all live ones where no name is given."""
    live = [case.id for case in known.by_id.values() if case.disabled is None]
    if not choice.names:
        return live
    wanted: set[str] = set()
    for name in choice.names:
        if name not in known.by_id and any(char in name for char in GLOB):
            fitting = fnmatch.filter(live, name)
            if not fitting:
                place = Location(project.shown(project.cases_file))
                message = f"no case has an id like {name[:80]!r}"
                raise UsageError(error("unknown-case", place, message, "`taskgen list` shows the cases"))
            wanted.update(fitting)
        else:
            wanted.add(full_name(project, name, known))
    return [name for name in known.by_id if name in wanted]


def _nothing(project: Project, choice: Choice, known: KnownCases) -> Finding:
    place = Location(project.shown(project.cases_file))
    if choice.tags:
        tags = {tag for case in known.by_id.values() for tag in case.tags}
        next_step = did_you_mean(choice.tags[0], tags, f"tags are: {', '.join(sorted(tags)[:12]) or 'none'}")
        return error("nothing-to-run", place, f"no case has a tag like {choice.tags[0][:80]!r}", next_step)
    if choice.failed:
        return error(
            "nothing-to-run", place, "no case failed when it was last run", "run all of them: taskgen run --all"
        )
    return error("nothing-to-run", place, "there are no cases to run", "`taskgen list` shows the cases")


def _in_order(cases: Sequence[Case]) -> list[Case]:
    """The cases, each after those of them that it needs."""
    by_id = {case.id: case for case in cases}
    narrowed = [replace(case, needs=tuple(name for name in case.needs if name in by_id)) for case in cases]
    order, findings = arrange(narrowed)
    if findings:
        raise UsageError(*findings)
    return [by_id[name] for name in order.ids]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunContext:
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


def set_up(project: Project, spec: TargetSpec | None = None) -> RunContext:
    """Read the library and find the Python.

    Raises:
        UsageError: the library can't be read, or has errors.
    """
    library, findings = read_library(project)
    if has_errors(findings):
        raise UsageError(*findings)
    return RunContext(
        project=project,
        spec=spec,
        selector=prepare(library, canonical_name),
        python=workspace.project_python(project.config.python, project.root),
        findings=tuple(findings),
    )


def completed_by(context: RunContext, case: Case) -> tuple[Completed, list[Finding]]:
    """A case with what the library's expectations add.

    Raises:
        UsageError: what it expects can't be read, or a check of it is of a type that nobody knows.
    """
    selection = context.selector.select(case, context.project.config.target)
    completed, findings = complete(case, selection.expectations)
    if completed is None or has_errors(findings):
        raise UsageError(*findings)
    return completed, findings
