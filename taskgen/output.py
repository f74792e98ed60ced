"""The door that writes: every output is the old bytes or the new, never a mix.

All temporary files are written first; the first rename comes only when none is missing. A run that is cut off between
two renames leaves files that are each old or new, which the next run finishes.

Before old bytes are replaced the new ones are flushed to the disk. Where none stood before, many new files are not
waited for: should the machine itself stop, a file system may leave some of them empty, and an empty file is taken for
none by the next run.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from taskgen.diagnostics import Location, MachineError, RefusedError, error

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEW = 8  # files that are flushed to the disk one by one; more of them are all at once
_TEMPORARY = re.compile(r"\.taskgen-(\d+)-\d+\.tmp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A file to write: an absolute path and its whole text."""

    path: Path
    text: str


def read_existing(path: Path, shown: str) -> str | None:
    """The text of a file that may be an output; None where there is none.

    Args:
        path: the file.
        shown: its name in messages.

    Raises:
        RefusedError: something stands there that no run of taskgen has written.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (IsADirectoryError, UnicodeDecodeError, OSError) as wrong:
        reason = "is a folder" if isinstance(wrong, IsADirectoryError) else "can't be read as text"
        finding = error("foreign-output", Location(shown), f"this {reason}", "move it away, or choose another --out")
        raise RefusedError(finding) from None


def write_all(writes: Sequence[Write]) -> None:
    """Write all files, or none if any can't be prepared.

    Raises:
        MachineError: the disk refuses; what was prepared is taken away again.
    """
    prepared: list[tuple[Path, Path]] = []
    replaced = 0
    try:
        for folder in dict.fromkeys(write.path.parent for write in writes):
            folder.mkdir(parents=True, exist_ok=True)
        for number, write in enumerate(writes):
            temporary = write.path.with_name(f".taskgen-{os.getpid()}-{number}.tmp")
            prepared.append((temporary, write.path))
            _write(temporary, write.text, flush=len(writes) <= FEW)
            replaced += len(writes) > FEW and write.path.exists()
        if replaced:
            os.sync()
        for temporary, path in prepared:
            temporary.replace(_behind_links(path))
    except OSError as wrong:
        remove(temporary for temporary, _path in prepared)
        place = Location(str(wrong.filename or (prepared[-1][1] if prepared else "")))
        reason = wrong.strerror or str(wrong)
        raise MachineError(error("write-failed", place, f"can't write: {reason}", "mend that and run again")) from None
    except BaseException:
        remove(temporary for temporary, _path in prepared)
        raise


def write_cache(path: Path, text: str) -> None:
    """Write a file that may be lost; a disk that refuses is no trouble."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".taskgen-{os.getpid()}-0.tmp")
        _write(temporary, text, flush=False)
        temporary.replace(path)
    except OSError:
        return


def _behind_links(path: Path) -> Path:
    """The file that a symbolic link stands for: the link stays, its target is replaced."""
    return path.resolve() if path.is_symlink() else path


def _write(path: Path, text: str, *, flush: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.encode("utf-8"))
        if flush:
            file.flush()
            os.fsync(file.fileno())


def remove(paths: Iterable[Path]) -> None:
    """Take files away that may be gone already."""
    for path in paths:
        path.unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Take away temporary files that runs which are no more have left in a folder."""
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.name.startswith(".taskgen-")]
    except OSError:
        return
    for name in names:
        left = _TEMPORARY.fullmatch(name)
        if left and not _alive(int(left[1])):
            (folder / name).unlink(missing_ok=True)


def _alive(process: int) -> bool:
    return Path(f"/proc/{process}").exists() if Path("/proc/self").exists() else process == os.getpid()
