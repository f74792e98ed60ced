"""What `check`, or a `render` with nothing to do, said last time, while no file that it looked at has changed.

A mere cache: deleting it costs time, never correctness. A file counts as unchanged by its size, its times and its
number, and only if it was last written clearly before it was looked at: two writes within one tick of a clock can't be
told apart.
"""

from __future__ import annotations

import json
import zlib
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from taskgen import __version__, output, workspace

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from taskgen.decode import Json
    from taskgen.pipeline.project import Project

FORM: Final = 3
_DAY: Final = 24 * 3600 * 1_000_000_000  # nanoseconds
TICK: Final = 50_000_000  # nanoseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked: where the user stood, and the words of the command line."""

    base: Path
    words: tuple[str, ...]

    @property
    def file(self) -> Path:
        """Where the answer is kept."""
        asked = "\0".join((__version__, str(self.base), *self.words))
        # A checksum will do, and costs no import: the whole question stands in the file.
        return workspace.cache_folder() / "check" / f"{zlib.crc32(asked.encode('utf-8', 'surrogateescape')):08x}.json"


def recall(question: Question) -> Json | None:
    """The answer that was kept, if all that it rests on is as it was; else None."""
    data = workspace.read_optional(question.file)
    try:
        kept = json.loads(data) if data else {}
        asked = [str(question.base), *question.words]
        if kept.get("memo") != FORM or kept["question"] != asked or kept["day"] != _day():
            return None
        is_same = kept["stamps"] == _packed(workspace.stamps(kept["files"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # written by something else, or cut off
    return kept["answer"] if is_same else None


def _packed(stamps: Sequence[Sequence[int]]) -> str:
    """Stamps as one text, which is read faster than ten thousand lists."""
    return array("Q", (number for stamp in stamps for number in stamp)).tobytes().hex()


def _day() -> int:
    """The number of the day: a proof without a sandbox is believed for some days only."""
    return workspace.now() // _DAY


def begin() -> int:
    """The time before anything is looked at, for `keep`."""
    return workspace.now()


def keep(question: Question, projects: Sequence[Project], answer: Json, began: int) -> None:
    """Keep an answer, unless something it rests on was written too lately to be told from a later write.

    Args:
        question: what was asked.
        projects: what was looked at.
        answer: plain data.
        began: nanoseconds since the epoch, before the first file was looked at.
    """
    looked_at = [_looked_at(project) for project in projects]
    if None in looked_at:
        return
    paths = sorted({str(path) for found in looked_at for path in found or ()} | set(workspace.own_files()))
    stamps = workspace.stamps(paths)
    if any(max(stamp[1:3], default=0) > began - TICK for stamp in stamps):
        return
    kept = {
        "memo": FORM,
        "question": [str(question.base), *question.words],
        "day": _day(),
        "files": paths,
        "stamps": _packed(stamps),
        "answer": answer,
    }
    output.write_cache(question.file, json.dumps(kept, separators=(",", ":")))


def _looked_at(project: Project) -> list[Path] | None:
    """Every file and folder that a check of this project reads, or that might appear there; None: too many."""
    from taskgen import copying  # noqa: PLC0415 - only where an answer is kept
    from taskgen.pipeline.project import CAPTURES, RECEIPTS  # noqa: PLC0415 - as above

    trees = [project.library, project.out, project.root / CAPTURES, project.root / RECEIPTS]
    trees += [project.root / project.config.recordings]
    trees += [project.templates] if project.templates else []
    found = [project.list_file, project.cases_file]
    found += workspace.config_candidates(project.list_file.resolve().parent)
    found += workspace.config_candidates(project.base)
    for tree in trees:
        found += [tree, *workspace.everything_in(tree)]
    if not (project.root / RECEIPTS).is_dir():
        return found
    files = copying.watched(project.root)
    return None if files is None else [*found, *files]
