"""`taskgen render`: write the example tasks of a list."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.options import (
    CasesOption,
    LevelOption,
    LibraryOption,
    ListPath,
    OutOption,
    QuietOption,
    StrictOption,
    TemplatesOption,
    overrides,
)
from taskgen.cli.report import counted, err, failing, out, paint, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.pipeline.build import Build
    from taskgen.pipeline.outputs import Change

EXAMPLES = """\b
Examples:
  taskgen render tasks.md                 write tasks/<case>.md and tasks/index.md
  taskgen render --check                  write nothing; exit 1 if something would change
  taskgen render tasks.md --check --diff  the same, and show what
  taskgen render tasks.md --cases cases.json --library lib --out work/tasks
"""


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    library: LibraryOption = None,
    out_folder: OutOption = None,
    templates: TemplatesOption = None,
    level: LevelOption = None,
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 if anything would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; name what would be written.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Overwrite files that were edited by hand.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Take away tasks of cases that are gone.")] = False,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write one example task per case, and an index. Unchanged files are not touched; edited ones are refused."""
    from taskgen.pipeline import build, outputs, project  # noqa: PLC0415 - not for --help

    base = Path.cwd()
    failed = False
    for path in [list_path] if list_path else project.every_list(base):
        opened = project.open_project(path, overrides(cases, library, out_folder, templates, level), base)
        built = build.build(opened)
        changes = outputs.compare(built) if not build.refuse_errors(built.findings) else ()
        show_only = check or diff or dry_run
        findings = (*built.findings, *outputs.findings(changes, force=force, prune=prune))
        say(findings, quiet=quiet)
        refused = failing(findings, strict=strict)
        if diff:
            out("".join(outputs.diff(change) for change in outputs.changed(changes)).rstrip("\n"))
        if not refused and not show_only:
            outputs.write(changes, prune=prune)
        _tell(built, changes, verb=_verb(refused=refused, show_only=show_only))
        failed = failed or refused or (check and bool(outputs.changed(changes)))
    raise typer.Exit(ERRORS if failed else OK)


def _verb(*, refused: bool, show_only: bool) -> str:
    if refused:
        return "nothing written"
    return "would write" if show_only else "wrote"


def _tell(built: Build, changes: Sequence[Change], verb: str) -> None:
    """What was read and what became of it, in two lines on stderr."""
    from taskgen.pipeline.outputs import changed  # noqa: PLC0415 - loaded by now

    index = built.index
    read = f"{built.inputs.task_list.path}: {counted(index.tasks_read, 'task')} read ({index.unit}), "
    read += f"{counted(index.cases_read, 'case')} read, {counted(len(index.rows), 'example task')}"
    if index.undriven:
        read += f", {counted(len(index.undriven), 'task')} not yet example-driven"
    err(read)
    if verb == "nothing written":
        err(paint(f"{verb}: mend the errors above", "error"))
        return
    files = changed(changes)
    for change in files if verb == "would write" else []:
        err(f"  {change.kind}: {change.shown}")
    same = len(built.files) - len(files)
    folder = built.inputs.project.shown(built.inputs.project.out)
    err(f"{verb} {counted(len(files), 'file')} in {folder}/, {same} unchanged")
