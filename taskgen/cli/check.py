"""`taskgen check`: inputs valid, outputs current, receipts fresh; executes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli.boundary import ERRORS, OK
from taskgen.cli.options import (
    CasesOption,
    Format,
    FormatOption,
    LevelOption,
    LibraryOption,
    ListPath,
    OutOption,
    QuietOption,
    StrictOption,
    TemplatesOption,
    overrides,
)
from taskgen.cli.report import err, failing, out_json, say, table

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.pipeline.checking import Checked
    from taskgen.read.settings import Setting

EXAMPLES = """\b
Examples:
  taskgen check                  every list of the config
  taskgen check tasks.md --strict
  taskgen check --show-config    every setting, and where it comes from
"""


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    library: LibraryOption = None,
    out_folder: OutOption = None,
    templates: TemplatesOption = None,
    level: LevelOption = None,
    show_config: Annotated[bool, typer.Option("--show-config", help="Show the settings in force and stop.")] = False,
    style: FormatOption = Format.TEXT,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Check that inputs are valid, outputs current, receipts fresh. Executes nothing, writes nothing."""
    from taskgen.pipeline import checking, project  # noqa: PLC0415 - not for --help

    given = overrides(cases, library, out_folder, templates, level)
    base = Path.cwd()
    if show_config:
        _show(checking.show_config(project.open_without_list(given, base), given), style)
        return
    failed = False
    results: list[Json] = []
    for path in [list_path] if list_path else project.every_list(base):
        checked = checking.check(project.open_project(path, given, base))
        failed = failed or failing(checked.findings, strict=strict)
        if style is Format.JSON:
            results.append(_fields(checked))
            continue
        say(checked.findings, quiet=quiet)
        err(_summary(checked))
    if style is Format.JSON:
        out_json({"version": 1, "lists": results})
    raise typer.Exit(ERRORS if failed else OK)


def _summary(checked: Checked) -> str:
    listed = checked.build.inputs.task_list.path
    tasks = len(checked.build.tasks)
    return f"{listed}: {checked.current} of {checked.total} files current, {checked.fresh} of {tasks} tasks proven"


def _fields(checked: Checked) -> Json:
    return {
        "list": checked.build.inputs.task_list.path,
        "files": checked.total,
        "current": checked.current,
        "tasks": len(checked.build.tasks),
        "proven": checked.fresh,
        "findings": [finding.as_data() for finding in checked.findings],
    }


def _show(settings: list[Setting], style: Format) -> None:
    import json  # noqa: PLC0415 - only for --show-config

    if style is Format.JSON:
        out_json({"version": 1, "settings": [{"key": s.key, "value": s.value, "origin": s.origin} for s in settings]})
        return
    rows = [(s.key, "-" if s.value is None else json.dumps(s.value, ensure_ascii=False), s.origin) for s in settings]
    table(rows, ("setting", "value", "from"))
