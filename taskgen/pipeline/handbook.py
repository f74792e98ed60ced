"""Handbooks: a project read, its book written, and compared with the disk."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any, Final

from taskgen.compose.index import Index, Left
from taskgen.diagnostics import Location, RefusedError, Severity, UsageError, error, has_errors
from taskgen.doors import output, workspace
from taskgen.handbook import block, forms
from taskgen.handbook.facts import Facts, Missing, gather
from taskgen.handbook.parts import Audience
from taskgen.handbook.write import write
from taskgen.hygiene import private_paths, secrets, unseen
from taskgen.model import Library
from taskgen.pipeline import outputs, status
from taskgen.pipeline.build import build
from taskgen.pipeline.load import environment_of, read_list
from taskgen.records import dataclass
from taskgen.render.environment import render

if TYPE_CHECKING:
    from pathlib import Path

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.expect.checks.base import CheckType
    from taskgen.handbook.write import Written
    from taskgen.lint.rule import Rule
    from taskgen.pipeline.outputs import Change
    from taskgen.pipeline.project import Project
    from taskgen.render.regenerate import Judged

CLAUDE: Final = "CLAUDE.md"
NEW: Final = "handbook/new/book.md.j2"
_NO_CASES: Final = frozenset({"missing-file", "no-cases"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyBook:
    """A book, the folder of the tasks that it speaks of, and what was found on the way to it."""

    book: Written
    folder: str
    findings: tuple[Finding, ...]


def made(project: Project, audience: Audience) -> ReadyBook:
    """Write a book from what is true of a list; where something is missing, the book says so, with the next command.

    Raises:
        TaskgenError: an input can't be read or has errors, or a template fails.
    """
    facts, findings = _facts(project)
    environment = environment_of(project, "handbook")
    book, found = write(environment, audience, facts, _declared() if audience is Audience.AUTHOR else {})
    text, shown = forms.file(book), project.shown(project.list_file)
    if audience is Audience.AUTHOR:
        text = _without_examples(text)
    found += [
        replace(finding, place=Location(shown), message=f"the handbook would hold it: {finding.message}")
        for finding in (*unseen(text, shown), *secrets(text, shown), *private_paths(text, shown))
    ]
    if has_errors(found):
        raise RefusedError(*found)
    return ReadyBook(book=book, folder=facts.folder, findings=(*findings, *found))


def _without_examples(text: str) -> str:
    """An author's book without the bad lines that lint's rules show, which are no leak."""
    from taskgen.lint.rules import RULES  # noqa: PLC0415 - only for an author's book

    for bad in (_rule(rule)["bad"] for rule in RULES.values()):
        text = text.replace(bad, "") if bad else text
    return text


def _facts(project: Project) -> tuple[Facts, tuple[Finding, ...]]:
    try:
        built = build(project)
    except UsageError as stopped:
        errors = [finding for finding in stopped.findings if finding.severity is Severity.ERROR]
        if not errors or {finding.rule for finding in errors} - _NO_CASES:
            raise
        return _without_cases(project), tuple(finding for finding in stopped.findings if finding not in errors)
    if has_errors(built.findings):
        raise RefusedError(*built.findings)
    folder = project.relative(project.out)
    facts = gather(built.tasks, built.index, built.inputs.library, project.config, folder)
    unproven = sum(not task.standing.is_fresh for task in status.state_of(project, built).tasks)
    missing = (*facts.missing, *_not_rendered(project, len(built.files)), *_not_proven(unproven, len(built.tasks)))
    return replace(facts, missing=missing, proven=not unproven), built.findings


def _without_cases(project: Project) -> Facts:
    """The facts of a list whose cases are not there yet.

    Raises:
        UsageError: the list can't be read.
    """
    task_list, _findings = read_list(project.list_file, project.shown(project.list_file), project.level)
    reason = "there are no cases yet"
    undriven = tuple(Left(name=f"Task {task.label}", title=task.title, reason=reason) for task in task_list.tasks)
    index = Index(
        title=task_list.title or project.relative(project.list_file),
        source=project.relative(project.list_file),
        unit=task_list.unit,
        tasks_read=len(task_list.tasks),
        cases_read=0,
        rows=(),
        undriven=undriven,
        unnamed=(),
        disabled=(),
        unused=(),
        waves=1,
    )
    facts = gather((), index, Library(), project.config, project.relative(project.out))
    cases = project.shown(project.cases_file)
    missing = Missing(what=f"There are no cases: write {cases}; its form is printed by", next="taskgen schema cases")
    return replace(facts, missing=(missing, *facts.missing))


def _not_rendered(project: Project, files: int) -> tuple[Missing, ...]:
    if files == 0 or project.out.is_dir():
        return ()
    return (Missing(what="The example tasks are not rendered yet", next="taskgen render"),)


def _not_proven(unproven: int, tasks: int) -> tuple[Missing, ...]:
    if not unproven:
        return ()
    verb = "is" if unproven == 1 else "are"
    return (Missing(what=f"{unproven} of {tasks} tasks {verb} not proven", next="taskgen prove"),)


def _declared() -> dict[str, Any]:
    """What the code declares and an author's book lists: types of checks, rules of lint."""
    from taskgen.expect.checks import TYPES  # noqa: PLC0415 - only for an author's book
    from taskgen.lint.rules import RULES  # noqa: PLC0415 - as above

    return {"checks": [_check(kind) for kind in TYPES.values()], "rules": [_rule(rule) for rule in RULES.values()]}


