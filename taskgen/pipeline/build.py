"""From inputs to rendered files in memory: link, compose, render, guard."""

from __future__ import annotations

import dataclasses
import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from taskgen import digest, markers
from taskgen.compose import index as indexing
from taskgen.compose.names import INDEX
from taskgen.compose.outlines import Setting, outlines
from taskgen.compose.tasks import compose
from taskgen.diagnostics import Location, UsageError, did_you_mean, error, warning
from taskgen.doors.targets import parse_target
from taskgen.expect.checks import canonical_name
from taskgen.hygiene import private_paths, secrets, unseen
from taskgen.link.links import link
from taskgen.model import RenderedFile
from taskgen.pipeline.load import environment_of, load
from taskgen.records import dataclass
from taskgen.render import budget
from taskgen.render.index import render_index
from taskgen.render.tasks import context

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import jinja2

    from taskgen.compose.example import ExampleTask
    from taskgen.compose.outlines import Outline
    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.link.links import Links
    from taskgen.model import Library
    from taskgen.pipeline.load import Inputs
    from taskgen.pipeline.project import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One list built.

    Attributes:
        outlines: what the example tasks are among each other, in order.
        tasks: the example tasks, in the same order.
        files: the tasks' files and, of a whole list, the index; paths are relative to the project's `out`.
        findings: everything found on the way; with an error among them nothing may be written.
    """

    inputs: Inputs
    links: Links
    outlines: tuple[Outline, ...]
    tasks: tuple[ExampleTask, ...]
    index: indexing.Index
    files: tuple[RenderedFile, ...]
    findings: tuple[Finding, ...]


def link_inputs(inputs: Inputs) -> tuple[Links, list[Finding]]:
    """The links of what was read.

    Raises:
        UsageError: there is nothing to work on, since every case is switched off.
    """
    if all(case.disabled is not None for case in inputs.case_file.cases):
        place = inputs.case_file.cases[0].place
        raise UsageError(error("no-cases", place, "every case is switched off", "switch at least one on"))
    return link(inputs.task_list, inputs.case_file.cases, inputs.library, inputs.project.config.target, canonical_name)


def build(project: Project, only: Sequence[str] = ()) -> Build:
    """Read, link, compose, render; nothing is written.

    Args:
        project: of the list.
        only: the tasks to compose and render (case, label or file), without the index file; nothing for all of them.

    Raises:
        UsageError: an input can't be read at all, or nothing is called like a name in `only`.
        TaskgenError: a template fails.
    """
    inputs = load(project)
    links, link_findings = link_inputs(inputs)
    setting = _setting(inputs, links)
    list_name = project.relative(project.list_file)
    outlined, outline_findings = outlines(links.cases, inputs.task_list, list_name, setting)
    wanted = chosen(outlined, only) if only else {outline.link.case.id for outline in outlined}
    composed = [(one, *compose(one, setting)) for one in outlined if one.link.case.id in wanted]
    tasks = tuple(task for _one, task, _found in composed if task is not None)
    refused = {one.link.case.id for one, task, _found in composed if task is None}
    outlined = tuple(one for one in outlined if one.link.case.id not in refused)
    environment = environment_of(project)
    rendered = [budget.render_within(environment, task, project.config.limits) for task in tasks]
    files = [file for file, _found in rendered]
    index = indexing.index(inputs.task_list, inputs.case_file, inputs.library, links, outlined, list_name)
    index_files = [] if only else [_index_file(environment, index, outlined)]
    findings = (
        *inputs.findings,
        *link_findings,
        *outline_findings,
        *(finding for _one, _task, found in composed for finding in found),
        *_settings(project, inputs.library),
        *_rendering_findings(project, tasks, rendered),
        *(found for file in index_files for found in _hidden_in(file, project.shown(project.list_file))),
    )
    return Build(
        inputs=inputs,
        links=links,
        outlines=tuple(one for one in outlined if one.link.case.id in wanted),
        tasks=tasks,
        index=index,
        files=(*files, *index_files),
        findings=findings,
    )


def _setting(inputs: Inputs, links: Links) -> Setting:
    """What the tasks of a list share."""
    project = inputs.project
    return Setting(
        library=inputs.library,
        config=project.config,
        captures=inputs.captures,
        recordings=inputs.recordings,
        nearest=links.nearest,
        protected=project.protected(),
    )


def _rendering_findings(
    project: Project, tasks: Sequence[ExampleTask], rendered: Sequence[tuple[RenderedFile, list[Finding]]]
) -> list[Finding]:
    """What was found while tasks were rendered, then what hygiene finds in their files, task by task."""
    found: list[Finding] = []
    for task, (file, of_rendering) in zip(tasks, rendered, strict=True):
        found += (_in_folder(finding, project) for finding in of_rendering)
        hidden = unseen(file.text, file.path) + secrets(file.text, file.path) + private_paths(file.text, file.path)
        message = f"the task of case {task.case!r} would hold it: "
        found += (replace(finding, place=task.place, message=message + finding.message) for finding in hidden)
    return found


def _in_folder(finding: Finding, project: Project) -> Finding:
    """A finding about a rendered file, with the file's whole name."""
    place = finding.place
    if place is None or "/" in place.path or not place.path.endswith(".md"):
        return finding
    return replace(finding, place=Location(project.shown(project.out / place.path), place.line, place.column))


