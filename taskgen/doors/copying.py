"""The door to copies of a workspace: which files belong to it, and a folder that holds just these."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from taskgen import markers
from taskgen.diagnostics import UsageError, error, note
from taskgen.doors import process, workspace
from taskgen.model import Limits
from taskgen.records import dataclass

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from taskgen.diagnostics import Finding

MAX_FILES: Final = 20_000
MAX_BYTES: Final = 512 * 1024 * 1024

_SKIPPED: Final = frozenset({".git", ".hg", ".svn", ".venv", "venv", "node_modules", "__pycache__", ".tox", ".nox"})
# Files and folders for git, editors and services that build: no command of a task needs them.
_HOUSEKEEPING: Final = frozenset(
    {
        *(".gitignore", ".gitattributes", ".gitmodules", ".git-blame-ignore-revs", ".mailmap", ".editorconfig"),
        *(".github", ".gitlab-ci.yml", ".pre-commit-config.yaml", ".vscode", ".idea", ".DS_Store"),
    }
)

# A repository's own config can name programs that git starts: none may run outside the sandbox.
_GIT: Final = (
    *("git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"),
    *("-c", "core.sshCommand=false", "-c", "credential.helper=", "-c", "core.askPass=false", "-c", "core.pager=cat"),
)
_GIT_ENVIRONMENT: Final = {
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}
_GIT_LIMITS: Final = Limits(seconds=60, output=64 * 1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The files of a workspace, as paths relative to it with `/`, sorted; links are told apart by their text."""

    root: str
    files: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    findings: tuple[Finding, ...]


def snapshot(root: str | Path, left_out: Collection[str] = ()) -> Snapshot:
    """Which files make up a workspace: what git knows or would add, else all but the folders of tools.

    Files for git, editors and services that build are no part of it, nor are taskgen's caches: a new `.gitignore` makes
    no proof stale.

    Args:
        root: the workspace.
        left_out: files and folders that are no part of it, relative to the root.

    Raises:
        UsageError: there are more files, or more bytes, than a copy may have.
    """
    top = Path(root).resolve()
    listed = _known_to_git(top)
    every = _walked(top) if listed is None else listed
    apart = {*left_out, *_own_cache(top)}
    names = [name for name in every if _counts(name) and not _is_among(name, apart)]
    files: list[str] = []
    links: list[tuple[str, str]] = []
    findings: list[Finding] = []
    size = 0
    behind: dict[PurePosixPath, bool] = {PurePosixPath(): False}
    for name in sorted(set(names)):
        if _is_behind_link(top, PurePosixPath(name).parent, behind):
            findings.append(note("not-copied", None, f"{name[:80]!r} is not copied: it stands behind a link"))
            continue
        kind, text, length = _looked_at(top, name)
        size += length
        if kind == "file":
            files.append(name)
        elif kind == "link":
            links.append((name, text))
        elif kind == "left out":
            findings.append(note("not-copied", None, f"{name[:80]!r} is not copied: {text}"))
        if len(files) > MAX_FILES or size > MAX_BYTES:
            raise UsageError(_too_large(len(files), size))
    return Snapshot(root=str(top), files=tuple(files), links=tuple(links), findings=tuple(findings))


def _own_cache(top: Path) -> list[str]:
    """Where taskgen's caches are, should that be in the workspace, as some services that build have it."""
    folder = workspace.cache_folder().resolve()
    return [folder.relative_to(top).as_posix()] if top in folder.parents else []


def _counts(name: str) -> bool:
    return "." not in name or _HOUSEKEEPING.isdisjoint(name.split("/"))


def _is_among(name: str, folders: Collection[str]) -> bool:
    """Whether a path, or a folder that it lies in, is one of these."""
    if name in folders:
        return True
    cut = name.rfind("/")
    return cut > 0 and _is_among(name[:cut], folders)


def plain(data: bytes) -> bytes:
    """A file's bytes as they count in a digest: whatever line ends a checkout has given it."""
    return data.replace(b"\r\n", b"\n")


