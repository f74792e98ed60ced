"""The options that several commands share, each declared once."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.records import dataclass

if TYPE_CHECKING:
    from taskgen.pipeline.project import Overrides


class Format(enum.StrEnum):
    """How a result is printed."""

    TEXT = "text"
    JSON = "json"


class FindingsFormat(enum.StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asks for where files are written."""

    check: bool
    diff: bool
    force: bool
    strict: bool
    quiet: bool
    dry_run: bool = False
    prune: bool = False

    @property
    def shows_only(self) -> bool:
        """Whether nothing may be written."""
        return self.check or self.diff or self.dry_run


ListPath = Annotated[
    str | None,
    typer.Argument(
        metavar="[LIST]", help="The conceptual list. Default: the config's lists, else tasks.md.", show_default=False
    ),
]
ListOption = Annotated[
    str | None,
    typer.Option("--list", metavar="FILE", help="The conceptual list, another than the config's.", show_default=False),
]
CasesOption = Annotated[
    str | None,
    typer.Option(
        "--cases",
        metavar="FILE",
        help="The cases file. Default: the config's, else test_prompts.json.",
        show_default=False,
    ),
]
LibraryOption = Annotated[
    str | None,
    typer.Option(
        "--library", metavar="FOLDER", help="The library. Default: the config's, else library/.", show_default=False
    ),
]
TargetOption = Annotated[
    str | None,
    typer.Option(
        "--target",
        metavar="TARGET",
        help="What cases run against: python:MODULE:CALLABLE, command:LINE or openai. Default: the config's.",
        show_default=False,
    ),
]
OutOption = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FOLDER",
        help="Where tasks are written. Default: the config's, else the list's name.",
        show_default=False,
    ),
]
TemplatesOption = Annotated[
    str | None,
    typer.Option(
        "--templates", metavar="FOLDER", help="Templates that come before the built-in ones.", show_default=False
    ),
]
LevelOption = Annotated[
    str | None,
    typer.Option(
        "--level", metavar="NAME", help="What counts as a task; `taskgen list` shows the names.", show_default=False
    ),
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Say only errors and the result.")]
CheckOption = Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")]
DiffOption = Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")]
ForceOption = Annotated[bool, typer.Option("--force", help="Overwrite what was edited by hand.")]
OpenOption = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]
FindingsFormatOption = Annotated[
    FindingsFormat, typer.Option("--format", help="For people, for programs, or as GitHub's annotations.")
]
FormatOption = Annotated[Format, typer.Option("--format", help="For people or for programs.")]


def case_ids(incomplete: str) -> list[str]:
    """The ids of the project's cases that begin so, for shell completion; none where they can't be read."""
    from pathlib import Path

    from taskgen.diagnostics import TaskgenError
    from taskgen.pipeline import project
    from taskgen.pipeline.load import read_cases

    try:
        opened = project.open_without_list(project.Overrides(), Path.cwd())
        case_file, _findings = read_cases(opened.cases_file, "cases")
    except TaskgenError:
        return []
    return [case.id for case in case_file.cases if case.id.startswith(incomplete)]


def overrides(
    cases: str | None = None,
    library: str | None = None,
    out: str | None = None,
    templates: str | None = None,
    level: str | None = None,
    target: str | None = None,
) -> Overrides:
    """The command line's settings as the pipeline takes them."""
    from taskgen.pipeline.project import Overrides

    return Overrides(cases=cases, library=library, out=out, templates=templates, level=level, target=target)
