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
    from taskgen.diagnostics import Finding
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
class Summary:
    """What a run says of one list, besides the files that it writes.

    Attributes:
        findings: of reading, linking and rendering, and of files that no case makes any more.
        read: what was read, in a line.
        folder: where the list's files belong; `files` counts them.
    """

    findings: tuple[Finding, ...]
    read: str
    folder: str
    files: int


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
    from taskgen.pipeline import cache  # noqa: PLC0415 - not for --help

    base = Path.cwd()
    wanted = Wanted(check=check, diff=diff, dry_run=dry_run, force=force, prune=prune, strict=strict, quiet=quiet)
    to_stdout = "-" in {out_folder, single}
    given = overrides(cases, library, None if out_folder == "-" else out_folder, templates, level)
    # Whatever else may be wanted: if nothing has changed since nothing was to do, nothing is to do.
    is_plain = not (to_stdout or diff or dry_run or only or single or require_proof or style is Format.JSON)
    question = cache.Question(base=base, words=("render", list_path or "", repr(given), f"{check} {prune} {force}"))
    began = cache.begin()
    kept = cache.recall(question) if is_plain else None
    if kept is not None:
        raise typer.Exit(ERRORS if _say_again(kept, wanted) else OK)
    from taskgen.pipeline import build, outputs, project  # noqa: PLC0415 - only where something may have changed

    failed = is_changed = False
    done: list[tuple[Build, Summary]] = []
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
            changes = outputs.compare_single(built, base / single, build.single(built).text)
        summary = _summary(built, changes, wanted)
        failed = _carried_out(summary, changes, wanted) or failed
        is_changed = is_changed or bool(outputs.changed(changes))
        is_pruned = bool(prune and outputs.pruned(changes))
        done += [] if is_pruned else [(built, summary)]
    if style is Format.JSON:
        out_json({"version": 1, "lists": results})
    if is_plain and len(done) == len(projects) and not (failed or is_changed):
        answer = [_as_data(summary) for _built, summary in done]
        cache.keep(question, [built.inputs.project for built, _summary in done], answer, began)
    raise typer.Exit(ERRORS if failed or (exit_non_zero_on_change and is_changed) else OK)


def _proven(whole: Build, names: Sequence[str]) -> Build:
    """The build, or what is asked for of it, with an error for each of its tasks that no receipt vouches for."""
    from taskgen.pipeline import build, status  # noqa: PLC0415 - only for --require-proof

    built = build.only(whole, names) if names else whole
    if has_errors(whole.findings):
        return built
    state = status.state_of(whole.inputs.project, whole)
    cases = {task.case for task in built.tasks}
    asked = replace(state, tasks=tuple(task for task in state.tasks if task.case in cases))
    return replace(built, findings=(*built.findings, *status.proof_findings(asked, required=True)))


def _shown(built: Build, style: Format, *, quiet: bool, refused: bool) -> list[Json]:
    """The build on stdout: for programs as data (given back), for people as one text."""
    from taskgen.pipeline import build  # noqa: PLC0415 - loaded by now

    if style is Format.JSON:
        return [build.as_data(built)]
    say(built.findings, quiet=quiet)
    if not refused:
        out(build.single(built).text.rstrip("\n"))
    return []


def _as_data(summary: Summary) -> Json:
    """For the next run."""
    found = [one.as_data() for one in summary.findings]
    return {"findings": found, "read": summary.read, "folder": summary.folder, "files": summary.files}


def _say_again(kept: Json, wanted: Wanted) -> bool:
    """Say what a run said that had nothing to do; whether it failed."""
    failed = False
    for data in kept:
        summary = Summary(**{**data, "findings": tuple(map(finding_of, data["findings"]))})
        say(summary.findings, quiet=wanted.quiet)
        if failing(summary.findings, strict=wanted.strict):
            failed = True
            _say_refused(summary)
        else:
            err(summary.read)
            _say_count(summary, 0, show_only=wanted.check)
    return failed


