"""no-code: a task that shows no working code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from taskgen.diagnostics import Severity
from taskgen.lint.examples import CASE, COMMAND, EXPECTATION, GOOD, TASK
from taskgen.lint.rule import Confidence, Hit, Rule
from taskgen.lint.words import is_errand

if TYPE_CHECKING:
    from collections.abc import Iterator

    from taskgen.lint.reading import Reading
    from taskgen.markdown import Fence

_NO_CODE: Final = frozenset(
    {
        "",
        "text",
        "txt",
        "sh",
        "bash",
        "shell",
        "console",
        "output",
        "markdown",
        "md",
        "mermaid",
        "diff",
        "zsh",
        "plaintext",
    }
)


_OVER: Final = frozenset({"done", "deferred", "cancelled"})
_COMMANDS: Final = 2  # blocks of shell that are a task's code
_RUN: Final = re.compile(
    r"[\W_]*(?:run|execute|verify|remove|delete|drop|archive|rename|clean ?up|check|re-?run|lint|type-?check|deploy|commit|merge|gate|test (?:on|with|in))\b|\[gate\]",
    re.IGNORECASE,
)
_SHELLS: Final = frozenset({"sh", "bash", "shell", "zsh", "powershell", "console"})
_LONG: Final = 8  # lines of shell that are a program, no command


def _is_code(fence: Fence) -> bool:
    if fence.language.lower() not in _NO_CODE:
        return True
    is_shell = fence.language.lower() in {*_SHELLS, ""}
    return is_shell and (fence.content.startswith("#!") or fence.content.count("\n") >= _LONG)


def _find(reading: Reading) -> Iterator[Hit]:
    if reading.is_example:
        return
    for part in reading.parts:
        if part.task.status in _OVER or is_errand(part.task.title) or _RUN.match(part.task.title):
            continue
        fences = reading.fences_in(part)
        if any(_is_code(fence) for fence in fences) or sum(fence.language in _SHELLS for fence in fences) >= _COMMANDS:
            continue
        cases = (reading.facts.cases or {}).get(part.position, ())
        covered = next((reading.facts.help[case] for case in cases if case in reading.facts.help), "")
        step = f"snippet {covered} covers it: taskgen render" if covered else ""
        message = "the task shows no working code to start from"
        yield Hit(
            line=part.start, column=part.task.place.column, length=1, message=message, next_step=step, absent=True
        )


RULE: Final = Rule(
    name="no-code",
    what="a task that shows no working code",
    severity=Severity.NOTE,
    confidence=Confidence.HINT,
    why="An executor that starts from nothing searches first, and what it finds is seldom what you use.",
    next_step="put code that works into the library, or into the task",
    weight=15,
    cap=15,
    bad=TASK + CASE + COMMAND + EXPECTATION,
    good=GOOD,
    find=_find,
)
