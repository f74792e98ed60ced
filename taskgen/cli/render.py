"""`taskgen render`: write the example tasks of a list."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from taskgen.cli.boundary import ERRORS, OK, USAGE
from taskgen.cli.console import counted, err, failing, out, out_json, paint, say
from taskgen.cli.options import (
    CasesOption,
    CheckOption,
    DiffOption,
    ForceOption,
    Format,
    LevelOption,
    LibraryOption,
    ListPath,
    OutOption,
    QuietOption,
    StrictOption,
    TemplatesOption,
    Wanted,
    case_ids,
    overrides,
)
from taskgen.diagnostics import finding_of, has_errors
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.outputs import Change
    from taskgen.pipeline.project import Project

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
SCREEN: Final = 40  # lines of refused edits that are shown unasked


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one list.

    Attributes:
        failed: whether errors were found, or files would change where nothing may.
        changed: whether files were written, or would be.
        pruned: whether files were taken away, or would be.
        said: what was found, and the last lines; the next run says it again if nothing has changed until then.
    """

    failed: bool
    changed: bool
    pruned: bool
    said: Json


def command(
    list_path: ListPath = None,
    *,
    cases: CasesOption = None,
    library: LibraryOption = None,
    out_folder: OutOption = None,
    templates: TemplatesOption = None,
    level: LevelOption = None,
    check: CheckOption = False,
    diff: DiffOption = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing; name what would be written.")] = False,
    force: ForceOption = False,
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
    from taskgen.pipeline import cache

    base = Path.cwd()
    wanted = Wanted(check=check, diff=diff, dry_run=dry_run, force=force, prune=prune, strict=strict, quiet=quiet)
    to_stdout = "-" in {out_folder, single}
    given = overrides(cases, library, None if out_folder == "-" else out_folder, templates, level)
    # Whatever else may be wanted: if nothing has changed since nothing was to do, nothing is to do.
    is_plain = not (to_stdout or diff or dry_run or only or single or require_proof or style is Format.JSON)
    question = cache.Question(
        base=base, words=("render", list_path or "", repr(given), f"{check} {prune} {force} {strict}")
    )
    began = cache.begin()
    kept = cache.recall(question) if is_plain else None
    if kept is not None:
        _say_again(kept, quiet=quiet)
        raise typer.Exit(OK)
    from taskgen.pipeline import build, outputs, project

    failed = False
    outcomes: list[Outcome] = []
    results: list[Json] = []
    projects = list(project.each_list(list_path, given, base))
    if len(projects) > 1 and (single or out_folder):
        named = f"--single {single}" if single else f"--out {out_folder}"
        err(f"{named} takes one list, and the config names {len(projects)}: taskgen render LIST {named}")
        raise typer.Exit(USAGE)

    def made(opened: Project) -> Build:
        return _proven(build.build(opened), only or ()) if require_proof else build.build(opened, only or ())

    for built in project.where_known(projects, made):
        refused = failing(built.findings, strict=strict)
        changes = () if has_errors(built.findings) else outputs.compare(built)
        if style is Format.JSON or to_stdout:
            failed = failed or refused or (check and bool(outputs.changed(changes)))
            results += _shown(built, style, quiet=quiet, refused=refused)
            continue
        if single and changes:
            shown = built.inputs.project.shown(base / single)
            changes = (outputs.against_disk(base / single, shown, build.single(built).text),)
        outcomes.append(_carry_out(built, changes, wanted))
    if style is Format.JSON:
        out_json({"version": 1, "lists": results})
    failed = failed or any(one.failed for one in outcomes)
    if is_plain and not failed and not any(one.changed or one.pruned for one in outcomes):
        cache.keep(question, projects, [one.said for one in outcomes], began)
    is_changed = exit_non_zero_on_change and any(one.changed for one in outcomes)
    raise typer.Exit(ERRORS if failed or is_changed else OK)


def _proven(whole: Build, names: Sequence[str]) -> Build:
    """The build, or what is asked for of it, with an error for each of its tasks that no receipt vouches for."""
    from taskgen.pipeline import build, status

    built = build.only(whole, names) if names else whole
    if has_errors(whole.findings):
        return built
    state = status.state_of(whole.inputs.project, whole)
    cases = {task.case for task in built.tasks}
    asked = replace(state, tasks=tuple(task for task in state.tasks if task.case in cases))
    return replace(built, findings=(*built.findings, *status.proof_findings(asked, required=True)))


def _shown(built: Build, style: Format, *, quiet: bool, refused: bool) -> list[Json]:
    """The build on stdout: for programs as data (given back), for people as one text."""
    from taskgen.pipeline import build

    if style is Format.JSON:
        return [build.as_data(built)]
    say(built.findings, quiet=quiet)
    if not refused:
        out(build.single(built).text.rstrip("\n"))
    return []


def _say_again(kept: Json, *, quiet: bool) -> None:
    """Say what a run said that had nothing to do."""
    for said in kept:
        say(map(finding_of, said["findings"]), quiet=quiet)
        for line in said["lines"]:
            err(line)


def _carry_out(built: Build, changes: Sequence[Change], wanted: Wanted) -> Outcome:
    """Write what changed, or say what would be."""
    from taskgen.pipeline import outputs

    if wanted.prune and not any(change.is_contested for change in changes):
        changes = outputs.inherited(changes)
    findings = (*built.findings, *outputs.findings(changes, force=wanted.force, prune=wanted.prune))
    refused = failing(findings, strict=wanted.strict)
    say(findings, quiet=wanted.quiet)
    if refused and not wanted.diff:
        _show_edits(changes)
    changed = outputs.changed(changes)
    if wanted.diff:
        out("".join(outputs.diff(change) for change in changed).rstrip("\n"))
    if not refused and not wanted.shows_only:
        outputs.write(changes, prune=wanted.prune)
    became = [paint("nothing written: fix the errors above", "error")] if refused else _became(built, changes, wanted)
    lines = [_read(built), *became]
    for line in lines:
        err(line)
    return Outcome(
        failed=refused or (wanted.check and bool(changed)),
        changed=bool(changed),
        pruned=bool(wanted.prune and outputs.pruned(changes)),
        said={"findings": [one.as_data() for one in findings], "lines": lines},
    )


def _show_edits(changes: Sequence[Change]) -> None:
    """Each edit that was refused against what would be written, on stderr: a screen of it at most."""
    from taskgen.hygiene import visible
    from taskgen.pipeline import outputs

    edits = [outputs.diff(change) for change in changes if change.kind is outputs.ChangeKind.EDITED]
    lines = "".join(edits).splitlines()
    for line in lines[:SCREEN]:
        err(visible(line))
    if len(lines) > SCREEN:
        err(f"... and {len(lines) - SCREEN} more lines; --diff shows all")


def _read(built: Build) -> str:
    """What was read, in a line."""
    index = built.index
    line = f"{built.inputs.task_list.path}: {counted(index.tasks_read, 'task')} read ({index.unit}), "
    line += f"{counted(index.cases_read, 'case')} read, {counted(len(index.rows), 'example task')}"
    undriven = f", {counted(len(index.undriven), 'task')} not yet example-driven" if index.undriven else ""
    return line + undriven


def _became(built: Build, changes: Sequence[Change], wanted: Wanted) -> list[str]:
    """What became of the files, line by line."""
    from taskgen.pipeline import outputs

    changed = outputs.changed(changes)
    lines = [f"  {change.kind}: {change.shown}" for change in changed if wanted.shows_only]
    for change in outputs.pruned(changes) if wanted.prune else ():
        kept = f"; your text goes to {change.heir}" if change.heir else ""
        lines.append(f"  {'would remove' if wanted.shows_only else 'removed'}: {change.shown}{kept}")
    verb = "would write" if wanted.shows_only else "wrote"
    folder = built.inputs.project.shown(changes[0].path.parent) if changes else ""
    made = sum(change.kind is not outputs.ChangeKind.ORPHAN for change in changes)
    return [*lines, f"{verb} {counted(len(changed), 'file')} in {folder}/, {made - len(changed)} unchanged"]