def _hidden_in(index: RenderedFile, list_shown: str) -> Iterator[Finding]:
    """Unseen characters in the index, at the list that they come from."""
    for found in unseen(index.text, index.path):
        yield replace(found, place=Location(list_shown), message=f"the index would hold it: {found.message}")


def _outputs_outside(project: Project) -> list[Finding]:
    """Folders of the config that lead out of the project: only the command line may write elsewhere."""
    named = [("out", project.config.out), *(("list", entry.out) for entry in project.config.list_)]
    return [
        error(
            "output-outside",
            project.config.places.get(key),
            f"out = {folder[:80]!r} leads out of the project",
            "name a folder inside it, or give --out",
        )
        for key, folder in named
        if folder and posixpath.normpath(folder).split("/")[0] in {"..", ""}
    ]


def _settings(project: Project, library: Library) -> list[Finding]:
    """What speaks against the target and the services of config and library."""
    config = project.config
    found: list[Finding] = []
    for service in config.services:
        if not service.url.startswith(("http://", "https://", "tcp://")) or not urlsplit(service.url).hostname:
            message = f"the service's url {service.url[:80]!r} names no host"
            found.append(
                error("bad-service", config.places.get("services"), message, 'write url = "http://localhost:8080"')
            )
    found += _outputs_outside(project)
    named = [(url, config.places.get("needs")) for url in config.needs]
    for url, place in (*named, *((url, snippet.place) for snippet in library.snippets for url in snippet.needs)):
        if not urlsplit(url).scheme or not urlsplit(url).hostname:
            message = f"{url[:80]!r} is no URL of a service"
            found.append(error("bad-need", place, message, 'write URLs: ["http://localhost:8080"]'))
    if config.target is None:
        message = "no target is configured: `taskgen run` and `taskgen prove` can't try these tasks"
        return [
            *found,
            warning("no-target", None, message, 'write target = "python:MODULE:CALLABLE" into taskgen.toml'),
        ]
    _target, more = parse_target(config.target, config.places.get("target"))
    return [*found, *more]


def _index_file(environment: jinja2.Environment, index: indexing.Index, outlined: Sequence[Outline]) -> RenderedFile:
    return render_index(environment, index, _index_digests(one.file for one in outlined), INDEX)


def _index_digests(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return (("tasks", digest.of_text("".join(names))),)


def only(built: Build, names: Sequence[str]) -> Build:
    """The build with the named tasks alone (case, label or file), without the index file.

    Raises:
        UsageError: nothing is called so.
    """
    cases = chosen(built.outlines, names)
    kept = [at for at, task in enumerate(built.tasks) if task.case in cases]
    return replace(
        built,
        outlines=tuple(built.outlines[at] for at in kept),
        tasks=tuple(built.tasks[at] for at in kept),
        files=tuple(built.files[at] for at in kept),
    )


def chosen(outlined: Sequence[Outline], names: Sequence[str]) -> set[str]:
    """The cases that the user named, by id, label or file.

    Raises:
        UsageError: nothing is called so.
    """
    known: dict[str, set[str]] = {}
    for outline in outlined:
        case = outline.link.case.id
        for name in (case, outline.file, outline.label, outline.label.rpartition(".")[0]):
            known.setdefault(name, set()).add(case)
    known.pop("", None)
    cases: set[str] = set()
    for name in names:
        found = known.get(name) or known.get(name.removeprefix("Task ")) or known.get(name.rsplit("/", 1)[-1])
        if found is None:
            next_step = did_you_mean(name, known, "`taskgen list` shows tasks and cases")
            raise UsageError(error("unknown-task", None, f"no task is called {name[:80]!r}", next_step))
        cases |= found
    return cases


def single(built: Build) -> RenderedFile:
    """All tasks of a build in one sealed file, in order.

    Raises:
        TaskgenError: a template fails.
    """
    environment = environment_of(built.inputs.project)
    limits = built.inputs.project.config.limits
    texts = [budget.render_within(environment, replace(task, single=True), limits)[0].text for task in built.tasks]
    comment = markers.comment_line(None, built.index.source, _index_digests(file.path for file in built.files))
    body = "\n\n".join(markers.unsealed(text) for text in texts)
    return RenderedFile(path="", text=markers.sealed(f"{comment}\n\n{body}"))


def as_data(built: Build) -> Json:
    """A build as plain data: the fields of each task as templates get them, the files, the findings."""
    return {
        "list": built.inputs.task_list.path,
        "tasks": [context(task)["task"] for task in built.tasks],
        "index": dataclasses.asdict(built.index),
        "files": [{"path": file.path, "text": file.text} for file in built.files],
        "findings": [finding.as_data() for finding in built.findings],
    }
