"""What `check`, or a `render` with nothing to do, said last time, and which files have changed since.

A mere cache: deleting it costs time, never correctness. A file counts as unchanged by its size, its times and its
number, and only if it was last written clearly before it was looked at: two writes within one tick of a clock can't be
told apart. Of a file that is younger the run has to be sure what stands in it, and it is read again.
"""

from __future__ import annotations

import json
import zlib
from array import array
from dataclasses import field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from taskgen import __version__
from taskgen.doors import output, workspace
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from taskgen.decode import Json
    from taskgen.pipeline.project import Project

FORM: Final = 4
_EACH: Final = 4  # numbers of a stamp
_LENGTH: Final = 64  # characters of a packed one
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

    def beside(self, name: str) -> Path:
        """Where a text of this name is kept beside the answer."""
        return self.file.with_suffix(f".{name}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An answer that was kept.

    Attributes:
        answer: what was said.
        changed: of the files and folders that it rests on, those that are not as they were: none, if it still holds.
        data: the whole of what was kept.
    """

    question: Question
    answer: Json
    changed: tuple[str, ...]
    data: dict[str, Json]

    def aside(self, name: str) -> str | None:
        """A text that was kept beside the answer; None where it is gone, or another run's."""
        data = workspace.read_optional(self.question.beside(name))
        is_same = data is not None and _digest(data) == self.data["aside"].get(name)
        return data.decode("utf-8") if data is not None and is_same else None

    def names_in(self, folder: Path) -> list[str]:
        """The names that stood in a folder."""
        beginning = str(folder / "_")[:-1]
        names = (path[len(beginning) :] for path in self.data["files"] if path.startswith(beginning))
        return [name for name in names if "/" not in name]


def recall(question: Question) -> Kept | None:
    """The answer that was kept, if it can be read and what is too young to be told by its times is as it was."""
    data = workspace.read_optional(question.file)
    try:
        kept = json.loads(data) if data else {}
        asked = [str(question.base), *question.words]
        if kept.get("memo") != FORM or kept["question"] != asked or kept["day"] != _day():
            return None
        changed = _changed(kept["files"], kept["stamps"])
        if any(path not in changed and _content(path) != of for path, of in kept["young"].items()):
            return None
        return Kept(question=question, answer=kept["answer"], changed=changed, data=kept)
    except (ValueError, TypeError, KeyError, AttributeError):
        return None  # written by something else, or cut off


def _changed(paths: Sequence[str], kept: str) -> tuple[str, ...]:
    """The paths whose stamps are others now."""
    stamps = workspace.stamps(paths)
    numbers = iter(array("Q", bytes.fromhex(kept)))
    return tuple(
        path for path, was, now in zip(paths, zip(*[numbers] * _EACH, strict=True), stamps, strict=True) if was != now
    )


def _digest(data: bytes) -> str:
    from taskgen.digest import of_bytes  # noqa: PLC0415 - not for an answer that still holds

    return of_bytes(data)


def _content(path: str) -> str:
    """The digest of what a file holds, or of a folder's names; empty for what is not there."""
    names = workspace.names_in(path)
    data = workspace.read_optional(Path(path)) if names is None else _joined(names)
    return "" if data is None else _digest(data)


def _joined(names: Iterable[str]) -> bytes:
    return "\0".join(sorted(names)).encode("utf-8", "surrogateescape")


def _packed(stamps: Sequence[Sequence[int]]) -> str:
    """Stamps as one text, which is read faster than ten thousand lists."""
    return array("Q", chain.from_iterable(stamps)).tobytes().hex()


def _day() -> int:
    """The number of the day: a proof without a sandbox is believed for some days only."""
    return workspace.now() // _DAY


def begin() -> int:
    """The time before anything is looked at, for `keep`."""
    return workspace.now()


@dataclass(slots=True, kw_only=True)
class Sure:
    """What a run knows to stand in files and folders however lately they were written: digests by the file's number."""

    by_number: dict[int, str] = field(default_factory=dict)

    def of_file(self, path: Path, text: str) -> None:
        """It holds this, as UTF-8."""
        self.by_number[workspace.stamps([str(path)])[0][3]] = _digest(text.encode("utf-8", "surrogatepass"))

    def of_folder(self, path: Path, names: Iterable[str]) -> None:
        """It holds these names."""
        self.by_number[workspace.stamps([str(path)])[0][3]] = _digest(_joined(names))


def keep(
    question: Question,
    projects: Sequence[Project],
    answer: Json,
    began: int,
    *,
    sure: Sure | None = None,
    aside: Mapping[str, str] | None = None,
) -> None:
    """Keep an answer, unless something it rests on was written too lately to be told from a later write.

    Args:
        question: what was asked.
        projects: what was looked at.
        answer: plain data.
        began: nanoseconds since the epoch, before the first file was looked at.
        sure: what is known to stand in some files: these may be written as lately as they like.
        aside: texts to keep beside it, by name.
    """
    looked_at = [_looked_at(project) for project in projects]
    if None in looked_at:
        return
    paths = sorted({str(path) for found in looked_at for path in found or ()} | set(workspace.own_files()))
    stamps = workspace.stamps(paths)
    kept = {"memo": FORM, "question": [str(question.base), *question.words], "day": _day(), "answer": answer}
    kept |= {"files": paths, "stamps": _packed(stamps), "aside": {}}
    _store(question, kept, _young(paths, stamps, began, sure or Sure()), aside or {})


def renew(kept: Kept, touched: Sequence[Path], answer: Json, began: int, sure: Sure, aside: Mapping[str, str]) -> None:
    """Keep another answer in place of one, where all but a little of what it rests on stands as it was recalled.

    Args:
        kept: the answer before.
        touched: the files and folders that have changed.
        answer: plain data.
        began: nanoseconds since the epoch, before any of them was looked at.
        sure: what is known to stand in them.
        aside: texts to keep beside the answer, in place of those of the same names.
    """
    names = sorted({str(path) for path in touched} & set(kept.data["files"]))
    stamps = workspace.stamps(names)
    packed: str = kept.data["stamps"]
    for name, stamp in zip(names, stamps, strict=True):
        at = _LENGTH * kept.data["files"].index(name)
        packed = packed[:at] + _packed([stamp]) + packed[at + _LENGTH :]
    # What was young and is not touched was read again when the answer was recalled.
    young = {path: of for path, of in kept.data["young"].items() if path not in names}
    young |= _young(names, stamps, began, sure)
    _store(kept.question, {**kept.data, "answer": answer, "stamps": packed}, young, aside)


def _young(paths: Sequence[str], stamps: Sequence[Sequence[int]], began: int, sure: Sure) -> dict[str, str | None]:
    """Of what was written too lately to be told by its times, what it holds; None where nobody is sure."""
    return {
        path: sure.by_number.get(stamp[3])
        for path, stamp in zip(paths, stamps, strict=True)
        if max(stamp[1], stamp[2]) > began - TICK
    }


def _store(
    question: Question, kept: dict[str, Json], young: Mapping[str, str | None], aside: Mapping[str, str]
) -> None:
    if None in young.values():
        return
    beside = {name: text.encode("utf-8", "surrogatepass") for name, text in aside.items()}
    for name, data in beside.items():
        output.write_cache(question.beside(name), data)
    digests = {name: _digest(data) for name, data in beside.items()}
    kept = {**kept, "young": young, "aside": {**kept["aside"], **digests}}
    output.write_cache(question.file, json.dumps(kept, separators=(",", ":")).encode())


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
    return None if files is None else [*found, *files]
