"""What a render does with what was made: writes it or shows it, says what became of it, and keeps what it said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from taskgen.cli.report import counted, err, failing, out, paint, say
from taskgen.diagnostics import TaskgenError, finding_of
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.decode import Json
    from taskgen.diagnostics import Finding
    from taskgen.pipeline.build import Build
    from taskgen.pipeline.changes import Change
    from taskgen.pipeline.memo import Kept, Question
    from taskgen.pipeline.project import Overrides, Project

SCREEN: Final = 40  # lines of refused edits that are shown unasked
FEW: Final = 64  # files written, up to which a run remembers what it said


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the command line asks for."""

    check: bool
    diff: bool
    dry_run: bool
    force: bool
    prune: bool
    strict: bool
    quiet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a run says of one list.

    Attributes:
        findings: what was found while reading, linking and rendering, and of files that no case makes any more.
        read: what was read, in a line.
        folder: where the list's files belong.
        files: how many there are.
    """

    findings: tuple[Finding, ...]
    read: str
    folder: str
    files: int

    def as_data(self) -> Json:
        """For the next run."""
        found = [one.as_data() for one in self.findings]
        return {"findings": found, "read": self.read, "folder": self.folder, "files": self.files}


def _told_before(data: Json) -> Told:
    """What `as_data` made this of."""
    return Told(**{**data, "findings": tuple(map(finding_of, data["findings"]))})


def told_of(built: Build, changes: Sequence[Change], wanted: Wanted) -> Told:
    """What there is to say of a list that was built; of its changes only those that no case makes."""
    from taskgen.pipeline import outputs  # noqa: PLC0415 - loaded by now
    from taskgen.pipeline.changes import Kind  # noqa: PLC0415 - loaded by now

    index = built.index
    read = f"{built.inputs.task_list.path}: {counted(index.tasks_read, 'task')} read ({index.unit}), "
    read += f"{counted(index.cases_read, 'case')} read, {counted(len(index.rows), 'example task')}"
    if index.undriven:
        read += f", {counted(len(index.undriven), 'task')} not yet example-driven"
    left = [change for change in changes if change.kind is Kind.ORPHAN]
    return Told(
        findings=(*built.findings, *outputs.findings(left, force=wanted.force, prune=wanted.prune)),
        read=read,
        folder=built.inputs.project.shown(changes[0].path.parent) if changes else "",
        files=len(changes) - len(left),
    )


def carried_out(told: Told, changes: Sequence[Change], wanted: Wanted) -> bool:
    """Write what changed, or say what would be; whether the run failed."""
    from taskgen.pipeline import outputs, renames  # noqa: PLC0415 - loaded by now
    from taskgen.pipeline.changes import Kind  # noqa: PLC0415 - loaded by now

    show_only = wanted.check or wanted.diff or wanted.dry_run
    if wanted.prune and not any(change.is_contested for change in changes):
        changes = renames.inherited(changes)
    made = [change for change in changes if change.kind is not Kind.ORPHAN]
    findings = (*told.findings, *outputs.findings(made, force=wanted.force, prune=wanted.prune))
    say(findings, quiet=wanted.quiet)
    refused = failing(findings, strict=wanted.strict)
    if refused and not wanted.diff:
        _show_edits(changes)
    if wanted.diff:
        out("".join(outputs.diff(change) for change in outputs.changed(changes)).rstrip("\n"))
    if not refused and not show_only:
        outputs.write(changes, prune=wanted.prune)
    if refused:
        _say_refused(told)
    else:
        _say_done(told, changes, wanted)
    return refused or (wanted.check and bool(outputs.changed(changes)))


def _show_edits(changes: Sequence[Change]) -> None:
    """Each edit that was refused against what would be written, on stderr: a screen of it at most."""
    from taskgen.hygiene import visible  # noqa: PLC0415 - only where something is said
    from taskgen.pipeline import outputs  # noqa: PLC0415 - loaded by now
    from taskgen.pipeline.changes import Kind  # noqa: PLC0415 - loaded by now

    edits = [outputs.diff(change) for change in changes if change.kind is Kind.EDITED]
    lines = "".join(edits).splitlines()
    for line in lines[:SCREEN]:
        err(visible(line))
    if len(lines) > SCREEN:
        err(f"... and {len(lines) - SCREEN} more lines; --diff shows all")


def _say_refused(told: Told) -> None:
    err(told.read)
    err(paint("nothing written: mend the errors above", "error"))


def _say_done(told: Told, changes: Sequence[Change], wanted: Wanted) -> None:
    """What was read and what became of it."""
    from taskgen.pipeline import outputs  # noqa: PLC0415 - loaded by now

    show_only = wanted.check or wanted.diff or wanted.dry_run
    files = outputs.changed(changes)
    err(told.read)
    for change in files if show_only else ():
        err(f"  {change.kind}: {change.shown}")
    for change in outputs.pruned(changes) if wanted.prune else ():
        kept = f"; your text goes to {change.heir}" if change.heir else ""
        err(f"  {'would remove' if show_only else 'removed'}: {change.shown}{kept}")
    _say_count(told, len(files), show_only=show_only)


def _say_count(told: Told, written: int, *, show_only: bool) -> None:
    verb = "would write" if show_only else "wrote"
    err(f"{verb} {counted(written, 'file')} in {told.folder}/, {told.files - written} unchanged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Short:
    """A run that needed no whole build: whether it failed, and whether it wrote anything."""

    failed: bool
    written: bool = False


def by_memory(question: Question, list_path: str | None, given: Overrides, wanted: Wanted) -> Short | None:
    """Do what is to do with the help of what the same run said before; None where that is of no use."""
    from taskgen.pipeline import memo  # noqa: PLC0415 - not for --help

    began = memo.begin()
    kept = memo.recall(question)
    if kept is None or not kept.changed:
        return None if kept is None else _said_again(kept.answer, wanted)
    if len(kept.answer) > 1 or wanted.check or wanted.prune or wanted.force:
        return None
    from taskgen.pipeline import project  # noqa: PLC0415 - only where something has changed

    path = list_path or project.every_list(question.base)[0]
    return _by_short_cut(kept, project.open_project(path, given, question.base), wanted, began)


def _said_again(kept: Sequence[Json], wanted: Wanted) -> Short:
    """Say what a run said that had nothing to do."""
    failed = False
    for told in map(_told_before, kept):
        say(told.findings, quiet=wanted.quiet)
        if failing(told.findings, strict=wanted.strict):
            failed = True
            _say_refused(told)
        else:
            err(told.read)
            _say_count(told, 0, show_only=wanted.check)
    return Short(failed=failed)


def keep(question: Question, done: Sequence[tuple[Build, Told]], written: Sequence[Change], began: int) -> None:
    """Keep what the same run would say now, unless it wrote many files.

    Args:
        question: what was asked.
        done: each list with what was said of it.
        written: the files that were written.
        began: when the run began to look.
    """
    from taskgen.pipeline import memo, shortcut  # noqa: PLC0415 - as late as it can be

    if len(written) > FEW:
        return
    sure = memo.Sure()
    for built, _told in done:
        project = built.inputs.project
        sure.of_file(project.cases_file, built.inputs.case_file.text)
        if written:
            sure.of_folder(project.out, (file.path for file in built.files))
    for change in written:
        sure.of_file(change.path, change.new)
    alone = done[0][0] if len(done) == 1 else None
    aside = shortcut.kept_for(alone) if alone is not None and shortcut.fits(alone) else {}
    answer = [told.as_data() for _built, told in done]
    memo.keep(question, [built.inputs.project for built, _told in done], answer, began, sure=sure, aside=aside)


def _by_short_cut(kept: Kept, project: Project, wanted: Wanted, began: int) -> Short | None:
    """Make the one task anew whose case has changed since a run had nothing to do; None where only a build can tell."""
    from taskgen.pipeline import load, memo, outputs, shortcut  # noqa: PLC0415 - not where nothing has changed

    if kept.changed != (str(project.cases_file),):
        return None
    texts = {name: kept.aside(name) for name in ("cases", "starts", "tasks", "library")}
    known = {name: text for name, text in texts.items() if text is not None}
    if len(known) < len(texts):
        return None
    told = _told_before(kept.answer[0])
    try:
        project.refuse_outside(project.out)
        text, odd = load.text_of(project.cases_file, project.shown(project.cases_file), "the cases file")
        anew = shortcut.changed(project, shortcut.Known(**known, findings=told.findings), text)
    except TaskgenError:
        return None  # the whole build says it in its order
    if odd or anew is None:
        return None
    told = replace(told, findings=anew.findings)
    failed = carried_out(told, [anew.change], wanted)
    written = [] if failed else outputs.changed([anew.change])
    if not failed:
        sure = memo.Sure()
        sure.of_file(project.cases_file, text)
        for one in written:
            sure.of_file(one.path, one.new)
            sure.of_folder(project.out, kept.names_in(project.out))
        touched = [project.cases_file, *(one.path for one in written), project.out]
        memo.renew(kept, touched, [told.as_data()], began, sure, anew.kept)
    return Short(failed=failed, written=bool(written))
