"""Paths that people write in a library: relative, with `/`, inside the root, spelled in one way only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from taskgen.decode import At

_DRIVE: Final = re.compile(r"[A-Za-z]:")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_RELATIVE: Final = "write a path relative to the root, inside of it"


def path_problem(path: str) -> tuple[str, str, str] | None:
    """Why a path can't be used, as rule, message and next step; None for a good one."""
    parts = path.split("/")
    odd = any(part in ("", ".") or part != part.strip() for part in parts)
    rules = (
        (path.startswith(("/", "~")) or _DRIVE.match(path), "path-outside", "is not relative", _RELATIVE),
        (".." in parts, "path-outside", "goes up with '..'", _RELATIVE),
        (".git" in path.casefold().split("/"), "path-outside", "lies in git's own folder", "choose another folder"),
        ("\\" in path, "odd-path", "has a backslash", "write / between folders"),
        (_CONTROL.search(path), "odd-path", "has a control character", "take it away"),
        (odd, "odd-path", "has an empty part, a '.' or a space at an end", "write it as folder/file.py"),
    )
    first = next((rule for rule in rules if rule[0]), None)
    return None if first is None else (first[1], f"{path[:60]!r} {first[2]}", first[3])


def good_path(path: str, at: At) -> bool:
    """Whether a path can be used; reports at `at` where not."""
    problem = path_problem(path)
    if problem is not None:
        at.error(*problem)
    return problem is None
