"""`taskgen render`: write the example tasks of a list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from taskgen.cli import rendering
from taskgen.cli.boundary import ERRORS, OK, USAGE
from taskgen.cli.options import (
    CasesOption,
    Format,
    LevelOption,
    LibraryOption,
    ListPath,
    OutOption,
    QuietOption,
    StrictOption,
    TemplatesOption,
    case_ids,
    overrides,
)
from taskgen.cli.report import err, failing, out, out_json, say
from taskgen.diagnostics import has_errors

if TYPE_CHECKING:
    from taskgen.decode import Json
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.changes import Change

EXAMPLES = """\b
Examples:
  taskgen render tasks.md                 write tasks/<case>.md and tasks/index.md
  taskgen render --check                  write nothing; exit 1 if something would change
  taskgen render tasks.md --check --diff  the same, and show what
  taskgen render tasks.md --cases cases.json --library lib --out work/tasks
  taskgen render --only words_001_extra_spaces --out -   one task, on stdout
  taskgen render --single tasks.out.md                   all tasks in one file
  taskgen render --check --require-proof                 for CI: all current, all proven
  taskgen render --format json                           for programs; see `taskgen schema output`
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
    exit_non_zero_on_change: Annotated[
        bool, typer.Option("--exit-non-zero-on-change", help="Exit 1 if anything was written, as hooks want it.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only",
            metavar="CASE|TASK",
            help="Only this one; may be repeated.",
            autocompletion=case_ids,
        ),
    ] = None,
    single: Annotated[
        str | None,
        typer.Option("--single", metavar="FILE", help="All tasks in one file, - for stdout.", show_default=False),
    ] = None,
    require_proof: Annotated[
        bool, typer.Option("--require-proof", help="Write nothing unless receipts vouch for what would be written.")
    ] = False,
    style: Annotated[Format, typer.Option("--format", help="json: print everything, write nothing.")] = Format.TEXT,
    strict: StrictOption = False,
    quiet: QuietOption = False,
) -> None:
    """Write one example task per case, and an index. Unchanged files are not touched; edited ones are refused."""
    from taskgen.pipeline import memo  # noqa: PLC0415 - not for --help

    base = Path.cwd()
    wanted = rendering.Wanted(
        check=check, diff=diff, dry_run=dry_run, force=force, prune=prune, strict=strict, quiet=quiet
    )
    to_stdout = "-" in {out_folder, single}
    given = overrides(cases, library, None if out_folder == "-" else out_folder, templates, level)
    # Whatever else may be wanted: if nothing has changed since nothing was to do, nothing is to do.
    is_plain = not (to_stdout or diff or dry_run or only or single or require_proof or style is Format.JSON)
    question = memo.Question(base=base, words=("render", list_path or "", repr(given), f"{check} {prune} {force}"))
    short = rendering.by_memory(question, list_path, given, wanted) if is_plain else None
    if short is not None:
        raise typer.Exit(ERRORS if short.failed or (exit_non_zero_on_change and short.written) else OK)
    from taskgen.pipeline import build, outputs, project  # noqa: PLC0415 - only where something may have changed

    began = memo.begin()
    failed = pruned = False
    done: list[tuple[Build, rendering.Told]] = []
    written: list[Change] = []
    results: list[Json] = []
    paths = [list_path] if list_path else project.every_list(base)
    if len(paths) > 1 and (single or out_folder):
        named = f"--single {single}" if single else f"--out {out_folder}"
        err(f"{named} takes one list, and the config names {len(paths)}: taskgen render LIST {named}")
        raise typer.Exit(USAGE)

    def made(path: str | None) -> Build:
        whole = build.build(project.open_project(path, given, base))
        built = build.only(whole, only) if only else whole
        return _with_proof(whole, built) if require_proof and not has_errors(whole.findings) else built

    for built in project.where_known(paths, made):
        refused = failing(built.findings, strict=strict)
        changes = () if has_errors(built.findings) else outputs.compare(built)
        if style is Format.JSON or to_stdout:
            failed = failed or refused or (check and bool(outputs.changed(changes)))
            results += _shown(built, style, quiet=quiet, refused=refused)
            continue
        if single and changes:
            changes = outputs.compare_single(built, base / single, build.single(built).text)
        told = rendering.told_of(built, changes, wanted)
        failed = rendering.carried_out(told, changes, wanted) or failed
        written += outputs.changed(changes)
        pruned = pruned or bool(prune and outputs.pruned(changes))
        done.append((built, told))
    if style is Format.JSON:
        out_json({"version": 1, "lists": results})
    if is_plain and not (failed or pruned or (written and (check or force))):
        rendering.keep(question, done, written, began)
    raise typer.Exit(ERRORS if failed or (exit_non_zero_on_change and written) else OK)


def _with_proof(whole: Build, built: Build) -> Build:
    """The build, with an error for each of its tasks that no receipt vouches for."""
    from taskgen.pipeline import checking, status  # noqa: PLC0415 - only for --require-proof

    state = status.state_of(whole.inputs.project, whole)
    cases = {task.case for task in built.tasks}
    asked = replace(state, tasks=tuple(task for task in state.tasks if task.case in cases))
    return replace(built, findings=(*built.findings, *checking.proof_findings(asked, required=True)))


def _shown(built: Build, style: Format, *, quiet: bool, refused: bool) -> list[Json]:
    """The build on stdout: for programs as data (given back), for people as one text."""
    from taskgen.pipeline import build  # noqa: PLC0415 - loaded by now

    if style is Format.JSON:
        return [build.as_data(built)]
    say(built.findings, quiet=quiet)
    if not refused:
        out(build.single(built).text.rstrip("\n"))
    return []