def digest_of(root: str | Path, left_out: Collection[str]) -> str:
    """One digest of a workspace's files: their names, their bytes, whether they can be run; where links lead.

    What taskgen has made is left out, wherever it lies: making it anew changes nothing that counts.

    Args:
        root: the workspace.
        left_out: as for `snapshot`.

    Raises:
        UsageError: the workspace is too large to be copied.
    """
    taken = snapshot(root, left_out)
    whole = hashlib.sha256()
    for name in taken.files:
        path = Path(taken.root, name)
        try:
            data, runs = plain(path.read_bytes()), bool(path.stat().st_mode & stat.S_IXUSR)
        except OSError:
            continue  # it vanished since it was listed
        own = markers.without_blocks(data)
        if not markers.is_made(data) and (own or not data):
            whole.update(f"{name!r} {runs} {hashlib.sha256(own).hexdigest()}\n".encode())
    for name, text in taken.links:
        whole.update(f"{name!r} -> {text!r}\n".encode())
    return whole.hexdigest()


def _too_large(count: int, size: int) -> Finding:
    message = (
        f"the workspace has more than {MAX_FILES} files or {MAX_BYTES >> 20} MiB (seen: {count}, {size >> 20} MiB)"
    )
    return error("workspace-too-large", None, message, "name what is not needed in .gitignore, in a git repository")


def _known_to_git(top: Path) -> list[str] | None:
    """What git tracks or would add; None outside a git work tree, and in a folder that git is told to ignore."""
    return _git(top, "ls-files", "-z", "-co", "--exclude-standard") or None


def read_by_git(root: Path) -> list[Path]:
    """What tells git which files of a workspace it knows: its index, its settings, its lists of ignored files."""
    top, home = root.resolve(), Path(os.environ.get("HOME", "/"))
    found = [folder / name for folder in (top, *top.parents) for name in (".git", ".gitignore")]
    found += [home / ".gitconfig", *(home / ".config" / "git" / name for name in ("config", "ignore"))]
    own = _git(top, "rev-parse", "--path-format=absolute", "--git-path", "index", "--git-path", "info/exclude") or []
    found += [Path(path) for line in own for path in line.splitlines()]
    settings = _git(top, "config", "--list", "--show-origin", "-z") or []
    found += [top / origin.removeprefix("file:") for origin in settings[::2] if origin.startswith("file:")]
    named = _git(top, "config", "--get-all", "--type=path", "-z", "core.excludesFile") or []
    return found + [top / path for path in named]


def _git(top: Path, *words: str) -> list[str] | None:
    """What git says in a folder, cut at the zero bytes; None where it fails."""
    environment = {**_GIT_ENVIRONMENT, "HOME": os.environ.get("HOME", "/")}  # the user's own list of ignored files
    outcome = process.run([*_GIT, *words], cwd=str(top), env=environment, limits=_GIT_LIMITS)
    if outcome.exit_code != 0 or outcome.truncated:
        return None
    return [name for name in os.fsdecode(outcome.stdout).split("\0") if name]


def _walked(top: Path) -> Iterator[str]:
    count = 0
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        linked = [name for name in folders if Path(folder, name).is_symlink()]
        for name in (*files, *linked):
            count += 1
            if count > 2 * MAX_FILES:
                raise UsageError(_too_large(count, 0))
            yield Path(folder, name).relative_to(top).as_posix()


def watched(root: Path) -> list[Path] | None:
    """What `digest_of` rests on: the files of a workspace, and the folders in which others may appear.

    None where there are too many of them to watch.
    """
    found = [root]
    own = str(workspace.cache_folder())
    for folder, folders, files in os.walk(root):
        folders[:] = [
            name
            for name in folders
            if name not in _SKIPPED and os.path.join(folder, name) != own  # noqa: PTH118 - text
        ]
        found += [Path(folder, name) for name in (*folders, *files)]
        if len(found) > 2 * MAX_FILES:
            return None
    return found


def _is_behind_link(top: Path, folder: PurePosixPath, known: dict[PurePosixPath, bool]) -> bool:
    """Whether a folder, or one above it, is a link, or lies outside: what stands there may be anybody's."""
    if folder not in known:
        odd = folder.is_absolute() or ".." in folder.parts
        known[folder] = odd or _is_behind_link(top, folder.parent, known) or (top / folder).is_symlink()
    return known[folder]