def _summary(built: Build, changes: Sequence[Change], wanted: Wanted) -> Summary:
    """What there is to say of a list that was built; of its changes only those that no case makes."""
    from taskgen.pipeline import outputs  # noqa: PLC0415 - loaded by now
    from taskgen.pipeline.outputs import Kind  # noqa: PLC0415 - loaded by now

    index = built.index
    read = f"{built.inputs.task_list.path}: {counted(index.tasks_read, 'task')} read ({index.unit}), "
    read += f"{counted(index.cases_read, 'case')} read, {counted(len(index.rows), 'example task')}"
    if index.undriven:
        read += f", {counted(len(index.undriven), 'task')} not yet example-driven"
    left = [change for change in changes if change.kind is Kind.ORPHAN]
    return Summary(
        findings=(*built.findings, *outputs.findings(left, force=wanted.force, prune=wanted.prune)),
        read=read,
        folder=built.inputs.project.shown(changes[0].path.parent) if changes else "",
        files=len(changes) - len(left),
    )


def _carried_out(summary: Summary, changes: Sequence[Change], wanted: Wanted) -> bool:
    """Write what changed, or say what would be; whether the run failed."""
    from taskgen.pipeline import outputs  # noqa: PLC0415 - loaded by now
    from taskgen.pipeline.outputs import Kind  # noqa: PLC0415 - loaded by now

    if wanted.prune and not any(change.is_contested for change in changes):
        changes = outputs.inherited(changes)
    made = [change for change in changes if change.kind is not Kind.ORPHAN]
    findings = (*summary.findings, *outputs.findings(made, force=wanted.force, prune=wanted.prune))
    say(findings, quiet=wanted.quiet)
    refused = failing(findings, strict=wanted.strict)
    if refused and not wanted.diff:
        _show_edits(changes)
    if wanted.diff:
        out("".join(outputs.diff(change) for change in outputs.changed(changes)).rstrip("\n"))
    if not refused and not wanted.shows_only:
        outputs.write(changes, prune=wanted.prune)
    if refused:
        _say_refused(summary)
    else:
        _say_done(summary, changes, wanted)
    return refused or (wanted.check and bool(outputs.changed(changes)))


def _show_edits(changes: Sequence[Change]) -> None:
    """Each edit that was refused against what would be written, on stderr: a screen of it at most."""
    from taskgen.hygiene import visible  # noqa: PLC0415 - only where something is said
    from taskgen.pipeline import outputs  # noqa: PLC0415 - loaded by now
    from taskgen.pipeline.outputs import Kind  # noqa: PLC0415 - loaded by now

    edits = [outputs.diff(change) for change in changes if change.kind is Kind.EDITED]
    lines = "".join(edits).splitlines()
    for line in lines[:SCREEN]:
        err(visible(line))
    if len(lines) > SCREEN:
        err(f"... and {len(lines) - SCREEN} more lines; --diff shows all")


def _say_refused(summary: Summary) -> None:
    err(summary.read)
    err(paint("nothing written: mend the errors above", "error"))


def _say_done(summary: Summary, changes: Sequence[Change], wanted: Wanted) -> None:
    """What was read and what became of it."""
    from taskgen.pipeline import outputs  # noqa: PLC0415 - loaded by now

    files = outputs.changed(changes)
    err(summary.read)
    for change in files if wanted.shows_only else ():
        err(f"  {change.kind}: {change.shown}")
    for change in outputs.pruned(changes) if wanted.prune else ():
        kept = f"; your text goes to {change.heir}" if change.heir else ""
        err(f"  {'would remove' if wanted.shows_only else 'removed'}: {change.shown}{kept}")
    _say_count(summary, len(files), show_only=wanted.shows_only)


def _say_count(summary: Summary, written: int, *, show_only: bool) -> None:
    verb = "would write" if show_only else "wrote"
    err(f"{verb} {counted(written, 'file')} in {summary.folder}/, {summary.files - written} unchanged")
