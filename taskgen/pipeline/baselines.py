"""A baseline: what lint found in an old list once, so that only what is new is told."""

from __future__ import annotations

import json
import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from taskgen import digest
from taskgen.diagnostics import Location, RefusedError, UsageError, error
from taskgen.doors import output, workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from taskgen.lint.check import Found
    from taskgen.pipeline.linting import LintedList

FORM: Final = 1


def _key(one: Found) -> str:
    """What makes a finding the same one later: its rule and its line's text, not where that stands."""
    return f"{one.finding.rule} {digest.of_text(' '.join(one.excerpt.split()))}"


def write(path: Path, shown: str, linted: Sequence[LintedList]) -> int:
    """Write what is found; how much that is.

    Raises:
        RefusedError: a file stands there that is no baseline.
        UsageError: its folder is not there.
        MachineError: the disk refuses.
    """
    if not path.parent.is_dir():
        raise UsageError(error("missing-folder", Location(shown), "its folder does not exist", "make it first"))
    if path.exists():
        try:
            _read(path, shown)
        except UsageError:
            next_step = "name another file, or take it away"
            message = "a file that is no baseline stands here"
            raise RefusedError(error("foreign-output", Location(shown), message, next_step)) from None
    lists = {_name(path, done): dict(sorted(Counter(map(_key, done.linted.found)).items())) for done in linted}
    text = json.dumps({"baseline": FORM, "lists": lists}, indent=1, sort_keys=True) + "\n"
    output.write_all([output.Write(path=path, text=text)])
    return sum(len(done.linted.found) for done in linted)


def without_known(path: Path, shown: str, linted: Sequence[LintedList]) -> list[LintedList]:
    """The lists without the findings that a baseline has; each as often as it has it.

    Raises:
        UsageError: the file can't be read, or is no baseline.
    """
    lists = _read(path, shown)
    return [_new(done, Counter(lists.get(_name(path, done), {}))) for done in linted]


def _name(path: Path, done: LintedList) -> str:
    """What a baseline calls a list: its path from there, wherever the user stands."""
    return Path(os.path.relpath(workspace.real(done.file), workspace.real(path.parent))).as_posix()


def _new(done: LintedList, known: Counter[str]) -> LintedList:
    kept = []
    for one in done.linted.found:
        key = _key(one)
        if known[key] > 0:
            known[key] -= 1
        else:
            kept.append(one)
    return replace(done, linted=replace(done.linted, found=tuple(kept)))


def _read(path: Path, shown: str) -> dict[str, dict[str, int]]:
    data = workspace.read(path, shown, "the baseline")
    try:
        read: Any = json.loads(data)
        lists = {read["baseline"]: read["lists"]}[FORM]
        return {str(name): {str(key): int(count) for key, count in found.items()} for name, found in lists.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        next_step = "write it anew: taskgen lint --write-baseline FILE"
        raise UsageError(error("bad-baseline", Location(shown), "this is no baseline of lint", next_step)) from None
