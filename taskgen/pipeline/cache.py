"""What `check`, or a `render` with nothing to do, said last time: said again while no file that it read has changed.

A mere cache: deleting it costs time, never correctness. A file counts as unchanged by its size, its times and its inode
number. Two writes within one tick of the clock look the same, so nothing is kept where a file was written just now.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Final

from taskgen import __version__
from taskgen.doors import output, workspace
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from taskgen.decode import Json
    from taskgen.pipeline.project import Project

FORM: Final = 5
TICK: Final = 50_000_000  # nanoseconds
_DAY: Final = 24 * 3600 * 1_000_000_000  # nanoseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked: the folder that the command was started in, and the words of the command line."""

    base: Path
    words: tuple[str, ...]

    @property
    def asked(self) -> list[str]:
        """The whole question as plain data; it is kept with the answer."""
        return [__version__, str(self.base), *self.words]

    @property
    def file(self) -> Path:
        """Where the answer is kept."""
        asked = "\0".join(self.asked).encode("utf-8", "surrogateescape")
        return workspace.cache_folder() / "check" / f"{zlib.crc32(asked):08x}.json"


def begin() -> int:
    """The time before anything is looked at, for `keep`."""
    return workspace.now()


def recall(question: Question) -> Json | None:
    """The answer that was kept, if it still holds; None where there is none."""
    if _is_in_a_project(question.file.parent, question.base):
        return None
    data = workspace.read_optional(question.file)
    try:
        kept = json.loads(data) if data else {}
        if kept.get("form") != FORM or kept["question"] != question.asked or kept["day"] != _day():
            return None
        return kept["answer"] if workspace.stamps(kept["files"]) == kept["stamps"] else None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # written by something else, or cut off


def keep(question: Question, projects: Sequence[Project], answer: Json, began: int) -> None:
    """Keep an answer, unless something it rests on was written so lately that a later write could look the same.

    Args:
        question: what was asked.
        projects: what was looked at.
        answer: plain data.
        began: nanoseconds since the epoch, before the first file was looked at.
    """
    looked_at = [_looked_at(project) for project in projects]
    cache = question.file.parent
    if None in looked_at or any(_is_in_a_project(cache, project.root) for project in projects):
        return
    files = sorted({str(path) for found in looked_at for path in found or ()} | set(workspace.own_files()))
    stamps = workspace.stamps(files)
    if any(max(written, moved) > began - TICK for _size, written, moved, _number in stamps):
        return
    kept = {"form": FORM, "question": question.asked, "day": _day(), "answer": answer, "files": files, "stamps": stamps}
    output.write_cache(question.file, json.dumps(kept, separators=(",", ":")).encode())


def _is_in_a_project(cache: Path, root: Path) -> bool:
    """Whether the cache lies in this project, or in another: who made the project could have made the answer, too."""
    real = workspace.real(cache)
    return real.is_relative_to(workspace.real(root)) or workspace.find_config(real) is not None


def _day() -> int:
    """The number of the day: a proof without a sandbox is believed for some days only."""
    return workspace.now() // _DAY


def _looked_at(project: Project) -> list[Path] | None:
    """Every file and folder that a check of this project reads, or that might appear there; None: too many."""
    from taskgen.doors import copying  # noqa: PLC0415 - only where an answer is kept
    from taskgen.pipeline.project import CAPTURES, RECEIPTS  # noqa: PLC0415 - as above

    trees = [project.library, project.out, project.root / CAPTURES, project.root / RECEIPTS]
    trees += [project.root / project.config.recordings]
    trees += [project.templates] if project.templates else []
    found = [project.list_file, project.cases_file]
    found += workspace.config_candidates(workspace.real(project.list_file).parent)
    found += workspace.config_candidates(project.base)
    # Where a folder above the outputs is moved, or made a link, they lie elsewhere.
    found += [folder for folder in project.out.parents if project.root in folder.parents]
    for tree in trees:
        found += [tree, *workspace.everything_in(tree)]
    if not (project.root / RECEIPTS).is_dir():
        return found
    files = copying.watched(project.root)
    return None if files is None else [*found, *files, *copying.read_by_git(project.root)]
