"""`taskgen handbook`: a book for those who execute the tasks, or for those who write them."""

from __future__ import annotations

import enum
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK, USAGE
from taskgen.cli.console import counted, err, failing, out, out_json, say
from taskgen.cli.options import (
    CasesOption,
    CheckOption,
    DiffOption,
    ForceOption,
    LevelOption,
    LibraryOption,
    ListPath,
    QuietOption,
    StrictOption,
    TemplatesOption,
    Wanted,
    overrides,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.diagnostics import Finding
    from taskgen.pipeline.handbook import ReadyBook
    from taskgen.pipeline.outputs import Change
    from taskgen.pipeline.project import Project

EXAMPLES = """\b
Examples:
  taskgen handbook --for executor                        print it
  taskgen handbook --out EXECUTOR.md                     write it; --check says whether it is current
  taskgen handbook --for author --out docs/author/       a page a part
  taskgen handbook --into AGENTS.md                      a marked block in a file of yours
  taskgen handbook --out EXECUTOR.md --into CLAUDE.md    the book, and a line that takes it in
  taskgen handbook --format html --out book.html         one page, for a browser or paper
  taskgen handbook --format skill --out .claude/skills/taskgen-executor
  taskgen handbook --new reviewer --out REVIEWER.md      start a book for another executor
"""


_NAME = re.compile(r"[^\W_][\w -]{0,60}")


class Reader(enum.StrEnum):
    """Who a book is for."""

    EXECUTOR = "executor"
    AUTHOR = "author"


class BookForm(enum.StrEnum):
    """The form of a book."""

    MARKDOWN = "md"
    HTML = "html"
    SKILL = "skill"
    JSON = "json"


def command(
    list_path: ListPath = None,
    *,
    reader: Annotated[Reader, typer.Option("--for", help="Who the book is for.")] = Reader.EXECUTOR,
    form: Annotated[
        BookForm, typer.Option("--format", help="md: Markdown; html: one page; skill: a SKILL.md.")
    ] = BookForm.MARKDOWN,
    out_path: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="FILE|FOLDER",
            help="Where it is written, a page a part into a FOLDER/. Default: stdout.",
            show_default=False,
        ),
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            "--into",
            metavar="FILE",
            help="Put it into a marked block of this file; with --out, a line that leads there.",
            show_default=False,
        ),
    ] = None,
    remove: Annotated[bool, typer.Option("--remove", help="Take the block out of the --into file.")] = False,
    new: Annotated[
        str | None,
        typer.Option(
            "--new", metavar="NAME", help="Start a book for another executor, with slots.", show_default=False
        ),
    ] = None,
    check: CheckOption = False,
    diff: DiffOption = False,
    force: ForceOption = False,
    cases: CasesOption = None,
    library: LibraryOption = None,
    templates: TemplatesOption = None,
    level: LevelOption = None,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write a handbook from what is true of the project: tasks, settings, known failures. Nothing is executed."""
    from taskgen.handbook.parts import Audience
    from taskgen.pipeline import handbook, project

    base = Path.cwd()
    wanted = Wanted(check=check, diff=diff, force=force, strict=strict, quiet=quiet)
    problem = _contradiction(form, out_path, into, new, remove=remove, look=check or diff)
    if problem:
        err(problem)
        raise typer.Exit(USAGE)
    opened = project.open_project(list_path, overrides(cases, library, None, templates, level), base)
    if remove and into is not None:
        raise typer.Exit(_written(handbook.removed(opened, Audience(reader), base / into), (), wanted))
    if new is not None:
        raise typer.Exit(_started(opened, new, out_path, wanted))
    made = handbook.made(opened, Audience(reader))
    if out_path is None and into is None:
        say(made.findings, quiet=quiet)
        _print(opened, made, form)
        raise typer.Exit(ERRORS if failing(made.findings, strict=strict) else OK)
    raise typer.Exit(_written(_changes(opened, made, form, out_path, into), made.findings, wanted))


def _contradiction(
    form: BookForm, out_path: str | None, into: str | None, new: str | None, *, remove: bool, look: bool
) -> str:
    """What is wrong with the options taken together; empty where nothing is."""
    if new is not None:
        wrong = {
            "--new starts a file of yours: give it --out FILE alone": into is not None or form is not BookForm.MARKDOWN,
            "--new starts a file of yours, which nothing is compared with: leave --check and --diff away": look,
            f"--new {new[:60]!r}: a name is a word or a few, and neither {' nor '.join(Reader)}": (
                not _NAME.fullmatch(new) or new in set(Reader)
            ),
        }
    elif remove:
        wrong = {
            "--remove takes a block out of a file: name the file with --into": into is None,
            "--remove writes nothing to --out: leave that away": out_path is not None,
        }
    else:
        places = {Path(name).resolve() for name in (out_path, into) if name is not None}
        wrong = {
            "a skill is a folder: name it with --out, such as .claude/skills/taskgen-executor": (
                form is BookForm.SKILL and out_path is None
            ),
            f"--into takes Markdown, not --format {form}": into is not None and form is not BookForm.MARKDOWN,
            "--into takes a file; without it and --out the book goes to stdout": into == "-",
            "--out and --into name the same file: a book can't lead to itself": (
                None not in {out_path, into} and len(places) == 1
            ),
            "--check and --diff compare with what is written: name it with --out or --into": look and not places,
        }
    return next((problem for problem, is_so in wrong.items() if is_so), "")


def _print(opened: Project, made: ReadyBook, form: BookForm) -> None:
    from taskgen.pipeline import handbook

    if form is BookForm.JSON:
        out_json(handbook.as_data(made))
    else:
        out(handbook.text_of(opened, made, as_page=form is BookForm.HTML).rstrip("\n"))


def _changes(opened: Project, made: ReadyBook, form: BookForm, out_path: str | None, into: str | None) -> list[Change]:
    """What the book's form would write."""
    from taskgen.pipeline import handbook

    changes: list[Change] = []
    base = opened.base
    if out_path is not None:
        path = base / out_path
        if form is BookForm.SKILL:
            changes += handbook.as_skill(opened, made, path)
        elif form is BookForm.MARKDOWN and (out_path.endswith("/") or path.is_dir()):
            changes += handbook.as_folder(opened, made, path)
        else:
            changes += handbook.as_file(opened, made, path, as_page=form is BookForm.HTML)
    if into is not None:
        linked = base / out_path if out_path is not None else None
        changes += handbook.as_block(opened, made, base / into, linked)
    return changes


