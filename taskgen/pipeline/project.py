"""Where a project's things are: the root, the config, and what the command line puts over it."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from taskgen.diagnostics import Location, RefusedError, UsageError, error, has_errors
from taskgen.doors import workspace
from taskgen.model import Config, ListEntry
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from taskgen.diagnostics import Finding

DEFAULT_LIST = "tasks.md"
DEFAULT_CASES = "test_prompts.json"
DEFAULT_LIBRARY = "library"
CAPTURES = "captures"
RECEIPTS = "receipts"
RECORDS = ".taskgen"
UNKNOWN = frozenset({"unknown-name", "unknown-task"})

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrides:
    """What the command line says; None is "not given". Paths are relative to the working directory."""

    cases: str | None = None
    library: str | None = None
    out: str | None = None
    templates: str | None = None
    level: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One list with all that belongs to it.

    Attributes:
        base: the working directory; messages show paths relative to it.
        root: the config's folder, else the list's.
        named_library: whether somebody named the library (then it has to be there).
    """

    base: Path
    root: Path
    config: Config
    list_file: Path
    cases_file: Path
    library: Path
    named_library: bool
    out: Path
    templates: Path | None
    level: str | None
    findings: tuple[Finding, ...] = ()

    def shown(self, path: Path) -> str:
        """A path as messages show it."""
        return workspace.shown_path(path, self.base)

    @property
    def receipts(self) -> Path:
        """The folder of this list's receipts: its own where the config has several lists."""
        folder = self.root / RECEIPTS
        return folder / self.relative(self.out) if len(self.config.list_) > 1 else folder

    def protected(self) -> tuple[str, ...]:
        """What no task may paste over, relative to the root: inputs and outputs, by name and by where that leads."""
        inputs = (
            *(self.root / name for name in (workspace.CONFIG, workspace.PYPROJECT, CAPTURES, RECEIPTS)),
            *(self.root / entry.path for entry in self.config.list_),
            *self.every_cases_file(),
            *(self.cases_file, self.library, self.list_file, self.out, self.root / self.config.recordings),
        )
        return self._within(inputs)

    def outputs(self) -> tuple[str, ...]:
        """What taskgen writes, relative to the root: no command of a task has anything to do with it."""
        folders = (self.out, *(self.root / (entry.out or _stem(Path(entry.path))) for entry in self.config.list_))
        return self._within((*folders, *(self.root / name for name in (RECEIPTS, RECORDS))))

    def own(self) -> tuple[str, ...]:
        """What taskgen reads or writes, relative to the root: a proof knows by other digests what of it counts."""
        templates = (self.templates,) if self.templates else ()
        inputs = (name for name in self.protected() if name != workspace.PYPROJECT)
        return (*inputs, *self.outputs(), *self._within(templates))

    def _within(self, paths: Iterable[Path]) -> tuple[str, ...]:
        """Those of the paths that lie below the root, by name and by where that leads; the root itself is none."""
        names: dict[str, None] = {}
        for path in paths:
            for one, base in ((path, self.root), (workspace.real(path), workspace.real(self.root))):
                if one != base and one.is_relative_to(base):
                    names[one.relative_to(base).as_posix()] = None
        return tuple(names)

    def every_cases_file(self) -> tuple[Path, ...]:
        """The cases files of all the config's lists, this list's first."""
        default = self.config.cases or DEFAULT_CASES
        others = (self.root / (entry.cases or default) for entry in self.config.list_)
        return tuple(dict.fromkeys((self.cases_file, *others)))

    def refuse_outside(self, folder: Path) -> None:
        """Refuse to write into a folder of the project that is, by a link, somewhere else.

        Raises:
            RefusedError: it is.
            UsageError: it is a file.
        """
        if os.path.isfile(folder):  # noqa: PTH113 - a name that is too long is no file, and said where it is written
            next_step = "name another folder with --out, or by `out` in the settings"
            raise UsageError(error("output-is-a-file", Location(self.shown(folder)), "this is a file", next_step))
        named = Path(os.path.normpath(folder.absolute()))
        inside = named.is_relative_to(os.path.normpath(self.root.absolute()))
        if inside and not workspace.real(folder).is_relative_to(workspace.real(self.root)):
            message = "this folder is a link that leads out of the project"
            raise RefusedError(error("output-outside", Location(self.shown(folder)), message, "take the link away"))

    def relative(self, path: Path) -> str:
        """A path relative to the root, as outputs show it; its name alone where it lies elsewhere."""
        try:
            return workspace.real(path).relative_to(workspace.real(self.root)).as_posix()
        except ValueError:
            return path.name


def read_config(start: Path, base: Path) -> tuple[Config, Path | None, tuple[Finding, ...]]:
    """The config nearest upwards from `start`, its file, and what was found in it.

    Raises:
        UsageError: the config can't be read.
    """
    from taskgen.read import config as reader  # noqa: PLC0415 - tomllib only where there is a config
    from taskgen.read.text import decode_text  # noqa: PLC0415 - as above

    found = workspace.find_config(start)
    if found is None:
        return Config(), None, ()
    if not found.data.strip():
        return Config(), found.path, ()
    shown = workspace.shown_path(found.path, base)
    text, findings = decode_text(shown, found.data)
    if text is None:
        raise UsageError(*findings)
    config, more = reader.read(shown, text, ("tool", "taskgen") if found.in_pyproject else ())
    if config is None or has_errors(more):
        raise UsageError(*findings, *more)
    return config, found.path, (*findings, *more)


