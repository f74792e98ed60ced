"""Rendered files against the disk: what would change, what was edited by hand, what no list makes any more."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from taskgen import markers, output, workspace
from taskgen.diagnostics import Location, RefusedError, error, warning
from taskgen.render.regenerate import State, judge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.pipeline.build import Build


class Kind(enum.StrEnum):
    """What a run does with a file."""

    NEW = "new"
    SAME = "unchanged"
    CHANGED = "changed"
    EDITED = "edited by hand"
    FOREIGN = "not made by taskgen"
    ORPHAN = "no longer made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One output: the text on the disk and the text to write; neither for one that is the same."""

    path: Path
    shown: str
    kind: Kind
    old: str
    new: str


def compare(build: Build) -> tuple[Change, ...]:
    """Every output of a build against the disk, then files that an earlier build has left.

    Raises:
        RefusedError: a folder or binary file stands where an output belongs.
    """
    project = build.inputs.project
    project.refuse_outside(project.out)
    changes = [
        _change(project.out / file.path, project.shown(project.out / file.path), file.text) for file in build.files
    ]
    made = {project.out / task.file for task in build.tasks}
    is_whole = len(build.files) > len(build.tasks)
    return (*changes, *(_orphans(project.out, made, project.shown(project.out)) if is_whole else ()))


def compare_single(build: Build, path: Path, text: str) -> tuple[Change, ...]:
    """One file that holds all tasks, against the disk.

    Raises:
        RefusedError: a folder or binary file stands there.
    """
    return (_change(path, build.inputs.project.shown(path), text),)


def _change(path: Path, shown: str, new: str) -> Change:
    if path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve()):
        message = "this is a link that leads out of its folder"
        raise RefusedError(error("output-outside", Location(shown), message, "take the link away"))
    old = output.read_existing(path, shown)
    if old is None:
        return Change(path=path, shown=shown, kind=Kind.NEW, old="", new=new)
    judged = judge(old, new)
    if judged.state is State.SAME:
        return Change(path=path, shown=shown, kind=Kind.SAME, old="", new="")  # a second copy of all that there is
    kinds = {
        State.OURS: Kind.CHANGED,
        State.EDITED: Kind.EDITED,
        State.FOREIGN: Kind.FOREIGN,
    }
    return Change(path=path, shown=shown, kind=kinds[judged.state], old=old, new=judged.text)


def _orphans(folder: Path, made: set[Path], shown: str) -> list[Change]:
    orphans = []
    for path in workspace.files_in(folder, ".md"):
        if path in made:
            continue
        try:
            old = output.read_existing(path, shown)
        except RefusedError:
            continue  # no text, so no output of ours
        if old and markers.case_of(old) is not None and markers.has_comment(old):
            orphans.append(Change(path=path, shown=f"{shown}/{path.name}", kind=Kind.ORPHAN, old=old, new=""))
    return orphans


def findings(changes: Sequence[Change], *, force: bool, prune: bool) -> list[Finding]:
    """Why some files are not written: edited ones and others' are errors, left-over ones warnings."""
    found: list[Finding] = []
    for change in changes:
        place = Location(change.shown)
        if change.kind is Kind.EDITED and not force:
            next_step = "see the edit with --diff; move it below the end marker or into the library, or give --force"
            found.append(error("edited-output", place, "this file was edited by hand above its end marker", next_step))
        elif change.kind is Kind.FOREIGN and not force:
            next_step = "move it away, choose another --out, or give --force"
            found.append(error("foreign-output", place, "a file that taskgen did not make stands here", next_step))
        elif change.kind is Kind.ORPHAN and not (prune and prunable(change)):
            next_step = "take it away with --prune" if prunable(change) else "take it away by hand: it holds your text"
            found.append(warning("orphan-output", place, "no case makes this file any more", next_step))
    return found


def prunable(change: Change) -> bool:
    """Whether nobody's work is lost with a left-over file."""
    generated, tail = markers.split_tail(change.old)
    return markers.is_intact(generated) and not tail.strip()


def changed(changes: Sequence[Change]) -> list[Change]:
    """The changes that a run would write."""
    return [change for change in changes if change.kind not in {Kind.SAME, Kind.ORPHAN}]


def write(changes: Sequence[Change], *, prune: bool) -> None:
    """Write what changed, all or nothing up to the first rename; then prune, if asked to.

    Raises:
        MachineError: the disk refuses.
    """
    for folder in sorted({change.path.parent for change in changes}):
        output.sweep(folder)
    output.write_all([output.Write(path=change.path, text=change.new) for change in changed(changes)])
    if prune:
        output.remove([change.path for change in changes if change.kind is Kind.ORPHAN and prunable(change)])


def diff(change: Change) -> str:
    """A unified diff from the file on the disk to what would be written."""
    import difflib  # noqa: PLC0415 - only for --diff

    old = change.old.replace("\r\n", "\n").splitlines(keepends=True)
    new = change.new.splitlines(keepends=True)
    lines = difflib.unified_diff(old, new, f"{change.shown} (on disk)", f"{change.shown} (rendered)")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ no newline at the end\n" for line in lines)
