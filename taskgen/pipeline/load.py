"""Inputs read: the list, the cases, the library, captures and templates, each with its findings."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Location, Severity, UsageError, note
from taskgen.doors import workspace
from taskgen.model import Library
from taskgen.pipeline.project import CAPTURES, DEFAULT_LIBRARY, Project
from taskgen.read.text import decode_text
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    import jinja2

    from taskgen.diagnostics import Finding
    from taskgen.model import CaseFile, TaskList


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """All that a build is made from.

    Attributes:
        captures: what a task's command says without the code, by file stem of the case.
        recordings: the file stems of recorded cases.
    """

    project: Project
    task_list: TaskList
    case_file: CaseFile
    library: Library
    captures: dict[str, str]
    recordings: frozenset[str]
    findings: tuple[Finding, ...] = field(default=())


def text_of(path: Path, shown: str, what: str) -> tuple[str, list[Finding]]:
    """The text of an input file.

    Raises:
        UsageError: it can't be read, or is no text.
    """
    text, findings = decode_text(shown, workspace.read(path, shown, what))
    if text is None:
        raise UsageError(*findings)
    return text, findings


def read_list(path: Path, shown: str, level: str | None) -> tuple[TaskList, list[Finding]]:
    """The list.

    Raises:
        UsageError: it can't be read, or no task is in it.
    """
    from taskgen.read.lists import tasklist  # noqa: PLC0415 - markdown-it only where a list is read

    text, findings = text_of(path, shown, "the list")
    read, more = tasklist.read(shown, text, level)
    findings += more
    if read is None or not read.tasks:
        raise UsageError(*findings)
    return read, findings


def read_cases(path: Path, shown: str) -> tuple[CaseFile, list[Finding]]:
    """The cases.

    Raises:
        UsageError: the file can't be read, or no case of it can.
    """
    read, findings = count_cases(path, shown)
    if not read.cases:
        raise UsageError(*findings)
    return read, findings


def count_cases(path: Path, shown: str) -> tuple[CaseFile, list[Finding]]:
    """The cases, also where all that stood there were refused.

    Raises:
        UsageError: the file can't be read.
    """
    from taskgen.read.cases import file as reader  # noqa: PLC0415 - only where cases are read

    text, findings = text_of(path, shown, "the cases file")
    read, more = reader.read(shown, text)
    findings += more
    if read is None:
        raise UsageError(*findings)
    return read, findings


def read_library(project: Project) -> tuple[Library, list[Finding]]:
    """The library; none is a note, unless somebody named it.

    Raises:
        UsageError: a named library is missing, or a file of it can't be read.
    """
    if not project.named_library and not project.library.exists():
        place = Location(project.shown(project.library))
        found = note(
            "no-library", place, f"there is no {DEFAULT_LIBRARY}/ folder: tasks get no code", "see `taskgen init`"
        )
        return Library(), [found]
    from taskgen.read import library  # noqa: PLC0415 - yaml only where there is a library

    texts: list[tuple[str, str]] = []
    findings: list[Finding] = []
    for path in workspace.library_files(project.library, project.shown(project.library)):
        text, more = text_of(path, project.shown(path), "the library file")
        texts.append((project.shown(path), text))
        findings += [finding for finding in more if finding.severity is not Severity.NOTE]

    def load_code(name: str) -> str | None:
        data = workspace.read_optional(project.base / name)
        return None if data is None else decode_text(name, data)[0]

    read, more = library.read(texts, load_code)
    return read, findings + more


def read_captures(folder: Path) -> dict[str, str]:
    """The captured last lines, by file stem; `folder` need not exist."""
    captures = {}
    for path in workspace.files_in(folder, ".txt"):
        text, _findings = decode_text(path.name, workspace.read_optional(path) or b"")
        if text and text.strip():
            captures[path.stem] = text.replace("\r\n", "\n").strip("\n")
    return captures


def recordings_of(project: Project) -> frozenset[str]:
    """The file stems of recorded cases."""
    return frozenset(path.stem for path in workspace.files_in(project.root / project.config.recordings, ".json"))


def load(project: Project) -> Inputs:
    """Read everything that a project's build is made from.

    Raises:
        UsageError: an input can't be read at all, or holds nothing.
    """
    task_list, list_findings = read_list(project.list_file, project.shown(project.list_file), project.level)
    case_file, case_findings = read_cases(project.cases_file, project.shown(project.cases_file))
    library, library_findings = read_library(project)
    return Inputs(
        project=project,
        task_list=task_list,
        case_file=case_file,
        library=library,
        captures=read_captures(project.root / CAPTURES),
        recordings=recordings_of(project),
        findings=(*project.findings, *list_findings, *case_findings, *library_findings),
    )


# Folders of templates that only some commands need; `page` is the frame of every HTML page.
_APART: Final = frozenset({"handbook", "page", "report"})


def environment_of(project: Project, *apart: str, html: bool = False) -> jinja2.Environment:
    """The templates of a project, ready to render; escaping for HTML where it is to be a page.

    Args:
        project: says where the user's templates are.
        apart: of the folders that only some commands need, those to load too ("handbook", "page").
        html: whether the templates make HTML.

    Raises:
        UsageError: the user's folder or a template in it can't be read.
    """
    from taskgen.render.environment import make  # noqa: PLC0415 - only where something is rendered

    return make(_templates(project, *apart), html=html)


def _templates(project: Project, *apart: str) -> dict[str, tuple[str, str]]:
    """Built-in templates under `builtin/NAME`, the user's under NAME: name to (text, path as shown)."""
    folder = workspace.builtin_folder("templates")
    templates = {
        f"builtin/{name}": (workspace.read(path, name, "the built-in template").decode(), f"builtin/{name}")
        for name, path in _wanted(folder, apart).items()
    }
    if project.templates is None:
        return templates
    if not project.templates.is_dir():
        workspace.read(project.templates, project.shown(project.templates), "the templates folder")
    for name, path in _wanted(project.templates, apart).items():
        shown = project.shown(path)
        text, _findings = text_of(path, shown, "the template")
        templates[name] = (text, shown)
    return templates


def _wanted(folder: Path, apart: Collection[str]) -> dict[str, Path]:
    """The templates of a folder by name, those of other commands left out."""
    others = _APART - set(apart)
    return {name: path for name, path in workspace.template_files(folder).items() if name.split("/")[0] not in others}