def _list_entry(list_path: str | None, base: Path) -> tuple[ListEntry, Path]:
    """The list to work on and the folder that its path is relative to."""
    if list_path is not None:
        return ListEntry(path=list_path), base
    config, place, _findings = read_config(base, base)
    root = place.parent if place else base
    return (config.list_[0] if config.list_ else ListEntry(path=DEFAULT_LIST)), root


def open_project(list_path: str | None, overrides: Overrides, base: Path) -> Project:
    """Find the config and settle every path: command line over file over default.

    Raises:
        UsageError: the list is missing, or the config can't be read.
    """
    entry, folder = _list_entry(list_path, base)
    list_file = folder / entry.path
    if not list_file.is_file():
        what = "is a folder" if list_file.is_dir() else "does not exist"
        shown = workspace.shown_path(list_file, base)
        next_step = "give its name on the command line"
        raise UsageError(error("missing-file", Location(shown), f"the list {what}", next_step))
    config, place, findings = read_config(workspace.real(list_file).parent, workspace.real(base))
    root = place.parent if place else workspace.real(list_file).parent
    entry = _from_config(config, root, list_file) or entry
    return _settled(config, root, list_file, entry, overrides, base, findings)


def open_without_list(overrides: Overrides, base: Path) -> Project:
    """The project for commands that need cases but no list, such as `run`; the list need not be there.

    Raises:
        UsageError: the config can't be read.
    """
    return open_every_list(overrides, base)[0]


def open_every_list(overrides: Overrides, base: Path) -> list[Project]:
    """A project for each list of the config, the lists themselves unread; the default list where it names none.

    Raises:
        UsageError: the config can't be read.
    """
    config, place, findings = read_config(workspace.real(base), workspace.real(base))
    root = place.parent if place else base
    entries = config.list_ or (ListEntry(path=DEFAULT_LIST),)
    return [_settled(config, root, root / entry.path, entry, overrides, base, findings) for entry in entries]


def _from_config(config: Config, root: Path, list_file: Path) -> ListEntry | None:
    """The `[[list]]` of the config that speaks of this list."""
    wanted = workspace.real(list_file)
    return next((entry for entry in config.list_ if workspace.real(root / entry.path) == wanted), None)


def _settled(
    config: Config,
    root: Path,
    list_file: Path,
    entry: ListEntry,
    overrides: Overrides,
    base: Path,
    findings: tuple[Finding, ...],
) -> Project:
    def path(given: str | None, configured: str | None, default: str) -> Path:
        return base / given if given is not None else root / (configured or default)

    templates = None
    if overrides.templates is not None or config.templates is not None:
        templates = path(overrides.templates, config.templates, "")
    return Project(
        base=base,
        root=root,
        config=config if overrides.target is None else replace(config, target=overrides.target),
        list_file=list_file,
        cases_file=path(overrides.cases, entry.cases or config.cases, DEFAULT_CASES),
        library=path(overrides.library, config.library, DEFAULT_LIBRARY),
        named_library=overrides.library is not None or config.library is not None,
        out=path(overrides.out, entry.out or config.out, _stem(list_file)),
        templates=templates,
        level=overrides.level,
        findings=findings,
    )


def _stem(list_file: Path) -> str:
    """The default folder for a list's tasks: beside the root's other files, by the list's name."""
    return list_file.stem if list_file.suffix else f"{list_file.name}-tasks"


def each_list(list_path: str | None, overrides: Overrides, base: Path) -> Iterator[Project]:
    """The lists that a command works on: the one that it was given, else all of the config.

    Raises:
        UsageError: a list is missing, the config can't be read, or two of its lists would write into one folder.
    """
    for path in [list_path] if list_path else every_list(base):
        yield open_project(path, overrides, base)


def where_known(projects: Iterable[Project], work: Callable[[Project], T]) -> list[T]:
    """What `work` gives for each list; where names were asked for, for the lists that know them.

    Raises:
        TaskgenError: what `work` raised; that a name is unknown only where no list knows it.
    """
    done: list[T] = []
    unknown: UsageError | None = None
    for project in projects:
        try:
            done.append(work(project))
        except UsageError as stopped:
            if {finding.rule for finding in stopped.findings} - UNKNOWN:
                raise
            unknown = unknown or stopped
    if unknown is not None and not done:
        raise unknown
    return done


def every_list(base: Path) -> list[str | None]:
    """The lists that a command without arguments works on, as `open_project` takes them.

    Raises:
        UsageError: the config can't be read, or two of its lists would write into one folder.
    """
    config, place, _findings = read_config(workspace.real(base), workspace.real(base))
    if not config.list_ or place is None:
        return [None]
    folders: dict[str, str] = {}
    for entry in config.list_:
        out = Path(entry.out or config.out or _stem(Path(entry.path))).as_posix()
        other = folders.setdefault(out, entry.path)
        if other != entry.path:
            message = f"the lists {other} and {entry.path} would both write their tasks into {out}/"
            raise UsageError(error("lists-collide", config.places.get("list"), message, "give each list its own `out`"))
    return [str(place.parent / entry.path) for entry in config.list_]
