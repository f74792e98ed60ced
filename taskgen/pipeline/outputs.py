"""Rendered files against the disk: what would change, what was edited by hand, what no case makes any more."""

from __future__ import annotations

import enum
import os
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from taskgen import markers
from taskgen.diagnostics import Location, RefusedError, error, warning
from taskgen.doors import output, workspace
from taskgen.records import dataclass
from taskgen.render.regenerate import Judged, State, judge
from taskgen.text import markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from taskgen.diagnostics import Finding
    from taskgen.pipeline.build import Build


class ChangeKind(enum.StrEnum):
    """What a run does with a file."""

    NEW = "new"
    SAME = "unchanged"
    CHANGED = "changed"
    EDITED = "edited by hand"
    FOREIGN = "not made by taskgen"
    ORPHAN = "no longer made"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One output: the text on the disk and the text to write; neither for one that is the same.

    Attributes:
        heirs: of a file no longer made, the files that the user's text in it may go to.
        rivals: of the same, all files no longer made whose text may go there, itself among them.
    """

    path: Path
    shown: str
    kind: ChangeKind
    old: str
    new: str
    heirs: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()

    @property
    def heir(self) -> str:
        """The file that the user's text goes to; empty where there is none, or more than one, or a rival."""
        return self.heirs[0] if len(self.heirs) == 1 and len(self.rivals) == 1 else ""

    @property
    def is_contested(self) -> bool:
        """Whether the user's text could go to several files, or several texts to one file; nothing is guessed."""
        return bool(self.heirs) and not self.heir

    def taking(self, text: str, old: str) -> Change:
        """The change that writes another text over `old`."""
        kind = ChangeKind.CHANGED if self.kind is ChangeKind.SAME else self.kind
        return replace(self, kind=kind, old="" if kind is ChangeKind.NEW else old, new=text)


def compare(build: Build) -> tuple[Change, ...]:
    """Every output of a build against the disk, then files that an earlier build has left.

    Raises:
        RefusedError: a folder or a binary file is where an output belongs.
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
    return (*changes, *_with_heirs(changes, orphans))


def against_disk(path: Path, shown: str, new: str, merge: Callable[[str, str], Judged] = judge) -> Change:
    """One output against the disk.

    Args:
        path: where it belongs.
        shown: its name in messages.
        new: the text to write.
        merge: judges the text on the disk and the new one.

    Raises:
        RefusedError: a folder, a binary file, or a link that leads out of its folder is there.
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
        return Change(
            path=path, shown=shown, kind=ChangeKind.SAME, old="", new=""
        )  # a second copy of all that there is
    kinds = {
        State.OURS: ChangeKind.CHANGED,
        State.EDITED: ChangeKind.EDITED,
        State.FOREIGN: ChangeKind.FOREIGN,
    }
    return Change(path=path, shown=shown, kind=kinds[judged.state], old=old, new=judged.text)


def _new(path: Path, shown: str, text: str) -> Change:
    return Change(path=path, shown=shown, kind=ChangeKind.NEW, old="", new=text)


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
            orphans.append(Change(path=path, shown=f"{shown}/{path.name}", kind=ChangeKind.ORPHAN, old=old, new=""))
    return orphans


def findings(changes: Sequence[Change], *, force: bool, prune: bool) -> list[Finding]:
    """Why some files are not written: edited ones and others' are errors, left-over ones warnings."""
    found: list[Finding] = []
    for change in changes:
        place = Location(change.shown)
        if change.kind is ChangeKind.EDITED and not force:
            next_step = "move the edit below the end marker, into the library or into a template; --force overwrites it"
            found.append(error("edited-output", place, "this file was edited by hand above its end marker", next_step))
        elif change.kind is ChangeKind.FOREIGN and not force:
            next_step = "move it away, choose another --out, or give --force"
            found.append(error("foreign-output", place, "taskgen did not make this file", next_step))
        elif change.kind is ChangeKind.ORPHAN and change.is_contested:
            found.append(_contested(change))
        elif change.kind is ChangeKind.ORPHAN and not (prune and prunable(change)):
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
    orphans = [change for change in changes if change.kind is ChangeKind.ORPHAN]
    return [] if any(change.is_contested for change in orphans) else [one for one in orphans if prunable(one)]


def changed(changes: Sequence[Change]) -> list[Change]:
    """The changes that a run would write."""
    return [change for change in changes if change.kind not in {ChangeKind.SAME, ChangeKind.ORPHAN}]


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


class _Origin(NamedTuple):
    """What two files of one case have in common, whatever its id: the source task and the input."""

    source: str
    given: str


def _with_heirs(made: Sequence[Change], orphans: Sequence[Change]) -> list[Change]:
    """The orphans, each with the files that its text can go to (`heirs`) and all that could go there (`rivals`)."""
    if not any(_tail(orphan.old).strip() for orphan in orphans):
        return list(orphans)
    heirs, rivals = _by_origin(made), _by_origin(orphans)
    return [_heirs_of(orphan, heirs, rivals) for orphan in orphans]


def _heirs_of(orphan: Change, heirs: dict[_Origin, list[Change]], rivals: dict[_Origin, list[Change]]) -> Change:
    origin, tail = _origin(orphan.old), _tail(orphan.old)
    if origin is None or not tail.strip() or not markers.is_intact(markers.split_tail(orphan.old)[0]):
        return orphan
    free = [heir for heir in heirs.get(origin, []) if _tail(_text(heir)).strip() in {"", tail.strip()}]
    both = [other.shown for other in rivals[origin]]
    return replace(orphan, heirs=tuple(heir.shown for heir in free), rivals=tuple(both))


def inherited(changes: Iterable[Change]) -> list[Change]:
    """The changes of a run that prunes: each sole heir with the text of the file that is taken away."""
    changes = list(changes)
    left = {change.heir: _tail(change.old) for change in changes if change.heir}
    return [_inheriting(change, left[change.shown]) if change.shown in left else change for change in changes]


def _inheriting(change: Change, tail: str) -> Change:
    text = _text(change)
    generated, own = markers.split_tail(text)
    return change if own.strip() else change.taking(generated + tail, text)


def _by_origin(changes: Iterable[Change]) -> dict[_Origin, list[Change]]:
    found: dict[_Origin, list[Change]] = {}
    for change in changes:
        origin = _origin(_text(change))
        if origin is not None:
            found.setdefault(origin, []).append(change)
    return found


def _text(change: Change) -> str:
    """What the file will hold: of an unchanged one, what it holds."""
    return change.new or change.old or output.read_existing(change.path, change.shown) or ""


def _tail(text: str) -> str:
    return markers.split_tail(text)[1]


def _origin(text: str) -> _Origin | None:
    generated, _tail = markers.split_tail(text)
    source = markers.source_of(generated)
    given = [fence.content for fence in markdown.fences(generated) if "input" in fence.roles]
    return _Origin(source, given[0]) if source and len(given) == 1 else None