def _looked_at(top: Path, name: str) -> tuple[str, str, int]:
    """What stands under a name: ("file", "", bytes), ("link", its text, 0), ("left out", why, 0), ("gone", "", 0)."""
    path = top / name
    try:
        status = path.lstat()
    except OSError:
        return "gone", "", 0  # deleted, though git still knows it
    if stat.S_ISREG(status.st_mode):
        return ("file", "", status.st_size) if os.access(path, os.R_OK) else ("left out", "it can't be read", 0)
    if stat.S_ISLNK(status.st_mode):
        return _link(top, path)
    what = "a repository of its own" if stat.S_ISDIR(status.st_mode) else "no plain file"
    return "left out", f"it is {what}", 0


def _link(top: Path, path: Path) -> tuple[str, str, int]:
    """A link is kept where it leads to something inside, and is relative in the copy."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "left out", "it is a link that leads nowhere", 0
    if not target.is_relative_to(top) or any(part in _SKIPPED for part in target.relative_to(top).parts):
        return "left out", "it is a link that leads outside the workspace", 0
    return "link", os.path.relpath(target, path.parent.resolve()), 0


def copy(source: Snapshot, folder: Path, *, linked: bool = False) -> None:
    """Put the files of a snapshot into a new folder; everyone may read them.

    Args:
        source: what is copied.
        folder: made here, must not exist.
        linked: make hard links, which is right only for a copy of which nobody changes a file in place.
    """
    folder.mkdir()
    folder.chmod(0o755)
    made: set[PurePosixPath] = {PurePosixPath()}
    for name in (*source.files, *(name for name, _ in source.links)):
        _make_folder(folder, PurePosixPath(name).parent, made)
    for name in source.files:
        _copy_file(Path(source.root, name), folder / name, linked=linked)
    for name, text in source.links:
        (folder / name).symlink_to(text)


def _make_folder(folder: Path, relative: PurePosixPath, made: set[PurePosixPath]) -> None:
    if relative in made:
        return
    _make_folder(folder, relative.parent, made)
    (folder / relative).mkdir()
    (folder / relative).chmod(0o755)  # whatever the user's umask: another user runs in the copy
    made.add(relative)


def _copy_file(source: Path, target: Path, *, linked: bool) -> None:
    if linked:
        target.hardlink_to(source)
        return
    try:
        shutil.copyfile(source, target)
        target.chmod(0o755 if source.stat().st_mode & stat.S_IXUSR else 0o644)
    except FileNotFoundError:
        target.unlink(missing_ok=True)  # it vanished since it was listed, from the workspace too


def why_not_pasted(path: str, protected: Iterable[str]) -> str:
    """Why a file may not be pasted at a path, in one line; empty where it may.

    Args:
        path: relative to the workspace.
        protected: files and folders that no task may change (cases, config, recordings, library).
    """
    parts = PurePosixPath(path).parts
    if not parts or path.startswith(("/", "~")) or ".." in parts or "\\" in path or "\0" in path:
        return f"{path[:80]!r} lies outside the workspace"
    if parts[0] == ".git":
        return f"{path[:80]!r} lies in git's own folder"
    for name in protected:
        kept = PurePosixPath(name).parts
        if kept and parts[: len(kept)] == kept:
            return f"{path[:80]!r} is an input of taskgen, which no task may change"
    return ""


def paste(folder: Path, path: str, text: str) -> str:
    """Make `text` the whole of a file of a copy; why that is impossible, else empty.

    Nothing is written through a link, and a file that was there is replaced, never changed in place.
    """
    try:
        return _paste(folder, path, text)
    except (OSError, UnicodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is no text"
        return f"{path[:80]!r} can't be written: {reason}"


def _paste(folder: Path, path: str, text: str) -> str:
    target = folder
    for part in PurePosixPath(path).parts[:-1]:
        target = target / part
        if target.is_symlink() or (target.exists() and not target.is_dir()):
            return f"{path[:80]!r} can't be made: {part[:60]!r} is no folder"
        if not target.exists():
            target.mkdir()
            target.chmod(0o755)
    target = target / PurePosixPath(path).name
    if target.is_dir() and not target.is_symlink():
        return f"{path[:80]!r} can't be made: it is a folder"
    runs = target.is_file() and target.stat().st_mode & stat.S_IXUSR
    target.unlink(missing_ok=True)
    target.write_text(text, encoding="utf-8", newline="")
    target.chmod(0o755 if runs else 0o644)
    return ""
