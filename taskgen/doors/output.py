"""The door that writes: every output is the old bytes or the new, never a mix.

All temporary files are written first; the first rename comes only when none is missing. A run that is cut off between
two renames leaves files that are each old or new, which the next run finishes. A folder that is not there yet gets its
files under a temporary name: one rename makes it whole.

Before old bytes are replaced the new ones are flushed to the disk. Where none stood before, many new files are not
waited for: should the machine itself stop, a file system may leave some of them empty, and an empty file is taken for
none by the next run.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Location, MachineError, RefusedError, error
from taskgen.doors import workspace
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEW = 8  # files that are flushed to the disk one by one; more of them are all at once
LONGEST_RUN = 3600  # seconds after which a temporary file is nobody's, though its process's number is in use again
_TEMPORARY = re.compile(r"\.taskgen-(\d+)-\d+\.tmp")
_NEXT_STEPS: Final = {
    errno.ENOSPC: "free some space and run again",
    errno.EDQUOT: "free some space and run again",
    errno.EACCES: "check the permissions of the folder, or choose another --out",
    errno.EPERM: "check the permissions of the folder, or choose another --out",
    errno.EROFS: "choose an --out that can be written",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A file to write: an absolute path and its whole text."""

    path: Path
    text: str


def folders_of(paths: Iterable[Path]) -> list[Path]:
    """The folders that some files are in, each once."""
    return [Path(folder) for folder in dict.fromkeys(map(os.path.dirname, paths))]  # many paths, few folders


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
    except UnicodeDecodeError:
        reason = "can't be read as text"
    except OSError as wrong:
        folder = isinstance(wrong, IsADirectoryError)
        reason = "is a folder" if folder else f"can't be read: {wrong.strerror or wrong}"
    raise RefusedError(
        error("foreign-output", Location(shown), f"this {reason}", "move it away, or choose another --out")
    )


def write_all(writes: Sequence[Write]) -> None:
    """Write all files, or none if any can't be prepared.

    Raises:
        MachineError: the disk refuses; what was prepared is taken away again.
    """
    folder = _new_folder(writes)
    if folder is not None and _write_folder(folder, writes):
        return
    prepared: list[tuple[str, str]] = []
    done = 0
    try:
        _prepare(writes, prepared)
        for temporary, path in prepared:
            os.replace(temporary, _behind_links(path))  # noqa: PTH105 - as above
            done += 1
    except OSError as wrong:
        at = writes[done if len(prepared) == len(writes) else max(len(prepared) - 1, 0)].path
        raise _refused("write", at, wrong, f"{done} of {len(writes)} files are written" if done else "") from None
    finally:
        _discard(temporary for temporary, _path in prepared[done:])


def _new_folder(writes: Sequence[Write]) -> Path | None:
    """The folder that all files belong in, where it is to be made and they are many."""
    if len(writes) <= FEW:
        return None
    folders = folders_of(write.path for write in writes)
    return folders[0] if len(folders) == 1 and not os.path.lexists(folders[0]) else None


def _write_folder(folder: Path, writes: Sequence[Write]) -> bool:
    """Make a folder with all its files at once; False where it can't get its name (somebody has made one meanwhile).

    Raises:
        MachineError: the disk refuses a file; nothing is left of what was made.
    """
    temporary = str(folder.with_name(f".taskgen-{os.getpid()}-0.tmp"))
    at = 0
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _discard([temporary])  # of an earlier process with our number
        os.mkdir(temporary)  # noqa: PTH102 - a path object for each costs as much again
        for at, write in enumerate(writes):  # noqa: B007 - for the message
            _write(f"{temporary}/{write.path.name}", write.text.encode("utf-8"), flush=False)
        return _renamed(temporary, folder)
    except OSError as wrong:
        raise _refused("write", writes[at].path, wrong, "") from None
    finally:
        _discard([temporary])


def _renamed(temporary: str, folder: Path) -> bool:
    try:
        os.rename(temporary, folder)  # noqa: PTH104 - as above
    except OSError:
        return False  # files that are renamed one by one say why
    return True


def _prepare(writes: Sequence[Write], prepared: list[tuple[str, str]]) -> None:
    """Write every temporary file and flush what will replace something.

    Args:
        writes: the files to write.
        prepared: grows by a temporary file and the file that it will become, before the first of the two is made.
    """
    replaced, many = 0, len(writes) > FEW
    own = f".taskgen-{os.getpid()}-"
    for folder in folders_of(write.path for write in writes):
        folder.mkdir(parents=True, exist_ok=True)
    for number, write in enumerate(writes):
        path = str(write.path)
        temporary = f"{path[: -len(write.path.name)]}{own}{number}.tmp"
        prepared.append((temporary, path))
        _write(temporary, write.text.encode("utf-8"), flush=not many)
        replaced += many and os.path.exists(path)  # noqa: PTH110 - as above
    if replaced:
        os.sync()


def _refused(verb: str, path: Path, wrong: OSError, so_far: str) -> MachineError:
    """What the disk refused, by the file that the user knows, never by a temporary one."""
    message = f"can't {verb} this: {wrong.strerror or wrong}" + (f" ({so_far})" if so_far else "")
    next_step = _NEXT_STEPS.get(wrong.errno or 0, "mend that and run again")
    return MachineError(error("write-failed", Location(workspace.shown_path(path, Path.cwd())), message, next_step))


def write_cache(path: Path, data: bytes) -> None:
    """Write a file that may be lost; a disk that refuses is no trouble."""
    temporary = str(path.with_name(f".taskgen-{os.getpid()}-0.tmp"))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        sweep(path.parent)
        _write(temporary, data, flush=False)
        os.replace(temporary, path)  # noqa: PTH105 - as above
    except OSError:
        _discard([temporary])


def _behind_links(path: str) -> str:
    """The file that a symbolic link stands for: the link stays, its target is replaced."""
    return os.path.realpath(path) if os.path.islink(path) else path  # noqa: PTH114 - as above


def _write(path: str, data: bytes, *, flush: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o666)
    try:
        left = memoryview(data)
        while left:
            left = left[os.write(descriptor, left) :]
        if flush:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def remove(paths: Iterable[Path]) -> None:
    """Take files away that may be gone already.

    Raises:
        MachineError: the disk refuses.
    """
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as wrong:
            raise _refused("take away", path, wrong, "") from None


def _discard(temporaries: Iterable[str]) -> None:
    """Take temporary files and folders away; those that can't be are left to the next run's `sweep`."""
    for path in temporaries:
        with contextlib.suppress(OSError):
            if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114 - as above
                _discard(entry.path for entry in os.scandir(path))
                os.rmdir(path)  # noqa: PTH106 - as above
            else:
                os.unlink(path)  # noqa: PTH108 - as above


def sweep(folder: Path) -> None:
    """Take away temporary files that runs which are no more have left in a folder."""
    try:
        names = [name for name in os.listdir(folder) if name.startswith(".taskgen-")]  # noqa: PTH208 - as above
    except OSError:
        return
    _discard(str(folder / name) for name in names if _is_left_over(folder / name))


def _is_left_over(path: Path) -> bool:
    left = _TEMPORARY.fullmatch(path.name)
    return left is not None and not (_alive(int(left[1])) and _age(path) < LONGEST_RUN)


def _age(path: Path) -> float:
    try:
        return time.time() - path.stat().st_mtime
    except OSError:
        return 0  # gone by now


def _alive(process: int) -> bool:
    return Path(f"/proc/{process}").exists() if Path("/proc/self").exists() else process == os.getpid()
