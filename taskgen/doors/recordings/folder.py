"""The recordings of a folder, read; bad files are told by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from taskgen.exchanges import form
from taskgen.records import dataclass

if TYPE_CHECKING:
    from pathlib import Path

    from taskgen.exchanges.values import Recording

LARGEST: Final = 64 * 1024 * 1024  # bytes of one recording
SUFFIX: Final = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file of the folder: its name, and its recording or why it has none."""

    name: str
    recording: Recording | None
    problem: str = ""


def files(folder: Path) -> list[Path]:
    """The files of recordings, by name; none where the folder is not there."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == SUFFIX and path.is_file())
    except OSError:
        return []


def read(folder: Path) -> list[Kept]:
    """Every recording of a folder."""
    return [_kept(path) for path in files(folder)]


def _kept(path: Path) -> Kept:
    try:
        if path.stat().st_size > LARGEST:
            return Kept(name=path.name, recording=None, problem=f"it is larger than {LARGEST >> 20} MiB")
        return Kept(name=path.name, recording=form.read(path.read_bytes().decode("utf-8-sig")))
    except form.FormError as problem:
        return Kept(name=path.name, recording=None, problem=str(problem))
    except UnicodeDecodeError:
        return Kept(name=path.name, recording=None, problem="it is no UTF-8")
    except OSError as problem:
        return Kept(name=path.name, recording=None, problem=f"it can't be read: {problem.strerror}")