def _check(kind: CheckType) -> dict[str, str]:
    """A check type by its first examples, as a file writes them."""
    shown = {"name": kind.name, "doc": kind.doc.removesuffix("."), "params": "", "passing": "", "failing": ""}
    for passing in kind.passing[:1]:
        failing = next((example for example in kind.failing if example.params == passing.params), None)
        shown["params"] = _json({"type": kind.name, **passing.params})
        shown["passing"] = _json(passing.value)
        shown["failing"] = _json(failing.value) if failing else ""
    return shown


def _rule(rule: Rule) -> dict[str, str]:
    """A rule of lint with the line that makes its bad example bad; empty where something is missing there."""
    good = rule.good.split("\n")
    bad = next((line for line in rule.bad.split("\n") if line.isprintable() and line and line not in good), "")
    return {"name": rule.name, "what": rule.what, "why": rule.why, "bad": bad, "good": rule.next_step}


def _json(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def text_of(project: Project, ready: ReadyBook, *, as_page: bool) -> str:
    """The book as one file: Markdown, or a page of HTML.

    Raises:
        TaskgenError: a template fails.
    """
    if not as_page:
        return forms.file(ready.book)
    from taskgen.handbook.html import html  # noqa: PLC0415 - only for a page

    return html(environment_of(project, "handbook", "page", html=True), ready.book)


def as_file(project: Project, ready: ReadyBook, path: Path, *, as_page: bool) -> tuple[Change, ...]:
    """The book as one file, against the disk.

    Raises:
        TaskgenError: a template fails; a folder or a binary file is there.
    """
    return (outputs.against_disk(path, project.shown(path), text_of(project, ready, as_page=as_page)),)


def as_folder(project: Project, ready: ReadyBook, folder: Path) -> tuple[Change, ...]:
    """The book as a page a part, against the disk.

    Raises:
        RefusedError: a folder or a binary file is where a page belongs.
    """
    pages = forms.folder(ready.book)
    return tuple(
        outputs.against_disk(folder / page.path, project.shown(folder / page.path), page.text) for page in pages
    )


def as_skill(project: Project, ready: ReadyBook, folder: Path) -> tuple[Change, ...]:
    """The book as a skill, against the disk.

    Raises:
        UsageError: the folder's name can't be a skill's.
        RefusedError: a folder or a binary file is where it belongs.
    """
    name = workspace.real(folder).name
    if not forms.is_skill_name(name):
        message = f"{name[:80]!r} can't be a skill's name: small letters, digits and single hyphens, at most 64"
        next_step = f"name the folder so, such as taskgen-{ready.book.audience}"
        raise UsageError(error("bad-skill-name", Location(project.shown(folder)), message, next_step))
    path = folder / forms.SKILL
    return (outputs.against_disk(path, project.shown(path), forms.skill(ready.book, name, ready.folder)),)


def as_block(project: Project, ready: ReadyBook, path: Path, linked: Path | None) -> tuple[Change, ...]:
    """A block in a file that is somebody else's: the whole book, or a line that links to the book's file.

    Raises:
        RefusedError: a folder or a binary file is there, or its block is broken.
    """
    shown = project.shown(path)
    audience = ready.book.audience
    inside = forms.inside(ready.book) if linked is None else _pointer(path, linked, ready)
    new = block.made(audience, inside)
    return (outputs.against_disk(path, shown, new, lambda old, text: block.judge(old, text, audience, shown)),)


def _pointer(path: Path, linked: Path, ready: ReadyBook) -> str:
    """The line that leads from one file to the book; CLAUDE.md has a form of its own that takes the book in."""
    target = forms.relative(workspace.real(linked).as_posix(), workspace.real(path).parent.as_posix())
    if path.name == CLAUDE:
        return f"@{target}"
    return f"Before you work on a task in `{ready.folder}/`, read [{linked.name}]({target})."


def removed(project: Project, audience: Audience, path: Path) -> tuple[Change, ...]:
    """A file without its block.

    Raises:
        UsageError: there is no block in it.
        RefusedError: its block is broken.
    """
    shown = project.shown(path)

    def taken_out(old: str, _new: str) -> Judged:
        judged = block.without(old, audience, shown)
        if judged is None:
            next_step = "check the file's name, and --for"
            raise UsageError(error("no-block", Location(shown), f"it has no block for the {audience}", next_step))
        return judged

    if not path.is_file():
        raise UsageError(error("missing-file", Location(shown), "there is no such file", "check its name"))
    return (outputs.against_disk(path, shown, "", taken_out),)


def started(project: Project, name: str) -> str:
    """The text of a handbook for an executor of another kind, its slots still open.

    Raises:
        TaskgenError: an input can't be read or has errors, or the template fails.
    """
    facts, _findings = _facts(project)
    environment = environment_of(project, "handbook")
    return render(environment, NEW, {"book": {**asdict(facts), "name": name}}).text


def start(project: Project, name: str, path: Path, *, force: bool) -> None:
    """Write what `started` gives into a file that is the user's from then on.

    Raises:
        RefusedError: the file exists, and `force` is not given.
    """
    if path.exists() and not force:
        place = Location(project.shown(path))
        raise RefusedError(
            error("file-exists", place, "this file is there already", "choose another --out, or --force")
        )
    output.write_all([output.Write(path=path, text=started(project, name))])


def as_data(ready: ReadyBook) -> Json:
    """The book for programs."""
    return {**forms.as_data(ready.book), "findings": [finding.as_data() for finding in ready.findings]}