def _started(opened: Project, name: str, out_path: str | None, wanted: Wanted) -> int:
    """Start a book for another executor: a file of the user's, never overwritten unasked."""
    from taskgen.pipeline import handbook

    if out_path is None:
        out(handbook.started(opened, name).rstrip("\n"))
        return OK
    handbook.start(opened, name, opened.base / out_path, force=wanted.force)
    err(f"wrote {out_path}: fill in its slots")
    return OK


def _written(changes: Sequence[Change], findings: Sequence[Finding], wanted: Wanted) -> int:
    """Write what changed, or say what would; the exit code."""
    from taskgen.pipeline import outputs

    all_findings = (*findings, *outputs.findings(changes, force=wanted.force, prune=False))
    say(all_findings, quiet=wanted.quiet)
    refused = failing(all_findings, strict=wanted.strict)
    changed = outputs.changed(changes)
    if wanted.diff:
        out("".join(map(outputs.diff, changed)).rstrip("\n"))
    if not refused and not wanted.shows_only:
        outputs.write(changes, prune=False)
    if not wanted.quiet:
        for change in changed:
            err(f"  {change.kind}: {change.shown}")
    verb = "nothing written" if refused else "would write" if wanted.shows_only else "wrote"
    err(f"{verb}: {counted(len(changed), 'file')}, {len(changes) - len(changed)} unchanged")
    return ERRORS if refused or (wanted.check and changed) else OK
