"""The door that reads: where a project's files are, and their bytes."""

from __future__ import annotations

import os
import stat
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from taskgen.diagnostics import Location, UsageError, error
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CONFIG = "taskgen.toml"
PYPROJECT = "pyproject.toml"
LIBRARY_SUFFIXES = (".yaml", ".yml")
PYTHON = "TASKGEN_PYTHON"  # where a proof tells its commands which Python the config means
LARGEST = 256 * 1024 * 1024  # bytes of one input


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFile:
    """The config nearest upwards: its text, and whether it is `[tool.taskgen]` of a pyproject.toml."""

    path: Path
    data: bytes
    in_pyproject: bool


def read(path: Path, shown: str, what: str) -> bytes:
    """The bytes of an input file.

    Args:
        path: the file.
        shown: its name in messages.
        what: what it is to the user ("the list").

    Raises:
        UsageError: it is missing, a folder, too large, or can't be read.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(error("too-large", Location(shown), f"{what} has over {LARGEST >> 20} MiB", "split it"))
        return path.read_bytes()
    except FileNotFoundError:
        finding = error("missing-file", Location(shown), f"{what} does not exist", "check the path, or create it")
    except IsADirectoryError:
        finding = error("missing-file", Location(shown), f"{what} is a folder", "name a file in it")
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        finding = error("unreadable-file", Location(shown), f"{what} can't be read: {reason}", "check its permissions")
    raise UsageError(finding)


def variable(name: str) -> str | None:
    """A variable of the environment; None where it is not set, or empty."""
    return os.environ.get(name) or None


def read_optional(path: Path) -> bytes | None:
    """The bytes of a file that need not be there."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def find_config(start: Path) -> ConfigFile | None:
    """The config nearest upwards from a folder: taskgen.toml, else a pyproject.toml with `[tool.taskgen]`."""
    for folder in (start, *start.parents):
        own = read_optional(folder / CONFIG)
        if own is not None:
            return ConfigFile(path=folder / CONFIG, data=own, in_pyproject=False)
        shared = read_optional(folder / PYPROJECT)
        if shared is not None and b"tool.taskgen" in shared.replace(b" ", b""):
            return ConfigFile(path=folder / PYPROJECT, data=shared, in_pyproject=True)
    return None


def config_candidates(start: Path) -> list[Path]:
    """The files that `find_config` tries, up to the one that it finds, whether they are there or not."""
    found = find_config(start)
    candidates = []
    for folder in (start, *start.parents):
        candidates += [folder / CONFIG, folder / PYPROJECT]
        if found is not None and found.path.parent == folder:
            break
    return candidates


def everything_in(folder: Path) -> list[Path]:
    """Every file and folder below a folder, also behind links; none where there is no folder."""
    found: list[Path] = []
    seen = {os.path.realpath(folder)}
    for where, folders, files in os.walk(folder, followlinks=True):
        found += [Path(where, name) for name in (*folders, *files)]
        real = {name: os.path.realpath(os.path.join(where, name)) for name in folders}  # noqa: PTH118 - as os.walk has it
        folders[:] = [name for name in folders if real[name] not in seen]  # a link may lead round
        seen.update(real.values())
    return found


def stamps(paths: Iterable[str]) -> list[list[int]]:
    """For each path its size, the times (ns) when its content and its entry last changed, and its number.

    Zeros stand for what is not there. A folder's times change when an entry comes or goes.
    """
    found = []
    for path in paths:
        try:
            status = os.stat(path)  # noqa: PTH116 - ten thousand of them: Path.stat costs twice as much
        except OSError:
            found.append([0, 0, 0, 0])
            continue
        found.append([status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino])
    return found


def own_files() -> list[str]:
    """Taskgen's own code and templates: another version of them may answer otherwise."""
    package = Path(__file__).resolve().parent.parent
    folders = (package, builtin_folder("templates"))
    return [str(path) for folder in folders for path in everything_in(folder) if path.suffix in {".py", ".j2"}]


def now() -> int:
    """The clock, in nanoseconds since the epoch, as files' times are told."""
    return time.time_ns()


def cache_folder() -> Path:
    """Where the user's caches of taskgen are."""
    home = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(home) / "taskgen"


def library_files(folder: Path, shown: str) -> list[Path]:
    """The YAML files of a library, sorted by their path below it; hidden ones are left out.

    Args:
        folder: the library.
        shown: its name in messages.

    Raises:
        UsageError: the folder is missing or no folder.
    """
    if not folder.is_dir():
        what = "is not a folder" if folder.exists() else "does not exist"
        raise UsageError(
            error("missing-library", Location(shown), f"the library folder {what}", "check `library` in the config")
        )
    found = (path for path in _walk(folder) if path.suffix in LIBRARY_SUFFIXES)
    return sorted(found, key=lambda path: path.relative_to(folder).as_posix())


def _walk(folder: Path) -> Iterator[Path]:
    """Every file below a folder but hidden ones.

    Raises:
        UsageError: a folder among them can't be listed: what is in it must not be left out without a word.
    """
    for where, folders, names in os.walk(folder, onerror=_unlisted):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(where, name) for name in names if not name.startswith(".") and _is_file(Path(where, name)))


def _is_file(path: Path) -> bool:
    """Whether this is a file and no pipe or device; what can't be looked at is one, for reading it will say why."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True


def _unlisted(wrong: OSError) -> NoReturn:
    place = Location(shown_path(Path(wrong.filename), Path.cwd()))
    message = f"this folder can't be listed: {wrong.strerror or wrong}"
    next_step = "check its permissions" if isinstance(wrong, PermissionError) else "mend that and run again"
    raise UsageError(error("unreadable-folder", place, message, next_step)) from None


def files_in(folder: Path, suffix: str) -> list[Path]:
    """The files directly in a folder that end so, sorted; none where there is no folder.

    Raises:
        UsageError: the folder can't be listed.
    """
    if not folder.is_dir():
        return []
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == suffix and path.is_file())
    except OSError as wrong:
        _unlisted(wrong)


def template_files(folder: Path) -> dict[str, Path]:
    """The templates below a folder by name (`partials/goal.md.j2`)."""
    return {path.relative_to(folder).as_posix(): path for path in _walk(folder) if path.suffix == ".j2"}


def builtin_folder(name: str) -> Path:
    """`templates` or `samples`: inside the installed package, or beside it in a checkout.

    Raises:
        FileNotFoundError: the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / name, package.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(name)


def real(path: Path) -> Path:
    """The path with all links followed, as far as they lead anywhere: a link to itself stays."""
    return Path(os.path.realpath(path))


def shown_path(path: Path, base: Path) -> str:
    """A path as messages show it: relative to where the user stands where that is shorter, with `/`."""
    try:
        return path.relative_to(base).as_posix()
    except ValueError:
        return path.as_posix()


def project_python(configured: str | None, root: Path) -> str:
    """The Python that runs the project's code: the config's, else the active environment's, else taskgen's own.

    Args:
        configured: the config's `python`; a path with a folder in it is relative to the root.
        root: the project's root.
    """
    if configured is not None:
        path = root / configured
        told = os.environ.get(PYTHON, "")
        if told and "/" in configured and not path.exists():
            return told  # a copy of the workspace leaves environments out
        return str(path) if "/" in configured else configured
    environment = os.environ.get("VIRTUAL_ENV")
    if environment:
        active = Path(environment) / "bin" / "python"
        if active.exists():
            return str(active)
    return sys.executable
