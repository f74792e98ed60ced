"""A baseline: what lint found in an old list once, so that only what is new is told."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from taskgen import digest, output, workspace
from taskgen.diagnostics import Location, UsageError, error

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from taskgen.lint.check import Found
    from taskgen.pipeline.linting import LintedList

FORM: Final = 1


def _key(one: Found) -> str:
    """What makes a finding the same one later: its rule and its line's text, not where that stands."""
    return f"{one.finding.rule} {digest.of_text(' '.join(one.excerpt.split()))}"


def write(path: Path, linted: Sequence[LintedList]) -> int:
    """Write what is found; how much that is.

    Raises:
        MachineError: the disk refuses.
    """
    lists = {done.path: dict(sorted(Counter(map(_key, done.linted.found)).items())) for done in linted}
    text = json.dumps({"baseline": FORM, "lists": lists}, indent=1, sort_keys=True) + "\n"
    output.write_all([output.Write(path=path, text=text)])
    return sum(len(done.linted.found) for done in linted)


def without_known(path: Path, shown: str, linted: Sequence[LintedList]) -> list[LintedList]:
    """The lists without the findings that a baseline has; each as often as it has it.

    Raises:
        UsageError: the file can't be read, or is no baseline.
    """
    lists = _read(path, shown)
    return [_new(done, Counter(lists.get(done.path, {}))) for done in linted]


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
