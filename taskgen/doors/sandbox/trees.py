"""Which folders of this machine a Python needs, so that it also runs where only those are seen."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path
from typing import Final

from taskgen.records import dataclass

SYSTEM: Final = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/nix/store")
"""Folders that every command may read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trees:
    """What a Python is made of.

    Attributes:
        executable: its absolute path, symbolic links kept (a virtual environment is known by them).
        folders: folders that it reads, none inside another, none inside a system folder.
        links: symbolic links on the way to it that lie outside of these: (path, text of the link).
    """

    executable: str
    folders: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def trees_of(python: str | None = None) -> Trees | None:
    """The trees of a Python (ours where None); None where it can't be run."""
    executable = str(Path(python).absolute()) if python else sys.executable
    prefixes = [sys.prefix, sys.base_prefix] if executable == sys.executable else _prefixes(executable)
    if prefixes is None:
        return None
    folders = outermost([*prefixes, *(str(Path(prefix).resolve()) for prefix in prefixes)])
    return Trees(executable=executable, folders=folders, links=_links_to(executable, folders))


def own_folders() -> tuple[str, ...]:
    """Where taskgen's own code, templates and samples lie, also when it is installed for editing."""
    package = Path(__file__).resolve().parent.parent.parent
    beside = [package.parent / name for name in ("templates", "samples")]
    packages = [Path(entry) for entry in sys.path if entry.endswith("site-packages") and Path(entry).is_dir()]
    return outermost(str(folder) for folder in (package, *(path for path in beside if path.is_dir()), *packages))


def outermost(folders: object) -> tuple[str, ...]:
    """The folders without those that lie in another one or in a system folder, in order of their names."""
    kept: list[str] = []
    for folder in sorted({str(folder) for folder in folders}):  # type: ignore[attr-defined]
        if not _covered(folder, (*SYSTEM, *kept)):
            kept.append(folder)
    return tuple(kept)


def _covered(path: str, folders: tuple[str, ...]) -> bool:
    return any(path == folder or path.startswith(folder + "/") for folder in folders)


def _prefixes(executable: str) -> list[str] | None:
    """Where a Python's own files lie, found without running it: outside the sandbox nothing of a workspace runs.

    A virtual environment says in pyvenv.cfg which Python it was made from. What is no installation is refused, so that
    no other folder of the machine comes into view.
    """
    path = Path(executable)
    if not path.is_file() or not os.access(path, os.X_OK):
        return None
    venv = path.parent.parent
    home = _home_of(venv)
    base = Path(home).parent if home else path.resolve().parent.parent
    real = base.resolve()
    if not any(real.glob("lib*/python3*/os.py")) or len(real.parts) < 2:  # noqa: PLR2004 - "/" is no installation
        return None
    return [str(venv), str(base)] if home else [str(base)]


def _home_of(venv: Path) -> str:
    """The `home` of a virtual environment's pyvenv.cfg; empty where there is none."""
    try:
        lines = (venv / "pyvenv.cfg").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    values = {key.strip(): value.strip() for key, _, value in (line.partition("=") for line in lines)}
    return values.get("home", "")


def _links_to(executable: str, folders: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    links: list[tuple[str, str]] = []
    here = Path(executable)
    with contextlib.suppress(OSError):  # a link in a folder that we may not read: the canary will tell
        while here.is_symlink() and len(links) < 40:  # noqa: PLR2004 - the kernel's own limit
            if not _covered(str(here), (*SYSTEM, *folders)):
                links.append((str(here), str(here.readlink())))
            here = here.parent / here.readlink()
    return tuple(links)
