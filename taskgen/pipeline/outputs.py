"""Rendered files against the disk: what would change, what was edited by hand, what no list makes any more."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from taskgen import markers
from taskgen.diagnostics import Location, RefusedError, error, warning
from taskgen.doors import output, workspace
from taskgen.pipeline.changes import Change, Kind
from taskgen.render.regenerate import Judged, State, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.pipeline.build import Build


def compare(build: Build) -> tuple[Change, ...]:
    """Every output of a build against the disk, then files that an earlier build has left.

    Raises:
        RefusedError: a folder or binary file stands where an output belongs.
    """
    project = build.inputs.project
    project.refuse_outside(project.out)
    shown = project.shown(project.out)
    prefix = "" if shown == "." else f"{shown.rstrip('/')}/"
    if not os.path.lexists(project.out):
        return tuple(_new(project.out / file.path, prefix + file.path, file.text) for file in build.files)
    changes = [against_disk(project.out / file.path, prefix + file.path, file.text) for file in build.files]
    made = {project.out / outline.file for outline in build.outlines}
    is_whole = len(build.files) > len(build.outlines)
    orphans = _orphans(project.out, made, shown) if is_whole else []
    if not orphans:
        return tuple(changes)
    from taskgen.pipeline.renames import with_heirs  # noqa: PLC0415 - only where a case is gone

    return (*changes, *with_heirs(changes, orphans))


def compare_single(build: Build, path: Path, text: str) -> tuple[Change, ...]:
    """One file that holds all tasks, against the disk.

    Raises:
        RefusedError: a folder or binary file stands there.
    """
    return (against_disk(path, build.inputs.project.shown(path), text),)


def against_disk(path: Path, shown: str, new: str, merge: Callable[[str, str], Judged] = judge) -> Change:
    """One output against the disk.

    Args:
        path: where it belongs.
        shown: its name in messages.
        new: the text to write.
        merge: what becomes of the text that stands there, and of the new one.

    Raises:
        RefusedError: a folder or binary file stands there, or a link that leads out of its folder.
    """
    if not os.path.lexists(path):
        return _new(path, shown, new)
    if path.is_symlink() and not workspace.real(path).is_relative_to(workspace.real(path.parent)):
        message = "this is a link that leads out of its folder"
        raise RefusedError(error("output-outside", Location(shown), message, "take the link away"))
    old = output.read_existing(path, shown)
    if old is None:
        return _new(path, shown, new)
    judged = merge(old, new)
    if judged.state is State.SAME:
        return Change(path=path, shown=shown, kind=Kind.SAME, old="", new="")  # a second copy of all that there is
    kinds = {
        State.OURS: Kind.CHANGED,
        State.EDITED: Kind.EDITED,
        State.FOREIGN: Kind.FOREIGN,
    }
    return Change(path=path, shown=shown, kind=kinds[judged.state], old=old, new=judged.text)


def _new(path: Path, shown: str, text: str) -> Change:
    return Change(path=path, shown=shown, kind=Kind.NEW, old="", new=text)


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
            next_step = "move the edit below the end marker, into the library or into a template; --force overwrites it"
            found.append(error("edited-output", place, "this file was edited by hand above its end marker", next_step))
        elif change.kind is Kind.FOREIGN and not force:
            next_step = "move it away, choose another --out, or give --force"
            found.append(error("foreign-output", place, "a file that taskgen did not make stands here", next_step))
        elif change.kind is Kind.ORPHAN and change.is_contested:
            found.append(_contested(change))
        elif change.kind is Kind.ORPHAN and not (prune and prunable(change)):
            found.append(warning("orphan-output", place, "no case makes this file any more", _leave(change)))
    return found


def _contested(change: Change) -> Finding:
    """Text that could go to several files, or of several files to one: nothing is guessed."""
    old, new = " and ".join(change.rivals[:3]), " or ".join(change.heirs[:3])
    message = f"no case makes this file any more, and your text in {old} could go to {new}"
    return warning(
        "contested-rename", Location(change.shown), message, "move your text by hand; until then nothing is pruned"
    )


def _leave(change: Change) -> str:
    if not prunable(change):
        return "take it away by hand: it holds your text"
    return f"take it away with --prune; your text goes to {change.heir}" if change.heir else "take it away with --prune"


def prunable(change: Change) -> bool:
    """Whether nobody's work is lost with a left-over file."""
    generated, tail = markers.split_tail(change.old)
    return markers.is_intact(generated) and (not tail.strip() or bool(change.heir))


def pruned(changes: Sequence[Change]) -> list[Change]:
    """The files that a run with --prune takes away: none while text of the user's is contested."""
    orphans = [change for change in changes if change.kind is Kind.ORPHAN]
    return [] if any(change.is_contested for change in orphans) else [one for one in orphans if prunable(one)]


def changed(changes: Sequence[Change]) -> list[Change]:
    """The changes that a run would write."""
    return [change for change in changes if change.kind not in {Kind.SAME, Kind.ORPHAN}]


def write(changes: Sequence[Change], *, prune: bool) -> None:
    """Write what changed, all or nothing up to the first rename; then prune, if asked to.

    Raises:
        MachineError: the disk refuses.
    """
    folders = output.folders_of(change.path for change in changes)
    for folder in sorted({*folders, *(folder.parent for folder in folders)}):
        output.sweep(folder)
    output.write_all([output.Write(path=change.path, text=change.new) for change in changed(changes)])
    if prune:
        output.remove([change.path for change in pruned(changes)])


def diff(change: Change) -> str:
    """A unified diff from the file on the disk to what would be written."""
    import difflib  # noqa: PLC0415 - only for --diff

    old = change.old.replace("\r\n", "\n").splitlines(keepends=True)
    new = change.new.splitlines(keepends=True)
    lines = difflib.unified_diff(old, new, f"{change.shown} (on disk)", f"{change.shown} (rendered)")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ no newline at the end\n" for line in lines)
